"""A drill that was offered again: done as before, and to be done once more by who wants to."""

import random
import re
from datetime import UTC, datetime, time, timedelta
from functools import partial

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courseware.domain.enrolments import withdraw_consent
from courseware.domain.programs import program_of
from tests.faults.answering import DRILL, LESSON, PRACTICE, bodies_for, open_attempt, post_all, signed_in, submit_body
from tests.faults.crowd import at_once
from tests.people import COURSE_START, MONDAY_9, People
from training.activities.base import SimulatedPerson
from training.activities.drills.validity import REASONS, Verdict
from training.domain.attempts import Refused, finish, start
from training.domain.progress import offered_again, schedule_of
from training.domain.rulings import NotRulable, rule
from training.domain.schedule import opening_dates
from training.domain.simulation import do_module
from training.models import Attempt

LATER = MONDAY_9 + timedelta(hours=1)
REASON = "The fire alarm went off in the middle."


@pytest.fixture
def void(people: People) -> Attempt:
    """The trainee's first drill, done on a device that cannot time it."""
    return done_untimed(people)


def done_untimed(people: People) -> Attempt:
    attempt = open_attempt(people.enrolment, DRILL)
    for body in bodies_for(attempt):
        body["answer"]["device"]["timingValid"] = False
        submit_body(people.trainee, attempt, body, MONDAY_9)
    return finish(people.trainee, attempt.public_id, now=MONDAY_9)


def do_rest(people: People, days: int) -> None:
    """What is left of the first days of the course, each day on its date."""
    program = program_of(people.version.pk)
    done = set(people.enrolment.attempts.values_list("module", flat=True))
    rng = random.Random(4)
    dates = opening_dates(program.rules, COURSE_START, days)
    for day, on in zip(program.days, dates, strict=False):
        for module in day.modules:
            if module.slug not in done:
                at = datetime.combine(on, time(10), UTC)
                do_module(people.enrolment, module.slug, SimulatedPerson(), rng, now=at)


def modules_again(people: People) -> list[str]:
    return list(offered_again(people.enrolment.attempts.all()))


def today(client: Client) -> str:
    with time_machine.travel(LATER, tick=False):
        return client.get("/today/").content.decode()


def post_start(client: Client, people: People, module: str = DRILL) -> HttpResponse:
    return client.post("/attempts/start/", {"enrolment": people.enrolment.public_id, "module": module})


class TestStarting:
    def test_the_module_is_done_and_the_next_one_open(self, people, void):
        schedule = schedule_of(people.enrolment, people.enrolment.attempts.all(), now=LATER)
        assert schedule.status_of(DRILL).state == "done"
        assert schedule.next_module.module.slug == PRACTICE

    def test_it_starts_as_the_next_attempt_with_another_plan(self, people, void):
        again = start(people.enrolment, DRILL, now=LATER)
        assert (again.number, again.completed_at, again.length) == (2, None, void.length)
        assert [step.plan for step in again.steps.all()] != [step.plan for step in void.steps.all()]
        assert start(people.enrolment, DRILL, now=LATER) == again

    def test_once_done_it_is_offered_no_more(self, people, void):
        assert modules_again(people) == [DRILL]
        do_module(people.enrolment, DRILL, SimulatedPerson(), random.Random(1), now=LATER)
        assert modules_again(people) == []
        with pytest.raises(Refused, match="You have finished this module"):
            start(people.enrolment, DRILL, now=LATER)
        assert people.enrolment.attempts.filter(module=DRILL).count() == 2

    def test_begun_it_is_still_offered_so_that_it_can_be_gone_on_with(self, people, void):
        start(people.enrolment, DRILL, now=LATER)
        assert modules_again(people) == [DRILL]

    def test_a_second_run_that_says_nothing_is_offered_again_too(self, people, void):
        again = start(people.enrolment, DRILL, now=LATER)
        for body in bodies_for(again):
            body["answer"]["device"]["timingValid"] = False
            submit_body(people.trainee, again, body, LATER)
        finish(people.trainee, again.public_id, now=LATER)
        assert start(people.enrolment, DRILL, now=LATER).number == 3

    def test_a_sound_run_is_not_offered_again(self, people):
        open_attempt(people.enrolment, PRACTICE)
        assert modules_again(people) == []
        with pytest.raises(Refused):
            start(people.enrolment, DRILL, now=LATER)

    def test_set_aside_alone_is_no_offer(self, people):
        open_attempt(people.enrolment, PRACTICE)
        attempt = Attempt.objects.get(module=DRILL)
        told = {"code": "instructor", "reason": REASON, "by": people.instructor, "now": LATER}
        rule(attempt, voids=True, reoffers=False, **told)
        assert modules_again(people) == []
        rule(attempt, voids=False, reoffers=True, **told)
        assert modules_again(people) == [DRILL]

    def test_what_was_done_again_since_is_not_offered_for_the_attempt_before(self, people, void):
        do_module(people.enrolment, DRILL, SimulatedPerson(), random.Random(1), now=LATER)
        Attempt.objects.filter(pk=void.pk).update(reoffered_at=None)
        with pytest.raises(NotRulable, match="done again since"):
            rule(void, code="instructor", voids=False, reoffers=True, reason=REASON, by=people.instructor, now=LATER)

    def test_without_consent_there_is_no_second_time_either(self, people, void):
        withdraw_consent(people.enrolment, now=LATER)
        with pytest.raises(Refused) as refused:
            start(people.enrolment, DRILL, now=LATER)
        assert refused.value.code == "consent"

    def test_another_time_counts_as_no_day_of_practice(self, people, void):
        do_rest(people, 1)
        tuesday = datetime(2026, 1, 6, 9, 0, tzinfo=UTC)
        do_module(people.enrolment, DRILL, SimulatedPerson(), random.Random(1), now=tuesday)
        attempt = start(people.enrolment, "w1d2-lesson", now=tuesday + timedelta(hours=1))
        assert attempt.completed_at is None


