"""manage.py suspend_person: an account is closed at once, and can be opened again."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from courseware.models import AuditEvent
from tests.people import People


def test_a_suspended_persons_running_session_ends_at_once(people: People, client: Client) -> None:
    client.force_login(people.trainee, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/today/").status_code == 200
    call_command("suspend_person", people.trainee.email.upper())
    assert client.get("/today/").status_code == 302


def test_restoring_lets_them_in_again_and_both_acts_are_audited_once(people: People, client: Client) -> None:
    for _ in range(2):
        call_command("suspend_person", people.trainee.email)
    call_command("suspend_person", people.trainee.email, restore=True)
    client.force_login(people.trainee, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/today/").status_code == 200
    actions = AuditEvent.objects.filter(stream="person").values_list("action", flat=True)
    assert list(actions) == ["person.suspended", "person.restored"]


def test_an_unknown_address_is_named(db: None) -> None:
    with pytest.raises(CommandError, match="no account with the address nobody"):
        call_command("suspend_person", "nobody@attune.example")
