"""PURE: the gradual-onset continuous performance drill: scenes blend into each other; press for cities, not mountains.

Method after Esterman et al. (2013): 800 ms per scene, 90 % cities, 10 % mountains, never the same scene twice in a
row. A step is a block. The browser sends when each scene began to blend in and every press; which scene a press was
for is worked out here (`gradcpt_presses`), and the recording keeps both: a trial's `presses` as they came, and
`eventTime`, `responseTime` (from the scene's first frame) and `responded` as the rule has it.
"""

import random
from collections.abc import Mapping, Sequence
from itertools import pairwise
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
from training.activities.drills.gradcpt_presses import assign
from training.activities.drills.kernel import device_of, recorded, trials_of, void_pressed
from training.activities.drills.simulated import simulated_device, simulated_trial

CITIES = tuple(range(10))
MOUNTAINS = tuple(range(10, 20))
# Of one trial; nobody presses so often, and a record stays small.
MAX_PRESSES = 20
DISTURBED = ("hidden", "blurred", "frozen", "resized")


class GradCpt:
    """Not an activity by itself: `Drill` hands steps with `drill = "gradcpt"` to it."""

    timed = True

    def check(self, config: Mapping[str, Any]) -> list[str]:
        checked = ConfigCheck(config)
        checked.only("drill", "blocks", "trials_per_block", "practice_trials", "trial_ms", "nogo_share")
        checked.whole("blocks", 1, 20)
        checked.whole("trials_per_block", 10, 300)
        checked.whole("practice_trials", 0, 100)
        checked.whole("trial_ms", 400, 2000)
        checked.share("nogo_share", 0.02, 0.5)
        return checked.problems

    def plan(self, config: Mapping[str, Any], items: Sequence[ItemView], rng: random.Random) -> list[PlannedStep]:
        """A practice block (if any), then the measured blocks, each with its share of mountains."""
        lengths = [config["practice_trials"], *[config["trials_per_block"]] * config["blocks"]]
        return [
            PlannedStep(None, {"block": block, "scenes": _scenes(length, config["nogo_share"], rng)})
            for block, length in enumerate(lengths)
            if length
        ]

    def present(self, step: StepView) -> JsonDict:
        return {
            "shape": "drill",
            "drill": "gradcpt",
            "practice": step.plan["block"] == 0,
            "block": step.plan["block"],
            "blocks": step.config["blocks"],
            "scenes": step.plan["scenes"],
            "trialMs": step.config["trial_ms"],
        }

    def grade(self, step: StepView, answer: Answer) -> Graded:
        """No credit for a block."""
        trials, said = recorded(answer)
        cleaned = _cleaned(step, trials)
        device = device_of(said)
        stored = {"drill": "gradcpt", "block": step.plan["block"], "timing_valid": device["timingValid"]}
        return Graded(None, None, stored | counts(cleaned), None, {"trials": cleaned, "device": device})

    def broken_off(self, step: StepView, trials: Any) -> list[JsonDict]:
        """The first trials of a run that was broken off, cleaned as those of an answer."""
        return _cleaned(step, trials, whole=False)

    def simulate(self, step: StepView, person: SimulatedPerson, rng: random.Random) -> Simulated:
        """A press comes about when the scene is whole, and strays more the less attentive the person is."""
        trial_ms = step.config["trial_ms"]
        scenes = step.plan["scenes"]
        due = [_press_time(index * trial_ms, scene, trial_ms, person, rng) for index, scene in enumerate(scenes)]
        presses = sorted(press for press in due if press is not None)
        trials = []
        for index, scene in enumerate(scenes):
            # A press is recorded with the scene that began last before it, which is often the next one.
            end = (index + 1) * trial_ms if index + 1 < len(scenes) else float("inf")
            within = [press for press in presses if index * trial_ms <= press < end]
            first = within[0] - index * trial_ms if within else None
            trial = simulated_trial(index, index * trial_ms, trial_ms, first, scene=scene, presses=within)
            trials.append(trial | {"extraPresses": max(0, len(within) - 1)})
        seconds = (len(trials) + 1) * trial_ms / 1000 + 10
        return Simulated({"trials": trials, "device": simulated_device()}, None, seconds)


