"""The cross-fade drill: which press is for which scene, and the measures of a run."""

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.measures import signal_detection
from assessments.measures.gradcpt import GradCptTrials, ZoneErrors, assign, gradcpt
from assessments.measures.reaction_time import variance_time_course
from training.activities.base import Answer, SimulatedPerson, StepView
from training.activities.drill import Drill
from training.activities.drills import gradcpt_presses

NAN = math.nan
MS = 800.0

# Assigning presses


def test_a_hand_made_run():
    # The mountain (2) got none; the press at 2000 lies half-way between 1 and 2, and 1 has none of its own.
    times = assign([0, 800, 1600, 2400], MS, [850, 2000, 3100], [0, 0, 1, 0])
    assert times == pytest.approx([850, 1200, NAN, 700], nan_ok=True)


def test_no_press_is_no_response():
    assert np.isnan(assign([0, 800], MS, [], [0, 1])).all()


@given(st.data())
def test_it_is_the_rule_that_blocks_are_graded_by(data):
    gaps = data.draw(st.lists(st.sampled_from([800.0, 800.0, 816.7, 1300.0]), min_size=1, max_size=12))
    onsets = np.cumsum([100.0, *gaps[1:]]).tolist()
    end = onsets[-1] + 3 * MS
    # Whole and quarter milliseconds, so that presses fall on 40, 50 and 70 % exactly as well.
    presses = data.draw(st.lists(st.integers(0, int(4 * end)).map(lambda quarter: quarter / 4), max_size=30))
    nogo = data.draw(st.lists(st.booleans(), min_size=len(onsets), max_size=len(onsets)))
    expected = [
        NAN if press is None else press - onset
        for press, onset in zip(gradcpt_presses.assign(onsets, MS, presses, nogo), onsets, strict=True)
    ]
    assert assign(onsets, MS, presses, nogo).tolist() == pytest.approx(expected, abs=0, nan_ok=True)


@given(
    st.lists(st.floats(0, 12_000), max_size=40, unique=True),
    st.lists(st.booleans(), min_size=12, max_size=12),
)
def test_every_press_is_used_once_at_most_and_within_its_window(presses, nogo):
    onsets = np.arange(12) * MS
    times = assign(onsets, MS, presses, nogo)
    used = (onsets + times)[~np.isnan(times)]
    assert len(set(used)) == used.size
    assert np.isin(used, presses).all()
    answered = times[~np.isnan(times)]
    assert ((answered > 0.4 * MS) & (answered <= 1.7 * MS + 1e-9)).all()


@pytest.mark.parametrize(
    ("onsets", "trial_ms", "presses", "nogo", "named"),
    [
        ([], MS, [], [], "onsets"),
        ([0, 0], MS, [], [0, 0], "onsets"),
        ([0, NAN], MS, [], [0, 0], "onsets"),
        ([0, 800], 0, [], [0, 0], "trial_ms"),
        ([0, 800], NAN, [], [0, 0], "trial_ms"),
        ([0, 800], MS, [NAN], [0, 0], "presses"),
        ([0, 800], MS, [[1]], [0, 0], "presses"),
        ([0, 800], MS, [], [0], "nogo"),
        ([0, 800], MS, [], [0, 2], "nogo"),
    ],
)
def test_what_is_no_run_is_refused(onsets, trial_ms, presses, nogo, named):
    with pytest.raises(ValueError, match=named):
        assign(onsets, trial_ms, presses, nogo)


# Measures


def run(rt, nogo=None, valid=None):
    nogo = [0] * len(rt) if nogo is None else nogo
    return GradCptTrials(nogo, rt, [1] * len(rt) if valid is None else valid)


def test_a_hand_made_score():
    trials = run([800, 900, NAN, 850, NAN, 870, 5000], nogo=[0, 0, 0, 1, 1, 0, 0], valid=[1, 1, 1, 1, 1, 1, 0])
    found = gradcpt(trials)
    assert (found.hits, found.misses, found.false_alarms, found.correct_rejections) == (3, 1, 1, 1)
    assert (found.n_go, found.n_nogo, found.n_void) == (4, 2, 1)
    assert (found.commission, found.omission) == (0.5, 0.25)
    assert found.mean_rt == pytest.approx(2570 / 3)
    assert found.rt_cv == pytest.approx(np.std([800, 900, 870], ddof=1) / (2570 / 3))
    assert found.d_prime == signal_detection.d_prime(3, 1, 1, 1)
    assert found.criterion == signal_detection.criterion(3, 1, 1, 1)
    assert found.d_prime_interval == signal_detection.d_prime_interval(3, 1, 1, 1)


