"""A device that cannot time a drill: what is left of the attempt is asked by a drill that needs no timing."""

import random
import uuid
from functools import partial

import pytest
from django.http import HttpResponse
from django.test import Client

from courseware.domain.enrolments import withdraw_consent
from courseware.domain.programs import program_of
from courseware.models import Enrolment
from tests.faults.answering import (
    DRILL,
    PRACTICE,
    Body,
    bodies_for,
    body_for,
    broken_off_run,
    open_attempt,
    post_all,
    post_answer,
    post_finish,
    signed_in,
)
from tests.faults.crowd import at_once
from tests.faults.invariants import check_answers, check_grades
from tests.people import MONDAY_9, People
from training.activities import ACTIVITIES
from training.activities.base import SimulatedPerson
from training.activities.drill import Drill
from training.domain.attempts import current_steps
from training.domain.simulation import do_module
from training.models import Attempt, Step

FAULTS = ["coarse_clock", "refresh_rate"]


@pytest.fixture
def tara(people: People) -> Client:
    return signed_in(people.trainee)


@pytest.fixture
def drill(people: People) -> Attempt:
    return open_attempt(people.enrolment, DRILL)


def post_untimed(client: Client, attempt: Attempt, body: Body | str | None = None) -> HttpResponse:
    given = {"faults": FAULTS} if body is None else body
    return client.post(f"/attempts/{attempt.public_id}/untimed/", given, content_type="application/json")


def refused(reply: HttpResponse) -> tuple[int, str]:
    return reply.status_code, reply.json()["error"]["code"]


def asked(client: Client, attempt: Attempt) -> list[dict]:
    """The steps as the page gives them to the browser."""
    return client.get(f"/attempts/{attempt.public_id}/").context["data"]["steps"]


def answer_current(client: Client, attempt: Attempt) -> list[int]:
    attempt.refresh_from_db()
    steps = current_steps(attempt).select_related("attempt").filter(response__isnull=True)
    return post_all(client, attempt, [body_for(step, seed=step.position) for step in steps])


class TestSwitching:
    def test_every_block_gives_way_to_sections(self, tara, drill):
        old = list(drill.steps.values_list("pk", flat=True))
        reply = post_untimed(tara, drill)
        assert (reply.status_code, reply.json()) == (200, {"url": f"/attempts/{drill.public_id}/"})
        drill.refresh_from_db()
        assert drill.variant == "untimed"
        new = drill.steps.exclude(pk__in=old)
        assert {step.variant for step in new} == {"untimed"}
        assert (drill.length, list(current_steps(drill))) == (len(new), list(new))
        assert {step["shape"] for step in asked(tara, drill)} == {"look"}

    def test_what_is_answered_stays_and_the_new_steps_follow_it(self, tara, drill):
        first, second, *_ = bodies_for(drill)
        for body in (first, second):
            post_answer(tara, drill, body)
        before = drill.length
        post_untimed(tara, drill)
        drill.refresh_from_db()
        new = Step.objects.filter(attempt=drill, variant="untimed")
        assert [step.position for step in new] == list(range(before, before + len(new)))
        assert drill.length == 2 + len(new)
        assert [step["shape"] for step in asked(tara, drill)][:3] == ["drill", "drill", "look"]
        assert tara.get(f"/attempts/{drill.public_id}/").context["data"]["answered"].keys() == {
            first["step"],
            second["step"],
        }

    def test_the_page_tells_nothing_of_what_is_planted(self, tara, drill):
        post_untimed(tara, drill)
        page = tara.get(f"/attempts/{drill.public_id}/").content.decode()
        seeds = [step.plan["seed"] for step in Step.objects.filter(attempt=drill, variant="untimed")]
        assert not [seed for seed in seeds if str(seed) in page]
        assert "planted" not in page
        assert "faults" not in page

    def test_twice_is_once(self, tara, drill):
        first = post_untimed(tara, drill)
        steps = list(drill.steps.values_list("token", flat=True))
        again = post_untimed(tara, drill, {"faults": ["event_clock"]})
        assert (again.status_code, again.content) == (200, first.content)
        assert list(drill.steps.values_list("token", flat=True)) == steps

    def test_what_was_wrong_is_kept_with_the_first_new_step(self, tara, drill):
        post_untimed(tara, drill, {"faults": ["refresh_rate", "coarse_clock", "refresh_rate"]})
        first, *others = Step.objects.filter(attempt=drill, variant="untimed")
        assert first.plan["faults"] == ["refresh_rate", "coarse_clock"]
        assert not [step for step in others if "faults" in step.plan]

    def test_the_attempts_own_seed_plans_it(self, people):
        seeded = []
        for enrolment in (people.enrolment, people.other_enrolment):
            attempt = open_attempt(enrolment, DRILL)
            Attempt.objects.filter(pk=attempt.pk).update(seed=11)
            post_untimed(signed_in(enrolment.user), attempt)
            seeded.append([step.plan for step in Step.objects.filter(attempt=attempt, variant="untimed")])
        assert seeded[0] == seeded[1]

    def test_it_is_the_drill_that_the_module_names_instead(self, people):
        config = program_of(people.version.pk).modules[DRILL].config
        activity = ACTIVITIES["drill"]
        assert isinstance(activity, Drill)
        planned = activity.plan_untimed(config, random.Random(1))
        assert {step.plan["drill"] for step in planned} == {"long_look"}


