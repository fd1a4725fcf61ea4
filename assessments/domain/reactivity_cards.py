"""PURE: somebody's reactivity as cards and sentences, ready for a template."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from assessments.domain.reactivity_lines import FEW_PAIRS, MIN_PAIRS, Measured, Reactivity, ReactivityLine
from assessments.svg import scale
from assessments.svg_biases import ENDS, WIDTH, Strip
from courseware.curriculum import Ladder, Program

Shown = TypeVar("Shown")

# Ends that the scale of steps may have; the narrowest keeps a small difference from looking large.
STEP_ENDS = (0.5, 1.0, 2.0, 3.0, 6.0)


@dataclass(frozen=True)
class Number:
    """A value and its interval as they are read: "+12 points", "\u22123 to +27"."""

    value: str
    interval: str
    n: int


@dataclass(frozen=True)
class Reading:
    """A number with its drawing and what it means; end: of the scale on either side, as text."""

    number: Number
    sentence: str
    strip: Strip
    end: str


@dataclass(frozen=True)
class ReactivityCard:
    """One tier, or the whole ladder.

    certainty: what so many pairs can tell. Nothing here says how many there could be: nobody is asked for more.
    scale: title of the guideline that steps and drift are told on; empty where the labels are of several
    """

    line: ReactivityLine
    title: str
    certainty: str
    scale: str
    lost: Reading | None
    steps: Reading | None
    slower: Number | None
    again_charged: Number | None
    again_neutral: Number | None
    drift: Number | None

    @property
    def not_pooled(self) -> str:
        """What a table says in place of steps where the labels are of several guidelines."""
        return "" if self.scale else "not pooled"


def reactivity_cards(found: Reactivity, program: Program) -> list[ReactivityCard]:
    """The whole ladder, where there is more than one tier, then each tier. Empty: nothing was judged, or no ladder.

    All drawings of shares have one scale, and all of steps have one, so that they compare.
    """
    if program.ladder is None or not found.tiers:
        return []
    lines = [*([found.whole] if len(found.tiers) > 1 else []), *found.tiers]
    ends = _end(ENDS, (line.lost for line in lines)), _end(STEP_ENDS, (line.steps for line in lines))
    return [_card(line, program, program.ladder, *ends) for line in lines]


def _card(line: ReactivityLine, program: Program, ladder: Ladder, share_end: float, step_end: float) -> ReactivityCard:
    scale = _scale(line.scale, program)
    return ReactivityCard(
        line=line,
        title=_title(line.tier, ladder),
        certainty=_certainty(line.pairs),
        scale=scale,
        lost=_where(line.lost, lambda lost: _lost_reading(lost, share_end)),
        steps=_where(line.steps, lambda steps: _step_reading(steps, step_end, scale)),
        slower=_where(line.slower, _factor),
        again_charged=_where(line.again_charged, _share),
        again_neutral=_where(line.again_neutral, _share),
        drift=_where(line.drift, _steps),
    )


def _where(measured: Measured | None, shown: Callable[[Measured], Shown]) -> Shown | None:
    return None if measured is None else shown(measured)


def _title(tier: int | None, ladder: Ladder) -> str:
    if tier is None:
        return "The whole ladder"
    named = next((one.title for one in ladder.tiers if one.number == tier), "")
    return f"Tier {tier}: {named}" if named else f"Tier {tier}"


def _scale(slug: str, program: Program) -> str:
    """The guideline's title; its slug where the course no longer has it."""
    return next((guideline.title for guideline in program.guidelines if guideline.slug == slug), slug)


def _certainty(pairs: int) -> str:
    """What so many pairs can tell, in words."""
    if pairs < MIN_PAIRS:
        return f"Numbers appear from {MIN_PAIRS} pairs on: under that, chance alone would decide them."
    if pairs <= FEW_PAIRS:
        return (
            f"{MIN_PAIRS} to {FEW_PAIRS} pairs tell only large differences. An interval that holds 0 does not say that "
            "there is no difference."
        )
    return "An interval that holds 0 says: any difference is most likely smaller than the interval’s ends."


def _lost_reading(lost: Measured, end: float) -> Reading:
    if lost.leaves_out_zero:
        less = "less" if lost.value > 0 else "more"
        words = f"You were right {less} often on charged texts than on their twins, beyond what chance explains."
    else:
        words = "Whether charged texts cost you right answers cannot be told from chance so far."
    return Reading(_points(lost), words, _drawn(lost, end), f"{100 * end:g} points")


def _step_reading(steps: Measured, end: float, scale: str) -> Reading:
    if steps.leaves_out_zero:
        way = "higher" if steps.value > 0 else "lower"
        words = (
            f"Labels of charged texts: {abs(steps.value):.2f} steps {way} on “{scale}” than on their twins, beyond "
            "what chance explains."
        )
    else:
        words = (
            f"Whether you label charged texts higher or lower on “{scale}” than their twins cannot be told from chance "
            "so far."
        )
    return Reading(_steps(steps), words, _drawn(steps, end), f"{end:g} step{'s' if end > 1 else ''}")


def _drawn(measured: Measured, end: float) -> Strip:
    place = scale(-end, end, 0, WIDTH)
    return Strip(place(measured.low), place(measured.high), place(measured.value))


def _end(ends: tuple[float, ...], values: Iterable[Measured | None]) -> float:
    widest = max((abs(end) for one in values if one for end in (one.low, one.high)), default=0.0)
    return next((end for end in ends if widest <= end), ends[-1])


def _points(one: Measured) -> Number:
    low, high = (_signed(100 * end, 0) for end in (one.low, one.high))
    return Number(f"{_signed(100 * one.value, 0)} points", f"{low} to {high}", one.n)


def _steps(one: Measured) -> Number:
    return Number(f"{_signed(one.value, 2)} steps", f"{_signed(one.low, 2)} to {_signed(one.high, 2)}", one.n)


def _factor(one: Measured) -> Number:
    value, low, high = (math.exp(log) for log in (one.value, one.low, one.high))
    return Number(f"{value:.2f} times as long", f"{low:.2f} to {high:.2f}", one.n)


def _share(one: Measured) -> Number:
    return Number(f"{100 * one.value:.0f}\u00a0%", f"{100 * one.low:.0f} to {100 * one.high:.0f}\u00a0%", one.n)


def _signed(value: float, digits: int) -> str:
    """With a sign and a true minus, and neither at 0."""
    text = f"{value:+.{digits}f}".replace("-", "\u2212")
    return text[1:] if not float(f"{value:.{digits}f}") else text