def test_the_zone_is_the_steadier_half_and_splits_the_errors():
    # A steady half, then one that swings; a commission and an omission in the second.
    steady = [800, 810] * 20
    swinging = [600, 1000] * 20
    rt = np.array(steady + swinging, dtype=float)
    nogo = np.zeros(80, dtype=bool)
    nogo[[5, 15, 65]] = True
    rt[[5, 15]] = NAN
    rt[70] = NAN
    found = gradcpt(run(rt, nogo=nogo))
    assert found.in_zone == 0.5
    assert found.inside == ZoneErrors(commissions=0, n_nogo=2, omissions=0, n_go=38)
    assert found.outside == ZoneErrors(commissions=1, n_nogo=1, omissions=1, n_go=39)
    times = np.where(nogo, NAN, rt)
    in_ms = variance_time_course(times) * np.nanstd(times)
    assert found.zone_ms == pytest.approx(np.median(in_ms))


def test_against_an_earlier_runs_edge_a_steadier_run_is_longer_in_the_zone():
    rng = np.random.default_rng(4)
    nogo = np.arange(200) % 10 == 9
    first, steadier = (np.where(nogo, NAN, rng.normal(850, sd, 200)) for sd in (120, 60))
    edge = gradcpt(run(first, nogo)).zone_ms
    assert gradcpt(run(first, nogo), edge).in_zone == pytest.approx(0.5)
    assert gradcpt(run(steadier, nogo), edge).in_zone > 0.9


def test_commissions_and_void_times_do_not_move_the_zone():
    rt = [800.0, 820, 790, 810, NAN, 805, 815]
    plain = gradcpt(run(rt, nogo=[0, 0, 0, 0, 1, 0, 0]))
    with_error = gradcpt(run([*rt[:4], 300.0, *rt[5:]], nogo=[0, 0, 0, 0, 1, 0, 0]))
    assert with_error.zone_ms == plain.zone_ms
    assert with_error.mean_rt == plain.mean_rt


@pytest.mark.parametrize("rt", [[NAN, NAN, NAN], [800, NAN, NAN], [800, 800, NAN]])
def test_without_two_different_times_there_is_no_zone(rt):
    found = gradcpt(run(rt, nogo=[0, 0, 1]))
    assert (found.inside, found.outside) == (None, None)
    assert math.isnan(found.in_zone)
    assert math.isnan(found.zone_ms)
    assert math.isfinite(found.d_prime)


@pytest.mark.parametrize(
    ("trials", "named"),
    [
        (run([]), "rt_ms"),
        (run([800, 900]), "no-go"),
        (run([800, NAN], nogo=[1, 1]), "go"),
        (run([800, NAN], nogo=[0, 1], valid=[0, 1]), "go"),
        (run([-1, NAN], nogo=[0, 1]), "rt_ms"),
        (run([math.inf, NAN], nogo=[0, 1]), "rt_ms"),
        (run([800, NAN], nogo=[0, 3]), "nogo"),
        (run([800, NAN], nogo=[0]), "nogo"),
    ],
)
def test_degenerate_runs_are_refused(trials, named):
    with pytest.raises(ValueError, match=named):
        gradcpt(trials)


@pytest.mark.parametrize("edge", [0, -1, NAN, math.inf])
def test_an_edge_that_is_none_is_refused(edge):
    with pytest.raises(ValueError, match="zone_ms"):
        gradcpt(run([800, 900, NAN], nogo=[0, 0, 1]), edge)


def test_a_recording_maps_onto_the_arrays_and_d_prime_rises_with_attention():
    drill = Drill()
    config = {
        "drill": "gradcpt", "blocks": 1, "trials_per_block": 300, "practice_trials": 0, "trial_ms": 800,
        "nogo_share": 0.1,
    }  # fmt: skip
    step = StepView(drill.plan(config, [], random.Random(2))[0].plan, config)
    found = []
    for attention in (0.3, 0.6, 0.9):
        answer = drill.simulate(step, SimulatedPerson(attention=attention), random.Random(2))
        graded = drill.grade(step, Answer(answer.value))
        assert graded.recording is not None
        trials = graded.recording["trials"]
        result = gradcpt(
            GradCptTrials(
                nogo=[trial["scene"] >= 10 for trial in trials],
                rt_ms=[NAN if trial["responseTime"] is None else trial["responseTime"] for trial in trials],
                valid=[not trial["void"] for trial in trials],
            )
        )
        assert (result.misses, result.false_alarms) == (graded.stored["omissions"], graded.stored["commissions"])
        found.append((result.d_prime, -result.rt_cv))
    assert found == sorted(found)
