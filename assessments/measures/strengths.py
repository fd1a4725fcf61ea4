"""How strong compared things are, from comparisons of two at a time.

`winner` and `loser` are parallel 1-D arrays of item numbers 0, 1, 2, ...; the order of the rows is free. `n`
has two forms: a whole number is the number of items, each row then being one comparison; an array parallel to
`winner` says how often each row happened (0 or more; fractions weigh), and the items go up to the highest number.

Import the functions from `preference`, where they belong to the judging of pairs.
"""

import math
import operator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import NegativeCycleError, bellman_ford, connected_components
from scipy.sparse.linalg import LinearOperator, cg

from assessments.measures.checks import Codes, Floats, column, flags, numbers, parallel

MAX_STEPS = 200  # Newton takes 5 to 10 steps; odds of 10^12 to 1 take 30
SETTLED = 1e-8  # of a log strength; steps shrink quadratically, so what is left is far smaller
# Of a log odds in one step. A Newton step cut to at most 1.79 always gains likelihood (from the bounds of Bach 2010,
# Electronic Journal of Statistics 4, 384-414), so no line need be searched.
STRIDE = 1.5
SOLVED = 1e-6  # relative residual of the linear system of a step; the next step makes up for the rest
SOLVER_ROUNDS = 20  # per item; a chain of items takes 3, a well-mixed table of thousands a hundredth
NAMED = 8  # items, and groups of items, that a message spells out


def bradley_terry(winner: ArrayLike, loser: ArrayLike, n: ArrayLike) -> Floats:
    """Maximum-likelihood log strengths from comparisons with a winner, one per item; centred, so they sum to 0.

        P(i beats j) = 1 / (1 + exp(strength_j - strength_i))

    Who is .69 above another wins two of three, 1.10 above three of four. Only differences within one call mean
    anything. For the two forms of `n` see the module. Newton's method, each step by conjugate gradients.
    Raises ValueError for unequal, empty or other shapes; item numbers that are not whole, below 0 or too high
    for `n`; an item against itself; negative counts, or all 0; and where no finite strengths exist: where some
    items never met the rest, never lost to it or never beat it. The message names them.
    Source: Bradley and Terry 1952, Biometrika 39, 324-345; existence: Hunter 2004, Annals of Statistics 32, 384-406.
    """
    compared = _comparisons(winner, loser, None, n)
    _refuse_loose(compared)
    return _fit(_tallies(compared)).strength


@dataclass(frozen=True, eq=False)
class Davidson:
    """`strength`: centred log strengths, one per item; `tie`: nu, 0 or more, how readily a tie is given.

    Two equally strong items tie with probability nu / (2 + nu): never at 0, a third of the time at 1.
    """

    strength: Floats
    tie: float


def davidson(winner: ArrayLike, loser: ArrayLike, tie: ArrayLike, n: ArrayLike) -> Davidson:
    """As `bradley_terry`, where a comparison may also end in a tie: strengths and nu by maximum likelihood.

        P(i beats j) = s_i / S,  P(tie) = nu sqrt(s_i s_j) / S,  S = s_i + s_j + nu sqrt(s_i s_j),  s = exp(strength)

    `tie` is parallel to `winner`: true (1) where the row was a tie; which of its two items is then called the
    winner makes no difference. Without ties nu is 0 and the strengths are those of `bradley_terry`.
    Raises ValueError as `bradley_terry`, a tie counting as a win for both; for flags other than 0 and 1; where
    every row is a tie; and where wins outnumber ties on no way around from an item back to itself, for then
    nu grows with the strengths without end (one item beats or ties another and never loses to it).
    Source: Davidson 1970, Journal of the American Statistical Association 65, 317-328.
    """
    compared = _comparisons(winner, loser, tie, n)
    _refuse_loose(compared)
    _refuse_endless_ties(compared)
    return _fit(_tallies(compared))


class _Comparisons(NamedTuple):
    """Rows that happened, `times` each, among `items` items."""

    winner: Codes
    loser: Codes
    tied: NDArray[np.bool_]
    times: Floats
    items: int


