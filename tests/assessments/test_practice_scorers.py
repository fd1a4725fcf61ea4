"""Attention while judging: attention checks, accuracy at the end against the beginning, and repeated answers."""

import json
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from assessments.domain.evidence import Scope, accuracy_clear, overconfidence
from assessments.domain.measured import Measured
from assessments.domain.practice_scorers import MIN_FOR_REPEATS, attention_measures, change_of_pace
from assessments.domain.score_rows import score_rows
from assessments.domain.scorers import SCORERS
from assessments.domain.scoring import revise_scores
from assessments.measures.intervals import newcombe, wilson
from assessments.measures.sequence import pace_change, repeats
from assessments.models import Score
from courseware.domain import jobs
from courseware.models import ItemVersion
from tests.corrected import correct_item
from tests.faults.answering import PAIRS, PRACTICE
from tests.faults.invariants import check_invariants
from tests.judged import body_judged, choices
from tests.people import MONDAY_9, People
from training.domain.attempts import finish, submit
from training.domain.counting import counted
from training.domain.planning import create_attempt
from training.domain.submission import parse
from training.models import Attempt, Response, Step

WITH_CHECKS = "w1d3-severity"
LATER = MONDAY_9 + timedelta(days=30)
Right = Callable[[int, Step], bool]


def always(number: int, step: Step) -> bool:
    return True


def is_check(step: Step) -> bool:
    return bool(step.plan.get("check"))


def done(people: People, module: str, right: Right = always, *, answers: Sequence[str] = ()) -> Attempt:
    """The module answered in order, right where `right(number, step)` says so, or with these choices."""
    attempt = create_attempt(people.enrolment, module, number=1, seed=11, simulated=False, now=MONDAY_9)
    for number, step in enumerate(attempt.steps.select_related("attempt")):
        body = body_judged(step, correct=right(number, step))
        if answers:
            body["answer"]["choice"] = answers[number]
        at = MONDAY_9 + timedelta(seconds=number)
        submit(people.trainee, attempt.public_id, parse(json.dumps(body).encode()), now=at)
    return finish(people.trainee, attempt.public_id, now=MONDAY_9 + timedelta(minutes=10))


def responses(attempt: Attempt) -> list[Response]:
    return list(counted(attempt.responses.all()).select_related("step").order_by("-step__position"))


def measured(attempt: Attempt) -> dict[str, Measured]:
    return {one.measure: one for one in attention_measures(responses(attempt))}


class TestAttentionChecks:
    def test_are_measured_by_themselves(self, people: People):
        missed = iter([True, False, True, True])
        attempt = done(people, WITH_CHECKS, lambda n, step: next(missed) if is_check(step) else True)
        assert measured(attempt)["attention_checks"] == Measured("attention_checks", 0.75, *wilson(3, 4), 4)

    def test_count_in_no_accuracy_and_no_calibration(self, people: People):
        attempt = done(people, WITH_CHECKS, lambda n, step: not is_check(step))
        scores = {one.measure: one for one in SCORERS["practice"](attempt, responses(attempt))}
        assert (scores["accuracy"].value, scores["accuracy"].n) == (1, 10)
        assert scores["attention_checks"].value == 0
        assert {scores[name].n for name in ("brier", "calibration_error", "overconfidence")} == {10}

    def test_are_no_evidence_for_a_gate(self, people: People):
        attempt = done(people, WITH_CHECKS, lambda n, step: not is_check(step))
        plain = attempt.responses.filter(step__plan__check__isnull=True)
        clear = plain.filter(step__item_version__ambiguity="clear").count()
        scope = Scope(people.enrolment)
        assert accuracy_clear(scope).answers == (True,) * clear
        assert overconfidence(scope).n == plain.count() == 10

    def test_a_module_without_them_has_no_such_measure(self, people: People):
        assert "attention_checks" not in measured(done(people, PRACTICE))


