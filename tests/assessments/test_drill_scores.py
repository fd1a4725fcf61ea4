"""Scores of drills: what was recorded, sent and stored comes out as the measures say, for every drill and variant."""

import math
import random
from datetime import timedelta
from typing import Any

import pytest

from assessments.catalog import MEASURES, of_block, whole_and_block
from assessments.domain.answers import answers_of
from assessments.domain.results import State, results_of
from assessments.domain.scorers.timed_runs import SEVERAL_DEVICES
from assessments.domain.scoring import revise_scores, score_attempt
from assessments.measures.gradcpt import GradCptTrials, gradcpt
from assessments.measures.pvt import pvt
from assessments.measures.signal_detection import d_prime
from assessments.models import Score
from courseware.domain import jobs
from courseware.domain.content import store
from courseware.loader import load
from courseware.models import Enrolment
from tests.assessments.measures.shared_data import rows
from tests.courses import write_course
from tests.evidence import load_general_policy
from tests.faults.answering import DRILL, bodies_for, body_for, open_attempt, submit_body
from tests.people import JOINED, MONDAY_9, People, make_cohort
from tests.practised import attempt_of, drill_on, practise
from training.activities import check_config
from training.activities.drills.gradcpt import MOUNTAINS
from training.activities.drills.simulated import simulated_device, simulated_trial
from training.domain.attempts import finish
from training.domain.untimed import switch_to_untimed
from training.models import Attempt, Step

TUESDAY = MONDAY_9 + timedelta(days=1)
TARGET = 3


def scores_of(attempt: Attempt) -> dict[str, Score]:
    return {score.measure: score for score in Score.objects.filter(attempt=attempt)}


def answered_with(enrolment: Enrolment, shown: list[dict[str, str]], blocks: int = 5) -> Attempt:
    """The first drill, planned as these trials were shown, answered as they were answered; finished and scored."""
    rng = random.Random(1)
    others = [digit for digit in range(1, 10) if digit != TARGET]
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        program_version_id=enrolment.cohort.program_version_id,
        module=DRILL,
        kind="drill",
        seed=1,
        length=blocks,
        started_at=MONDAY_9,
    )
    size = len(shown) // blocks
    for number in range(blocks):
        mine = shown[number * size : (number + 1) * size]
        digits = [TARGET if row["nogo"] == "1" else rng.choice(others) for row in mine]
        step = Step.objects.create(attempt=attempt, position=number, plan={"block": number + 1, "digits": digits})
        trials = [
            simulated_trial(index, index * 1150, 250, _time(row), digit=digit)
            for index, (row, digit) in enumerate(zip(mine, digits, strict=True))
        ]
        body = body_for(step) | {"answer": {"trials": trials, "device": simulated_device()}}
        submit_body(enrolment.user, attempt, body, MONDAY_9)
    finished = finish(enrolment.user, attempt.public_id, now=MONDAY_9)
    jobs.run_due()
    return finished


def _time(row: dict[str, str]) -> float | None:
    return float(row["rt_ms"]) if row["responded"] == "1" else None


def test_a_recorded_run_is_scored_as_the_measures_score_it(people: People):
    # measures.md: the synthetic SART vector
    shown = rows("synthetic_sart_vector.csv")
    load_general_policy()
    attempt = answered_with(people.enrolment, shown)
    scores = scores_of(attempt)
    assert scores["sart_commission"].value == pytest.approx(0.48)
    assert scores["sart_omission"].value == pytest.approx(0.02)
    assert scores["sart_rt_cv"].value == pytest.approx(0.176496, abs=1e-6)
    assert (scores["sart_commission"].n, scores["sart_omission"].n, scores["sart_rt_cv"].n) == (25, 200, 196)
    assert scores["sart_d_prime"].value == d_prime(196, 4, 12, 13)
    assert scores["sart_criterion"].low < scores["sart_criterion"].value < scores["sart_criterion"].high
    assert scores["sart_d_prime"].note == ""
    assert scores["sart_d_prime"].timing_valid
    assert {score.device for score in scores.values()} == {"Simulated browser, 60 Hz, keyboard"}
    assert {score.form for score in scores.values()} == {""}
    assert scores["sart_decrement"].n == 5
    assert [of_block("sart_d_prime", block) in scores for block in range(1, 7)] == [True] * 5 + [False]


