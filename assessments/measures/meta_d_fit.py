"""The climb behind `metacognition.meta_d_prime`: the likelihood's top in the M-ratio, for many people at once."""

from typing import NamedTuple

import numpy as np
from scipy.special import log_ndtr, ndtri_exp

from assessments.measures.checks import Floats

# Expected gain in log-likelihood at which the climb ends: the M-ratio is then within 2e-5 standard errors.
ENOUGH_GAIN = 1e-10
# Rounding of the log-likelihood as a share of it: a loss of so little is none.
ROUNDING = 1e-12
# Half a dozen steps are the rule; more than a hundred are needed only where |d'| is in the thousandths.
MAX_STEPS = 300
# A step halved so often without a gain meets only rounding.
SHORTEST_STEP = 1e-9
# Share of the way to where two criteria would meet, leaving a rating without room, that one step may go.
ROOM = 0.9
# Expected gain from the rating criteria alone, in log-likelihood, below which they fit the M-ratio well enough for
# its own slope to be trusted where the likelihood bends upwards.
ON_RIDGE = 1e-3

HALF_LOG_2PI = np.log(2 * np.pi) / 2


class _Ratings(NamedTuple):
    """What was seen, counted from the criterion outwards; people are the last axis."""

    counts: Floats  # (2 sides, 2 stimuli, ratings, people)
    shown: Floats  # (2, 2, people): their sums
    z: Floats  # (2, 2, people): means of the normals at an M-ratio of 1
    centre: Floats  # (2, people): mean of both stimuli, by how often they were shown


class _Point(NamedTuple):
    """A place on the likelihood and the Newton step from there; people are the last axis."""

    ratio: Floats  # (people,)
    edges: Floats  # (2, ratings, people): the inner edge of each rating, the first being the criterion at 0
    loglik: Floats
    ratio_step: Floats
    edges_step: Floats  # what the edges do besides stretching with the ratio
    longest: Floats  # share of the step that keeps the edges in order, at most 1
    gain: Floats  # in log-likelihood, as the step has it


class _Slopes(NamedTuple):
    """First and second derivatives of the log-likelihood by the M-ratio and by the edges."""

    ratio: Floats
    edges: Floats  # (2, ratings - 1, people)
    ratio_ratio: Floats
    ratio_edges: Floats
    edges_edges: Floats
    edges_next: Floats  # (2, ratings - 2, people): of an edge and the one after it


def m_ratio_fit(s1: Floats, s2: Floats, z_false_alarm: Floats, z_hit: Floats) -> Floats:
    """The M-ratio of each person, (people,), from counts (people, 2 x ratings).

    Measured from the criterion outwards, the normals have the means M z(false alarm) and M z(hit) on the side of
    "S2" and their negatives on that of "S1", M being the M-ratio: that is what meta-d' = M d' with c' held comes
    to. So the fit is regular whatever d' is, and each side is a row of pieces from 0 outwards.
    """
    half = s1.shape[1] // 2
    sides = ((s1[:, half - 1 :: -1], s2[:, half - 1 :: -1]), (s1[:, half:], s2[:, half:]))
    # People come last: sums over the short axes then run along memory.
    counts = np.ascontiguousarray(np.moveaxis(np.array(sides), 2, -1))
    shown = counts.sum(axis=2)
    z = np.array([[-z_false_alarm, -z_hit], [z_false_alarm, z_hit]])
    ratings = _Ratings(counts, shown, z, (shown * z).sum(axis=1) / shown.sum(axis=1))
    # Where there are two tops, they lie on either side of 0.
    (up, up_loglik), (down, down_loglik) = _climb(ratings, 1.0), _climb(ratings, -1.0)
    return np.where(down_loglik > up_loglik, down, up)


