"""PURE: the psychomotor vigilance drill: a disc appears after an uncertain wait; press as soon as it does.

Method after Dinges and Powell (1985) and Basner and Dinges (2011, Sleep 34, 581-591): waits drawn evenly from 2 to 10
seconds, counted from the response before, whose own time is shown for the first second of them; 10 minutes, or 3. A
response of 500 ms or more is a lapse. A press during the wait is a false start: it is said, and the same wait begins
anew, at most five times. A response under 100 ms was begun before the disc and is a false start too, which ends its
trial.

A step is a block of at most five minutes, so that a run broken off loses no more. A block ends with the first
response after its time is up, so that no wait is cut short and no slow answer is lost; how many trials it has is
therefore up to the person, and the plan has waits enough for the quickest.
"""

import math
import random
from collections.abc import Mapping, Sequence
from typing import Any

from training.activities.base import (
    Answer,
    ConfigCheck,
    Graded,
    InvalidAnswer,
    ItemView,
    JsonDict,
    PlannedStep,
    Simulated,
    SimulatedPerson,
    StepView,
    bounded,
)
from training.activities.drills.kernel import MAX_COUNT, device_of, recorded, trials_of
from training.activities.drills.simulated import FRAME_MS, simulated_device, simulated_trial

MAX_BLOCK_MINUTES = 5
LAPSE_MS = 500
FALSE_START_MS = 100
# Half a minute in the original, which then beeps to wake the person. Nobody is woken here: who has not pressed for
# ten seconds is away, and the drill goes on. It counts as a lapse.
LIMIT_MS = 10_000
# The own time is shown for a second, and the disc must not follow on its heels.
MIN_WAIT_MS = 1200
MAX_WAIT_MS = 30_000
# By so much less than its length may a block seem to have lasted: clocks are rounded, waits are whole frames.
SLACK_SHARE = 0.05


class Pvt:
    """Not an activity by itself: `Drill` hands steps with `drill = "pvt"` to it."""

    timed = True

    def check(self, config: Mapping[str, Any]) -> list[str]:
        checked = ConfigCheck(config)
        checked.only("drill", "minutes", "practice_trials", "wait_ms")
        checked.whole("minutes", 1, 10)
        checked.whole("practice_trials", 0, 20)
        if not _is_wait(config.get("wait_ms")):
            checked.problems.append(
                f"config.wait_ms is {config.get('wait_ms')!r}; expected [shortest, longest], two different whole"
                f" numbers from {MIN_WAIT_MS} to {MAX_WAIT_MS}"
            )
        return checked.problems

    def plan(self, config: Mapping[str, Any], items: Sequence[ItemView], rng: random.Random) -> list[PlannedStep]:
        """A practice block of so many trials (if any), then the minutes in as few equal blocks as may be."""
        steps = []
        if config["practice_trials"]:
            waits = [rng.randint(*config["wait_ms"]) for _ in range(config["practice_trials"])]
            steps.append(PlannedStep(None, {"block": 0, "waits": waits, "duration_ms": None}))
        blocks = _blocks(config)
        duration_ms = config["minutes"] * 60_000 // blocks
        for block in range(1, blocks + 1):
            waits = _waits(duration_ms, config["wait_ms"], rng)
            steps.append(PlannedStep(None, {"block": block, "waits": waits, "duration_ms": duration_ms}))
        return steps

    def present(self, step: StepView) -> JsonDict:
        """`durationMs` is null for a practice block, which ends with its last wait."""
        return {
            "shape": "drill",
            "drill": "pvt",
            "practice": step.plan["block"] == 0,
            "block": step.plan["block"],
            "blocks": _blocks(step.config),
            "waitsMs": step.plan["waits"],
            "durationMs": step.plan["duration_ms"],
            "limitMs": LIMIT_MS,
        }

    def grade(self, step: StepView, answer: Answer) -> Graded:
        """No credit for a block. Trials carry `falseStarts`, the presses in their wait."""
        trials, said = recorded(answer)
        cleaned = _cleaned(step, trials, whole=step.plan["duration_ms"] is None)
        _check_lasted(cleaned, step.plan)
        device = device_of(said)
        stored = {"drill": "pvt", "block": step.plan["block"], "timing_valid": device["timingValid"]}
        return Graded(None, None, stored | counts(cleaned), None, {"trials": cleaned, "device": device})

    def broken_off(self, step: StepView, trials: Any) -> list[JsonDict]:
        """The first trials of a run that was broken off, cleaned as those of an answer."""
        return _cleaned(step, trials, whole=False)

    def simulate(self, step: StepView, person: SimulatedPerson, rng: random.Random) -> Simulated:
        trials: list[JsonDict] = []
        now, duration_ms = 0.0, step.plan["duration_ms"] or math.inf
        for index, wait in enumerate(step.plan["waits"]):
            if now >= duration_ms:
                break
            false_starts = int(rng.random() < 0.08 * (1 - person.attention))
            # A false start comes half-way through its wait, which then begins anew.
            onset = now + wait + false_starts * wait / 2
            reaction = _reaction(person, rng)
            trial = simulated_trial(index, onset, reaction, reaction, waitMs=wait, falseStarts=false_starts)
            trials.append(trial)
            now = onset + reaction + FRAME_MS
        return Simulated({"trials": trials, "device": simulated_device()}, None, now / 1000 + 10)


