"""Answers to items of known difficulty: the three-parameter logistic (3PL) model.

    P(right | theta) = c + (1 - c)/(1 + exp(-a (theta - b)))

theta is a person's ability, a > 0 the item's discrimination, b its difficulty on the scale of theta, 0 <= c < 1
the chance of guessing right; c = 0 is the 2PL, and a = 1 besides the Rasch model (1PL). The logistic curve is the
plain one: parameters published for D = 1.7 have their a multiplied by 1.7 first.

Birnbaum 1968, in Lord and Novick, Statistical Theories of Mental Test Scores, chapters 17-20.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

from assessments.measures.checks import as_numbers
from assessments.measures.item_answers import Flags, right_and_seen
from assessments.measures.item_fits import Rasch, TwoPl, fit_2pl, fit_rasch
from assessments.measures.small_products import times

__all__ = ["Ability", "Rasch", "TwoPl", "estimate_ability", "fit_2pl", "fit_rasch", "information", "probability"]

Floats = NDArray[np.float64]
Numbers = float | Sequence[float] | NDArray[Any]

# Where ability is standard normal, nobody is farther out.
LIMIT = 6.0
# With guessing the likelihood can have several peaks; none that matters is narrower than twice this step.
GRID_STEP = 0.1
# The bracket is at worst halved each time: 60 halvings of it are beyond the precision of a float.
MAX_STEPS = 60
TOLERANCE = 1e-10
# People handled at a time, which bounds the memory.
BLOCK = 2048


@dataclass(frozen=True)
class Ability:
    """`theta` in the unit of the items' b and its standard error `se` > 0: numbers, or arrays (people,)."""

    theta: float | Floats
    se: float | Floats


@overload
def probability(theta: float, a: float, b: float, c: float = 0) -> float: ...
@overload
def probability(theta: Numbers, a: Numbers, b: Numbers, c: Numbers = 0) -> float | Floats: ...
def probability(theta: Numbers, a: Numbers, b: Numbers, c: Numbers = 0) -> float | Floats:
    """Chance of a right answer, c..1; the four broadcast, single numbers in give a float.

    Raises ValueError unless all are finite, a > 0, 0 <= c < 1 and their shapes broadcast.
    """
    return _plain(_curve(*_together(theta, _items(a, b, c))).p)


@overload
def information(theta: float, a: float, b: float, c: float = 0) -> float: ...
@overload
def information(theta: Numbers, a: Numbers, b: Numbers, c: Numbers = 0) -> float | Floats: ...
def information(theta: Numbers, a: Numbers, b: Numbers, c: Numbers = 0) -> float | Floats:
    """Fisher information of one answer, I = P'^2/(P(1 - P)), 0..a^2/4; arguments as `probability`.

    Its sum over a test is 1/SE^2 of the ability; the most informative item not yet presented is an adaptive
    test's next one.
    """
    together = _together(theta, _items(a, b, c))
    curve = _curve(*together)
    return _plain(together[1] ** 2 * curve.known * curve.unknown * (1 - curve.guessed))


def estimate_ability(
    correct: ArrayLike, a: Numbers, b: Numbers, c: Numbers = 0, *, limit: float = LIMIT, prior_sd: float | None = None
) -> Ability:
    """The ability that makes the answers most likely, and its standard error 1/sqrt(sum of the information).

    `correct`: (items,) of one person, or (people, items); true/false or 1/0, NaN (or None) where the item was
    not presented. `a`, `b`, `c`: (items,), or one number for all.

    The search covers -limit..limit. Where the likelihood still rises at an end, as it does after only right or
    only wrong answers, theta is that end and se is infinite: these answers do not say how far out the person
    is. With `prior_sd` it is the most probable ability under a normal prior with mean 0 and that SD: finite
    from the first answer on, drawn towards 0, 1/prior_sd^2 added to the information. An adaptive test starts
    so, as its items are chosen at theta.

    Raises ValueError for entries other than 0, 1 and NaN, for items as in `probability` or of another number,
    without a prior for a person without answers, and unless limit and prior_sd are positive and finite.
    Source: Lord 1980, Applications of Item Response Theory, chapters 4 and 5; with a prior: Samejima 1969,
    Psychometrika Monograph 17.
    """
    right, seen = right_and_seen(correct)
    if right.ndim not in (1, 2) or right.size == 0:
        raise ValueError(f"correct must be one person's answers or people by items, not of shape {right.shape}")
    items = _Items(*(_for_each(name, values, right.shape[-1]) for name, values in _items(a, b, c)._asdict().items()))
    if not 0 < limit < np.inf:
        raise ValueError(f"limit must be positive and finite, not {limit}")
    if prior_sd is not None and not 0 < prior_sd < np.inf:
        raise ValueError(f"prior_sd must be positive and finite, not {prior_sd}")
    precision = 0.0 if prior_sd is None else prior_sd**-2
    if not precision and not seen.any(axis=-1).all():
        raise ValueError("correct must hold an answer of every person, unless a prior_sd is given")
    # A bank is mostly items that nobody here has seen.
    shown = np.atleast_2d(seen).any(axis=0)
    right, seen, items = right[..., shown], seen[..., shown], _Items(*(values[shown] for values in items))
    if right.ndim == 1:
        theta, se = _most_likely(right[None], seen[None], items, limit, precision)
        return Ability(float(theta[0]), float(se[0]))
    blocks = [slice(start, start + BLOCK) for start in range(0, right.shape[0], BLOCK)]
    found = [_most_likely(right[rows], seen[rows], items, limit, precision) for rows in blocks]
    return Ability(*(np.concatenate(parts) for parts in zip(*found, strict=True)))