def test_each_drill_s_scores_are_its_measures_over_the_measured_blocks(people: People):
    practise(people.enrolment, 3)
    city = attempt_of(people.enrolment, "w1d3-city")
    trials = recorded(city)
    result = gradcpt(
        GradCptTrials(
            nogo=[trial["scene"] in MOUNTAINS for trial in trials],
            rt_ms=[_known(trial["responseTime"]) for trial in trials],
            valid=[not trial["void"] for trial in trials],
        )
    )
    scores = scores_of(city)
    assert scores["gradcpt_d_prime"].value == result.d_prime
    assert scores["gradcpt_commission"].value == result.commission
    assert scores["gradcpt_omission"].value == result.omission
    assert scores["gradcpt_rt_cv"].value == result.rt_cv
    assert scores["gradcpt_zone"].value == result.zone_ms

    dot = attempt_of(people.enrolment, "w1d2-dot")
    result = pvt([_known(trial["responseTime"]) for trial in recorded(dot)], false_starts_in(dot))
    scores = scores_of(dot)
    assert (scores["pvt_speed"].value, scores["pvt_speed"].low) == (result.speed, result.speed_interval.low)
    assert scores["pvt_lapses"].value == result.lapse_share
    assert scores["pvt_false_starts"].value == result.false_starts
    assert scores["pvt_median_rt"].value == result.median


def recorded(attempt: Attempt) -> list[dict[str, Any]]:
    answers = attempt.responses.filter(answer__block__gt=0).order_by("step__position")
    return [trial for response in answers for trial in response.recording["trials"]]


def false_starts_in(attempt: Attempt) -> int:
    return sum(trial["falseStarts"] for trial in recorded(attempt))


def _known(time: float | None) -> float:
    return math.nan if time is None else time


def test_a_long_look_is_scored_from_what_was_found_in_each_section(people: People):
    practise(people.enrolment, 5)
    look = attempt_of(people.enrolment, "w1d5-look")
    answers = [r.answer for r in look.responses.filter(answer__block__gt=0).order_by("step__position")]
    scores = scores_of(look)
    hits, planted = (sum(answer[name] for answer in answers) for name in ("hits", "planted"))
    alarms, clean = (sum(answer[name] for answer in answers) for name in ("false_alarms", "clean"))
    assert (scores["long_look_hits"].value, scores["long_look_hits"].n) == (hits / planted, planted)
    assert (scores["long_look_false_alarms"].value, scores["long_look_false_alarms"].n) == (alarms / clean, clean)
    third = len(answers) // 3
    late, early = (
        sum(a["hits"] for a in part) / sum(a["planted"] for a in part) for part in (answers[-third:], answers[:third])
    )
    assert scores["long_look_decrement"].value == pytest.approx(late - early)
    assert scores[of_block("long_look_hits", 1)].value == answers[0]["hits"] / answers[0]["planted"]
    assert {score.device for score in scores.values()} == {""}


def test_a_training_form_is_stored_as_what_it_is(people: People):
    practise(people.enrolment, 3)
    training = scores_of(attempt_of(people.enrolment, "w1d3-faster"))
    assert {score.form for score in training.values()} == {"level 1"}
    assert "sart_d_prime" in training


def test_where_another_drill_stood_in_both_are_kept_and_the_timed_one_counts_nowhere(people: People):
    load_general_policy()
    attempt = open_attempt(people.enrolment, DRILL)
    first, second, *_ = bodies_for(attempt)
    for body in (first, second):
        submit_body(people.trainee, attempt, body, MONDAY_9)
    attempt = switch_to_untimed(people.trainee, attempt.public_id, ["refresh_rate"])
    standing_in = list(attempt.steps.filter(variant="untimed").order_by("position"))
    for step in standing_in:
        submit_body(people.trainee, attempt, bodies_for(attempt)[list(attempt.steps.all()).index(step)], MONDAY_9)
    attempt = finish(people.trainee, attempt.public_id, now=MONDAY_9)
    jobs.run_due()
    scores = scores_of(attempt)
    drills = {whole_and_block(measure)[0].partition("_")[0] for measure in scores}
    assert drills == {"sart", "long"}
    assert {score.timing_valid for name, score in scores.items() if name.startswith("sart")} == {False}
    assert {score.timing_valid for name, score in scores.items() if name.startswith("long")} == {True}
    results = results_of(attempt)
    assert results.state == State.READY
    assert results.stood_in
    assert {row.measure.partition("_")[0] for row in results.whole} == {"long"}
    timed, look = answers_of(attempt).drills
    assert (timed.drill, timed.stood_in) == ("sart", False)
    assert (look.drill, look.stood_in, look.faults) == ("long_look", True, ("refresh rate",))


