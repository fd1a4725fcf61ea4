"""Attack 19: fields that a form does not have, sent along with it. They change nothing.

Each form is sent twice, alone and with every field of every table beside its own, and each time what changed in the
database is noted and taken back: both times it is the same.
"""

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.test import Client

from courseware.models import AuditEvent, Job, OutgoingMail, User
from tests.attacks.entrances import NEW_PASSWORD, enter
from tests.people import PASSWORD, People
from tests.site import BANK_ACTS, JSON_ADDRESSES, Site, build
from training.models import Step

pytestmark = pytest.mark.thorough

Row = dict[str, Any]
Rows = dict[tuple[str, Any], Row]
NOW = datetime(2026, 1, 6, 9, 0, tzinfo=UTC)
FORGED_ID = uuid.UUID("00000000-0000-4000-8000-0000000f0f0f")
FORGED_TIME = datetime(2001, 1, 1, tzinfo=UTC)
# What follows from the rest: the log and the mails tell of ids, and the steps of an attempt come from its seed.
FOLLOWS = (Session, AuditEvent, Job, OutgoingMail, Step)
# Different each time by design: a random start, the salt of a password, and the hash of the very words that were sent.
RANDOM = ("seed", "password", "request_hash")
# Sent in the name of whoever may send them.
SENDERS = {
    "settings": "trainee",
    "consent": "trainee",
    "attempt_start": "trainee",
    **dict.fromkeys(JSON_ADDRESSES, "trainee"),
    "cohort_new": "instructor",
    "cohort_invite": "instructor",
    "attempt_rule": "instructor",
    "rationale_grade": "instructor",
    "certify": "operations",
    "defer": "operations",
    "certificate_revoke": "operations",
    "change_roles": "operations",
    "answer_contest": "trainee",
    "bank_review_open": "operations",
    "bank_review_decide": "operations",
    **dict.fromkeys(BANK_ACTS, "operations"),
    "bank_form_new": "operations",
    "bank_form_dissolve": "operations",
    "bank_import_store": "operations",
    **dict.fromkeys(("exposure_tier", "exposure_start", "exposure_reveal", "exposure_hide"), "trainee"),
    **dict.fromkeys(("exposure_answer", "mood_check", "wellbeing_delete"), "trainee"),
    **dict.fromkeys(("contact_ask", "contact_withdraw", "report_content"), "trainee"),
    "contact_answered": "instructor",
    **dict.fromkeys(("care", "report"), "operations"),
}


@pytest.fixture
def site(people: People) -> Site:
    return build(people)


def every_field(people: People) -> Row:
    """Every field of every table by every name a form could give it, each with a value that would do harm."""
    sent: Row = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            value = harm(field, people)
            sent |= {field.name: value, f"{field.name}_id": value, getattr(field, "attname", field.name): value}
    return sent | {"pk": people.operations.pk, "user": people.operations.pk, "enrolment": people.other_enrolment.pk}


def harm(field: Any, people: People) -> object:
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.UUIDField):
        return str(FORGED_ID)
    if isinstance(field, models.DateTimeField):
        return FORGED_TIME.isoformat()
    if isinstance(field, models.DateField):
        return FORGED_TIME.date().isoformat()
    if isinstance(field, models.IntegerField | models.FloatField):
        return 1
    if field.is_relation and field.related_model is User:
        return people.operations.pk
    if field.is_relation and field.related_model:
        return field.related_model._base_manager.values_list("pk", flat=True).first() or 1
    return "forged"


def rows() -> Rows:
    found: Rows = {}
    for model in apps.get_models(include_auto_created=True):
        if model not in FOLLOWS:
            found |= {(model._meta.label, row[model._meta.pk.attname]): row for row in model._base_manager.values()}
    return found


def changes(before: Rows, after: Rows) -> list[str]:
    """What was changed, added and removed, in words that are the same for the same deed."""
    told = []
    for key, row in after.items():
        old = before.get(key)
        changed = {name: value for name, value in row.items() if old is None or old[name] != value}
        if changed:
            label = f"{key[0]} {'new' if old is None else key[1]}"
            told += [f"{label}: {name} = {plain(name, value, before)}" for name, value in changed.items()]
    return sorted(told + [f"{label} {pk}: gone" for label, pk in before.keys() - after.keys()])


def plain(name: str, value: Any, before: Rows) -> str:
    """The value; ids that are made up anew each time, and the keys of new rows, without their number."""
    if name in RANDOM or (isinstance(value, uuid.UUID) and value != FORGED_ID):
        return "(random)"
    if name == "id" or (name.endswith("_id") and not was_there(name, value, before)):
        return "(new)"
    return repr(value)


def was_there(name: str, value: Any, before: Rows) -> bool:
    """Whether the foreign key leads to a row from before; of the table it is named after, where there is one.

    PostgreSQL does not take numbers back with a transaction, so a new row's may be an old one's of another table.
    """
    table = "." + name.removesuffix("_id").replace("_", "")
    named = [pk for label, pk in before if label.lower().endswith(table)]
    return value in (named or [pk for _, pk in before])


@contextmanager
def taken_back() -> Iterator[None]:
    savepoint = transaction.savepoint()
    yield
    transaction.savepoint_rollback(savepoint)


def effect_of(send: Callable[[], Any]) -> list[str]:
    """What sending the form changes; it is taken back."""
    before = rows()
    with taken_back():
        send()
        return changes(before, rows())