class TestChangeOfAccuracy:
    def test_the_last_third_of_the_clear_items_against_the_first(self, people: People):
        order: list[int] = []

        def tiring(number: int, step: Step) -> bool:
            if is_check(step) or step.item_version.ambiguity != "clear":
                return False  # counts nowhere here
            order.append(number)
            return len(order) <= 5

        change = measured(done(people, WITH_CHECKS, tiring))["accuracy_change"]
        third = len(order) // 3
        assert len(order) >= 9
        assert change == Measured("accuracy_change", -1.0, *newcombe(0, third, third, third), 2 * third)

    def test_it_goes_by_when_answers_came_in_and_not_by_where_they_stand(self, people: People):
        attempt = done(people, PRACTICE, lambda n, step: n < 5)
        given = responses(attempt)
        assert attention_measures(given) == attention_measures(given[::-1])

    def test_too_few_clear_items_give_none(self, people: People):
        clear = list(ItemVersion.objects.filter(item__slug__in=["sev-001", "sev-002", "sev-003"]))
        attempt = done(people, PRACTICE)
        few = [r for r in responses(attempt) if r.step.item_version_id in {version.pk for version in clear}]
        assert attention_measures(few) == []


class TestChangeOfPace:
    TIMES = (9000, 7000, 8000, 6500, 6000, 6000, 6000, 6000, 4000, 5000, 3000, 4500)

    def timed(self, *times: float | None, **plan: bool) -> list[Response]:
        return [Response(step=Step(plan=plan), timing={} if time is None else {"activeMs": time}) for time in times]

    def test_the_last_third_as_a_ratio_to_the_first(self):
        (change,) = change_of_pace(self.timed(*self.TIMES))
        expected = pace_change(self.TIMES)
        assert change == Measured("pace_change", expected.estimate, expected.low, expected.high, 8)
        assert change.high < 1

    def test_checks_and_answers_without_a_time_are_left_out(self):
        more = [*self.timed(1, 1, 1, check=True), *self.timed(*self.TIMES), *self.timed(None, 0)]
        assert change_of_pace(more) == change_of_pace(self.timed(*self.TIMES))

    def test_too_few_times_and_times_without_a_spread_say_nothing(self):
        assert change_of_pace(self.timed(*self.TIMES[1:])) == []
        assert change_of_pace(self.timed(*[5000] * 12)) == []


class TestRepeats:
    def test_a_stuck_hand_shows(self, people: People):
        answers = ["none"] * 4 + ["mild"] * 3 + ["severe"] * 3
        result = measured(done(people, PRACTICE, answers=answers))["repeats_excess"]
        expected = repeats(answers)
        assert result == Measured("repeats_excess", expected.excess, *expected.interval(), 10)
        assert result.low > 0

    def test_of_pairs_the_side_is_what_repeats(self, people: People):
        answers = ["left", "left", "left", "left", "right", "right", "right", "left"]
        result = measured(done(people, PAIRS, answers=answers))["repeats_excess"]
        assert result.value == repeats(answers).excess
        assert result.n == len(answers) == MIN_FOR_REPEATS

    def test_where_all_answers_are_the_same_their_order_says_nothing(self, people: People):
        assert "repeats_excess" not in measured(done(people, PRACTICE, answers=["mild"] * 10))


@pytest.mark.parametrize("module", [PRACTICE, PAIRS, WITH_CHECKS])
def test_every_measure_has_an_interval_that_holds_it(people: People, module: str):
    attempt = done(people, module, lambda n, step: n % 3 != 0 and bool(choices(step)))
    found = measured(attempt)
    assert found
    assert all(one.low <= one.value <= one.high for one in found.values())


def test_nothing_to_measure_gives_nothing():
    assert attention_measures([]) == []


def test_what_can_be_measured_no_more_is_shown_no_more(people: People):
    """With eight clear items left there are no thirds; the row from before says so by being an earlier revision."""
    attempt = done(people, PRACTICE)
    jobs.run_due()
    clear = [step.item_version for step in attempt.steps.filter(item_version__ambiguity="clear")]
    assert "accuracy_change" in {row.measure for row in score_rows(Score.objects.filter(attempt=attempt))}
    for version in clear[: len(clear) - 8]:
        correct_item(version, ambiguity="ambiguous", now=LATER)
    jobs.run_due()
    rows = {row.measure for row in score_rows(Score.objects.filter(attempt=attempt))}
    assert "accuracy" in rows
    assert "accuracy_change" not in rows
    assert not revise_scores(attempt, now=LATER)
    check_invariants()
