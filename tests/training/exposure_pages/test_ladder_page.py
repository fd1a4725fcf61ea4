"""/exposure/: what it is before anything else, what stands open, one's own ledger, and a rest for the asking."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courseware.domain.enrolments import withdraw_consent
from tests.clients import signed_in
from tests.ladder_course import Climbers, join
from tests.people import make_person
from tests.training.exposure_pages.steps import (
    LADDER,
    agree,
    begin,
    forms,
    press,
    read,
    set_care,
    sitting_path,
    without_a_ladder,
    words,
)
from training.models import Attempt, ExposureEntry, ExposureRest


@pytest.fixture
def cleo(climbers: Climbers) -> Client:
    return signed_in(climbers.trainee)


def start(enrolment) -> str:
    return reverse("exposure_start", args=[enrolment.public_id])


def test_what_declining_means_comes_before_the_first_consent_and_the_first_rung(cleo):
    page = words(read(cleo, LADDER))
    places = [page.index(said) for said in ("Saying no costs nothing", "Skills first", "Not agreed", "Rung 0")]
    assert places == sorted(places)
    assert "“general” content" in page
    assert "no score, gate, list or page of anybody else tells it" in page
    assert "not an evidence-based threshold: ask a clinician" in page


def test_without_the_skills_the_first_rung_is_closed_and_says_what_is_missing(climbers):
    newcomer = join(make_person("new@attune.example", "Nia New"), climbers.cohort, skilled=False)
    client = signed_in(newcomer.user)
    agree(client, newcomer)
    page = read(client, LADDER)
    assert "Not done yet" in page
    assert "A skill" in page
    assert start(newcomer) not in forms(page)
    reply = client.post(start(newcomer), {"rung": "0"}, follow=True)
    assert "notice-warn" in reply.content.decode()
    assert not Attempt.objects.filter(enrolment=newcomer, kind="exposure").exists()


def test_consent_opens_the_first_rung_and_nothing_asks_to_climb(cleo, climbers):
    page = agree(cleo, climbers.enrolment)
    assert "You have agreed to tier 1" in page
    assert forms(page)[start(climbers.enrolment)]["rung"] == "0"
    assert "button-primary" not in page
    assert page.count(">Start</button>") == 1


def test_what_is_begun_goes_on_and_other_rungs_say_what_they_end(cleo, climbers):
    attempt = begin(cleo, climbers.enrolment)
    page = read(cleo, LADDER)
    assert "button-primary" not in page
    assert ">Go on</button>" in page
    assert "What comes" in press(cleo, page, "/start/")
    assert Attempt.objects.get(kind="exposure").pk == attempt.pk


@pytest.mark.parametrize("rung", ["", "x", "7", "-1", "²", "1" * 400])
def test_a_rung_that_is_none_is_not_found(cleo, climbers, rung):
    assert cleo.post(start(climbers.enrolment), {"rung": rung}).status_code == 404


def test_the_ledger_is_there_to_read(cleo, climbers):
    attempt = begin(cleo, climbers.enrolment)
    press(cleo, press(cleo, read(cleo, sitting_path(attempt)), "/reveal/"), "/hide/")
    ExposureEntry.objects.update(seconds=31.4)
    page = words(read(cleo, LADDER))
    assert "1 entry" in page
    assert "31 s" in page


def test_what_was_a_blink_is_under_a_second(cleo, climbers):
    attempt = begin(cleo, climbers.enrolment)
    press(cleo, press(cleo, read(cleo, sitting_path(attempt)), "/reveal/"), "/hide/")
    ExposureEntry.objects.update(seconds=0.2)
    page = read(cleo, LADDER)
    assert "under 1 s" in words(page)
    assert "table-cards" in page
    assert 'data-label="On the screen"' in page


def test_that_a_tier_needs_consent_is_said_once(cleo, climbers):
    page = words(read(cleo, LADDER))
    tiers = page.count("Not agreed")
    assert tiers > 0
    assert page.count("Nothing of this tier is shown unless you agree to it.") == tiers
    assert "This needs your consent to" not in page


def test_of_a_long_ledger_the_newest_are_loaded_and_the_others_counted(cleo, climbers):
    attempt = begin(cleo, climbers.enrolment)
    shown = {"user": climbers.trainee, "step": attempt.steps.first(), "rung": 0, "charged": False, "seconds": 1.0}
    now = timezone.now()
    ExposureEntry.objects.bulk_create(ExposureEntry(revealed_at=now, hidden_at=now, **shown) for _ in range(51))
    with CaptureQueriesContext(connection) as asked:
        page = read(cleo, LADDER)
    assert "The newest 50 of 51 entries" in words(page)
    assert any("LIMIT 50" in query["sql"] for query in asked if "exposureentry" in query["sql"])


def test_a_tier_that_is_not_offered_is_not_there_to_be_chosen(cleo, climbers):
    """Rung 4 is all of tier 3, and above what is offered."""
    page = read(cleo, LADDER)
    tier = reverse("exposure_tier", args=[climbers.enrolment.public_id, 3])
    assert f'href="{tier}"' not in page
    assert words(page).count("does not offer this tier") == 1
    set_care(climbers.operations, highest_rung=4, duty_name="Dora", duty_email="duty@attune.example")
    assert f'href="{tier}"' in read(cleo, LADDER)


def test_a_rest_closes_the_ladder_for_a_day_and_can_be_read_in_the_ledger_of_nobody_else(cleo, climbers):
    agree(cleo, climbers.enrolment)
    page = read(cleo, LADDER)
    assert "It cannot be ended earlier." in page
    page = press(cleo, page, "/rest/")
    rest = ExposureRest.objects.get()
    assert timedelta(hours=23) < rest.until - timezone.now() <= timedelta(hours=24)
    assert "The ladder rests" in page
    assert "You asked for a rest" in page
    assert ">Start</button>" not in page
    assert "Rest for 24 hours" not in page
    assert "The ladder rests" not in read(signed_in(climbers.other_trainee), LADDER)


def test_programs_and_people_without_a_ladder_get_a_calm_page(climbers, cleo):
    assert "Nothing of this kind is offered here" in read(signed_in(without_a_ladder(climbers).user), LADDER)
    assert "You are not in a course yet" in read(signed_in(climbers.instructor), LADDER)
    set_care(climbers.operations, offered=False)
    assert "Nothing of this kind is offered here" in read(cleo, LADDER)


def test_without_consent_to_the_course_that_comes_first(cleo, climbers):
    withdraw_consent(climbers.enrolment, now=timezone.now())
    page = read(cleo, LADDER)
    assert f'href="{reverse("consent", args=[climbers.enrolment.public_id])}"' in page
    assert "/start/" not in page


def test_somebody_elses_enrolment_is_not_there(cleo, climbers):
    other = climbers.other_enrolment
    assert str(other.public_id) not in read(cleo, f"{LADDER}?course={other.public_id}")
    assert cleo.post(start(other), {"rung": "0"}).status_code == 404
    assert cleo.post(start(climbers.enrolment), {"rung": "0"}, follow=True).status_code == 200
    assert cleo.post(reverse("exposure_start", args=[uuid.uuid4()]), {"rung": "0"}).status_code == 404


def test_as_many_queries_for_a_ledger_of_any_length(cleo, climbers, django_assert_max_num_queries):
    attempt = begin(cleo, climbers.enrolment)
    for _ in range(3):
        press(cleo, press(cleo, read(cleo, sitting_path(attempt)), "/reveal/"), "/hide/")
    with django_assert_max_num_queries(24):
        cleo.get(LADDER)