class _Items(NamedTuple):
    a: Floats
    b: Floats
    c: Floats


class _Curve(NamedTuple):
    """Of an item at an ability: P = c + (1 - c) known, 1 - P = (1 - c) unknown."""

    p: Floats
    known: Floats
    unknown: Floats
    guessed: Floats  # c/P, the share of the right answers that are guesses


class _Slopes(NamedTuple):
    """First and second derivative of the log-likelihood, and the information, (people,) each."""

    score: Floats
    bend: Floats
    information: Floats


def _most_likely(right: Flags, seen: Flags, items: _Items, limit: float, precision: float) -> tuple[Floats, Floats]:
    """Theta and its standard error, (people,) each: the best node of a grid, then Newton between its neighbours."""
    grid = np.linspace(-limit, limit, 2 * math.ceil(limit / GRID_STEP) + 1)
    best = (_log_likelihoods(right, seen, items, grid) - precision * grid**2 / 2).argmax(axis=1)
    theta, low, high = grid[best], grid[np.maximum(best - 1, 0)], grid[np.minimum(best + 1, grid.size - 1)]
    for _ in range(MAX_STEPS):
        score, bend, _ = _slopes(theta, right, seen, items, precision)
        low, high = np.where(score > 0, theta, low), np.where(score < 0, theta, high)
        newton = theta - score / np.where(bend < 0, bend, -np.inf)
        usable = (bend < 0) & (low <= newton) & (newton <= high)
        before, theta = theta, np.where(usable, newton, (low + high) / 2)
        if np.abs(theta - before).max() < TOLERANCE:
            break
    if not precision:
        # Said outright, because the likelihood may be flat in floats long before the end.
        theta = np.where((right == seen).all(axis=1), limit, np.where(right.any(axis=1), theta, -limit))
    score, _, told = _slopes(theta, right, seen, items, precision)
    at_end = ((theta >= limit) & (score >= 0)) | ((theta <= -limit) & (score <= 0))
    return theta, np.divide(1, np.sqrt(told), out=np.full_like(told, np.inf), where=~at_end & (told > 0))


def _log_likelihoods(right: Flags, seen: Flags, items: _Items, grid: Floats) -> Floats:
    """(people, nodes)"""
    a, b, c = (values[:, None] for values in items)
    logit, log_c = a * (grid - b), np.log(c, out=np.full_like(c, -np.inf), where=c > 0)
    log_right = np.logaddexp(log_c, np.log1p(-c) - np.logaddexp(0, -logit))
    log_wrong = np.log1p(-c) - np.logaddexp(0, logit)
    return times(right.astype(np.float64), log_right) + times((seen & ~right).astype(np.float64), log_wrong)


def _slopes(theta: Floats, right: Flags, seen: Flags, items: _Items, precision: float) -> _Slopes:
    a, _, c = items
    p, known, unknown, guessed = _curve(theta[:, None], *items)
    score = np.where(right, a * unknown * (1 - guessed), -a * known)
    told = a**2 * known * unknown
    bend = np.where(right, a**2 * unknown * (1 - guessed) * (guessed - p) / (1 - c), -told)
    return _Slopes(
        score=np.where(seen, score, 0.0).sum(axis=1) - precision * theta,
        bend=np.where(seen, bend, 0.0).sum(axis=1) - precision,
        information=np.where(seen, told * (1 - guessed), 0.0).sum(axis=1) + precision,
    )


def _curve(theta: Floats, a: Floats, b: Floats, c: Floats) -> _Curve:
    logit = a * (theta - b)
    known = expit(logit)
    p = c + (1 - c) * known
    # Far below b, P of an item without guessing is 0 in floats; a right answer there is no guess either.
    guessed = np.divide(c, p, out=np.zeros_like(p), where=p > 0)
    return _Curve(p, known, expit(-logit), guessed)


def _together(theta: Numbers, items: _Items) -> list[Floats]:
    abilities = as_numbers("theta", np.asarray(theta))
    try:
        return list(np.broadcast_arrays(abilities, *items))
    except ValueError as error:
        raise ValueError(f"theta, a, b and c must have shapes that broadcast: {error}") from error


def _items(a: Numbers, b: Numbers, c: Numbers) -> _Items:
    items = _Items(as_numbers("a", np.asarray(a)), as_numbers("b", np.asarray(b)), as_numbers("c", np.asarray(c)))
    if not (items.a > 0).all():
        raise ValueError("a must be above 0: an item that abler people get wrong has a wrong key")
    if not ((items.c >= 0) & (items.c < 1)).all():
        raise ValueError("c must lie between 0 and 1, 1 excluded")
    return items


def _for_each(name: str, values: Floats, n: int) -> Floats:
    if values.shape not in ((), (1,), (n,)):
        raise ValueError(f"{name} must be one number or one for each of the {n} items, not of shape {values.shape}")
    return np.broadcast_to(values, n)


def _plain(values: Floats) -> float | Floats:
    return float(values) if values.ndim == 0 else values
