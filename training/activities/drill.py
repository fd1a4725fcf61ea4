"""PURE: drills. Each drill is a file of its own; this one only finds it.

A module names its drill in its config. Where the device cannot time it, the rest of the attempt is planned from
another config, which names a drill that needs no timing: `config.instead`, or `INSTEAD`. Such steps say so in their
plan, so that a step is graded by the drill that asked it. A module that says `adaptive = true` is planned at a level
(`training.domain.levels` chooses it): its steps say which, and what is recorded is marked as a training form.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
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
from training.activities.drills.kernel import trials_of
from training.activities.drills.levels import LEVELS, form_name, levelled, problems

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
        checked.flag("adaptive")
        if config.get("adaptive") and config["drill"] not in LEVELS:
            checked.problems.append(f"config.adaptive: only {' and '.join(LEVELS)} have levels")
        own = {key: value for key, value in config.items() if key not in ("instead", "adaptive")}
        found = checked.problems + DRILLS[config["drill"]].check(own)
        if config.get("adaptive") and not found:
            found = problems(config)
        return found + _check_instead(config)

    def plan(self, config: Mapping[str, Any], items: Sequence[ItemView], rng: random.Random) -> list[PlannedStep]:
        """Of an adaptive module the form that `config["level"]` names."""
        if "level" not in config:
            return DRILLS[config["drill"]].plan(config, items, rng)
        level = config["level"]
        planned = DRILLS[config["drill"]].plan(levelled(config, level), items, rng)
        return [PlannedStep(step.item, {"level": level, **step.plan}) for step in planned]

    def plan_untimed(self, config: Mapping[str, Any], rng: random.Random) -> list[PlannedStep]:
        """The steps of the drill that stands in where the device cannot time. Raises ValueError if none is needed."""
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
        graded: Graded = drill.grade(own, answer)
        if "level" not in step.plan:
            return graded
        return replace(graded, stored=graded.stored | {"form": form_name(step.plan["level"])})

    def broken_off(self, step: StepView, trials: Any) -> list[JsonDict]:
        """The first trials of a run that never became the block's answer, checked and cleaned. Raises InvalidAnswer.

        A drill may have a method of this name where the kernel's cleaning would lose something of its own.
        """
        drill, own = _own(step)
        if hasattr(drill, "broken_off"):
            cleaned: list[JsonDict] = drill.broken_off(own, trials)
            return cleaned
        # What its trials show, and under which key the plan lists it; a drill that times nothing records no trials.
        stimulus, planned = getattr(drill, "stimulus", ("", ""))
        return trials_of(trials, stimulus, own.plan.get(planned, ()), whole=False)

    def feedback_again(
        self, step: StepView, stored: Mapping[str, Any], recording: Mapping[str, Any] | None
    ) -> JsonDict | None:
        """What was said to an answer when it came in; only a drill that gives feedback from the server has any."""
        drill, own = _own(step)
        again: JsonDict | None = (
            drill.feedback_again(own, stored, recording) if hasattr(drill, "feedback_again") else None
        )
        return again

    def simulate(self, step: StepView, person: SimulatedPerson, rng: random.Random) -> Simulated:
        drill, own = _own(step)
        return drill.simulate(own, person, rng)


def _own(step: StepView) -> tuple[Any, StepView]:
    """The drill that asked the step, and the step with that drill's config."""
    asked, named = step.plan.get("drill", step.config["drill"]), step.config["drill"]
    if asked == named and "level" in step.plan:
        return DRILLS[named], replace(step, config=levelled(step.config, step.plan["level"]))
    if asked == named:
        return DRILLS[named], step
    return DRILLS[asked], replace(step, config=step.config.get("instead", INSTEAD))


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
