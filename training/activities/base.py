"""PURE: what an activity is. Every kind of module is one file here with one class that answers four questions.

    plan(config, items, rng)    -> the steps of one attempt, decided by the attempt's stored seed
    present(step)               -> exactly what the browser may know about the step (never a key)
    grade(step, answer)         -> credit and feedback for one answer, on the server
    simulate(step, person, rng) -> the answer a simulated trainee with known traits would give

`check(config)` is asked when content is loaded, so that a module that cannot run is never loaded.
"""

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from courseware.curriculum import Guideline

JsonDict = dict[str, Any]
# A page may stay open over a holiday, and what is answered on it then still counts. Beyond is a broken clock.
MAX_MS = 30 * 24 * 60 * 60 * 1000


class InvalidAnswer(ValueError):
    """An answer that does not fit its step; `field` names the part that is wrong."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


def bounded(value: Any, field: str, low: float, high: float) -> float:
    """A number of an answer within its bounds, ends included. Raises InvalidAnswer for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidAnswer(field, "expected a number")
    if not low <= value <= high:  # also refuses NaN
        raise InvalidAnswer(field, f"must be from {low:g} to {high:g}")
    return float(value)


@dataclass(frozen=True)
class ItemView:
    """One item version as an activity sees it (key included: this never leaves the server)."""

    slug: str
    kind: str
    body: Mapping[str, str]
    key: Mapping[str, Any]
    rationale: str
    factors: Sequence[Mapping[str, Any]]
    difficulty: float
    ambiguity: str = "clear"
    domain: str = ""
    # What may be planted in it, by the slug of the bias.
    planted: Mapping[str, Any] = field(default_factory=dict)
    # The side (a or b) that stood left when this person first saw the pair; None before that.
    first_left: str | None = None


@dataclass(frozen=True)
class PlannedStep:
    """What planning decides: which item (by slug; None for steps without one) and the seed's choices."""

    item: str | None
    plan: JsonDict


@dataclass(frozen=True)
class StepView:
    """A planned step with all that grading it needs."""

    plan: Mapping[str, Any]
    config: Mapping[str, Any]
    item: ItemView | None = None
    guideline: Guideline | None = None


@dataclass(frozen=True)
class Answer:
    """What came back. confidence: 0..1 or None; `value` by kind ({"choice": ...} or {"trials": ..., "device": ...})."""

    value: Mapping[str, Any]
    confidence: float | None = None


@dataclass(frozen=True)
class Graded:
    """credit: 0..1 or None (nothing to grade); stored: what is kept as the answer; feedback: what is shown after it."""

    credit: float | None
    correct: bool | None
    stored: JsonDict
    feedback: JsonDict | None
    recording: JsonDict | None = None


@dataclass(frozen=True)
class Simulated:
    """A simulated answer, in the form the browser would have sent it.

    first: the answer that was stepped back from, as on the wire ("I caught myself"); None: there was none.
    """

    value: JsonDict
    confidence: float | None
    seconds: float
    first: JsonDict | None = None


@dataclass(frozen=True)
class SimulatedPerson:
    """Traits of a simulated trainee. All but speed and `ambiguity` are probabilities or shares in 0..1.

    skill: chance of the right label on an item of middling difficulty
    attention: chance of withholding on a SART target; also steadies reaction times
    position_bias: chance of choosing the left response of a pair unread
    overconfidence: what is added to the chance of being right when confidence is stated (may be negative)
    speed: factor on response times (1 is average, 2 is twice as slow)
    verbosity_bias: chance of choosing the longer response of a pair unread
    anchoring: chance of taking over a label that somebody else suggested, unread
    authority: chance of taking what a text with an imposing source says for granted
    confirmation: chance of accepting evidence because it supports one's own view, or rejecting it because it does not
    halo: chance of letting a salient quality of a text stand for the one that is asked for
    contrast: chance of moving a step away from the item before (negative: towards it)
    fatigue: what is taken off the chance of being right by the end of a sitting
    catching: chance of stepping back from a wrong first answer before confirming
    ambiguity: d' with which ambiguous items are told from clear ones (0 is guessing)
    flagging: criterion of that, above 0 for people who flag seldom
    soft_noise: how far stated shares are from the item's distribution (0 is exact)
    reactivity: what is taken off the chance of being right by a charged item
    harshness: chance of rating a charged item one label higher than read
    slowing: how much longer charged items take, as a share of the usual time
    """

    skill: float = 0.85
    attention: float = 0.7
    position_bias: float = 0.05
    overconfidence: float = 0.05
    speed: float = 1.0
    verbosity_bias: float = 0.0
    anchoring: float = 0.0
    authority: float = 0.0
    confirmation: float = 0.0
    halo: float = 0.0
    contrast: float = 0.0
    fatigue: float = 0.0
    catching: float = 0.0
    ambiguity: float = 1.5
    flagging: float = 0.3
    soft_noise: float = 0.15
    # Not in `repr`, which seeds the other traits of a drawn person: seeds give the people they gave before.
    reactivity: float = field(default=0.0, repr=False)
    harshness: float = field(default=0.0, repr=False)
    slowing: float = field(default=0.0, repr=False)


