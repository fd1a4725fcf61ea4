"""Marginal likelihood of right and wrong answers where ability is standard normal, and its maximum.

    P(right | theta) = 1/(1 + exp(-(a theta + d)))

The parameters are one vector x: the slopes a, one for each item or one for all, and then the intercepts d.
The integral over theta is a sum over equally spaced nodes; the maximum is found by expectation and maximisation
(EM): Bock and Aitkin 1981, Psychometrika 46, 443-459.
"""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy.special import expit

from assessments.measures.item_answers import Answers, Floats
from assessments.measures.small_products import gram, times

# Beyond 6 standard deviations lie 2 people in a billion.
REACH = 6.0
# The more items, the narrower what is known of each person, and the closer the nodes must lie: with these,
# slopes come within .001 of the exact integral's.
MIN_NODES = 61
NODES_PER_ROOT_ITEM = 6
# A slope that the answers leave without a finite maximum stops here; the nodes do not resolve steeper ones.
MAX_SLOPE = 8.0
# The climb has arrived when an EM step changes no parameter by more: a thousandth of a small standard error.
TOLERANCE = 1e-6
MAX_ITERATIONS = 1000
# So many steps are mixed: short tests then need 20 passes in place of a hundred, and more gain nothing. A
# longer jump than MAX_JUMP only ever overshoots, where a slope has no finite maximum.
MEMORY, MAX_JUMP = 5, 1.0
# A fall of the log-likelihood by this share is rounding; by more, the mixture has gone too far.
ROUNDING = 1e-10
# Within an M-step; from the last estimates two or three steps are enough, and none of them is long.
NEWTON_STEPS, MAX_NEWTON_STEP = 5, 1.0
# The information follows what a person's answers leave open by polynomials up to this degree, which few items
# leave wider: standard errors come within 1 %. A norm below NO_SPREAD leaves nothing to follow.
FEW_ITEMS, SCORE_DEGREE_OF_FEW, SCORE_DEGREE = 20, 4, 2
NO_SPREAD = 1e-6
# People handled at a time, so that their nodes stay in the processor's cache.
BLOCK = 2048


class Maximum(NamedTuple):
    """Where the climb ended: x, the natural log-likelihood there, and the information that it carries."""

    x: Floats
    information: Floats  # (2 items, 2 items): of every item's a and then every item's d
    log_likelihood: float
    iterations: int
    converged: bool


class _Block(NamedTuple):
    """Some rows: their answers as numbers, and what each row tells of theta."""

    right: Floats
    seen: Floats | None
    people: Floats
    posterior: Floats  # (rows, nodes), each row sums to 1
    log_likelihood: Floats  # (rows,), without the part right @ d that is the same at every theta


class _Expected(NamedTuple):
    """What the M-step needs to know of the people."""

    log_likelihood: float
    people: Floats  # who saw the item, by node: (items, nodes), or (nodes,) where everybody saw every item
    ability_right: Floats  # (items,): sum of the mean theta of those who were right


def maximise(answers: Answers, slopes: Floats) -> Maximum:
    """Climb from `slopes` by EM with Anderson's mixing, which jumps in the directions that EM creeps in.

    Source: Anderson 1965, Journal of the ACM 12, 547-560; a mixture that lowers the likelihood is taken back.
    """
    items = answers.n_right.size
    nodes = np.linspace(-REACH, REACH, max(MIN_NODES, math.ceil(NODES_PER_ROOT_ITEM * math.sqrt(items))))
    x = np.concatenate([slopes, np.log(answers.n_right / (answers.n_seen - answers.n_right))])
    images: list[Floats] = []
    steps: list[Floats] = []
    highest = -math.inf
    converged = False
    image = x
    for iteration in range(1, MAX_ITERATIONS + 1):  # noqa: B007 (it is the count that is returned)
        expected = _expect(answers, x, nodes)
        if expected.log_likelihood < highest - ROUNDING * abs(highest):
            x, images, steps, highest = images[-1], [], [], -math.inf
            continue
        highest = expected.log_likelihood
        image = _m_step(answers, x, expected, nodes)
        converged = bool(np.abs(image - x).max() < TOLERANCE)
        if converged:
            break
        images, steps = [*images[-MEMORY:], image], [*steps[-MEMORY:], image - x]
        x = _mixed(images, steps)
        x[:-items] = np.clip(x[:-items], -MAX_SLOPE, MAX_SLOPE)
    if not converged:
        x = image
        expected = _expect(answers, x, nodes)
    information = _information(answers, x, expected.people, nodes)
    return Maximum(x, information, expected.log_likelihood, iteration, converged)


def _mixed(images: list[Floats], steps: list[Floats]) -> Floats:
    """The mixture of the latest images whose mixed step is shortest."""
    if len(images) == 1:
        return images[0].copy()
    weights = np.linalg.lstsq(np.diff(steps, axis=0).T, steps[-1], rcond=None)[0]
    jump = steps[-1] - weights @ np.diff(images, axis=0)
    jump *= MAX_JUMP / max(MAX_JUMP, np.abs(jump).max())
    mixed: Floats = images[-1] - steps[-1] + jump
    return mixed


def _logits(x: Floats, items: int, nodes: Floats) -> Floats:
    """(items, nodes); one slope for all is repeated."""
    return np.outer(np.broadcast_to(x[:-items], items), nodes) + x[-items:, None]


