"""Which finished drills say anything: by their device, and by how much of them is void."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.activities.drills.validity import REASONS, TIMING_FAULTS, Verdict, verdict
from training.models import Ruling

DEVICE_JS = Path(__file__).parents[2] / "training/static/training/drill/device.js"


def block(trials: int = 45, void: int = 0, targets: int = 5, void_targets: int = 0, timing_valid: bool = True) -> dict:
    """A SART block's stored answer, as far as it is asked for."""
    return {
        "timing_valid": timing_valid,
        "trials": trials,
        "void": void,
        "targets": targets,
        "nogo": targets - void_targets,
    }


@pytest.mark.parametrize(
    ("blocks", "found"),
    [
        ([], Verdict.OK),
        ([block()] * 5, Verdict.OK),
        ([block(void=9)] * 5, Verdict.OK),
        ([*[block(void=9)] * 4, block(void=10)], Verdict.VOID_TRIALS),
        ([*[block()] * 4, block(void=45)], Verdict.OK),
        ([block(void_targets=1)] * 5, Verdict.OK),
        ([*[block(void=1, void_targets=1)] * 4, block(void=2, void_targets=2)], Verdict.VOID_TRIALS),
        ([*[block()] * 4, block(timing_valid=False)], Verdict.UNTIMED),
        ([block(timing_valid=False, void=45)], Verdict.UNTIMED),
    ],
    ids=["none", "clean", "a fifth", "above", "one block of five", "a fifth of the targets", "above it", "one", "both"],
)
def test_more_than_a_fifth_void_or_one_untimed_block_says_nothing(blocks, found):
    assert verdict(blocks) is found


def test_a_drill_without_rare_targets_is_judged_by_its_trials_alone():
    vigilance = {"timing_valid": True, "trials": 40, "responses": 38, "lapses": 2}
    assert verdict([vigilance | {"void": 8}]) is Verdict.OK
    assert verdict([vigilance | {"void": 9}]) is Verdict.VOID_TRIALS
    look = {"timing_valid": True, "trials": 16, "void": 0, "planted": 2, "hits": 0, "clean": 14}
    assert verdict([look] * 5) is Verdict.OK


@given(st.permutations([block(void=3), block(void=20), block(void=9), block()]))
def test_the_order_of_the_blocks_says_nothing(blocks):
    assert verdict(blocks) is verdict([block(void=3), block(void=20), block(void=9), block()])


def test_each_verdict_against_a_run_is_a_code_of_a_ruling_and_has_its_words():
    against = set(Verdict) - {Verdict.OK}
    assert against == set(REASONS) == set(Ruling.Code) - {Ruling.Code.INSTRUCTOR}
    assert all("counts nowhere" in words or "count nowhere" in words for words in REASONS.values())


def test_a_target_that_was_pressed_on_may_be_void_by_chance_but_not_again_and_again():
    pressed = [block(void=1, void_targets=1) | {"void_pressed": 1}]
    assert verdict(pressed * 2 + [block()] * 3) is Verdict.OK
    assert verdict(pressed * 3 + [block()] * 3) is Verdict.VOID_TRIALS


def test_blocks_broken_off_again_and_again_leave_no_first_look():
    assert verdict([block()] * 5, broken_off=3) is Verdict.OK
    assert verdict([block()] * 5, broken_off=4) is Verdict.BROKEN_OFF


def test_the_browser_and_the_server_know_the_same_faults():
    named = re.search(r"@typedef \{([^}]*)\} TimingFault", DEVICE_JS.read_text())
    assert named
    assert set(re.findall(r'"(\w+)"', named[1])) == set(TIMING_FAULTS)
