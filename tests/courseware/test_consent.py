"""Consent: the versioned text, given and withdrawn by its owner alone."""

import hashlib
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from courseware.domain.enrolments import enrol, withdraw_consent
from courseware.domain.programs import program_of
from courseware.models import AuditEvent, Consent, Enrolment
from tests.people import JOINED, People


@pytest.fixture
def enrolment(people: People) -> Enrolment:
    return enrol(people.stranger, people.cohort, now=timezone.now())


@pytest.fixture
def stranger(people: People, client) -> Client:
    client.force_login(people.stranger, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(enrolment: Enrolment) -> str:
    return f"/consent/{enrolment.public_id}/"


def agreement(people: People, **changes: str) -> dict[str, str]:
    return {"text_version": program_of(people.version.pk).consent.version, "agree": "on", **changes}


def test_the_text_is_shown_as_html(stranger, enrolment, people):
    shown = stranger.get(page(enrolment)).content.decode()
    text = program_of(people.version.pk).consent
    assert f"<h1>{text.title}</h1>" in shown
    assert "<h2>What is recorded</h2>" in shown
    assert f"Version {text.version}" in shown
    assert "Withdraw my agreement" not in shown


def test_agreeing_records_which_text_and_when(stranger, enrolment, people):
    before = timezone.now()
    assert stranger.post(page(enrolment), agreement(people))["Location"] == "/today/"
    consent = Consent.objects.get(enrolment=enrolment)
    text = program_of(people.version.pk).consent
    assert consent.text_version == text.version
    assert consent.text_hash == hashlib.sha256(text.text.encode()).hexdigest()
    assert before <= consent.given_at <= timezone.now()
    assert "You have agreed" in stranger.get(page(enrolment)).content.decode()


def test_agreeing_twice_is_one_consent(stranger, enrolment, people):
    for _ in range(2):
        stranger.post(page(enrolment), agreement(people))
    assert Consent.objects.filter(enrolment=enrolment).count() == 1


def test_an_unticked_box_is_no_consent(stranger, enrolment, people):
    reply = stranger.post(page(enrolment), agreement(people, agree=""))
    assert "Tick the box to agree" in reply.content.decode()
    assert not Consent.objects.filter(enrolment=enrolment).exists()


def test_nobody_agrees_to_a_text_they_have_not_seen(stranger, enrolment, people):
    reply = stranger.post(page(enrolment), agreement(people, text_version="training-0"), follow=True)
    assert "The text has changed" in reply.content.decode()
    assert not Consent.objects.filter(enrolment=enrolment).exists()


def test_withdrawing_is_said_beforehand_and_can_be_taken_back(stranger, enrolment, people):
    stranger.post(page(enrolment), agreement(people))
    words = stranger.get(page(enrolment)).content.decode()
    assert "no new work opens for you and no new answers are recorded" in words
    for _ in range(2):  # pressed in two tabs
        reply = stranger.post(page(enrolment), {"action": "withdraw"}, follow=True)
    assert "You have withdrawn" in reply.content.decode()
    assert not Consent.objects.filter(enrolment=enrolment, withdrawn_at=None).exists()
    assert AuditEvent.objects.filter(action="consent.withdrawn").count() == 1
    stranger.post(page(enrolment), agreement(people))
    assert Consent.objects.filter(enrolment=enrolment).count() == 2
    assert Consent.objects.filter(enrolment=enrolment, withdrawn_at=None).count() == 1


def test_it_is_the_owners_alone(people, client):
    address = page(people.enrolment)
    assert client.get(address)["Location"] == f"/accounts/login/?next={address}"
    for name in ("other_trainee", "instructor", "operations", "stranger"):
        client.force_login(people.by_name[name], backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(address).status_code == 404
        assert client.post(address, {"action": "withdraw"}).status_code == 404
    assert Consent.objects.get(enrolment=people.enrolment).withdrawn_at is None


def test_a_form_from_elsewhere_is_refused(people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.trainee, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(page(people.enrolment), {"action": "withdraw"}).status_code == 403


def test_queries(stranger, enrolment, people, django_assert_max_num_queries):
    stranger.get(page(enrolment))
    with django_assert_max_num_queries(5):
        stranger.get(page(enrolment))


def test_withdrawing_by_a_clock_that_was_moved_back_is_possible(people: People):
    """It ends no earlier than it began; whoever withdraws is not sent away because of a clock."""
    earlier = JOINED - timedelta(hours=1)
    assert withdraw_consent(people.enrolment, now=earlier)
    consent = Consent.objects.get(enrolment=people.enrolment)
    assert consent.withdrawn_at == consent.given_at