def _comparisons(winner: ArrayLike, loser: ArrayLike, tie: ArrayLike | None, n: ArrayLike) -> _Comparisons:
    won, lost = _item_numbers("winner", winner), _item_numbers("loser", loser)
    parallel("loser", lost, "winner", won)
    if (won == lost).any():
        raise ValueError("loser must differ from winner in every row")
    tied = np.zeros(won.size, dtype=np.bool_) if tie is None else flags("tie", tie)
    parallel("tie", tied, "winner", won)
    highest = int(max(won.max(), lost.max()))
    if np.ndim(n) == 0:
        return _Comparisons(won, lost, tied, np.ones(won.size), _item_count(n, highest))
    times = numbers("n", n)
    parallel("n", times, "winner", won)
    happened = times > 0
    if (times < 0).any() or not happened.any():
        raise ValueError("n must hold counts of 0 or more, not all 0")
    return _Comparisons(won[happened], lost[happened], tied[happened], times[happened], highest + 1)


def _item_numbers(name: str, values: ArrayLike) -> Codes:
    array = column(name, values)
    if array.dtype.kind not in "iu" or array.min() < 0:
        raise ValueError(f"{name} must hold item numbers 0, 1, 2, ...")
    return array.astype(np.intp, copy=False)


def _item_count(n: Any, highest: int) -> int:
    try:
        items = operator.index(n)
    except TypeError as error:
        raise ValueError(f"n must be a whole number of items, or counts parallel to winner, not {n!r}") from error
    if items <= highest:
        raise ValueError(f"n must be above {highest}, the highest item number, not {items}")
    return items


def _refuse_loose(compared: _Comparisons) -> None:
    """A finite maximum needs a way of wins (or ties) from every item to every other."""
    won, lost, tied, _, items = compared
    present = np.unique(np.concatenate([won, lost]))
    if present.size < items:
        # The first few gaps lie below present.size + NAMED, however many items there are said to be.
        absent = np.setdiff1d(np.arange(min(items, present.size + NAMED)), present)
        raise ValueError(f"winner and loser must name every item: {_named(absent, items - present.size)} never met")
    better, worse = np.concatenate([won, lost[tied]]), np.concatenate([lost, won[tied]])
    graph = csr_array((np.ones(better.size), (better, worse)), shape=(items, items))
    islands, island = connected_components(graph, connection="weak")
    if islands > 1:
        main = int(np.bincount(island).argmax())
        apart = _groups(island, np.delete(np.arange(islands), main))
        raise ValueError(f"winner and loser must connect all items: {apart} never met the rest")
    parts, part = connected_components(graph, connection="strong")
    if parts > 1:
        outside = part[better] != part[worse]
        unbeaten = _groups(part, np.setdiff1d(np.arange(parts), part[worse[outside]]))
        winless = _groups(part, np.setdiff1d(np.arange(parts), part[better[outside]]))
        raise ValueError(
            f"winner and loser have no finite strengths: {unbeaten} never lost to the rest, "
            f"and {winless} never beat the rest"
        )


def _refuse_endless_ties(compared: _Comparisons) -> None:
    """With ties, a finite maximum also needs a round trip on which wins outnumber ties.

    Else numbers d exist with d_i - d_j >= 1 for each win of i over j and |d_i - d_j| <= 1 for each tie, and
    growing the strengths along d, and ln nu with them, never makes the data less likely. Such a round trip is
    a negative cycle where a win costs -1 and a tie 1.
    """
    won, lost, tied, _, items = compared
    if tied.all():
        raise ValueError("tie must leave at least one comparison that was won")
    if not tied.any():
        return
    wins = csr_array((np.ones((~tied).sum()), (won[~tied], lost[~tied])), shape=(items, items))
    if connected_components(wins, connection="strong")[0] < items:
        return  # wins alone lead back to an item: the usual case
    start = np.concatenate([won[~tied], won[tied], lost[tied]])
    end = np.concatenate([lost[~tied], lost[tied], won[tied]])
    _, first = np.unique(start * items + end, return_index=True)  # a win stands before a tie of the same two
    cost = np.where(first < (~tied).sum(), -1.0, 1.0)
    try:
        bellman_ford(csr_array((cost, (start[first], end[first])), shape=(items, items)), indices=0)
    except NegativeCycleError:
        return
    raise ValueError("tie must not be explained by strengths alone: wins outnumber ties on no way around the items")


def _groups(group: NDArray[Any], chosen: NDArray[Any]) -> str:
    named = [_named(np.flatnonzero(group == number), int((group == number).sum())) for number in chosen[:NAMED]]
    more = [f"{chosen.size - NAMED} groups more"] if chosen.size > NAMED else []
    return "; ".join(named + more)


def _named(members: NDArray[Any], size: int) -> str:
    listed = ", ".join(str(member) for member in members[:NAMED])
    more = f" and {size - NAMED} more" if size > NAMED else ""
    return f"item {listed}" if size == 1 else f"items {listed}{more}"