def compare(send: Callable[[Row], Any], people: People) -> list[str]:
    """The effect of the form alone, which is that of the form with every field beside it."""
    with time_machine.travel(NOW, tick=False):
        alone = effect_of(lambda: send({}))
        assert effect_of(lambda: send(every_field(people))) == alone
    assert not any("forged" in line or str(FORGED_ID) in line for line in alone)
    return alone


def client_of(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_every_form_of_ours_is_tried(site):
    assert sorted(SENDERS) == sorted(site.forms())


@pytest.mark.parametrize("name", [name for name in SENDERS if name not in JSON_ADDRESSES])
def test_our_forms(site, name):
    form, path = site.forms()[name], site.path(name)
    person = site.people.by_name[SENDERS[name]]

    def send(more: Row) -> None:
        client = client_of(person)
        client.post(path, more | form)

    compare(send, site.people)


class TestJson:
    """JSON in the place of a form. What it does not have is refused, or looked past."""

    PLACES = (
        ("attempt_answers", "", "Response new"),
        ("attempt_answers", "answer", "Response new"),
        ("attempt_answers", "timing", "Response new"),
        ("attempt_runs", "", "DrillRun new"),
        ("attempt_runs", "device", "DrillRun new"),
        ("attempt_untimed", "", "variant = 'untimed'"),
    )

    @pytest.fixture
    def post(self, site: Site) -> Callable[[str, Row], None]:
        client = client_of(site.people.trainee)

        def send(name: str, body: Row) -> None:
            client.post(site.path(name), json.dumps(body, default=str), content_type="application/json")

        return send

    @pytest.mark.parametrize(("name", "place", "told"), PLACES)
    def test_every_field(self, site, post, name, place, told):
        body, more = site.forms()[name], every_field(site.people)
        forged = more | body if not place else body | {place: more | body[place]}
        with time_machine.travel(NOW, tick=False):
            alone = effect_of(lambda: post(name, body))
            assert effect_of(lambda: post(name, forged)) in (alone, [])
        assert any(told in line for line in alone)

    @pytest.mark.parametrize("name", JSON_ADDRESSES)
    @pytest.mark.parametrize(
        "field", ["attempt", "correct", "credit", "created_at", "user", "user_id", "position", "id", "variant"]
    )
    def test_one_field_at_a_time(self, site, post, name, field):
        body, value = site.forms()[name], every_field(site.people).get(field, 1)
        with time_machine.travel(NOW, tick=False):
            alone = effect_of(lambda: post(name, body))
            assert effect_of(lambda: post(name, {field: value} | body)) in (alone, [])


class TestConsent:
    def test_giving_it(self, site):
        people = site.people
        client_of(people.trainee).post(site.path("consent"), {"action": "withdraw"})
        form = {"agree": "on", "text_version": "training-1"}
        alone = compare(
            lambda more: client_of(people.trainee).post(site.path("consent"), more | form | {"action": ""}), people
        )
        assert any("Consent new: enrolment_id" in line for line in alone)


class TestAccounts:
    @pytest.mark.parametrize("way", ["join", "invitation"])
    def test_signing_up(self, site, way):
        form = {"email": "nova@attune.example", "name": "Nova", "time_zone": "UTC"}
        form |= {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}

        def send(more: Row) -> None:
            client = Client()
            client.get(site.path(way))
            client.post("/accounts/signup/", more | form | {"next": ""})

        alone = compare(send, site.people)
        for flag in ("is_staff", "is_superuser", "is_instructor", "is_operations", "is_simulated", "is_demo"):
            assert f"courseware.User new: {flag} = False" in alone
        assert not any("Enrolment" in line for line in alone)

    @pytest.mark.parametrize(
        ("path", "form"),
        [
            (
                "/accounts/password/change/",
                {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
            ),
            ("/accounts/reauthenticate/", {"password": PASSWORD}),
            ("/accounts/password/reset/", {"email": "trainee@attune.example"}),
        ],
    )
    def test_other_forms_of_the_account(self, people, path, form):
        def send(more: Row) -> None:
            client = Client()
            enter(client, people.trainee.email)
            client.post(path, more | form | {"next": ""})

        compare(send, people)

    def test_an_address_is_added_unconfirmed_and_to_ones_own_account(self, people):
        def send(more: Row) -> None:
            client = Client()
            enter(client, people.trainee.email)
            client.post("/accounts/reauthenticate/", {"password": PASSWORD})
            client.post("/accounts/email/", more | {"action_add": "", "email": "tara.two@attune.example"})

        alone = compare(send, people)
        assert "account.EmailAddress new: verified = False" in alone
        assert f"account.EmailAddress new: user_id = {people.trainee.pk}" in alone


class TestSettings:
    @pytest.mark.parametrize(
        "field", ["email", "is_operations", "is_instructor", "is_superuser", "is_active", "password"]
    )
    def test_one_field_at_a_time(self, people, field):
        before = User.objects.values().get(pk=people.trainee.pk)
        form = {"name": "Tara T.", "time_zone": "Europe/Lisbon"}
        client_of(people.trainee).post("/settings/", form | {field: "" if field == "is_active" else "on"})
        after = User.objects.values().get(pk=people.trainee.pk)
        assert after == before | form | {"last_login": after["last_login"]}
