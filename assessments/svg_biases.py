"""PURE: an effect with its intervals as plain numbers for a template: a strip from one end of a scale to the other.

The view box of a strip is 1000 wide; 0 stands in the middle. All strips of a page have one scale, so that they compare.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.svg import scale

WIDTH = 1000
# Ends that a scale may have. The narrowest keeps a small effect from looking large.
ENDS = (0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True)
class Strip:
    """Places along the strip. low, high, at: the thick bar and its dot; thin_low, thin_high: the thin one, if any."""

    low: float
    high: float
    at: float
    thin_low: float | None = None
    thin_high: float | None = None


def end_for(values: Iterable[float]) -> float:
    """The narrowest scale, from -end to end, that holds all the values; the widest where none does."""
    largest = max((abs(value) for value in values), default=0.0)
    return next((end for end in ENDS if largest <= end), ENDS[-1])


def strip(value: float, bar: tuple[float, float], thin: tuple[float, float] | None = None, *, end: float) -> Strip:
    """`value` with the interval `bar`, and another interval as a thin line; what lies beyond an end is drawn there."""
    place = scale(-end, end, 0, WIDTH)
    ends = (place(thin[0]), place(thin[1])) if thin else (None, None)
    return Strip(place(bar[0]), place(bar[1]), place(value), *ends)
