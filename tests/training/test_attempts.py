"""Starting, answering and finishing an attempt: the rules that hold whoever asks, page, command or simulator."""

import random
import uuid
from datetime import timedelta

import pytest
from django.db import transaction

from courseware.domain.enrolments import withdraw_consent
from courseware.models import Enrolment, Job
from tests.faults.answering import DRILL, LESSON, bodies_for, body_for, open_attempt, submit_body
from tests.judged import body_judged
from tests.people import JOINED, MONDAY_9, People
from training.activities.base import InvalidAnswer, SimulatedPerson
from training.domain.attempts import NotFound, Refused, finish, start
from training.domain.simulated_cohort import do_days
from training.models import Attempt, Response, Step

LATER = MONDAY_9 + timedelta(minutes=30)


@pytest.fixture
def practice(people: People) -> Attempt:
    return open_attempt(people.enrolment)


@pytest.fixture
def step(practice: Attempt) -> Step:
    return practice.steps.select_related("attempt").first()


def refusal(attempt: Attempt, body: dict, people: People) -> Refused:
    with pytest.raises(Refused) as refused, transaction.atomic():
        submit_body(people.trainee, attempt, body, LATER)
    return refused.value


def stored_in(attempt: Attempt) -> Response:
    """The one answer the attempt has."""
    return Response.objects.get(attempt=attempt)


class TestStart:
    def test_the_attempt_is_planned_in_full_when_it_starts(self, people):
        attempt = start(people.enrolment, LESSON, now=MONDAY_9)
        assert (attempt.kind, attempt.length, attempt.started_at) == ("lesson", 1, MONDAY_9)
        assert (attempt.program_version, attempt.completed_at) == (people.version, None)
        assert attempt.steps.count() == 1

    def test_the_same_seed_plans_the_same_steps_under_other_tokens(self, people):
        plans, tokens = [], []
        for enrolment in (people.enrolment, people.other_enrolment):
            attempt = start(enrolment, LESSON, now=MONDAY_9, seed=11)
            plans.append([(step.item_version_id, step.plan) for step in attempt.steps.all()])
            tokens += [step.token for step in attempt.steps.all()]
        assert plans[0] == plans[1]
        assert len(set(tokens)) == len(tokens)

    def test_started_again_it_is_the_same_attempt(self, people):
        first = start(people.enrolment, LESSON, now=MONDAY_9)
        assert start(people.enrolment, LESSON, now=LATER) == first
        assert Attempt.objects.count() == 1

    @pytest.mark.parametrize("module", [DRILL, "w1d2-lesson"])
    def test_a_locked_module_does_not_start(self, people, module):
        with pytest.raises(Refused) as refused:
            start(people.enrolment, module, now=MONDAY_9)
        assert refused.value.code == "locked"
        assert not Attempt.objects.exists()

    def test_a_finished_module_does_not_start_again(self, people):
        open_attempt(people.enrolment, DRILL)
        with pytest.raises(Refused, match="You have finished this module"):
            start(people.enrolment, LESSON, now=LATER)

    def test_a_module_of_another_course_is_unknown(self, people):
        with pytest.raises(NotFound):
            start(people.enrolment, "w9d9-lesson", now=MONDAY_9)

    def test_without_consent_nothing_starts(self, people):
        withdraw_consent(people.enrolment, now=MONDAY_9)
        with pytest.raises(Refused) as refused:
            start(people.enrolment, LESSON, now=LATER)
        assert refused.value.code == "consent"

    def test_who_has_left_the_cohort_starts_nothing(self, people):
        Enrolment.objects.filter(pk=people.enrolment.pk).update(left_at=MONDAY_9)
        people.enrolment.refresh_from_db()
        with pytest.raises(Refused):
            start(people.enrolment, LESSON, now=LATER)

    def test_before_the_cohort_starts_nothing_is_open(self, people):
        with pytest.raises(Refused, match="It opens on Monday 5 January"):
            start(people.enrolment, LESSON, now=JOINED - timedelta(days=1))


