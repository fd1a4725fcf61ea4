"""Item parameters from answers alone: the Rasch model and the two-parameter logistic (2PL) model.

`correct` is people x items: true/false or 1/0, NaN (or None) where the item was not presented, which must not
have depended on what the person would have answered. A person without any answer counts for nothing.

Abilities are taken as normal. Both fits maximise the likelihood with the abilities integrated out, by EM:
Bock and Aitkin 1981, Psychometrika 46, 443-459. Standard errors come from the observed information; they are NaN
where it is not positive definite, as where the answers leave some parameter open.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from assessments.measures.item_answers import Answers, Floats, collect
from assessments.measures.item_likelihood import MAX_SLOPE, maximise
from assessments.measures.small_products import inverse

# Two items have three free shares of answer patterns: enough for two difficulties and one SD, not for four
# parameters. Three have seven.
MIN_ITEMS_RASCH, MIN_ITEMS_2PL = 2, 3
# The climb ends within rounding of the steepest slope, not on it.
AT_MAX_SLOPE = 0.999 * MAX_SLOPE


@dataclass(frozen=True)
class Rasch:
    """logit P(right) = ability - b, where abilities have mean 0 and SD `sd`; natural logits throughout.

    The same fit read on standard normal abilities: every item discriminates with a = sd, difficulties b/sd.
    `b` and its standard errors `se_b` (items,); `sd` 0..8 and `se_sd`; `log_likelihood` <= 0; `iterations`: passes
    over the answers; `converged`: whether they arrived.
    """

    b: Floats
    sd: float
    se_b: Floats
    se_sd: float
    log_likelihood: float
    iterations: int
    converged: bool


@dataclass(frozen=True)
class TwoPl:
    """logit P(right) = a (ability - b), where abilities have mean 0 and SD 1.

    `a` -8..8 and `b`, their standard errors `se_a` and `se_b`, (items,) each; the rest as in `Rasch`.
    """

    a: Floats
    b: Floats
    se_a: Floats
    se_b: Floats
    log_likelihood: float
    iterations: int
    converged: bool


def fit_rasch(correct: ArrayLike) -> Rasch:
    """How hard each item is and how far people differ, where every item tells people apart equally well.

    Where the right answers gather in the same people no more than by chance, sd is 0 and se_sd NaN. An sd
    that grows without end stops at 8, and se_sd is NaN.
    Raises ValueError for entries other than 0, 1 and NaN, fewer than 2 people or 2 items, and an item without
    both right and wrong answers, naming its column.
    Source: Thissen 1982, Psychometrika 47, 175-186.
    """
    answers = collect(correct, MIN_ITEMS_RASCH)
    if not _gathers(answers):
        return _without_spread(answers)
    found = maximise(answers, slopes=np.ones(1))
    errors = _roots(_covariance(_one_slope(found.information), found.x[:1]).diagonal())
    return Rasch(
        b=-found.x[1:],
        sd=abs(float(found.x[0])),
        se_b=errors[1:],
        se_sd=float(errors[0]),
        log_likelihood=found.log_likelihood,
        iterations=found.iterations,
        converged=found.converged,
    )


def fit_2pl(correct: ArrayLike) -> TwoPl:
    """How well each item tells people apart, and how hard it is.

    A negative `a` belongs to an item that abler people get wrong more often, mostly by a wrong key. Answers
    alone do not say which end of the scale is the able one: it is turned so that the sum of `a` is not
    negative. A slope that grows without end stops at -8 or 8, its standard errors NaN. `b` is -d/a of
    logit P = a ability + d: far out and uncertain where a is near 0, NaN where it is 0.
    Raises ValueError as `fit_rasch`, for fewer than 3 items.
    Source: Bock and Aitkin 1981, Psychometrika 46, 443-459.
    """
    answers = collect(correct, MIN_ITEMS_2PL)
    items = answers.n_right.size
    found = maximise(answers, slopes=np.ones(items))
    a, d = found.x[:items], found.x[items:]
    b = _ratio(-d, a)
    covariance = _covariance(found.information, a)
    var_a, cov_ad, var_d = covariance.diagonal()[:items], covariance.diagonal(items), covariance.diagonal()[items:]
    able_end = -1.0 if a.sum() < 0 else 1.0
    return TwoPl(
        a=able_end * a,
        b=able_end * b,
        se_a=_roots(var_a),
        se_b=_roots(_ratio(b**2 * var_a + 2 * b * cov_ad + var_d, a**2)),
        log_likelihood=found.log_likelihood,
        iterations=found.iterations,
        converged=found.converged,
    )


def _gathers(answers: Answers) -> bool:
    """Whether numbers right vary more than by chance, so that the likelihood rises as the SD leaves 0."""
    share = answers.n_right / answers.n_seen
    expected = share.sum() if answers.seen is None else answers.seen @ share
    surplus = answers.right.sum(axis=1) - expected
    return bool(answers.people @ surplus**2 > (answers.n_seen * share * (1 - share)).sum())


def _without_spread(answers: Answers) -> Rasch:
    """Everybody has the same chance on an item: its share right."""
    share, n_wrong = answers.n_right / answers.n_seen, answers.n_seen - answers.n_right
    return Rasch(
        b=np.log(n_wrong / answers.n_right),
        sd=0.0,
        se_b=1 / np.sqrt(answers.n_seen * share * (1 - share)),
        se_sd=math.nan,
        log_likelihood=float(answers.n_right @ np.log(share) + n_wrong @ np.log1p(-share)),
        iterations=0,
        converged=True,
    )


def _one_slope(information: Floats) -> Floats:
    """The information of one slope for all and every d, from that of every slope and every d."""
    items = information.shape[0] // 2
    rows = np.vstack([information[:items].sum(axis=0), information[items:]])
    return np.column_stack([rows[:, :items].sum(axis=1), rows[:, items:]])


def _covariance(information: Floats, slopes: Floats) -> Floats:
    """The inverse, with slopes at the bound taken as known, their own entries NaN; all NaN if there is none."""
    covariance = np.full_like(information, np.nan)
    free = np.ones(information.shape[0], dtype=np.bool_)
    free[: slopes.size] = np.abs(slopes) < AT_MAX_SLOPE
    inner = np.ix_(free, free)
    try:
        covariance[inner] = inverse(information[inner])
    except np.linalg.LinAlgError:
        covariance[inner] = np.nan
    return covariance


def _roots(variances: Floats) -> Floats:
    return np.sqrt(np.where(variances > 0, variances, np.nan))


def _ratio(above: Floats, below: Floats) -> Floats:
    """NaN where `below` is 0."""
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below != 0)
