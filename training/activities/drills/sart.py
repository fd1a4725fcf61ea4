"""PURE: the sustained attention to response task as a drill: respond to every digit but one.

Method after Robertson et al. (1997): 225 trials, digits 1-9 each 25 times, 250 ms digit, 900 ms mask. A step
is a block, so that a run broken off resumes at the block boundary. The browser sends what happened in each
trial; what it means (void, commission, omission) is worked out here.
"""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from training.activities.base import (
    Answer,
    ConfigCheck,
    Graded,
    ItemView,
    JsonDict,
    PlannedStep,
    Simulated,
    SimulatedPerson,
    StepView,
)
from training.activities.drills.kernel import device_of, recorded, trials_of, void_pressed
from training.activities.drills.simulated import simulated_device, simulated_trial

DIGITS = tuple(range(1, 10))


class Sart:
    """Not an activity by itself: `Drill` hands steps with `drill = "sart"` to it."""

    timed = True
    stimulus = ("digit", "digits")

    def check(self, config: Mapping[str, Any]) -> list[str]:
        checked = ConfigCheck(config)
        checked.only(
            "drill", "blocks", "trials_per_block", "practice_trials", "stimulus_ms", "mask_ms", "target", "target_share"
        )
        checked.whole("blocks", 1, 20)
        checked.whole("trials_per_block", len(DIGITS), 225)
        checked.whole("practice_trials", 0, 90)
        checked.whole("stimulus_ms", 50, 2000)
        checked.whole("mask_ms", 100, 5000)
        checked.whole("target", 1, 9)
        if "target_share" in config:
            checked.share("target_share", 0.02, 0.5)
        elif not checked.problems:
            for key in ("trials_per_block", "practice_trials"):
                if config[key] % len(DIGITS):
                    checked.problems.append(f"config.{key} is {config[key]}; expected a multiple of {len(DIGITS)}")
        return checked.problems

    def plan(self, config: Mapping[str, Any], items: Sequence[ItemView], rng: random.Random) -> list[PlannedStep]:
        """A practice block (if any), then the measured blocks; each has digits equally often, or `target_share`."""
        lengths = [config["practice_trials"], *[config["trials_per_block"]] * config["blocks"]]
        return [
            PlannedStep(None, {"block": block, "digits": _digits(length, config, rng)})
            for block, length in enumerate(lengths)
            if length
        ]

    def present(self, step: StepView) -> JsonDict:
        return {
            "shape": "drill",
            "drill": "sart",
            "practice": step.plan["block"] == 0,
            "block": step.plan["block"],
            "blocks": step.config["blocks"],
            "digits": step.plan["digits"],
            "stimulusMs": step.config["stimulus_ms"],
            "maskMs": step.config["mask_ms"],
            "target": step.config["target"],
        }

    def grade(self, step: StepView, answer: Answer) -> Graded:
        """No credit for a block; the recording is kept as it was, cleaned of what no trial needs."""
        trials, said = recorded(answer)
        cleaned = trials_of(trials, "digit", step.plan["digits"])
        device = device_of(said)
        stored = {"drill": "sart", "block": step.plan["block"], "timing_valid": device["timingValid"]}
        stored |= counts(cleaned, step.config["target"])
        return Graded(None, None, stored, None, {"trials": cleaned, "device": device})

    def simulate(self, step: StepView, person: SimulatedPerson, rng: random.Random) -> Simulated:
        config = step.config
        trial_ms = config["stimulus_ms"] + config["mask_ms"]
        trials = [
            _simulated_trial(index, digit, index * trial_ms, config, person, rng)
            for index, digit in enumerate(step.plan["digits"])
        ]
        return Simulated({"trials": trials, "device": simulated_device()}, None, len(trials) * trial_ms / 1000 + 10)


def counts(trials: Sequence[Mapping[str, Any]], target: int) -> dict[str, int]:
    """What a block's cleaned trials come to; void trials count only as void."""
    valid = [trial for trial in trials if not trial["void"]]
    go = [trial for trial in valid if trial["digit"] != target]
    nogo = [trial for trial in valid if trial["digit"] == target]
    return {
        "trials": len(trials),
        "targets": sum(trial["digit"] == target for trial in trials),
        "void": len(trials) - len(valid),
        "void_pressed": void_pressed(trials, [trial["digit"] == target for trial in trials]),
        "slipped": sum(trial["slipped"] for trial in valid),
        "go": len(go),
        "nogo": len(nogo),
        "omissions": sum(not trial["responded"] for trial in go),
        "commissions": sum(trial["responded"] for trial in nogo),
    }


def _digits(count: int, config: Mapping[str, Any], rng: random.Random) -> list[int]:
    """In random order. With a `target_share` at least one target, and the other digits as equal as they can be."""
    if "target_share" not in config:
        digits = list(DIGITS) * (count // len(DIGITS))
    else:
        targets = max(1, round(config["target_share"] * count))
        others = [digit for digit in DIGITS if digit != config["target"]]
        rng.shuffle(others)
        digits = [config["target"]] * targets + [others[n % len(others)] for n in range(count - targets)]
    rng.shuffle(digits)
    return digits


def _simulated_trial(
    index: int, digit: int, onset: float, config: Mapping[str, Any], person: SimulatedPerson, rng: random.Random
) -> JsonDict:
    if digit == config["target"]:
        responds = rng.random() > person.attention
    else:
        responds = rng.random() > (1 - person.attention) * 0.15
    spread = 40 + 80 * (1 - person.attention)
    reaction = max(110.0, rng.gauss(300, spread) + rng.expovariate(1 / 60)) * person.speed if responds else None
    return simulated_trial(index, onset, config["stimulus_ms"], reaction, digit=digit)