class TestToday:
    def test_it_says_what_is_offered_and_why(self, people, void):
        page = today(signed_in(people.trainee))
        assert "Offered again" in page
        assert REASONS[Verdict.UNTIMED] in page
        assert page.count("button-primary") == 1
        assert f'name="module" value="{DRILL}"' in page

    def test_the_instructors_words_are_marked_as_theirs(self, people):
        open_attempt(people.enrolment, PRACTICE)
        rule(
            Attempt.objects.get(module=DRILL),
            code="instructor", voids=True, reoffers=True, reason="<b>The fire alarm</b> went off.",
            by=people.instructor, now=LATER,
        )  # fmt: skip
        assert "Your instructor writes: &lt;b&gt;The fire alarm&lt;/b&gt; went off." in today(signed_in(people.trainee))

    def test_nothing_is_said_where_nothing_is_offered(self, people):
        open_attempt(people.enrolment, PRACTICE)
        assert "Offered again" not in today(signed_in(people.trainee))

    def test_the_button_leads_to_the_second_attempt_and_then_goes_on_with_it(self, people, void):
        tara = signed_in(people.trainee)
        reply = post_start(tara, people)
        again = Attempt.objects.get(module=DRILL, number=2)
        assert reply["Location"] == f"/attempts/{again.public_id}/"
        assert re.search(r'aria-label="Go on: [^"]+">Go on<', today(tara))

    def test_done_the_list_of_days_leads_to_the_newest_attempt(self, people, void):
        tara = signed_in(people.trainee)
        post_start(tara, people)
        again = Attempt.objects.get(module=DRILL, number=2)
        post_all(tara, again, bodies_for(again))
        page = today(tara)
        assert f"/attempts/{again.public_id}/done/" in page
        assert f"/attempts/{void.public_id}/done/" not in page
        assert "Offered again" not in page

    def test_after_the_last_day_it_is_still_offered(self, people, void):
        do_rest(people, len(program_of(people.version.pk).days))
        page = today(signed_in(people.trainee))
        assert "You have finished every day that is written" in page
        assert "Offered again" in page
        assert page.count("button-primary") == 1

    def test_it_costs_one_query_and_none_where_nothing_is_offered(self, people):
        tara, theo = signed_in(people.trainee), signed_in(people.other_trainee)
        done_untimed(people)
        open_attempt(people.other_enrolment, PRACTICE)
        counted = []
        for client in (tara, theo):
            today(client)
            with CaptureQueriesContext(connection) as captured:
                today(client)
            counted.append(len(captured))
        assert counted[0] == counted[1] + 1


class TestAttacks:
    def test_somebody_elses_offer_is_not_there(self, people, void):
        assert post_start(signed_in(people.other_trainee), people).status_code == 404
        assert not Attempt.objects.filter(module=DRILL, number=2).exists()

    def test_an_offer_opens_no_other_module(self, people, void):
        tara = signed_in(people.trainee)
        for module in (LESSON, "w1d2-lesson", "w1d2-sart"):
            post_start(tara, people, module)
        assert not Attempt.objects.filter(number=2).exists()
        assert not Attempt.objects.filter(module__startswith="w1d2").exists()

    def test_looking_at_the_address_starts_nothing(self, people, void):
        signed_in(people.trainee).get("/attempts/start/", {"enrolment": people.enrolment.public_id, "module": DRILL})
        assert Attempt.objects.filter(module=DRILL).count() == 1

    def test_started_many_times_at_once_it_is_one_attempt(self, live_people):
        done_untimed(live_people)
        clients = [signed_in(live_people.trainee) for _ in range(8)]
        replies = at_once(*[partial(post_start, client, live_people) for client in clients])
        again = Attempt.objects.get(module=DRILL, number=2)
        assert {reply["Location"] for reply in replies} == {f"/attempts/{again.public_id}/"}
        assert Attempt.objects.filter(module=DRILL).count() == 2
        assert again.steps.count() == again.length