class TestGoingOn:
    def test_it_is_finished_by_the_sections_and_is_no_untimed_run(self, tara, drill):
        blocks = bodies_for(drill)
        blocks[1]["answer"]["device"]["timingValid"] = False
        for body in blocks[:2]:
            assert post_answer(tara, drill, body).status_code == 200
        post_untimed(tara, drill)
        assert set(answer_current(tara, drill)) == {200}
        drill.refresh_from_db()
        assert drill.completed_at is not None
        assert not drill.rulings.exists()
        check_answers()
        check_grades()

    def test_a_block_that_was_replaced_takes_no_answer(self, tara, drill):
        *_, last = bodies_for(drill)
        post_untimed(tara, drill)
        assert refused(post_answer(tara, drill, last)) == (409, "closed")
        assert not drill.responses.exists()

    def test_an_answer_given_before_may_be_sent_again(self, tara, drill):
        first, *_ = bodies_for(drill)
        assert post_answer(tara, drill, first).json()["saved"]
        post_untimed(tara, drill)
        assert post_answer(tara, drill, first).json()["saved"]
        assert drill.responses.count() == 1

    def test_a_run_of_a_block_that_was_replaced_is_still_kept(self, tara, drill):
        step = drill.steps.select_related("attempt").first()
        post_untimed(tara, drill)
        run = broken_off_run(step)
        assert tara.post(f"/attempts/{drill.public_id}/runs/", run, content_type="application/json").status_code == 200

    def test_gaps_are_counted_among_the_new_steps(self, tara, drill):
        post_untimed(tara, drill)
        drill.refresh_from_db()
        reply = post_finish(tara, drill)
        assert (reply.status_code, reply.json()["error"]["missing"]) == (409, drill.length)

    def test_a_simulated_person_goes_on_too(self, people, tara, drill):
        post_untimed(tara, drill)
        done, _ = do_module(people.enrolment, DRILL, SimulatedPerson(), random.Random(2), now=MONDAY_9)
        assert (done.pk, done.completed_at is not None) == (drill.pk, True)


class TestRefused:
    def test_a_finished_attempt(self, tara, drill):
        post_all(tara, drill, bodies_for(drill))
        assert refused(post_untimed(tara, drill)) == (409, "refused")

    def test_one_with_every_block_answered(self, tara, drill):
        for body in bodies_for(drill):
            post_answer(tara, drill, body)
        assert refused(post_untimed(tara, drill)) == (409, "refused")
        drill.refresh_from_db()
        assert drill.variant == ""

    def test_what_is_no_timed_drill(self, people, tara):
        assert refused(post_untimed(tara, open_attempt(people.enrolment, PRACTICE))) == (409, "refused")

    def test_without_consent_or_after_leaving(self, people, tara, drill):
        withdraw_consent(people.enrolment, now=MONDAY_9)
        assert refused(post_untimed(tara, drill)) == (403, "consent")
        Enrolment.objects.filter(pk=people.enrolment.pk).update(left_at=MONDAY_9)
        assert refused(post_untimed(tara, drill)) == (409, "closed")
        assert not drill.steps.filter(variant="untimed").exists()

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"faults": []},
            {"faults": "refresh_rate"},
            {"faults": ["tired"]},
            {"faults": [["refresh_rate"]]},
            {"faults": [{}]},
            {"faults": FAULTS, "drill": "sart"},
            "null",
            "{",
        ],
    )
    def test_faults_that_no_check_finds(self, tara, drill, body):
        assert refused(post_untimed(tara, drill, body)) == (400, "invalid")
        drill.refresh_from_db()
        assert drill.variant == ""

    @pytest.mark.parametrize("thief", ["other_trainee", "instructor", "other_instructor", "operations", "stranger"])
    def test_somebody_elses_attempt_is_not_there(self, people, drill, thief):
        client = signed_in(people.by_name[thief])
        real = post_untimed(client, drill)
        made_up = client.post(f"/attempts/{uuid.uuid4()}/untimed/", {"faults": FAULTS}, content_type="application/json")
        assert (real.status_code, real.json()) == (made_up.status_code, made_up.json())
        assert real.status_code == 404

    def test_signed_out(self, client, drill):
        assert refused(post_untimed(client, drill)) == (401, "signed_out")


class TestAtOnce:
    def test_asked_for_many_times_it_is_planned_once(self, live_people):
        drill = open_attempt(live_people.enrolment, DRILL)
        clients = [signed_in(live_people.trainee) for _ in range(6)]
        replies = at_once(*[partial(post_untimed, client, drill) for client in clients])
        assert {reply.status_code for reply in replies} == {200}
        check_answers()

    def test_while_answers_come_in_every_one_is_stored_or_closed(self, live_people):
        drill = open_attempt(live_people.enrolment, DRILL)
        bodies = bodies_for(drill)
        clients = [signed_in(live_people.trainee) for _ in range(len(bodies) + 1)]
        switch, *replies = at_once(
            partial(post_untimed, clients[0], drill),
            *[partial(post_answer, client, drill, body) for client, body in zip(clients[1:], bodies, strict=True)],
        )
        stored = sum(reply.status_code == 200 for reply in replies)
        assert {reply.status_code for reply in replies} <= {200, 409}
        assert drill.responses.count() == stored
        assert switch.status_code == (200 if stored < len(bodies) else 409)
        check_answers()