def _climb(ratings: _Ratings, start: float) -> tuple[Floats, Floats]:
    """The M-ratio at the top reached from `start`, and its log-likelihood, for each person.

    Damped Newton: everyone takes a step at a time, halved until it does not lose, and leaves when settled.
    """
    people = ratings.z.shape[-1]
    ratio, loglik, active = np.full(people, start), np.empty(people), np.arange(people)
    with np.errstate(all="ignore"):  # a step too far may have no finite likelihood: it is not taken
        point = _point(ratings, ratio.copy(), _first_edges(ratings, ratio))
        length = point.longest
        for _ in range(MAX_STEPS):
            trial = _point(ratings, *_moved(ratings, point, length))
            taken = trial.loglik >= point.loglik - ROUNDING * np.abs(point.loglik)
            point = _Point(*(np.where(taken, new, old) for new, old in zip(trial, point, strict=True)))
            length = np.where(taken, point.longest, length / 2)
            ratio[active], loglik[active] = point.ratio, point.loglik
            going = (point.gain >= ENOUGH_GAIN) & (length >= SHORTEST_STEP)
            if not going.any():
                break
            active, length = active[going], length[going]
            ratings = _Ratings(*(array[..., going] for array in ratings))
            point = _Point(*(array[..., going] for array in point))
    return ratio, loglik


def _first_edges(ratings: _Ratings, ratio: Floats) -> Floats:
    """Edges that would give the ratings of each side, had both stimuli the same mean."""
    both = ratings.counts.sum(axis=1)
    beyond = both[:, ::-1].cumsum(axis=1)[:, ::-1] / both.sum(axis=1, keepdims=True)
    mean = (ratio * ratings.centre)[:, None]
    edges: Floats = mean - ndtri_exp(log_ndtr(mean) + np.log(beyond))
    edges[:, 0] = 0
    return edges


def _moved(ratings: _Ratings, point: _Point, length: Floats) -> tuple[Floats, Floats]:
    """Ratio and edges after `length` of the step.

    The edges stretch as the mean distance from the criterion does, about exp(arsinh(mean/2)): like the mean where
    it is high, like 1/|mean| where it is far below 0. So a long step keeps near the ridge, which is curved.
    """
    ratio = point.ratio + length * point.ratio_step
    stretch = np.exp(np.arcsinh(ratio * ratings.centre / 2) - np.arcsinh(point.ratio * ratings.centre / 2))
    return ratio, point.edges * stretch[:, None] + length * point.edges_step


def _point(ratings: _Ratings, ratio: Floats, edges: Floats) -> _Point:
    loglik, slopes = _slopes(ratings, ratio, edges)
    edges_share = _tridiagonal(slopes.edges_edges, slopes.edges_next, slopes.edges)
    ratio_share = _tridiagonal(slopes.edges_edges, slopes.edges_next, slopes.ratio_edges)
    edges_gain = -(slopes.edges * edges_share).sum(axis=(0, 1))
    # What is left to the ratio when the edges follow it. In the edges the likelihood is concave; in the ratio it
    # need not be, and then the edges go first.
    slope = slopes.ratio - (slopes.ratio_edges * edges_share).sum(axis=(0, 1))
    bend = slopes.ratio_ratio - (slopes.ratio_edges * ratio_share).sum(axis=(0, 1))
    uphill = np.where((bend < 0) | (edges_gain < ON_RIDGE), slope / np.abs(bend), 0)
    cap = np.maximum(np.abs(ratio), 1)
    ratio_step = np.clip(uphill, -cap, cap)
    stretch = ratio_step * ratings.centre / np.sqrt((ratio * ratings.centre) ** 2 + 4)
    edges_step = -edges * stretch[:, None]
    edges_step[:, 1:] -= edges_share + ratio_share * ratio_step
    gain = np.where(bend < 0, slope * ratio_step + edges_gain, np.inf)
    return _Point(ratio, edges, loglik, ratio_step, edges_step, _longest(edges, edges_step), gain)


