"""Scores of an attempt: what is measured for each kind of module, that it is stored once, and what it rests on."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from assessments.catalog import MEASURES, whole_and_block
from assessments.domain.score_rows import HEADLINES, TIMING_NOTE, headlines_of, score_rows
from assessments.domain.scoring import SCORING_VERSION, score_attempt
from assessments.models import Score, Standing
from courseware.models import Job
from tests.evidence import load_general_policy
from tests.faults.answering import DRILL, LESSON, PAIRS, PRACTICE
from tests.people import MONDAY_9, People
from tests.practised import attempt_of, drill_on, practise
from training.models import Attempt

SART = {"sart_d_prime", "sart_criterion", "sart_commission", "sart_omission", "sart_rt_cv", "sart_decrement"}
CONFIDENCE = {"brier", "calibration_error", "overconfidence"}
# What practice shows of attention, where there are enough items of the kind that it needs.
ATTENTION = {"attention_checks", "accuracy_change", "pace_change", "repeats_excess"}
LATER = MONDAY_9 + timedelta(days=30)


def scores_of(attempt: Attempt) -> dict[str, Score]:
    """Of the whole attempt; what is kept of single blocks is not among them."""
    scores = {score.measure: score for score in Score.objects.filter(attempt=attempt)}
    return {measure: score for measure, score in scores.items() if whole_and_block(measure)[1] is None}


def test_each_kind_of_module_gives_its_measures(people: People):
    practise(people.enrolment, 3)
    assert set(scores_of(attempt_of(people.enrolment, DRILL))) == SART
    assert set(scores_of(attempt_of(people.enrolment, PRACTICE))) - ATTENTION == {"accuracy", *CONFIDENCE}
    assert set(scores_of(attempt_of(people.enrolment, PAIRS))) - ATTENTION == {"accuracy", *CONFIDENCE}
    assert "repeats_excess" in scores_of(attempt_of(people.enrolment, PRACTICE))
    returned = attempt_of(people.enrolment, "w1d3-pairs")
    assert {"position_consistency", "position_index"} <= set(scores_of(returned))
    assert scores_of(attempt_of(people.enrolment, LESSON)) == {}


def test_a_score_says_what_it_rests_on(people: People):
    practise(people.enrolment, 1)
    drill = scores_of(attempt_of(people.enrolment, DRILL))
    assert (drill["sart_d_prime"].n, drill["sart_commission"].n, drill["sart_omission"].n) == (225, 25, 200)
    practice = attempt_of(people.enrolment, PRACTICE)
    accuracy = scores_of(practice)["accuracy"]
    right = practice.responses.filter(correct=True).count()
    assert (accuracy.value, accuracy.n) == (right / 10, 10)
    assert accuracy.low <= accuracy.value <= accuracy.high
    assert {score.scoring_version for score in Score.objects.all()} == {SCORING_VERSION}


def test_every_measure_that_is_stored_has_a_name_and_every_headline_an_interval(people: People):
    practise(people.enrolment, 3)
    stored = set(Score.objects.values_list("measure", flat=True))
    assert {whole_and_block(measure)[0] for measure in stored} <= set(MEASURES)
    assert not Score.objects.filter(measure__in=HEADLINES, low=None).exists()
    assert not Score.objects.filter(measure__in=HEADLINES, high=None).exists()


def test_scoring_again_changes_nothing(people: People):
    practise(people.enrolment, 1)
    before = list(Score.objects.order_by("pk").values())
    standings = list(Standing.objects.order_by("pk").values())
    for attempt in people.enrolment.attempts.all():
        score_attempt(attempt.pk, now=LATER)
    assert list(Score.objects.order_by("pk").values()) == before
    assert list(Standing.objects.order_by("pk").values()) == standings
    left = Job.objects.exclude(state=Job.State.DONE).values_list("name", flat=True)
    assert set(left) == {"assessments.calibrate_items"}  # which waits for the night


def test_a_score_cannot_be_changed_or_stored_twice(people: People):
    practise(people.enrolment, 1)
    score = Score.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.filter(pk=score.pk).update(value=1.0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.create(
            attempt=score.attempt,
            measure=score.measure,
            value=0.5,
            n=1,
            scoring_version=score.scoring_version,
            created_at=LATER,
        )


def test_an_open_or_missing_attempt_is_not_scored(people: People, caplog):
    attempt = people.enrolment.attempts.create(
        program_version=people.version, module=PRACTICE, kind="practice", seed=1, length=1, started_at=MONDAY_9
    )
    score_attempt(attempt.pk, now=LATER)
    score_attempt(999_999, now=LATER)
    assert not Score.objects.exists()
    assert caplog.text.count("nothing was scored") == 2


def test_a_device_that_cannot_time_is_noted_and_gives_no_variability(people: People):
    load_general_policy()
    attempt = drill_on(people.enrolment, DRILL, now=MONDAY_9, timing_valid=False)
    scores = scores_of(attempt)
    assert set(scores) == SART - {"sart_rt_cv"}
    assert all(TIMING_NOTE in score.note and not score.timing_valid for score in scores.values())
    gates = {gate["gate"]: gate for gate in Standing.objects.get(attempt=attempt).gates}
    assert gates["attention"]["n"] == 0


def test_a_score_from_before_there_was_a_column_for_it_is_untimed_by_its_note(people: People):
    attempt = people.enrolment.attempts.create(
        program_version=people.version,
        module=DRILL,
        kind="drill",
        seed=1,
        length=0,
        started_at=MONDAY_9,
        completed_at=LATER,
    )
    for measure, note in (("sart_d_prime", TIMING_NOTE), ("sart_omission", "2 void trials left out")):
        Score.objects.create(attempt=attempt, measure=measure, value=1, n=9, note=note, created_at=LATER)
    assert {row.measure: row.timing_valid for row in score_rows(Score.objects.all())} == {
        "sart_d_prime": False,
        "sart_omission": True,
    }


def test_void_trials_count_nowhere(people: People):
    load_general_policy()
    scores = scores_of(drill_on(people.enrolment, DRILL, now=MONDAY_9, void=9))
    assert scores["sart_d_prime"].n == 180
    assert scores["sart_d_prime"].note == "45 void trials left out"
    assert scores["sart_commission"].n + scores["sart_omission"].n == 180


def test_a_drill_with_nothing_usable_has_no_score_rather_than_a_made_up_one(people: People):
    load_general_policy()
    attempt = drill_on(people.enrolment, DRILL, now=MONDAY_9, void=45)
    assert scores_of(attempt) == {}
    assert Standing.objects.filter(attempt=attempt).exists()


def test_rows_come_in_order_of_completion_and_a_newer_scoring_replaces_the_older(people: People):
    practise(people.enrolment, 2)
    first = attempt_of(people.enrolment, PRACTICE)
    old = scores_of(first)["accuracy"]
    Score.objects.create(attempt=first, measure="accuracy", value=0.125, n=old.n, scoring_version="2", created_at=LATER)
    Score.objects.create(attempt=first, measure="of_the_future", value=1, n=1, scoring_version="2", created_at=LATER)
    rows = score_rows(Score.objects.filter(attempt__enrolment=people.enrolment))
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    (accuracy,) = [row for row in rows if row.attempt_id == first.pk and row.measure == "accuracy"]
    assert accuracy.value == 0.125
    assert "of_the_future" not in {row.measure for row in rows}


def test_at_most_three_headlines_the_most_telling_first(people: People):
    practise(people.enrolment, 3)
    rows = score_rows(Score.objects.filter(attempt__module="w1d3-pairs"))
    assert headlines_of(rows) == ["accuracy", "position_consistency", "overconfidence"]
    assert headlines_of([]) == []
