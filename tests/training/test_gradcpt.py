"""The cross-fade block: which scenes come, which press belongs to which, and what is refused."""

import random
from itertools import pairwise
from typing import Any

import pytest

from training.activities.base import Answer, Graded, InvalidAnswer, SimulatedPerson, StepView
from training.activities.drill import Drill
from training.activities.drills.gradcpt_presses import assign

DRILL = Drill()
CONFIG = {
    "drill": "gradcpt",
    "blocks": 2,
    "trials_per_block": 60,
    "practice_trials": 20,
    "trial_ms": 800,
    "nogo_share": 0.1,
}
MS = 800


def blocks(seed: int = 1, **changes: Any) -> list[StepView]:
    config = CONFIG | changes
    return [StepView(step.plan, config) for step in DRILL.plan(config, [], random.Random(seed))]


@pytest.fixture
def block() -> StepView:
    """The first measured block: 60 scenes, 6 of them mountains."""
    return blocks()[1]


@pytest.fixture
def recorded(block: StepView) -> dict[str, Any]:
    """A block in which every city and no mountain got a press."""
    return DRILL.simulate(block, SimulatedPerson(attention=1.0), random.Random(1)).value


def grade(block: StepView, recorded: dict[str, Any]) -> Graded:
    return DRILL.grade(block, Answer(recorded))


class TestConfig:
    def test_the_usual_one_is_taken(self):
        assert DRILL.check(CONFIG) == []
        assert DRILL.check(CONFIG | {"adaptive": True}) == []

    @pytest.mark.parametrize(
        ("key", "value"),
        [("blocks", 0), ("trials_per_block", 301), ("practice_trials", -1), ("trial_ms", 399), ("nogo_share", 0.6),
         ("nogo_share", True), ("stimulus_ms", 250)],
    )  # fmt: skip
    def test_what_cannot_be_run_is_named(self, key: str, value: Any):
        problems = DRILL.check(CONFIG | {key: value})
        assert [key in problem for problem in problems] == [True]


class TestPlan:
    def test_a_practice_block_comes_first_and_is_marked(self):
        presented = [DRILL.present(step) for step in blocks()]
        assert [(step["block"], step["practice"], len(step["scenes"])) for step in presented] == [
            (0, True, 20),
            (1, False, 60),
            (2, False, 60),
        ]
        assert {step["trialMs"] for step in presented} == {MS}

    @pytest.mark.parametrize("seed", range(20))
    def test_no_scene_comes_twice_in_a_row_and_one_in_ten_is_a_mountain(self, seed: int):
        for step in blocks(seed):
            scenes = step.plan["scenes"]
            assert sum(scene >= 10 for scene in scenes) == len(scenes) // 10
            assert all(before != after for before, after in pairwise(scenes))
            assert set(scenes) <= set(range(20))

    def test_a_short_block_still_has_a_mountain(self):
        assert sum(scene >= 10 for scene in blocks(trials_per_block=10, nogo_share=0.02)[1].plan["scenes"]) == 1

    def test_without_practice_there_is_none(self):
        assert [step.plan["block"] for step in blocks(practice_trials=0)] == [1, 2]


class TestWhichPressIsForWhichScene:
    """Onsets at 0, 800, 1600, 2400; the one at 1600 is a mountain unless said otherwise."""

    NOGO = (False, False, True, False)

    @pytest.mark.parametrize(
        ("presses", "taken"),
        [
            ([], [None, None, None, None]),
            ([560.5], [560.5, None, None, None]),  # just over 70 % of the first
            ([1120], [1120, None, None, None]),  # 40 % into the next
            ([1121], [1121, None, None, None]),  # between: two cities, the nearer one
            ([1200], [None, 1200, None, None]),  # half-way belongs to the one that comes
            ([320], [None, None, None, None]),  # 40 % of the first: for what came before it
            ([321], [321, None, None, None]),  # between, and there is none before it
            ([-5], [None, None, None, None]),
            ([3200], [None, None, None, 3200]),  # the last is fading out
            ([3520], [None, None, None, 3520]),  # 40 % out
            ([3760], [None, None, None, 3760]),  # 70 % out, and there is no other
            ([3761], [None, None, None, None]),
            ([700, 750], [700, None, None, None]),  # the first of two
            ([750, 700], [700, None, None, None]),  # in any order
            ([1000, 1150], [1000, 1150, None, None]),  # between: the first has its own
            ([1000, 1150, 1500], [1000, 1500, None, None]),  # between: both have their own
            ([2000], [None, 2000, None, None]),  # half of the mountain, but the city has no response
            ([1500, 2000], [None, 1500, 2000, None]),  # the city has its own: the mountain is charged
            ([2200], [None, None, 2200, None]),  # more than 70 % mountain: a commission
            ([2720], [None, None, 2720, None]),  # 40 % into the city after it: still a commission
            ([2800], [None, None, None, 2800]),  # between mountain and city: the city
        ],
    )
    def test_by_how_far_the_fade_is(self, presses: list[float], taken: list[float | None]):
        assert assign([0, 800, 1600, 2400], MS, presses, self.NOGO) == taken

    def test_of_two_mountains_the_nearer_one(self):
        assert assign([0, 800], MS, [1150], [True, True]) == [1150, None]
        assert assign([0, 800], MS, [1250], [True, True]) == [None, 1250]

    def test_a_scene_whose_successor_is_late_stays_the_one(self):
        assert assign([0, 2000], MS, [1900], [False, False]) == [1900, None]


