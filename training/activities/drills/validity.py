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
# Of the targets that were pressed on, so few may be void: an alarm may come just then once or twice, but to look away
# right after a slip would make it undone.
MAX_VOID_PRESSED = 2
# Blocks begun and broken off in one run. A doorbell and a dead battery are two; each further one is a second look at
# digits that were seen already, and of several goes the best one would count.
MAX_BROKEN_OFF = 3
# So many runs of a module are offered again without anybody asking; after that an instructor decides.
FREE_RUNS = 2


class Verdict(StrEnum):
    OK = "ok"
    VOID_TRIALS = "void_trials"
    UNTIMED = "untimed"
    BROKEN_OFF = "broken_off"


# What the trainee reads, followed by AGAIN or ASK.
REASONS = {
    Verdict.VOID_TRIALS: (
        "Too much of this drill was interrupted: the page was hidden, lost the focus, changed its size or stood still, "
        "or what it showed was on for too long or too short, in more than a fifth of the trials or of the targets, or "
        "just after presses on targets. What was left says too little, so it counts nowhere."
    ),
    Verdict.UNTIMED: (
        "This device could not show the drill on time, so its numbers would say more about the device than about you. "
        "They count nowhere. Another device, or closing other programs, may do better."
    ),
    Verdict.BROKEN_OFF: (
        f"Blocks of this drill were broken off and begun anew more than {MAX_BROKEN_OFF} times. Then they are no first "
        "look any more, so it counts nowhere."
    ),
}
AGAIN = "You may do it once more."
ASK = "It was offered again before; your instructor can offer it once more."
OFFERED = (
    "You did this without timing, on a device that could not show the drill. Other drills of yours were timed, so this "
    "one is open to you as a timed drill too. What you did keeps counting until then."
)


def verdict(answers: Sequence[Mapping[str, Any]], broken_off: int = 0) -> Verdict:
    """`answers`: of one run's measured blocks, in any order, as they are stored. A run without any is all right.

    `broken_off`: how often one of its measured blocks was begun and did not become its answer; two that ended because
    too much of them was void count as one.
    """
    if not all(answer["timing_valid"] for answer in answers):
        return Verdict.UNTIMED
    trials = sum(answer["trials"] for answer in answers)
    void = sum(answer["void"] for answer in answers)
    # Only drills with rare targets count them; `nogo` are those of them that are not void.
    rare = [answer for answer in answers if "targets" in answer]
    targets = sum(answer["targets"] for answer in rare)
    void_targets = targets - sum(answer["nogo"] for answer in rare)
    void_pressed = sum(answer.get("void_pressed", 0) for answer in answers)
    shares = void > MAX_VOID_SHARE * trials or void_targets > MAX_VOID_SHARE * targets
    if shares or void_pressed > MAX_VOID_PRESSED:
        return Verdict.VOID_TRIALS
    if broken_off > MAX_BROKEN_OFF:
        return Verdict.BROKEN_OFF
    return Verdict.OK
