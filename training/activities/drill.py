"""PURE: drills. Each drill is a file of its own; this one only finds it by the config's `drill`."""

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
from training.activities.sart import Sart

DRILLS = {"sart": Sart()}


class Drill:
    kind = "drill"
    scales: tuple[str, ...] = ()

    def check(self, config: Mapping[str, Any]) -> list[str]:
        checked = ConfigCheck(config)
        checked.choice("drill", DRILLS)
        return checked.problems or DRILLS[config["drill"]].check(config)

    def plan(self, config: Mapping[str, Any], items: Sequence[ItemView], rng: random.Random) -> list[PlannedStep]:
        return DRILLS[config["drill"]].plan(config, items, rng)

    def present(self, step: StepView) -> JsonDict:
        return DRILLS[step.config["drill"]].present(step)

    def grade(self, step: StepView, answer: Answer) -> Graded:
        return DRILLS[step.config["drill"]].grade(step, answer)

    def simulate(self, step: StepView, person: SimulatedPerson, rng: random.Random) -> Simulated:
        return DRILLS[step.config["drill"]].simulate(step, person, rng)
