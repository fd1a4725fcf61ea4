"""PURE: drills. Each drill is a file of its own; this one only finds it.

A module names its drill in its config. Where the device cannot time it, the rest of the attempt is planned from
another config, which names a drill that needs no timing: `config.instead`, or `INSTEAD`. Such steps say so in their
plan, so that a step is graded by the drill that asked it.
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
from training.activities.drills import DRILLS

UNTIMED = "untimed"
INSTEAD: Mapping[str, Any] = {
    "drill": "long_look",
    "sections": 5,
    "lines_per_section": 16,
    "planted_per_section": 2,
    "practice_sections": 3,
}


class Drill:
    kind = "drill"
    scales: tuple[str, ...] = ()

    def check(self, config: Mapping[str, Any]) -> list[str]:
        checked = ConfigCheck(config)
        checked.choice("drill", DRILLS)
        if checked.problems:
            return checked.problems
        own = {key: value for key, value in config.items() if key != "instead"}
        return DRILLS[config["drill"]].check(own) + _check_instead(config)

    def plan(self, config: Mapping[str, Any], items: Sequence[ItemView], rng: random.Random) -> list[PlannedStep]:
        return DRILLS[config["drill"]].plan(config, items, rng)

    def plan_untimed(self, config: Mapping[str, Any], rng: random.Random) -> list[PlannedStep]:
        """The steps of the drill that stands in on a device that cannot time. Raises ValueError where none is needed."""
        if not self.timed(config):
            raise ValueError(f"{config['drill']} needs no timing, so nothing stands in for it")
        instead = config.get("instead", INSTEAD)
        planned = DRILLS[instead["drill"]].plan(instead, [], rng)
        return [PlannedStep(step.item, {"drill": instead["drill"], **step.plan}) for step in planned]

    def timed(self, config: Mapping[str, Any]) -> bool:
        """Whether what it measures hangs on stimuli shown for exact times."""
        return DRILLS[config["drill"]].timed

    def present(self, step: StepView) -> JsonDict:
        drill, own = _own(step)
        return drill.present(own)

    def grade(self, step: StepView, answer: Answer) -> Graded:
        drill, own = _own(step)
        return drill.grade(own, answer)

    def simulate(self, step: StepView, person: SimulatedPerson, rng: random.Random) -> Simulated:
        drill, own = _own(step)
        return drill.simulate(own, person, rng)


def _own(step: StepView) -> tuple[Any, StepView]:
    """The drill that asked the step, and the step with that drill's config."""
    asked, named = step.plan.get("drill", step.config["drill"]), step.config["drill"]
    if asked == named:
        return DRILLS[named], step
    return DRILLS[asked], StepView(step.plan, step.config.get("instead", INSTEAD), step.item, step.guideline)


def _check_instead(config: Mapping[str, Any]) -> list[str]:
    if "instead" not in config:
        return []
    instead = config["instead"]
    untimed = [name for name, drill in DRILLS.items() if not drill.timed]
    if not isinstance(instead, Mapping) or instead.get("drill") not in untimed:
        return [f"config.instead: expected a table whose drill is one of {', '.join(untimed)}"]
    if config["drill"] in untimed:
        return [f"config.instead: {config['drill']} needs no timing, so nothing stands in for it"]
    problems: list[str] = DRILLS[instead["drill"]].check(instead)
    return [problem.replace("config.", "config.instead.") for problem in problems]
