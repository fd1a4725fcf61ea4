"""PURE: how long labels took."""

import math
from dataclasses import dataclass

import numpy as np

from assessments.label_audit.table import Floats
from assessments.measures.reaction_time import summarise

# One look at one word takes 200 to 250 ms (Rayner 1998, Psychological Bulletin 124, 372-422), and pressing comes on
# top. A label given sooner does not rest on reading the item at that moment; why it was so fast, the time does not say.
FLOOR_MS = 300.0


@dataclass(frozen=True)
class Speed:
    """From `n` labels with a time; milliseconds, except `cv` (SD / mean; None for one label) and `fast`.

    lower, upper  quartiles
    fast          share of labels under FLOOR_MS, 0..1
    """

    n: int
    median: float
    lower: float
    upper: float
    cv: float | None
    fast: float


def speed_of(rt_ms: Floats) -> Speed | None:
    """None where there is no time."""
    if not rt_ms.size:
        return None
    times = summarise(rt_ms)
    lower, upper = np.quantile(rt_ms, [0.25, 0.75])
    return Speed(
        n=times.n,
        median=times.median,
        lower=float(lower),
        upper=float(upper),
        cv=times.cv if math.isfinite(times.cv) else None,
        fast=float(np.mean(rt_ms < FLOOR_MS)),
    )
