"""PURE: the sustained attention to response task as a drill: respond to every digit but one.

Method after Robertson et al. (1997): 225 trials, digits 1-9 each 25 times, 250 ms digit, 900 ms mask. A step
is a block, so that a run broken off resumes at the block boundary. The browser sends what happened in each
trial; what it means (void, commission, omission) is worked out here.
"""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from training.activities.base import (
    MAX_MS,
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

DIGITS = tuple(range(1, 10))
# A stimulus shown one frame too long or too short is flagged; by more, it was another stimulus and is void.
MAX_FRAME_SLIP = 1
# Times on the page's own clock, which has run since the page was opened.
TIMES = ("onset", "offset", "longestGap")
FRAMES = ("framesPlanned", "framesShown")
MAX_FRAMES = 100_000
FLAGS = ("hidden", "blurred", "frozen", "anticipation", "repeat")
DEVICE_TEXTS = ("userAgent", "input", "timeZone", "kernelVersion")
MAX_TEXT = 300
MAX_DEVICE_NUMBER = 100_000
REFRESH_HZ = 60.0


class Sart:
    """Not an activity by itself: `Drill` hands steps with `drill = "sart"` to it."""

    def check(self, config: Mapping[str, Any]) -> list[str]:
        checked = ConfigCheck(config)
        checked.only("drill", "blocks", "trials_per_block", "practice_trials", "stimulus_ms", "mask_ms", "target")
        checked.whole("blocks", 1, 20)
        checked.whole("trials_per_block", len(DIGITS), 225)
        checked.whole("practice_trials", 0, 90)
        checked.whole("stimulus_ms", 50, 2000)
        checked.whole("mask_ms", 100, 5000)
        checked.whole("target", 1, 9)
        if not checked.problems:
            for key in ("trials_per_block", "practice_trials"):
                if config[key] % len(DIGITS):
                    checked.problems.append(f"config.{key} is {config[key]}; expected a multiple of {len(DIGITS)}")
        return checked.problems

    def plan(self, config: Mapping[str, Any], items: Sequence[ItemView], rng: random.Random) -> list[PlannedStep]:
        """A practice block (if any), then the measured blocks; every block holds each digit equally often."""
        steps = []
        if config["practice_trials"]:
            steps.append(PlannedStep(None, {"block": 0, "digits": _digits(config["practice_trials"], rng)}))
        for block in range(1, config["blocks"] + 1):
            steps.append(PlannedStep(None, {"block": block, "digits": _digits(config["trials_per_block"], rng)}))
        return steps

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
        if set(answer.value) != {"trials", "device"}:
            raise InvalidAnswer("answer", "expected exactly 'trials' and 'device'")
        if answer.confidence is not None:
            raise InvalidAnswer("confidence", "is not asked for here")
        digits = step.plan["digits"]
        trials = answer.value["trials"]
        if not isinstance(trials, list) or len(trials) != len(digits):
            raise InvalidAnswer("answer.trials", f"expected a list of {len(digits)} trials")
        cleaned = [_trial(trial, index, digit) for index, (trial, digit) in enumerate(zip(trials, digits, strict=True))]
        device = _device(answer.value["device"])
        stored = {"block": step.plan["block"], "timing_valid": device["timingValid"]}
        stored |= counts(cleaned, step.config["target"])
        return Graded(None, None, stored, None, {"trials": cleaned, "device": device})

    def simulate(self, step: StepView, person: SimulatedPerson, rng: random.Random) -> Simulated:
        config = step.config
        trial_ms = config["stimulus_ms"] + config["mask_ms"]
        trials = [
            _simulated_trial(index, digit, index * trial_ms, config, person, rng)
            for index, digit in enumerate(step.plan["digits"])
        ]
        device = {
            "userAgent": "simulated",
            "refreshHz": REFRESH_HZ,
            "viewport": [1280, 800],
            "pixelRatio": 1,
            "input": "keyboard",
            "timeZone": "UTC",
            "kernelVersion": "simulated",
            "timingValid": True,
        }
        return Simulated({"trials": trials, "device": device}, None, len(trials) * trial_ms / 1000 + 10)


def counts(trials: Sequence[Mapping[str, Any]], target: int) -> dict[str, int]:
    """What a block's cleaned trials come to; void trials count only as void."""
    valid = [trial for trial in trials if not trial["void"]]
    go = [trial for trial in valid if trial["digit"] != target]
    nogo = [trial for trial in valid if trial["digit"] == target]
    return {
        "trials": len(trials),
        "targets": sum(trial["digit"] == target for trial in trials),
        "void": len(trials) - len(valid),
        "slipped": sum(trial["slipped"] for trial in valid),
        "go": len(go),
        "nogo": len(nogo),
        "omissions": sum(not trial["responded"] for trial in go),
        "commissions": sum(trial["responded"] for trial in nogo),
    }


def _digits(count: int, rng: random.Random) -> list[int]:
    digits = list(DIGITS) * (count // len(DIGITS))
    rng.shuffle(digits)
    return digits


def _trial(trial: Any, index: int, digit: int) -> JsonDict:
    where = f"answer.trials[{index}]"
    if not isinstance(trial, Mapping):
        raise InvalidAnswer(where, "expected an object")
    if trial.get("index") != index or trial.get("digit") != digit:
        raise InvalidAnswer(where, "does not belong to this block: index and digit must be those planned")
    clean: JsonDict = {"index": index, "digit": digit}
    for key in TIMES:
        clean[key] = bounded(trial.get(key), f"{where}.{key}", 0, MAX_MS)
    for key in FRAMES:
        clean[key] = bounded(trial.get(key), f"{where}.{key}", 0, MAX_FRAMES)
    for key in FLAGS:
        if not isinstance(trial.get(key), bool):
            raise InvalidAnswer(f"{where}.{key}", "expected true or false")
        clean[key] = trial[key]
    response = trial.get("responseTime")
    clean["responseTime"] = None if response is None else bounded(response, f"{where}.responseTime", 0, MAX_MS)
    clean["responded"] = response is not None
    slip = abs(clean["framesShown"] - clean["framesPlanned"])
    clean["slipped"] = slip > 0
    clean["void"] = clean["hidden"] or clean["blurred"] or clean["frozen"] or slip > MAX_FRAME_SLIP
    return clean


def _device(device: Any) -> JsonDict:
    if not isinstance(device, Mapping):
        raise InvalidAnswer("answer.device", "expected an object")
    clean: JsonDict = {key: str(device.get(key, ""))[:MAX_TEXT] for key in DEVICE_TEXTS}
    for key in ("refreshHz", "pixelRatio"):
        clean[key] = bounded(device.get(key), f"answer.device.{key}", 0, MAX_DEVICE_NUMBER)
    viewport = device.get("viewport")
    if not isinstance(viewport, list) or len(viewport) != 2:
        raise InvalidAnswer("answer.device.viewport", "expected [width, height]")
    clean["viewport"] = [int(bounded(v, "answer.device.viewport", 0, MAX_DEVICE_NUMBER)) for v in viewport]
    if not isinstance(device.get("timingValid"), bool):
        raise InvalidAnswer("answer.device.timingValid", "expected true or false")
    clean["timingValid"] = device["timingValid"]
    return clean


def _simulated_trial(
    index: int, digit: int, onset: float, config: Mapping[str, Any], person: SimulatedPerson, rng: random.Random
) -> JsonDict:
    frames = round(config["stimulus_ms"] * REFRESH_HZ / 1000)
    if digit == config["target"]:
        responds = rng.random() > person.attention
    else:
        responds = rng.random() > (1 - person.attention) * 0.15
    spread = 40 + 80 * (1 - person.attention)
    reaction = max(110.0, rng.gauss(300, spread) + rng.expovariate(1 / 60)) * person.speed if responds else None
    return {
        "index": index,
        "digit": digit,
        "plannedOnset": onset,
        "onset": onset,
        "offset": onset + frames * 1000 / REFRESH_HZ,
        "framesPlanned": frames,
        "framesShown": frames,
        "longestGap": 1000 / REFRESH_HZ,
        "eventTime": None if reaction is None else onset + reaction,
        "responseTime": reaction,
        "key": None if reaction is None else " ",
        "repeat": False,
        "extraPresses": 0,
        "anticipation": False,
        "hidden": False,
        "blurred": False,
        "frozen": False,
    }