def _blocks(answers: Answers, x: Floats, nodes: Floats) -> Iterator[_Block]:
    items = answers.n_right.size
    slopes = np.broadcast_to(x[:-items], items)
    log_wrong = -np.logaddexp(0, _logits(x, items, nodes))
    log_prior = -(nodes**2) / 2
    log_prior -= np.log(np.exp(log_prior).sum())
    for start in range(0, answers.people.size, BLOCK):
        rows = slice(start, start + BLOCK)
        right = answers.right[rows].astype(np.float64)
        seen = None if answers.seen is None else answers.seen[rows].astype(np.float64)
        # A right answer outweighs a wrong one by exp(a theta + d), so that the slopes of the right ones add up.
        joint = np.outer(right @ slopes, nodes)
        joint += log_prior + (log_wrong.sum(axis=0) if seen is None else times(seen, log_wrong))
        top = joint.max(axis=1, keepdims=True)
        joint -= top
        np.exp(joint, out=joint)
        total = joint.sum(axis=1, keepdims=True)
        joint /= total
        yield _Block(right, seen, answers.people[rows], joint, (top + np.log(total))[:, 0])


def _expect(answers: Answers, x: Floats, nodes: Floats) -> _Expected:
    items = answers.n_right.size
    log_likelihood = float(answers.n_right @ x[-items:])
    people = np.zeros(nodes.size if answers.seen is None else (items, nodes.size))
    ability_right = np.zeros(items)
    for block in _blocks(answers, x, nodes):
        log_likelihood += float(block.people @ block.log_likelihood)
        ability_right += (block.people * (block.posterior @ nodes)) @ block.right
        if block.seen is None:
            people += block.people @ block.posterior
        else:
            people += gram(block.seen, block.posterior * block.people[:, None])
    return _Expected(log_likelihood, people, ability_right)


def _m_step(answers: Answers, x: Floats, expected: _Expected, nodes: Floats) -> Floats:
    """Logistic regression of every item on theta, all at once, by Newton's method."""
    items = answers.n_right.size
    for _ in range(NEWTON_STEPS):
        p = expit(_logits(x, items, nodes))
        right = p * expected.people
        spread = right * (1 - p)
        level = spread.sum(axis=1)
        tilt = spread @ nodes / level
        score_d = answers.n_right - right.sum(axis=1)
        # With the intercepts eliminated the slopes no longer depend on each other, or are a single one.
        score_a = expected.ability_right - right @ nodes - tilt * score_d
        curve_a = spread @ nodes**2 - tilt**2 * level
        if x.size < 2 * items:
            score_a, curve_a = score_a.sum(keepdims=True), curve_a.sum(keepdims=True)
        slopes = x[:-items] + np.clip(score_a / curve_a, -MAX_NEWTON_STEP, MAX_NEWTON_STEP)
        step_a = np.clip(slopes, -MAX_SLOPE, MAX_SLOPE) - x[:-items]
        # The intercepts follow as far as the slopes really move, or at a bound the two would chase each other.
        step_d = np.clip(score_d / level - tilt * step_a, -MAX_NEWTON_STEP, MAX_NEWTON_STEP)
        step = np.concatenate([step_a, step_d])
        x = x + step
        if np.abs(step).max() < TOLERANCE:
            break
    return x


def _information(answers: Answers, x: Floats, people: Floats, nodes: Floats) -> Floats:
    """What known abilities would tell, less the covariance of each person's score over the ability left open.

    The score is a smooth function of theta: its covariance is the sum of the products of its coefficients on
    polynomials of theta that are orthonormal under that person's posterior.
    Source: Louis 1982, Journal of the Royal Statistical Society B 44, 226-233.
    """
    items = answers.n_right.size
    p = expit(_logits(x, items, nodes))
    spread = p * (1 - p) * people
    across = np.diag(spread @ nodes)
    information: Floats = np.block([[np.diag(spread @ nodes**2), across], [across, np.diag(spread.sum(axis=1))]])
    # Single precision takes half the time and is finer than the polynomials are.
    curves = np.vstack([p * nodes, p]).T.astype(np.float32)
    degree = SCORE_DEGREE if items > FEW_ITEMS else SCORE_DEGREE_OF_FEW
    for block in _blocks(answers, x, nodes):
        for polynomial in _polynomials(block.posterior, nodes, degree):
            weighted = block.posterior * polynomial * np.sqrt(block.people)[:, None]
            score = -times(weighted.astype(np.float32), curves)
            if block.seen is not None:
                score[:, :items] *= block.seen
                score[:, items:] *= block.seen
            score[:, :items] += block.right * (weighted @ nodes)[:, None]
            information -= gram(score)
    return information


def _polynomials(posterior: Floats, nodes: Floats, degree: int) -> Iterator[Floats]:
    """Of degree 1 to `degree`, (rows, nodes) each, orthonormal under every row of the posterior."""
    norm = np.zeros((posterior.shape[0], 1))
    before, latest = np.zeros_like(posterior), np.ones_like(posterior)
    for _ in range(degree):
        centre = (posterior * latest**2) @ nodes
        following = (nodes - centre[:, None]) * latest - norm * before
        norm = np.sqrt((posterior * following**2).sum(axis=1, keepdims=True))
        before, latest = latest, np.where(norm > NO_SPREAD, following / np.maximum(norm, NO_SPREAD), 0.0)
        yield latest