def _cleaned(step: StepView, trials: Any, *, whole: bool = True) -> list[JsonDict]:
    cleaned = trials_of(trials, "scene", step.plan["scenes"], whole=whole)
    for clean, sent in zip(cleaned, trials, strict=True):
        clean["presses"] = _presses(sent.get("presses"), clean["index"])
    for earlier, later in pairwise(cleaned):
        # One scene begins after another; otherwise a press would come before what it answers.
        if later["onset"] <= earlier["onset"]:
            raise InvalidAnswer(f"answer.trials[{later['index']}].onset", "must be later than the one before")
    respond(cleaned, step.config["trial_ms"])
    spread_void(cleaned)
    return cleaned


def respond(trials: Sequence[JsonDict], trial_ms: float) -> None:
    """Give every cleaned trial the press that was for its scene, in place."""
    presses = [press for trial in trials for press in trial["presses"]]
    nogo = [trial["scene"] in MOUNTAINS for trial in trials]
    taken = assign([trial["onset"] for trial in trials], trial_ms, presses, nogo)
    for trial, press in zip(trials, taken, strict=True):
        trial["eventTime"] = press
        trial["responseTime"] = None if press is None else press - trial["onset"]
        trial["responded"] = press is not None


def spread_void(trials: Sequence[JsonDict]) -> None:
    """Void also the scene before a disturbed one, in place: its response would have come while that one blended in."""
    for earlier, later in pairwise(trials):
        if any(later[flag] for flag in DISTURBED):
            earlier["void"] = True


def counts(trials: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """What a block's cleaned trials come to; void trials count only as void."""
    valid = [trial for trial in trials if not trial["void"]]
    go = [trial for trial in valid if trial["scene"] not in MOUNTAINS]
    nogo = [trial for trial in valid if trial["scene"] in MOUNTAINS]
    return {
        "trials": len(trials),
        "targets": sum(trial["scene"] in MOUNTAINS for trial in trials),
        "void": len(trials) - len(valid),
        "void_pressed": void_pressed(trials, [trial["scene"] in MOUNTAINS for trial in trials]),
        "slipped": sum(trial["slipped"] for trial in valid),
        "go": len(go),
        "nogo": len(nogo),
        "omissions": sum(not trial["responded"] for trial in go),
        "commissions": sum(trial["responded"] for trial in nogo),
    }


def _scenes(count: int, nogo_share: float, rng: random.Random) -> list[int]:
    """At least one mountain; which scene of its kind comes is drawn from those that were not shown just before."""
    mountains = max(1, round(nogo_share * count))
    kinds = [MOUNTAINS] * mountains + [CITIES] * (count - mountains)
    rng.shuffle(kinds)
    scenes: list[int] = []
    for kind in kinds:
        scenes.append(rng.choice([scene for scene in kind if scene not in scenes[-1:]]))
    return scenes


def _presses(presses: Any, index: int) -> list[float]:
    where = f"answer.trials[{index}].presses"
    if not isinstance(presses, list) or len(presses) > MAX_PRESSES:
        raise InvalidAnswer(where, f"expected a list of at most {MAX_PRESSES} times")
    return [bounded(press, where, 0, MAX_MS) for press in presses]


def _press_time(onset: float, scene: int, trial_ms: float, person: SimulatedPerson, rng: random.Random) -> float | None:
    missing = 1 - person.attention
    responds = rng.random() < (missing if scene in MOUNTAINS else 1 - 0.1 * missing)
    # Around the moment the scene is whole; half as slow a person is a tenth of a scene later.
    centre = 1 + 0.2 * (person.speed - 1)
    reaction = rng.gauss(centre, 0.05 + 0.15 * missing) * trial_ms
    return onset + max(0.1 * trial_ms, reaction) if responds else None