def test_times_from_two_devices_in_one_run_are_not_measured(people: People):
    load_general_policy()
    attempt = open_attempt(people.enrolment, DRILL)
    for number, body in enumerate(bodies_for(attempt)):
        body["answer"]["device"]["refreshHz"] = 60 if number < 3 else 144
        submit_body(people.trainee, attempt, body, MONDAY_9)
    attempt = finish(people.trainee, attempt.public_id, now=MONDAY_9)
    jobs.run_due()
    scores = scores_of(attempt)
    assert "sart_rt_cv" not in scores
    assert scores["sart_d_prime"].device == SEVERAL_DEVICES
    assert "done on more than one device" in scores["sart_d_prime"].note


def test_the_zone_of_a_later_run_is_held_against_the_first_on_the_same_device(people: People, tmp_path):
    """A course of two days with the same drill; the second run is on the same display, a third on another."""
    path = write_course(tmp_path, days_per_week=(3,))
    week = path / "week-1.toml"
    text = week.read_text(encoding="utf-8")
    sart = text[text.index('drill = "sart"') : text.index("target = 3") + len("target = 3")]
    scenes = (
        'drill = "gradcpt"\nblocks = 2\ntrials_per_block = 60\npractice_trials = 0\ntrial_ms = 800\nnogo_share = 0.1'
    )
    week.write_text(text.replace(sart, scenes), encoding="utf-8")
    program = path / "program.toml"
    rules = program.read_text(encoding="utf-8").replace("max_days_per_date = 1", "max_days_per_date = 2")
    program.write_text(rules, encoding="utf-8")
    version = store(load(path, check_config), now=JOINED).version
    enrolment = people.enrolment
    enrolment.cohort = make_cohort("Small", version, people.instructor)
    enrolment.save(update_fields=["cohort"])
    runs = [
        drill_on(enrolment, f"d{day}-drill", now=MONDAY_9 + timedelta(days=day - 1), device={"refreshHz": hz})
        for day, hz in ((1, 60), (2, 60), (3, 120))
    ]
    first, second, third = (scores_of(run) for run in runs)
    assert "gradcpt_in_zone" not in first
    assert 0 < second["gradcpt_in_zone"].value < 1
    trials = recorded(runs[1])
    again = gradcpt(
        GradCptTrials(
            nogo=[trial["scene"] in MOUNTAINS for trial in trials],
            rt_ms=[_known(trial["responseTime"]) for trial in trials],
            valid=[not trial["void"] for trial in trials],
        ),
        first["gradcpt_zone"].value,
    )
    assert second["gradcpt_in_zone"].value == again.in_zone
    assert "gradcpt_in_zone" not in third
    assert results_of(runs[1]).zone_later is False


def test_scored_again_nothing_is_added(people: People):
    practise(people.enrolment, 3)
    before = Score.objects.count()
    for module in (DRILL, "w1d2-dot", "w1d3-city", "w1d3-faster"):
        attempt = attempt_of(people.enrolment, module)
        score_attempt(attempt.pk, now=TUESDAY)
        assert revise_scores(attempt, now=TUESDAY) is False
    assert Score.objects.count() == before


def test_a_score_from_before_it_named_its_device_is_followed_by_a_revision_that_does(people: People):
    practise(people.enrolment, 1, scored=False)
    attempt = attempt_of(people.enrolment, DRILL)
    Score.objects.create(
        attempt=attempt, measure="sart_d_prime", value=1.5, n=225, scoring_version="1", created_at=MONDAY_9
    )
    assert revise_scores(attempt, now=TUESDAY) is True
    newest = Score.objects.filter(attempt=attempt, measure="sart_d_prime").latest("revision")
    assert (newest.revision, newest.device) == (1, "Simulated browser, 60 Hz, keyboard")


def test_every_measure_of_the_course_is_in_the_catalogue(people: People):
    practise(people.enrolment, 5)
    for attempt in people.enrolment.attempts.exclude(kind="lesson"):
        measures = {whole_and_block(score.measure)[0] for score in Score.objects.filter(attempt=attempt)}
        assert measures
        assert measures <= set(MEASURES)