class TestSubmit:
    def test_an_answer_is_stored_as_it_came_and_as_it_was_graded(self, people, practice, step):
        body = body_judged(step) | {"first": {"choice": "none", "confidence": 60, "atMs": 900}}
        saved = submit_body(people.trainee, practice, body, LATER)
        stored = stored_in(practice)
        assert (stored.step, stored.attempt, str(stored.uuid)) == (step, practice, body["uuid"])
        assert (stored.answer, stored.confidence) == (body["answer"], 0.8)
        assert (stored.credit, stored.correct, stored.received_at) == (1.0, True, LATER)
        assert stored.first == {"choice": "none", "confidence": 0.6, "at_ms": 900.0}
        assert stored.timing["rtMs"] == 2000.0
        assert (saved.left, saved.uuid, saved.step) == (practice.length - 1, stored.uuid, step.token)

    def test_a_wrong_answer_is_told_the_key_and_why(self, people, practice, step):
        feedback = submit_body(people.trainee, practice, body_judged(step, correct=False), LATER).feedback
        assert feedback is not None
        assert (feedback["correct"], feedback["rationale"]) == (False, step.item_version.rationale)
        assert feedback["key"] != feedback["chosen"]
        assert [factor["text"] for factor in feedback["factors"]] == [
            factor["text"] for factor in step.item_version.factors
        ]

    def test_the_same_answer_again_gives_the_stored_result(self, people, practice, step):
        body = body_judged(step)
        first = submit_body(people.trainee, practice, body, LATER)
        again = submit_body(people.trainee, practice, body, LATER + timedelta(hours=1))
        assert again == first
        assert stored_in(practice).received_at == LATER

    def test_another_answer_under_the_same_uuid_is_refused(self, people, practice, step):
        body = body_judged(step)
        submit_body(people.trainee, practice, body, LATER)
        for changed in (body | {"confidence": 90}, body_judged(step, correct=False) | {"uuid": body["uuid"]}):
            assert refusal(practice, changed, people).code == "uuid_reused"
        assert stored_in(practice).correct

    def test_a_uuid_that_answered_another_step_is_refused(self, people, practice):
        first, second = practice.steps.select_related("attempt")[:2]
        body = body_judged(first)
        submit_body(people.trainee, practice, body, LATER)
        assert refusal(practice, body_judged(second) | {"uuid": body["uuid"]}, people).code == "uuid_reused"
        assert practice.responses.count() == 1

    def test_a_second_answer_to_a_step_learns_what_the_first_one_did(self, people, practice, step):
        first = submit_body(people.trainee, practice, body_judged(step, correct=False), LATER)
        refused = refusal(practice, body_judged(step), people)
        assert refused.code == "already_answered"
        assert refused.details == {"feedback": first.feedback, "left": first.left}
        assert not stored_in(practice).correct

    def test_steps_may_be_answered_in_any_order(self, people, practice):
        lefts = [submit_body(people.trainee, practice, body, LATER).left for body in reversed(bodies_for(practice))]
        assert lefts == list(range(practice.length - 1, -1, -1))

    def test_a_finished_attempt_takes_no_more_and_still_repeats_what_it_has(self, people, practice):
        bodies = bodies_for(practice)
        saved = [submit_body(people.trainee, practice, body, LATER) for body in bodies]
        finish(people.trainee, practice.public_id, now=LATER)
        assert submit_body(people.trainee, practice, bodies[0], LATER).feedback == saved[0].feedback
        assert refusal(practice, bodies[0] | {"uuid": str(uuid.uuid4())}, people).code == "already_answered"

    def test_an_attempt_closed_before_the_answer_came_is_closed(self, people, practice, step):
        Attempt.objects.filter(pk=practice.pk).update(completed_at=LATER)
        assert refusal(practice, body_for(step), people).code == "closed"
        assert not practice.responses.exists()

    def test_after_consent_is_withdrawn_nothing_more_is_recorded(self, people, practice, step):
        withdraw_consent(people.enrolment, now=MONDAY_9)
        assert refusal(practice, body_for(step), people).code == "consent"
        assert not practice.responses.exists()

    def test_after_leaving_the_cohort_nothing_more_is_recorded(self, people, practice, step):
        Enrolment.objects.filter(pk=people.enrolment.pk).update(left_at=MONDAY_9)
        assert refusal(practice, body_for(step), people).code == "closed"
        assert not practice.responses.exists()

    def test_somebody_elses_step_is_not_there(self, people, practice, step):
        with pytest.raises(NotFound):
            submit_body(people.other_trainee, practice, body_for(step), LATER)

    def test_a_step_of_another_attempt_of_ones_own_is_not_there(self, people, practice, step):
        finished = Attempt.objects.get(enrolment=people.enrolment, module=LESSON)
        with pytest.raises(NotFound):
            submit_body(people.trainee, finished, body_for(step), LATER)
        assert not practice.responses.exists()

    def test_an_answer_that_does_not_fit_names_what_is_wrong_and_is_not_stored(self, people, practice, step):
        for changes, field in (
            ({"answer": {"choice": "terrible"}}, "answer.choice"),
            ({"answer": {}}, "answer"),
            ({"confidence": None}, "confidence"),
            ({"confidence": 20}, "confidence"),
        ):
            with pytest.raises(InvalidAnswer) as refused:
                submit_body(people.trainee, practice, body_judged(step) | changes, LATER)
            assert refused.value.field == field
        assert not practice.responses.exists()


class TestFinish:
    def test_with_gaps_it_says_how_many(self, people, practice):
        submit_body(people.trainee, practice, bodies_for(practice)[0], LATER)
        with pytest.raises(Refused) as refused:
            finish(people.trainee, practice.public_id, now=LATER)
        assert (refused.value.code, refused.value.details) == ("unfinished", {"missing": practice.length - 1})
        practice.refresh_from_db()
        assert practice.completed_at is None

    def test_it_completes_once_and_asks_for_one_scoring(self, people, practice):
        for body in bodies_for(practice):
            submit_body(people.trainee, practice, body, LATER)
        first = finish(people.trainee, practice.public_id, now=LATER)
        again = finish(people.trainee, practice.public_id, now=LATER + timedelta(hours=1))
        assert first.completed_at == again.completed_at == LATER
        jobs = Job.objects.filter(name="assessments.score_attempt", arguments={"attempt_id": practice.pk})
        assert jobs.count() == 1

    def test_somebody_elses_attempt_is_not_there(self, people, practice):
        with pytest.raises(NotFound):
            finish(people.other_trainee, practice.public_id, now=LATER)


def test_a_pair_comes_back_on_a_later_day_with_its_sides_swapped(people):
    do_days(people.enrolment, SimulatedPerson(), 5, random.Random(3))
    sides: dict[int, list[str]] = {}
    shown = Step.objects.filter(attempt__kind="preference").order_by("attempt__started_at", "position")
    for item, left in shown.values_list("item_version__item", "plan__left"):
        sides.setdefault(item, []).append(left)
    twice = [lefts for lefts in sides.values() if len(lefts) == 2]
    assert len(twice) >= 8
    assert all(first != second for first, second in twice)
    assert all(len(lefts) <= 2 for lefts in sides.values())