def _slopes(ratings: _Ratings, ratio: Floats, edges: Floats) -> tuple[Floats, _Slopes]:
    """Log-likelihood and its derivatives.

    With x = mean - edge, a piece has P = Phi(x) - Phi(x_next), x_next being that of the next edge, and
    d ln P = near dx - far dx_next.
    """
    counts, shown, z = ratings.counts, ratings.shown, ratings.z
    x = (ratio * z)[:, :, None] - edges[:, None]
    x_next = np.concatenate([x[:, :, 1:], np.zeros_like(x[:, :, :1])], axis=2)
    log_p, log_answer = _log_pieces(x)
    log_density = -(x**2) / 2 - HALF_LOG_2PI
    near, far = np.exp(log_density - log_p), np.zeros_like(x)
    far[:, :, :-1] = np.exp(log_density[:, :, 1:] - log_p[:, :, :-1])
    hazard = np.exp(log_density[:, :, 0] - log_answer)
    pull = near - far
    bend = (counts * (x_next * far - x * near - pull**2)).sum(axis=2) + shown * hazard * (x[:, :, 0] + hazard)
    # An edge is the near one of its own piece and the far one of the piece before.
    n_near, n_far = (counts * near)[:, :, 1:], (counts * far)[:, :, :-1]
    by_ratio = n_near * (x + pull)[:, :, 1:] - n_far * (x_next + pull)[:, :, :-1]
    by_edge = n_far * (x_next - far)[:, :, :-1] - n_near * (x + near)[:, :, 1:]
    loglik = (counts * log_p).sum(axis=(0, 1, 2)) - (shown * log_answer).sum(axis=(0, 1))
    return loglik, _Slopes(
        ratio=(z * ((counts * pull).sum(axis=2) - shown * hazard)).sum(axis=(0, 1)),
        edges=(n_far - n_near).sum(axis=1),
        ratio_ratio=(z**2 * bend).sum(axis=(0, 1)),
        ratio_edges=(z[:, :, None] * by_ratio).sum(axis=1),
        edges_edges=by_edge.sum(axis=1),
        edges_next=(n_near * far[:, :, 1:])[:, :, :-1].sum(axis=1),
    )


def _log_pieces(x: Floats) -> tuple[Floats, Floats]:
    """ln P of the piece beyond each edge, and of all pieces of a side together, far out in the tails as well."""
    above, below = log_ndtr(x), log_ndtr(-x)
    # A difference of two probabilities keeps its digits in the tail in which both are small.
    lower = x[:, :, :-1] + x[:, :, 1:] > 0
    larger = np.where(lower, below[:, :, 1:], above[:, :, :-1])
    smaller = np.where(lower, below[:, :, :-1], above[:, :, 1:])
    log_p = above.copy()
    log_p[:, :, :-1] = larger + np.log1p(-np.exp(smaller - larger))
    return log_p, above[:, :, 0]


def _tridiagonal(diagonal: Floats, beside: Floats, right: Floats) -> Floats:
    """Solutions of symmetric tridiagonal systems along the middle axis, by elimination."""
    solution, factor, pivot = right.copy(), np.empty_like(beside), diagonal[:, 0]
    solution[:, 0] /= pivot
    for i in range(1, diagonal.shape[1]):
        factor[:, i - 1] = beside[:, i - 1] / pivot
        pivot = diagonal[:, i] - beside[:, i - 1] * factor[:, i - 1]
        solution[:, i] = (right[:, i] - beside[:, i - 1] * solution[:, i - 1]) / pivot
    for i in range(diagonal.shape[1] - 2, -1, -1):
        solution[:, i] -= factor[:, i] * solution[:, i + 1]
    return solution


def _longest(edges: Floats, step: Floats) -> Floats:
    """The share of a step, at most 1, that keeps the edges apart."""
    gaps, change = np.diff(edges, axis=1), np.diff(step, axis=1)
    room = np.where(change < 0, -gaps / change, np.inf).min(axis=(0, 1))
    return np.minimum(1, ROOM * room)
