"""PURE: a share of some labels with its interval, as every part of the audit states one."""

from dataclasses import dataclass

from assessments.measures.intervals import wilson


@dataclass(frozen=True)
class Share:
    """`value` of `n` labels, 0..1, with its 95 % Wilson interval, which takes the labels as independent."""

    value: float
    low: float
    high: float
    n: int


def share_of(successes: int, n: int) -> Share | None:
    """`successes` out of `n`; None where there is nothing to take a share of."""
    if n == 0:
        return None
    low, high = wilson(successes, n)
    return Share(successes / n, low, high, n)
