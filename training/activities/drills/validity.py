"""PURE: whether a finished drill says anything, from the stored answers of its measured blocks.

A run that says nothing is set aside and offered again, free. That is asked per run, not per block: one bad minute in
twenty is left out trial by trial, and the rest still counts.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

# What the browser's check of a device may find (`TimingFault` in training/static/training/drill/device.js). One that
# asks for less motion can time, but a drill that blends pictures is not for everybody who has set it so.
TIMING_FAULTS = (
    "refresh_rate",
    "dropped_frames",
    "uneven_frames",
    "coarse_clock",
    "slipped_trials",
    "event_clock",
    "key_repeat",
    "reduced_motion",
)
# With more than a fifth of the trials void, the estimate rests on what was left over: 225 trials become fewer than
# 180, and the interval of d' grows by a tenth. The same share of the rare targets is asked for by itself, for trials
# are void where somebody looks away: who does so after each slip would otherwise void the slips and keep the rest.
MAX_VOID_SHARE = 0.2


class Verdict(StrEnum):
    OK = "ok"
    VOID_TRIALS = "void_trials"
    UNTIMED = "untimed"


# What the trainee reads.
REASONS = {
    Verdict.VOID_TRIALS: (
        "Too much of this drill was interrupted: the page was hidden, lost the focus, changed its size or stood still "
        "in more than a fifth of the trials. What was left says too little, so it counts nowhere, and you may do it "
        "once more."
    ),
    Verdict.UNTIMED: (
        "This device could not show the drill on time, so its numbers would say more about the device than about you. "
        "They count nowhere, and you may do it once more, best on another device or with other programs closed."
    ),
}


def verdict(answers: Sequence[Mapping[str, Any]]) -> Verdict:
    """`answers`: of one run's measured blocks, in any order, as they are stored. A run without any is all right."""
    if not all(answer["timing_valid"] for answer in answers):
        return Verdict.UNTIMED
    trials = sum(answer["trials"] for answer in answers)
    void = sum(answer["void"] for answer in answers)
    # Only drills with rare targets count them; `nogo` are those of them that are not void.
    rare = [answer for answer in answers if "targets" in answer]
    targets = sum(answer["targets"] for answer in rare)
    void_targets = targets - sum(answer["nogo"] for answer in rare)
    if void > MAX_VOID_SHARE * trials or void_targets > MAX_VOID_SHARE * targets:
        return Verdict.VOID_TRIALS
    return Verdict.OK
