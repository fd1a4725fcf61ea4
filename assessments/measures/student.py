"""Quantiles of Student's distribution without scipy, for what pages work out while somebody waits."""

import math
from statistics import NormalDist


def t_quantile(freedom: float, level: float = 0.95) -> float:
    """The t that encloses the central `level` of Student's distribution with `freedom` degrees of freedom.

    Right to one part in ten thousand, nearer the more degrees there are. `freedom` need not be whole, and may be
    infinite. Raises ValueError for fewer than 2 degrees, and unless 0 < level < 1.
    Source: Hill 1970, Algorithm 396: Student's t-quantiles, Communications of the ACM 13, 619-620.
    """
    if not freedom >= 2:
        raise ValueError(f"freedom must be at least 2, not {freedom}")
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, both excluded, not {level}")
    outside = 1 - level
    normal = NormalDist().inv_cdf(outside / 2)
    if math.isinf(freedom):
        return -normal
    if freedom == 2:
        return math.sqrt(2 / (outside * (2 - outside)) - 2)
    a = 1 / (freedom - 0.5)
    b = 48 / a**2
    c = ((20700 * a / b - 98) * a - 16) * a + 96.36
    d = ((94.5 / (b + c) - 3) / b + 1) * math.sqrt(a * math.pi / 2) * freedom
    y = (d * outside) ** (2 / freedom)
    if y > 0.05 + a:
        y = _near_the_middle(normal, y, freedom, a, b, c, d)
    else:
        tail = 1 / (((freedom + 6) / (freedom * y) - 0.089 * d - 0.822) * (freedom + 2) * 3)
        y = ((tail + 0.5 / (freedom + 4)) * y - 1) * (freedom + 1) / (freedom + 2) + 1 / y
    return math.sqrt(freedom * y)


def _near_the_middle(x: float, y: float, freedom: float, a: float, b: float, c: float, d: float) -> float:
    """Hill's expansion about the normal quantile x, where the tail's own series converges badly."""
    y = x**2
    if freedom < 5:
        c += 0.3 * (freedom - 4.5) * (x + 0.6)
    c += (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b
    y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x
    return math.expm1(a * y**2)
