"""How close a stated distribution over classes comes to a reference one.

In every function `p` is the reference (the shares of the labels people gave, or 1 for a key and 0 elsewhere) and
`q` the one stated. The last axis holds the classes, the same number in both; leading axes broadcast. Two single
distributions give a float, several an array. ValueError, beginning with the argument's name, for an entry that is
negative, NaN or infinite, for a sum off 1 by more than SUM_TOLERANCE, for no class, and for shapes that do not match.

A score is strictly proper where stating what one believes, and only that, is best on average: if labels are drawn
from p, the mean score over them is at its best at q = p alone. That a distance is least at q = p is not enough: it
must also hold where each label by itself, 1 for its class, is the reference.
"""

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import entr, rel_entr, xlogy

from assessments.measures.checks import Floats, as_numbers

# Rounding to single precision moves a sum of shares by less than this. Shares rounded to whole per cent (.33, .33,
# .33) are off by more: divide them by their sum first.
SUM_TOLERANCE = 1e-6


def jensen_shannon(p: ArrayLike, q: ArrayLike) -> float | Floats:
    """Jensen-Shannon divergence in bits, 0 (the same) .. 1 (no class in common): lower is better.

        sum_k (p_k log2(p_k/m_k) + q_k log2(q_k/m_k)) / 2,   m = (p + q)/2

    The divergence, whose square root is the distance. Symmetric and always finite; not a proper score on single
    labels.
    Source: Lin 1991, IEEE Transactions on Information Theory 37, 145-151.
    """
    p, q = _pair(p, q)
    # 2p against p + q instead of p against half of it: the half of the smallest floats would be 0.
    nats = (rel_entr(2 * p, p + q) + rel_entr(2 * q, p + q)).sum(axis=-1) / 4
    return _plain(np.clip(nats / math.log(2), 0, 1))


def cross_entropy(p: ArrayLike, q: ArrayLike) -> float | Floats:
    """-sum_k p_k ln q_k in nats, from entropy(p) up: lower is better, strictly proper.

    Infinite where q gives 0 to a class that p does not: what was called impossible is there. One such judgement
    makes a mean infinite, so keep stated shares off 0 before averaging.
    Source: Good 1952, Journal of the Royal Statistical Society B 14, 107-114.
    """
    p, q = _pair(p, q)
    return _plain(-xlogy(p, q).sum(axis=-1) + 0.0)  # + 0.0: a sure hit scores 0, not -0


def quadratic_score(p: ArrayLike, q: ArrayLike) -> float | Floats:
    """2 sum_k p_k q_k - sum_k q_k^2, -1 .. 1: higher is better, strictly proper.

    The mean over labels drawn from p of the quadratic (Brier) rule 2 q_label - sum_k q_k^2; it is sum_k p_k^2 minus
    the squared distance sum_k (p_k - q_k)^2, so sum_k p_k^2 is the most that can be had.
    Source: Brier 1950, Monthly Weather Review 78, 1-3; Selten 1998, Experimental Economics 1, 43-62.
    """
    p, q = _pair(p, q)
    return _plain((q * (2 * p - q)).sum(axis=-1))


def manhattan(p: ArrayLike, q: ArrayLike) -> float | Floats:
    """sum_k |p_k - q_k|, 0 (the same) .. 2 (no class in common): lower is better.

    A metric, twice the total variation distance. Not proper on single labels: there all on the likeliest class
    does best.
    Source: Levin, Peres and Wilmer 2009, Markov Chains and Mixing Times, section 4.1.
    """
    p, q = _pair(p, q)
    return _plain(np.abs(p - q).sum(axis=-1))


def earth_mover(p: ArrayLike, q: ArrayLike) -> float | Floats:
    """Least work that turns one into the other, classes in order one step apart, 0 .. K - 1: lower is better.

        sum_{k<K} |P_k - Q_k|,   P and Q the cumulative sums

    A metric: the share moved times the steps it goes. Not proper on single labels: there all on the median class
    does best.
    Source: Rubner, Tomasi and Guibas 2000, International Journal of Computer Vision 40, 99-121; the sum: Vallender
    1974, Theory of Probability and its Applications 18, 784-786.
    """
    return _plain(np.abs(_cumulative_gap(p, q)).sum(axis=-1))


def ranked_probability_score(p: ArrayLike, q: ArrayLike) -> float | Floats:
    """sum_{k<K} (P_k - Q_k)^2, P and Q the cumulative sums over ordered classes, 0 .. K - 1: lower is better.

    Strictly proper. Not divided by K - 1, as some do: scores of scales of unequal length do not compare.
    Source: Epstein 1969, Journal of Applied Meteorology 8, 985-987; Murphy 1969, ibid. 988-989.
    """
    return _plain((_cumulative_gap(p, q) ** 2).sum(axis=-1))


def entropy(p: ArrayLike) -> float | Floats:
    """-sum_k p_k ln p_k, 0 (one class has all) .. ln K (all alike), in nats as cross_entropy, whose least it is.

    It says how spread labels are, not why: hardly anything of whether people erred or the item is ambiguous.
    Source: Shannon 1948, Bell System Technical Journal 27, 379-423.
    """
    return _plain(entr(_distribution("p", p)).sum(axis=-1))


def _cumulative_gap(p: ArrayLike, q: ArrayLike) -> Floats:
    """P - Q up to each class but the last, where both are 1."""
    p, q = _pair(p, q)
    gap: Floats = np.cumsum(p - q, axis=-1)[..., :-1]
    return gap


def _pair(p: ArrayLike, q: ArrayLike) -> tuple[Floats, Floats]:
    reference, stated = _distribution("p", p), _distribution("q", q)
    if stated.shape[-1] != reference.shape[-1]:
        raise ValueError(f"q must have as many classes as p, {reference.shape[-1]}, not {stated.shape[-1]}")
    try:
        np.broadcast_shapes(reference.shape, stated.shape)
    except ValueError:
        raise ValueError(f"q must broadcast with p, {reference.shape}, not be {stated.shape}") from None
    return reference, stated


def _distribution(name: str, values: ArrayLike) -> Floats:
    shares = as_numbers(name, np.asarray(values))
    if shares.ndim == 0 or shares.size == 0:
        raise ValueError(f"{name} must hold shares along its last axis, not be of shape {shares.shape}")
    if (shares < 0).any():
        raise ValueError(f"{name} must hold no negative share")
    if (np.abs(shares.sum(axis=-1) - 1) > SUM_TOLERANCE).any():
        raise ValueError(f"{name} must add up to 1 over its last axis, within {SUM_TOLERANCE}")
    return shares


def _plain(values: Floats) -> float | Floats:
    return float(values) if values.ndim == 0 else values
