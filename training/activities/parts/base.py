"""PURE: what a part of a judgement is, and how an activity uses the parts that its config asks for."""

import random
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from courseware.keys import Grade
from training.activities.base import (
    Answer,
    ConfigCheck,
    InvalidAnswer,
    JsonDict,
    PlannedStep,
    SimulatedPerson,
    StepView,
)


class Part(Protocol):
    """Something that a judgement carries besides its choice.

    check      complains about the config key of its name, which asks for it
    asked      whether this step has it
    present    what the page is told of it, under `parts.<name>` of the step; never a key
    read       its answer, cleaned; `value` is None where the answer has none. Raises InvalidAnswer. Reading what was
               cleaned gives the same again: stored answers are graded anew when a key is corrected
    feedback   what is said of it afterwards, under `parts.<name>` of the feedback; None: nothing
    simulate   the answer of a simulated person, as the browser would have sent it; None: none
    """

    name: str

    def check(self, checked: ConfigCheck) -> None: ...

    def asked(self, step: StepView) -> bool: ...

    def present(self, step: StepView) -> JsonDict: ...

    def read(self, value: Any, step: StepView, choice: str) -> Any: ...

    def feedback(self, value: Any, step: StepView, grade: Grade, confidence: float | None) -> JsonDict | None: ...

    def simulate(self, step: StepView, choice: str, person: SimulatedPerson, rng: random.Random) -> Any: ...


class Parts:
    """The parts that one kind of module knows, in the order in which the page shows them."""

    def __init__(self, *parts: Part) -> None:
        self._parts = parts

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(part.name for part in self._parts)

    def named(self, name: str) -> Part:
        """Raises KeyError where this kind of module knows no such part."""
        return {part.name: part for part in self._parts}[name]

    def check(self, checked: ConfigCheck) -> None:
        for part in self._parts:
            if part.name in checked.config:
                part.check(checked)

    def plan(self, config: Mapping[str, Any], planned: Sequence[PlannedStep], rng: random.Random) -> list[PlannedStep]:
        """The planned steps with what the parts that plan (those with a method `plan`) decide for each."""
        steps = list(planned)
        for part in self._parts:
            if hasattr(part, "plan") and part.name in config:
                steps = part.plan(config, steps, rng)
        return steps

    def present(self, step: StepView) -> JsonDict:
        """{"parts": ...} for the step, or nothing."""
        shown = {part.name: part.present(step) for part in self._parts if part.asked(step)}
        return {"parts": shown} if shown else {}

    def read(self, answer: Answer, step: StepView, choice: str) -> JsonDict:
        """{"parts": ...} as it is kept, or nothing. Raises InvalidAnswer, also for a part that is not asked for."""
        given = answer.value.get("parts", {})
        if not isinstance(given, Mapping):
            raise InvalidAnswer("answer.parts", "expected an object")
        asked = [part for part in self._parts if part.asked(step)]
        for name in given:
            if name not in {part.name for part in asked}:
                raise InvalidAnswer(f"answer.parts.{str(name)[:40]}", "is not asked for here")
        kept = {part.name: part.read(given.get(part.name), step, choice) for part in asked}
        kept = {name: value for name, value in kept.items() if value is not None}
        return {"parts": kept} if kept else {}

    def feedback(self, kept: Mapping[str, Any], step: StepView, grade: Grade, confidence: float | None) -> JsonDict:
        """{"parts": ...} of the feedback, or nothing; `kept` as `read` gave it."""
        values = kept.get("parts", {})
        said = {
            part.name: said
            for part in self._parts
            if part.asked(step) and (said := part.feedback(values.get(part.name), step, grade, confidence)) is not None
        }
        return {"parts": said} if said else {}

    def simulate(self, step: StepView, choice: str, person: SimulatedPerson, rng: random.Random) -> JsonDict:
        """{"parts": ...} as the browser would have sent it, or nothing."""
        given = {part.name: part.simulate(step, choice, person, rng) for part in self._parts if part.asked(step)}
        given = {name: value for name, value in given.items() if value is not None}
        return {"parts": given} if given else {}