@dataclass(frozen=True)
class ConfidenceScale:
    """Per cent, from what a guess among the options is worth: 50 for two, 33 for three, 25 for four, never below 10.

    Above the lowest come the tens, but for one so near to it that nobody would tell them apart.
    """

    low: int = 50
    high: int = 100

    @property
    def points(self) -> tuple[int, ...]:
        return (self.low, *(ten for ten in range(10, self.high + 1, 10) if ten >= self.low + NEAREST_POINT))

    def present(self) -> JsonDict:
        return {"points": list(self.points)}


NEAREST_POINT = 5
LOWEST_POINT = 10


def scale_for(options: int) -> ConfidenceScale:
    """The scale of a judgement among so many options."""
    return ConfidenceScale(low=max(LOWEST_POINT, round(100 / max(2, options))))


def given(stored: Mapping[str, Any]) -> JsonDict:
    """A stored judgement as it was sent: what grades it once more."""
    return {name: stored[name] for name in ("choice", "parts") if name in stored}


class Activity(Protocol):
    """`scales`: the scales of the guidelines it can ask by; empty where it needs no guideline."""

    kind: str
    scales: tuple[str, ...]

    def check(self, config: Mapping[str, Any]) -> list[str]: ...

    def plan(self, config: Mapping[str, Any], items: Sequence[ItemView], rng: random.Random) -> list[PlannedStep]: ...

    def present(self, step: StepView) -> JsonDict: ...

    def grade(self, step: StepView, answer: Answer) -> Graded: ...

    def simulate(self, step: StepView, person: SimulatedPerson, rng: random.Random) -> Simulated: ...


@dataclass(frozen=True)
class ConfigCheck:
    """Collects what is wrong with a module's config, in words."""

    config: Mapping[str, Any]
    problems: list[str] = field(default_factory=list)

    def only(self, *known: str) -> None:
        unknown = sorted(set(self.config) - set(known))
        self.problems.extend(f"config.{key} is not a known key here" for key in unknown)

    def choice(self, key: str, options: Collection[str]) -> None:
        value = self.config.get(key)
        if not isinstance(value, str) or value not in options:
            self.problems.append(f"config.{key} is {value!r}; expected one of {', '.join(options)}")

    def text(self, key: str) -> None:
        value = self.config.get(key)
        if not isinstance(value, str) or not value.strip():
            self.problems.append(f"config.{key} is missing; expected text")

    def flag(self, key: str) -> None:
        if not isinstance(self.config.get(key, True), bool):
            self.problems.append(f"config.{key}: expected true or false")

    def whole(self, key: str, low: int, high: int) -> None:
        value = self.config.get(key)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.problems.append(f"config.{key} is {value!r}; expected a whole number from {low} to {high}")

    def share(self, key: str, low: float, high: float) -> None:
        value = self.config.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            self.problems.append(f"config.{key} is {value!r}; expected a share from {low:g} to {high:g}")

    def slugs(self, key: str, *, required: bool) -> None:
        value = self.config.get(key, None if required else [])
        if not isinstance(value, list) or (required and not value) or not all(isinstance(v, str) for v in value):
            self.problems.append(f"config.{key}: expected a list of item slugs")
        elif len(set(value)) != len(value):
            self.problems.append(f"config.{key}: a slug is there twice")