class TestCounts:
    def test_a_faultless_block_counts_no_slip_of_any_kind(self, block: StepView, recorded: dict[str, Any]):
        graded = grade(block, recorded)
        assert (graded.credit, graded.correct, graded.feedback) == (None, None, None)
        assert graded.stored == {
            "drill": "gradcpt",
            "block": 1,
            "timing_valid": True,
            "trials": 60,
            "targets": 6,
            "void": 0,
            "void_pressed": 0,
            "slipped": 0,
            "go": 54,
            "nogo": 6,
            "omissions": 0,
            "commissions": 0,
        }

    def test_the_rule_decides_the_response_and_the_presses_are_kept(self, block: StepView, recorded: dict[str, Any]):
        for trial in recorded["trials"]:
            # What the page takes for the response is the first press after the scene began: the one before's.
            trial |= {"presses": [], "eventTime": None, "responseTime": None}
        recorded["trials"][5]["presses"] = [recorded["trials"][5]["onset"] + 100.0]
        graded = grade(block, recorded)
        assert graded.recording is not None
        trials = graded.recording["trials"]
        assert [trial["index"] for trial in trials if trial["responded"]] == [4]
        assert trials[4]["responseTime"] == pytest.approx(900.0)
        assert (trials[4]["presses"], trials[5]["presses"]) == ([], [trials[5]["onset"] + 100.0])
        assert graded.stored["omissions"] >= 52

    def test_a_disturbance_also_voids_the_scene_that_was_fading_out(self, block: StepView, recorded: dict[str, Any]):
        recorded["trials"][7]["frozen"] = True
        graded = grade(block, recorded)
        assert graded.recording is not None
        assert [trial["index"] for trial in graded.recording["trials"] if trial["void"]] == [6, 7]
        assert graded.stored["void"] == 2

    def test_a_scene_of_a_wrong_length_is_void_alone(self, block: StepView, recorded: dict[str, Any]):
        recorded["trials"][7]["framesShown"] += 2
        assert grade(block, recorded).stored["void"] == 1

    def test_at_a_level_the_rule_goes_by_that_forms_pace(self):
        config = CONFIG | {"adaptive": True, "level": 5}
        step = StepView(DRILL.plan(config, [], random.Random(1))[1].plan, config)
        assert DRILL.present(step)["trialMs"] == 560
        answer = Answer(DRILL.simulate(step, SimulatedPerson(attention=1.0), random.Random(1)).value)
        stored = DRILL.grade(step, answer).stored
        assert (stored["form"], stored["omissions"], stored["commissions"]) == ("level 5", 0, 0)


class TestRefused:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"scene": 99}, "answer.trials[2]"),
            ({"presses": None}, "answer.trials[2].presses"),
            ({"presses": [1.0] * 21}, "answer.trials[2].presses"),
            ({"presses": [1.0, "2"]}, "answer.trials[2].presses"),
            ({"presses": [float("nan")]}, "answer.trials[2].presses"),
            ({"presses": [-1.0]}, "answer.trials[2].presses"),
            ({"onset": 800.0}, "answer.trials[2].onset"),
            ({"onset": 0.0}, "answer.trials[2].onset"),
        ],
    )
    def test_an_impossible_trial_is_named(
        self, block: StepView, recorded: dict[str, Any], changes: dict[str, Any], field: str
    ):
        recorded["trials"][2] |= changes
        with pytest.raises(InvalidAnswer) as refused:
            grade(block, recorded)
        assert refused.value.field == field

    def test_a_block_with_a_trial_missing_is_refused(self, block: StepView, recorded: dict[str, Any]):
        del recorded["trials"][-1]
        with pytest.raises(InvalidAnswer) as refused:
            grade(block, recorded)
        assert refused.value.field == "answer.trials"


class TestSimulated:
    def test_the_more_attentive_slip_less_and_are_steadier(self):
        step = blocks(trials_per_block=300, nogo_share=0.2)[1]
        slips, spread = [], []
        for attention in (0.3, 0.6, 0.9):
            answer = DRILL.simulate(step, SimulatedPerson(attention=attention), random.Random(3))
            graded = DRILL.grade(step, Answer(answer.value))
            assert graded.recording is not None
            times = [t["responseTime"] for t in graded.recording["trials"] if t["responded"]]
            mean = sum(times) / len(times)
            spread.append(sum((time - mean) ** 2 for time in times) / len(times))
            slips.append((graded.stored["commissions"], graded.stored["omissions"]))
        assert slips == sorted(slips, reverse=True)
        assert spread == sorted(spread, reverse=True)

    def test_the_same_seed_plays_the_same(self, block: StepView):
        played = [DRILL.simulate(block, SimulatedPerson(), random.Random(8)) for _ in range(2)]
        assert played[0] == played[1]