def _cleaned(step: StepView, trials: Any, *, whole: bool) -> list[JsonDict]:
    cleaned = trials_of(trials, "waitMs", step.plan["waits"], whole=whole)
    for clean, sent in zip(cleaned, trials, strict=True):
        where = f"answer.trials[{clean['index']}].falseStarts"
        clean["falseStarts"] = int(bounded(sent.get("falseStarts"), where, 0, MAX_COUNT))
    return cleaned


def counts(trials: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """What a block's cleaned trials come to; void trials count only as void.

    responses: reactions to the disc, not too early ones; lapses: those of 500 ms or more, and discs that got none
    within the limit; false_starts: presses in the wait, and responses under 100 ms.
    """
    valid = [trial for trial in trials if not trial["void"]]
    times = [trial["responseTime"] for trial in valid]
    reactions = [time for time in times if time is not None and time >= FALSE_START_MS]
    return {
        "trials": len(trials),
        "void": len(trials) - len(valid),
        "slipped": sum(trial["slipped"] for trial in valid),
        "responses": len(reactions),
        "lapses": sum(time >= LAPSE_MS for time in reactions) + times.count(None),
        "false_starts": sum(trial["falseStarts"] for trial in valid)
        + sum(time is not None and time < FALSE_START_MS for time in times),
    }


def _is_wait(wait: Any) -> bool:
    if not isinstance(wait, list) or len(wait) != 2:
        return False
    whole = all(isinstance(ms, int) and not isinstance(ms, bool) for ms in wait)
    return whole and MIN_WAIT_MS <= wait[0] < wait[1] <= MAX_WAIT_MS


def _blocks(config: Mapping[str, Any]) -> int:
    return math.ceil(config["minutes"] / MAX_BLOCK_MINUTES)


def _waits(duration_ms: int, wait_ms: Sequence[int], rng: random.Random) -> list[int]:
    """As many as somebody would need who answers at once."""
    waits: list[int] = []
    while sum(waits) < duration_ms:
        waits.append(rng.randint(*wait_ms))
    return waits


def _check_lasted(trials: Sequence[Mapping[str, Any]], plan: Mapping[str, Any]) -> None:
    """A block is over when its time is; fewer trials than that takes were not this block."""
    if plan["duration_ms"] is None:
        return
    lasted = trials[-1]["offset"] - trials[0]["onset"] + plan["waits"][0] if trials else 0
    if lasted < plan["duration_ms"] * (1 - SLACK_SHARE):
        raise InvalidAnswer("answer.trials", f"the block lasts {plan['duration_ms']} ms, and these end before")


def _reaction(person: SimulatedPerson, rng: random.Random) -> float:
    """ms. Somebody with half the attention loses it about once in eight trials, and strays more in the others."""
    missing = 1 - person.attention
    reaction = max(120.0, rng.gauss(230, 20 + 40 * missing) + rng.expovariate(1 / (20 + 60 * missing))) * person.speed
    if rng.random() < missing / 4:
        reaction += rng.uniform(250, 1500)
    return min(reaction, LIMIT_MS - 1.0)
