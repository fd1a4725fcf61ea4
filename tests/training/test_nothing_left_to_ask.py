"""A module none of whose items may be asked any more: whoever starts it is not stuck, and nothing is made up."""

import random
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import Score
from courseware.domain import jobs
from courseware.models import Item, Job
from tests.clients import signed_in, text_of
from tests.faults.answering import DRILL, PAIRS, PERSON, PRACTICE, open_attempt
from tests.people import MONDAY_9, People
from training.domain.attempts import start
from training.domain.progress import schedule_of
from training.domain.schedule import State
from training.domain.simulation import do_module
from training.models import Attempt

CHANGES = [{"retired_at": MONDAY_9}, {"sittings_only": True}]


def take_all_away(attempt: Attempt, **change: object) -> None:
    """Nothing that the attempt asks is asked from now on."""
    Item.objects.filter(versions__steps__attempt=attempt).update(**change)


@pytest.fixture
def emptied(people: People) -> People:
    """The other trainee began the severity set; since then all of its items were retired."""
    take_all_away(open_attempt(people.other_enrolment, PRACTICE), retired_at=MONDAY_9)
    return people


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("module", [PRACTICE, PAIRS])
def test_starting_it_completes_it_and_opens_the_next(people, module, change):
    take_all_away(open_attempt(people.other_enrolment, module), **change)
    attempt = open_attempt(people.enrolment, module)
    assert (attempt.length, attempt.completed_at, str(attempt.completed_on)) == (0, MONDAY_9, "2026-01-05")
    schedule = schedule_of(people.enrolment, people.enrolment.attempts.all(), now=MONDAY_9)
    assert schedule.status_of(module).state == State.DONE
    assert schedule.next_module is None or schedule.next_module.module.slug != module


def test_who_began_before_goes_on_with_what_was_planned(emptied):
    attempt = start(emptied.other_enrolment, PRACTICE, now=MONDAY_9 + timedelta(minutes=5))
    assert attempt.completed_at is None
    assert attempt.length == attempt.steps.count() > 0


def test_an_empty_attempt_that_was_left_open_is_completed_when_it_is_started_again(emptied):
    attempt = open_attempt(emptied.enrolment)
    Attempt.objects.filter(pk=attempt.pk).update(completed_at=None, completed_on=None)
    later = MONDAY_9 + timedelta(minutes=5)
    assert start(emptied.enrolment, PRACTICE, now=later).completed_at == later
    assert Attempt.objects.filter(enrolment=emptied.enrolment, module=PRACTICE).count() == 1


def test_it_is_scored_as_nothing(emptied, drain_jobs):
    attempt = open_attempt(emptied.enrolment)
    assert Job.objects.filter(state=Job.State.QUEUED).exists()
    drain_jobs()
    assert not Score.objects.filter(attempt=attempt).exists()


def test_a_simulated_person_passes_it(emptied):
    open_attempt(emptied.enrolment)
    attempt, at = do_module(emptied.foreign_enrolment, "w1d1-lesson", PERSON, random.Random(1), now=MONDAY_9)
    assert attempt.completed_at == at
    do_module(emptied.foreign_enrolment, DRILL, PERSON, random.Random(1), now=MONDAY_9)
    attempt, _ = do_module(emptied.foreign_enrolment, PRACTICE, PERSON, random.Random(1), now=MONDAY_9)
    assert (attempt.length, attempt.completed_at) == (0, MONDAY_9)


def test_the_page_says_so_and_leads_on(emptied):
    now = timezone.now()
    for module in ("w1d1-lesson", DRILL):
        do_module(emptied.enrolment, module, PERSON, random.Random(1), now=now)
    client = signed_in(emptied.trainee)
    form = {"enrolment": emptied.enrolment.public_id, "module": PRACTICE}
    reply = client.post(reverse("attempt_start"), form, follow=True)
    assert reply.redirect_chain == [(reverse("today"), 302)]
    page = reply.content.decode()
    assert "Nothing is left to ask in" in page
    assert 'value="w1d1-severity"' not in page


def test_its_results_page_is_there(emptied):
    """Today links to it, as to everything that is done."""
    attempt = open_attempt(emptied.enrolment)
    jobs.run_due()
    page = text_of(signed_in(emptied.trainee), reverse("attempt_done", args=[attempt.public_id]))
    assert "What is next" in page
    assert text_of(signed_in(emptied.trainee), reverse("today"))
