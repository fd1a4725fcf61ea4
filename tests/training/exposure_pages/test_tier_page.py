"""Consent to a tier: its words, given with a box that is ticked by hand, withdrawn with one click."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courseware.models import AuditEvent, Cohort, Enrolment
from tests.clients import signed_in
from tests.ladder_course import Climbers
from tests.training.exposure_pages.steps import (
    LADDER,
    agree,
    begin,
    forms,
    press,
    read,
    send,
    set_care,
    sitting_path,
    words,
)
from training.models import TierConsent


@pytest.fixture
def cleo(climbers: Climbers) -> Client:
    return signed_in(climbers.trainee)


def tier_path(climbers: Climbers, tier: int = 1) -> str:
    return reverse("exposure_tier", args=[climbers.enrolment.public_id, tier])


def test_the_words_come_first_and_nothing_is_ticked(cleo, climbers):
    page = read(cleo, tier_path(climbers))
    said = words(page)
    assert said.index("Never a condition") < said.index("What tier 1 shows, as version 1 words it.")
    assert "Version tier-1-v1 of this text." in said
    assert "checked" not in page
    assert "button-primary" not in page
    ladder = f"/exposure/?course={climbers.enrolment.public_id}"
    assert '<button class="button" type="submit" name="action" value="give">Agree</button>' in page
    assert f'<a class="button" href="{ladder}">Do not agree</a>' in page


def test_without_the_tick_it_is_not_given_and_the_page_says_why(cleo, climbers):
    page = send(cleo, tier_path(climbers), {"action": "give", "version": "tier-1-v1"})
    assert "Tick the box to agree" in page
    assert not TierConsent.objects.exists()


def test_given_it_is_for_these_words_and_no_audit_tells(cleo, climbers):
    before = AuditEvent.objects.count()
    agree(cleo, climbers.enrolment)
    consent = TierConsent.objects.get()
    assert (consent.tier, consent.text_version, consent.withdrawn_at) == (1, "tier-1-v1", None)
    assert "You have agreed" in read(cleo, tier_path(climbers))
    assert AuditEvent.objects.count() == before


def test_words_that_changed_since_the_page_was_opened_are_shown_and_nothing_is_given(cleo, climbers):
    page = send(cleo, tier_path(climbers), {"action": "give", "agree": "on", "version": "tier-1-v0"})
    assert not TierConsent.objects.exists()
    assert "notice-warn" in page
    assert "What tier 1 shows, as version 1 words it." in page
    assert forms(page)[""]["version"] == "tier-1-v1"
    assert "checked" not in page


def older(climbers: Climbers, *, tier: int = 1, **words: str) -> TierConsent:
    """A consent to other words than those of now."""
    given = {"text_version": f"tier-{tier}-v1", "text_hash": "0" * 64} | words
    return TierConsent.objects.create(enrolment=climbers.enrolment, tier=tier, given_at=timezone.now(), **given)


def test_other_words_under_the_same_version_are_shown_and_not_taken_as_agreed_to(cleo, climbers):
    older(climbers)
    page = read(cleo, tier_path(climbers))
    assert "The words have changed" in page
    assert "You have agreed" not in page
    form = forms(page)[""] | {"action": "give", "agree": "on"}
    assert not TierConsent.objects.exclude(text_hash="0" * 64).exists()
    assert "notice-warn" in send(cleo, tier_path(climbers), form | {"words": "0" * 12})
    assert "You have agreed to tier 1" in send(cleo, tier_path(climbers), form)


def without_offer(climbers: Climbers) -> None:
    set_care(climbers.operations, offered=False)


def without_course_consent(climbers: Climbers) -> None:
    """As rows were before a withdrawal from the course ended those from its tiers."""
    climbers.enrolment.consents.update(withdrawn_at=timezone.now())


def archived(climbers: Climbers) -> None:
    Cohort.objects.update(archived_at=timezone.now())


def left(climbers: Climbers) -> None:
    Enrolment.objects.update(left_at=timezone.now())


def as_it_was(climbers: Climbers) -> None:
    pass


@pytest.mark.parametrize("state", [without_offer, without_course_consent, archived, left, as_it_was])
def test_what_stands_can_be_withdrawn_in_one_click_whatever_has_become_of_the_ladder(cleo, climbers, state):
    """Tier 5 is in no version of the course that is left."""
    given = older(climbers, tier=5)
    state(climbers)
    page = send(cleo, tier_path(climbers, 5), forms(read(cleo, LADDER))[tier_path(climbers, 5)])
    given.refresh_from_db()
    assert given.withdrawn_at is not None
    assert "You have withdrawn from tier 5" in page
    assert tier_path(climbers, 5) not in forms(page)


def test_a_consent_that_the_ladder_shows_is_not_listed_a_second_time(cleo, climbers):
    agree(cleo, climbers.enrolment)
    assert "What else you agreed to" not in read(cleo, LADDER)


def test_a_consent_to_older_words_says_so_and_can_be_withdrawn(cleo, climbers):
    older(climbers, text_version="tier-1-v0")
    page = read(cleo, tier_path(climbers))
    assert "The words have changed" in page
    assert "Not agreed" in read(cleo, LADDER)
    cleo.post(tier_path(climbers), {"action": "withdraw"})
    assert TierConsent.objects.get().withdrawn_at is not None


@pytest.mark.parametrize("where", ["the ladder", "its own page"])
def test_one_click_withdraws_it(cleo, climbers, where):
    agree(cleo, climbers.enrolment)
    page = read(cleo, LADDER if where == "the ladder" else tier_path(climbers))
    form = forms(page)[tier_path(climbers) if where == "the ladder" else ""]
    page = send(cleo, tier_path(climbers), form)
    assert TierConsent.objects.get().withdrawn_at is not None
    assert "You have withdrawn from tier 1" in page
    assert "You agreed" not in page


def test_in_the_middle_of_a_sitting_it_leads_to_the_page_after_it(cleo, climbers):
    attempt = begin(cleo, climbers.enrolment)
    press(cleo, read(cleo, sitting_path(attempt)), "/reveal/")
    page = press(cleo, read(cleo, LADDER), "/tiers/1/")
    assert "This sitting has ended" in page
    assert "You have withdrawn from tier 1" in page


def test_withdrawing_what_was_not_given_changes_nothing(cleo, climbers):
    for tier in (1, 9, 10**30):
        reply = cleo.post(tier_path(climbers, tier), {"action": "withdraw"}, follow=True)
        assert "You have withdrawn from" not in reply.content.decode()
    assert not TierConsent.objects.exists()


def test_tiers_that_are_none_and_those_of_others_are_not_found(cleo, climbers):
    other = reverse("exposure_tier", args=[climbers.other_enrolment.public_id, 1])
    for path in (tier_path(climbers, 9), tier_path(climbers, 0), other):
        assert cleo.get(path).status_code == 404
        assert cleo.post(path, {"action": "give", "agree": "on", "version": "tier-1-v1"}).status_code == 404
    assert not TierConsent.objects.exists()
    assert cleo.post(other, {"action": "withdraw"}).status_code == 404
    assert signed_in(climbers.operations).get(tier_path(climbers)).status_code == 404
    assert Client().get(tier_path(climbers)).status_code == 302
