"""Consent to a tier: its words, given with a box that is ticked by hand, withdrawn with one click."""

import pytest
from django.test import Client
from django.urls import reverse

from courseware.models import AuditEvent
from tests.clients import signed_in
from tests.ladder_course import Climbers
from tests.training.exposure_pages.steps import LADDER, agree, begin, forms, press, read, send, sitting_path, words
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
    assert page.count("button-primary") == 1


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


def test_a_consent_to_older_words_says_so_and_can_be_withdrawn(cleo, climbers):
    agree(cleo, climbers.enrolment)
    TierConsent.objects.update(text_version="tier-1-v0")
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
    reply = cleo.post(tier_path(climbers), {"action": "withdraw"}, follow=True)
    assert "You have withdrawn from" not in reply.content.decode()
    assert not TierConsent.objects.exists()


def test_tiers_that_are_none_and_those_of_others_are_not_found(cleo, climbers):
    other = reverse("exposure_tier", args=[climbers.other_enrolment.public_id, 1])
    for path in (tier_path(climbers, 9), tier_path(climbers, 0), other):
        assert cleo.get(path).status_code == 404
        assert cleo.post(path, {"action": "give", "agree": "on", "version": "tier-1-v1"}).status_code == 404
    assert not TierConsent.objects.exists()
    assert signed_in(climbers.operations).get(tier_path(climbers)).status_code == 404
    assert Client().get(tier_path(climbers)).status_code == 302
