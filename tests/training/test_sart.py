"""The SART block: what the browser recorded is kept as it was, counted, and refused where it cannot be so."""

import random
from collections import Counter
from typing import Any

import pytest

from tests.training.steps import step_views
from training.activities.base import MAX_MS, Answer, Graded, InvalidAnswer, SimulatedPerson, StepView
from training.activities.drill import Drill

DRILL = Drill()


@pytest.fixture
def block() -> StepView:
    """The first measured block: 18 trials, 2 of them with the target 3."""
    return step_views("drill", 4)[1]


@pytest.fixture
def recorded(block: StepView) -> dict[str, Any]:
    """A block in which every digit but the target got a press."""
    return DRILL.simulate(block, SimulatedPerson(attention=1.0), random.Random(1)).value


def grade(block: StepView, recorded: dict[str, Any]) -> Graded:
    return DRILL.grade(block, Answer(recorded))


class TestPlan:
    def test_a_practice_block_comes_first_and_is_marked(self):
        presented = [DRILL.present(step) for step in step_views("drill", 1)]
        assert [(step["block"], step["practice"]) for step in presented] == [(0, True), (1, False), (2, False)]

    def test_every_block_holds_each_digit_equally_often(self):
        for step in step_views("drill", 2):
            counts = Counter(step.plan["digits"])
            assert set(counts) == set(range(1, 10))
            assert len(set(counts.values())) == 1


class TestCounts:
    def test_a_faultless_block_counts_no_slip_of_any_kind(self, block: StepView, recorded: dict[str, Any]):
        graded = grade(block, recorded)
        assert (graded.credit, graded.correct, graded.feedback) == (None, None, None)
        assert graded.stored == {
            "drill": "sart",
            "block": 1,
            "timing_valid": True,
            "trials": 18,
            "targets": 2,
            "void": 0,
            "void_pressed": 0,
            "slipped": 0,
            "go": 16,
            "nogo": 2,
            "omissions": 0,
            "commissions": 0,
        }

    def test_a_press_on_the_target_and_a_missed_digit_are_counted(self, block: StepView, recorded: dict[str, Any]):
        target, other = (block.plan["digits"].index(digit) for digit in (3, 5))
        recorded["trials"][target]["responseTime"] = 310.0
        recorded["trials"][other]["responseTime"] = None
        stored = grade(block, recorded).stored
        assert (stored["commissions"], stored["omissions"]) == (1, 1)

    @pytest.mark.parametrize("flag", ["hidden", "blurred", "frozen"])
    def test_a_trial_the_page_could_not_show_is_void_and_counts_as_nothing_else(
        self, block: StepView, recorded: dict[str, Any], flag: str
    ):
        place = block.plan["digits"].index(5)
        recorded["trials"][place] |= {flag: True, "responseTime": None}
        stored = grade(block, recorded).stored
        assert (stored["void"], stored["go"], stored["omissions"]) == (1, 15, 0)

    @pytest.mark.parametrize(("slip", "void", "slipped"), [(1, 0, 1), (-1, 0, 1), (2, 1, 0), (-2, 1, 0)])
    def test_one_frame_off_is_flagged_and_two_are_void(
        self, block: StepView, recorded: dict[str, Any], slip: int, void: int, slipped: int
    ):
        recorded["trials"][0]["framesShown"] += slip
        stored = grade(block, recorded).stored
        assert (stored["void"], stored["slipped"]) == (void, slipped)

    def test_a_device_that_cannot_time_is_remembered(self, block: StepView, recorded: dict[str, Any]):
        recorded["device"]["timingValid"] = False
        assert grade(block, recorded).stored["timing_valid"] is False


class TestRecording:
    def test_what_no_trial_needs_is_left_out(self, block: StepView, recorded: dict[str, Any]):
        recorded["trials"][0]["note"] = "<script>"
        recorded["device"] |= {"fonts": ["a"], "userAgent": "x" * 10_000}
        recording = grade(block, recorded).recording
        assert recording is not None
        assert "note" not in recording["trials"][0]
        assert "fonts" not in recording["device"]
        assert len(recording["device"]["userAgent"]) == 300

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"index": 7}, "answer.trials[2]"),
            ({"digit": 0}, "answer.trials[2]"),
            ({"onset": "1"}, "answer.trials[2].onset"),
            ({"onset": None}, "answer.trials[2].onset"),
            ({"offset": 10**400}, "answer.trials[2].offset"),
            ({"framesShown": -1}, "answer.trials[2].framesShown"),
            ({"framesPlanned": float("inf")}, "answer.trials[2].framesPlanned"),
            ({"longestGap": float("nan")}, "answer.trials[2].longestGap"),
            ({"hidden": 0}, "answer.trials[2].hidden"),
            ({"responseTime": "fast"}, "answer.trials[2].responseTime"),
            ({"responseTime": -1}, "answer.trials[2].responseTime"),
            ({"responseTime": MAX_MS + 1}, "answer.trials[2].responseTime"),
        ],
    )
    def test_an_impossible_trial_is_named(
        self, block: StepView, recorded: dict[str, Any], changes: dict[str, Any], field: str
    ):
        recorded["trials"][2] |= changes
        with pytest.raises(InvalidAnswer) as refused:
            grade(block, recorded)
        assert refused.value.field == field

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"viewport": [1e999, 800]}, "answer.device.viewport"),
            ({"viewport": [800]}, "answer.device.viewport"),
            ({"viewport": None}, "answer.device.viewport"),
            ({"refreshHz": "60"}, "answer.device.refreshHz"),
            ({"pixelRatio": -1}, "answer.device.pixelRatio"),
            ({"timingValid": "yes"}, "answer.device.timingValid"),
        ],
    )
    def test_an_impossible_device_is_named(
        self, block: StepView, recorded: dict[str, Any], changes: dict[str, Any], field: str
    ):
        recorded["device"] |= changes
        with pytest.raises(InvalidAnswer) as refused:
            grade(block, recorded)
        assert refused.value.field == field

    @pytest.mark.parametrize(
        ("value", "field"),
        [
            ({"trials": []}, "answer"),
            ({"trials": [], "device": {}, "score": 1}, "answer"),
            ({"trials": [], "device": {}}, "answer.trials"),
            ({"trials": "all", "device": {}}, "answer.trials"),
            ({"trials": [1] * 18, "device": {}}, "answer.trials[0]"),
        ],
    )
    def test_a_block_of_another_form_is_refused(self, block: StepView, value: dict[str, Any], field: str):
        with pytest.raises(InvalidAnswer) as refused:
            grade(block, value)
        assert refused.value.field == field