class _Tallies(NamedTuple):
    """How often the `first` or `second` item of each pair won or they `tied`; one entry per pair that met.

    `difference` (pairs x items) holds 1 for the first and -1 for the second: times strengths it gives s_i - s_j.
    """

    difference: csr_array
    first: Floats
    second: Floats
    tied: Floats

    def total(self) -> Floats:
        return self.first + self.second + self.tied


def _tallies(compared: _Comparisons) -> _Tallies:
    won, lost, tied, times, items = compared
    low, high = np.minimum(won, lost), np.maximum(won, lost)
    pairs, row = np.unique(low * items + high, return_inverse=True)

    def tally(counted: NDArray[np.bool_]) -> Floats:
        # In shares of the largest count: the scale is free, and sums of huge counts would overflow.
        weights = times * counted / times.max()
        return np.bincount(row, weights, pairs.size).astype(np.float64, copy=False)

    ends = np.stack([pairs // items, pairs % items], axis=1).ravel()
    signs, bounds = np.tile([1.0, -1.0], pairs.size), np.arange(0, 2 * pairs.size + 1, 2)
    return _Tallies(
        csr_array((signs, ends, bounds), shape=(pairs.size, items)),
        tally(~tied & (won == low)),
        tally(~tied & (won == high)),
        tally(tied),
    )


def _fit(tallies: _Tallies) -> Davidson:
    """Newton's method on a point of all strengths and, last, ln nu; the log-likelihood is concave in it.

    Without ties ln nu stays at -infinity, where its gradient is 0.
    """
    ties, everything = float(tallies.tied.sum()), float(tallies.total().sum())
    point = np.zeros(tallies.difference.shape[1] + 1)
    point[-1] = math.log(2 * ties / (everything - ties)) if ties else -math.inf  # its value at equal strengths
    for _ in range(MAX_STEPS):
        step = _newton_step(tallies, point)
        point = point + step
        if np.abs(step).max() <= SETTLED:
            return Davidson(point[:-1] - point[:-1].mean(), math.exp(point[-1]))
    raise ValueError("winner and loser are too one-sided to compute strengths from")


def _chances(tallies: _Tallies, point: Floats) -> tuple[Floats, Floats, Floats]:
    """P(first wins), P(second wins) and P(tie), per pair."""
    half = tallies.difference @ point[:-1] / 2
    top = np.maximum(np.abs(half), point[-1])  # taken out of every exponent, so that none overflows
    first, second, tie = np.exp(half - top), np.exp(-half - top), np.exp(point[-1] - top)
    together = first + second + tie
    return first / together, second / together, tie / together


def _newton_step(tallies: _Tallies, point: Floats) -> Floats:
    """What the curvature (the Hessian with its sign turned) takes to the gradient, cut down to `STRIDE`."""
    difference, total = tallies.difference, tallies.total()
    first, second, tie = _chances(tallies, point)
    # Observed minus expected, written so that one outcome in 10^12 is not lost in the difference of the two.
    slope = tallies.first * second - tallies.second * first
    slope += ((tallies.first - tallies.second) * tie - tallies.tied * (first - second)) / 2
    slope_tie = float(tallies.tied @ (first + second) - (tallies.first + tallies.second) @ tie)
    pull = difference.T @ slope
    gradient = np.append(pull - pull.mean(), slope_tie)  # no rounding may ask for a common level: it is free
    bend = total * (first * second + tie * (first + second) / 4)
    bend_tie = float(total @ (tie * (first + second))) or 1.0  # without ties any value but 0 leaves ln nu where it is
    bend_both = -total * tie * (first - second) / 2

    def curvature(move: Floats) -> Floats:
        apart = difference @ move[:-1]
        along = difference.T @ (bend * apart + bend_both * move[-1])
        return np.append(along, bend_both @ apart + bend_tie * move[-1])

    # Scaled to a diagonal of 1, so that items met rarely are solved as closely as those met often.
    root = np.sqrt(np.append(np.bincount(difference.indices, weights=np.repeat(bend, 2)), bend_tie))
    shape = (point.size, point.size)
    scaled = LinearOperator(shape, matvec=lambda move: curvature(move / root) / root, dtype=np.float64)
    solution, _ = cg(scaled, gradient / root, rtol=SOLVED, maxiter=SOLVER_ROUNDS * point.size)
    step: Floats = solution / root
    apart = float(np.abs(difference @ step[:-1]).max())
    return step * (STRIDE / max(apart, apart / 2 + abs(float(step[-1])), STRIDE))
