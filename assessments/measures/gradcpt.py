"""The gradual-onset continuous performance drill (gradCPT): which press is for which scene, and what a run shows."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assessments.measures import signal_detection
from assessments.measures.checks import Floats, as_flags, column, numbers, parallel
from assessments.measures.intervals import Interval
from assessments.measures.reaction_time import summarise, variance_time_course

Flags = NDArray[np.bool_]

OWN_FROM = 0.7  # a scene more than so far blended in is the one that is answered
PREVIOUS_UNTIL = 0.4  # up to here it is still the scene before
HALF = 0.5


def assign(onsets: ArrayLike, trial_ms: float, presses: ArrayLike, nogo: ArrayLike) -> Floats:
    """Response time of each scene in ms from its onset, NaN where it got no press; shape of `onsets`.

    onsets    (n,) ms, ascending: first frame in which scene n begins to blend into scene n - 1
    trial_ms  how long a fade takes; the last scene fades out as long as it faded in
    presses   (m,) ms on the same clock, in any order; m may be 0
    nogo      (n,) true (1) for scenes to hold back on

    A press at a moment when scene n is more than 70 % there is for n, and at most 40 %, for n - 1; the first such
    press of a scene is its response. After these, presses in between (40 to 70 %) go, in the order of time, to
    whichever of the two scenes has no response: if neither has one, to the scene that is not nogo, and of two alike
    to the nearer (n - 1 before 50 %). Presses left over count nowhere. So times lie between .4 and 1.7 `trial_ms`.
    Raises ValueError for other shapes, numbers that are not finite, onsets that do not ascend, or `trial_ms` <= 0.
    Source: Esterman, Noonan, Rosenberg and DeGutis 2013, Cerebral Cortex 23, 2712-2723.
    """
    starts, held_back = numbers("onsets", onsets), as_flags("nogo", np.asarray(nogo))
    parallel("nogo", held_back, "onsets", starts)
    if not (np.diff(starts) > 0).all():
        raise ValueError("onsets must ascend")
    if not 0 < trial_ms < math.inf:
        raise ValueError(f"trial_ms must be positive and finite, not {trial_ms}")
    pressed = np.sort(_presses(presses))
    scene, there = _coherence(starts, trial_ms, pressed)
    taken = np.full(starts.size, np.nan)

    between = (there > PREVIOUS_UNTIL) & (there <= OWN_FROM)
    owner = np.where(there > OWN_FROM, scene, scene - 1)
    plain = ~between & (owner >= 0) & (owner < starts.size)
    owners, first = np.unique(owner[plain], return_index=True)
    taken[owners] = pressed[plain][first]

    # Each of these depends on the ones before it, and they are few: in practice under one in twenty.
    for press, into, share in zip(pressed[between], scene[between], there[between], strict=True):
        free = [n for n in (into - 1, into) if 0 <= n < starts.size and math.isnan(taken[n])]
        if len(free) == 2 and held_back[free[0]] != held_back[free[1]]:
            free = [n for n in free if not held_back[n]]
        if free:
            taken[free[0] if share < HALF else free[-1]] = press
    times: Floats = taken - starts
    return times


@dataclass(frozen=True, eq=False)
class GradCptTrials:
    """The trials of one run in the order shown: parallel 1-D arrays.

    nogo   true (1) for scenes to hold back on
    rt_ms  ms from the scene's onset, as `assign` gives them; NaN where there was no response
    valid  false (0) where the trial is void because its timing cannot be trusted
    """

    nogo: ArrayLike
    rt_ms: ArrayLike
    valid: ArrayLike


@dataclass(frozen=True)
class ZoneErrors:
    """Errors among the valid trials on one side of the zone's edge."""

    commissions: int
    n_nogo: int
    omissions: int
    n_go: int


@dataclass(frozen=True)
class GradCpt:
    """What one run shows. Shares are 0..1, times ms; NaN where the run has nothing to compute a value from.

    commission          false_alarms / n_nogo: responses to scenes to hold back on
    omission            misses / n_go
    rt_cv, mean_rt      SD (ddof 1)/mean, and mean, of responses to go scenes
    d_prime, criterion  log-linear; below 0 the criterion leans towards responding
    d_prime_interval    95 %, approximate: see `signal_detection.d_prime_interval`
    in_zone             share of valid trials whose smoothed deviation is at most `zone_ms`
    zone_ms             the edge of the zone: the one given, else the run's own median deviation
    inside, outside     errors in and out of the zone; None where there is no zone
    n_go, n_nogo        valid trials of each kind; n_void trials were left out
    """

    commission: float
    omission: float
    rt_cv: float
    mean_rt: float
    d_prime: float
    d_prime_interval: Interval
    criterion: float
    in_zone: float
    zone_ms: float
    inside: ZoneErrors | None
    outside: ZoneErrors | None
    hits: int
    misses: int
    false_alarms: int
    correct_rejections: int
    n_go: int
    n_nogo: int
    n_void: int


def gradcpt(trials: GradCptTrials, zone_ms: float | None = None) -> GradCpt:
    """Score one run of the gradual-onset continuous performance drill.

    A hit is a response to a go scene, a false alarm (commission) one to a scene to hold back on. The deviation of a
    trial is `reaction_time.variance_time_course` of the correct go responses, times interpolated where there is
    none, turned back into ms with their population SD. At most the median deviation of the run is "in the zone",
    which is half of the valid trials by its making; with `zone_ms`, the edge of an earlier run of the same person on
    the same device, the share says how much of this run was as steady as the better half of that one.
    Void trials count nowhere.

    A stored recording maps onto this trial by trial: nogo is `scene >= 10`, rt_ms is `responseTime` (the rule of
    `assign` has been applied when the block was graded; None is NaN), valid is `not void`.
    Raises ValueError for unequal shapes, flags other than 0 and 1, a negative or infinite time, `zone_ms` not above
    0, or where no valid go trial or no valid no-go trial is left.
    Source: Esterman, Noonan, Rosenberg and DeGutis 2013, Cerebral Cortex 23, 2712-2723.
    """
    nogo, rt, valid = _arrays(trials)
    if zone_ms is not None and not 0 < zone_ms < math.inf:
        raise ValueError(f"zone_ms must be positive and finite, not {zone_ms}")
    n_go, n_nogo = int(np.sum(valid & ~nogo)), int(np.sum(valid & nogo))
    if not n_go or not n_nogo:
        raise ValueError(f"trials must hold valid go and no-go trials, not {n_go} and {n_nogo}")
    responded = ~np.isnan(rt)
    hit, commission = valid & ~nogo & responded, valid & nogo & responded
    hits, false_alarms = int(hit.sum()), int(commission.sum())
    counts = (hits, n_go - hits, false_alarms, n_nogo - false_alarms)
    times = summarise(rt[hit]) if hits else None
    deviation = _deviation_ms(np.where(hit, rt, np.nan))
    edge = math.nan if deviation is None else zone_ms or float(np.median(deviation[valid]))
    calm = None if deviation is None else deviation <= edge
    return GradCpt(
        commission=false_alarms / n_nogo,
        omission=(n_go - hits) / n_go,
        rt_cv=times.cv if times else math.nan,
        mean_rt=times.mean if times else math.nan,
        d_prime=signal_detection.d_prime(*counts),
        d_prime_interval=signal_detection.d_prime_interval(*counts),
        criterion=signal_detection.criterion(*counts),
        in_zone=math.nan if calm is None else float(calm[valid].mean()),
        zone_ms=edge,
        inside=None if calm is None else _errors(valid & calm, nogo, responded),
        outside=None if calm is None else _errors(valid & ~calm, nogo, responded),
        hits=hits,
        misses=n_go - hits,
        false_alarms=false_alarms,
        correct_rejections=n_nogo - false_alarms,
        n_go=n_go,
        n_nogo=n_nogo,
        n_void=int(np.sum(~valid)),
    )


def _presses(presses: ArrayLike) -> Floats:
    array = np.asarray(presses, dtype=np.float64)
    return array if array.ndim == 1 and array.size == 0 else numbers("presses", array)


def _coherence(starts: Floats, trial_ms: float, pressed: Floats) -> tuple[NDArray[np.intp], Floats]:
    """For each press the scene that is fading in (one beyond the last while that fades out) and how far it is.

    A press before the first scene is given to scene 0 at 0 %, and so to nobody.
    """
    scene = np.searchsorted(starts, pressed, side="right") - 1
    since = pressed - starts[np.maximum(scene, 0)]
    after = (scene == starts.size - 1) & (since >= trial_ms)
    there = np.where(after, since - trial_ms, since) / trial_ms
    before = scene < 0
    return np.where(before, 0, scene + after), np.where(before, 0.0, there)


def _deviation_ms(go_rt: Floats) -> Floats | None:
    """How far responses stray from the run's mean, smoothed, in ms; None unless two times differ."""
    observed = go_rt[np.isfinite(go_rt)]
    if observed.size < 2 or np.ptp(observed) == 0:
        return None
    deviation: Floats = variance_time_course(go_rt) * observed.std()
    return deviation


def _errors(within: Flags, nogo: Flags, responded: Flags) -> ZoneErrors:
    return ZoneErrors(
        commissions=int(np.sum(within & nogo & responded)),
        n_nogo=int(np.sum(within & nogo)),
        omissions=int(np.sum(within & ~nogo & ~responded)),
        n_go=int(np.sum(within & ~nogo)),
    )


def _arrays(trials: GradCptTrials) -> tuple[Flags, Floats, Flags]:
    rt = column("rt_ms", trials.rt_ms).astype(np.float64, copy=False)
    nogo, valid = (_flags(name, getattr(trials, name), rt) for name in ("nogo", "valid"))
    # What a void trial recorded is not trusted, so it is not checked either.
    if np.isinf(rt[valid]).any() or (rt[valid] < 0).any():
        raise ValueError("rt_ms must be finite and not negative")
    return nogo, np.where(valid, rt, np.nan), valid


def _flags(name: str, values: ArrayLike, rt: Floats) -> Flags:
    array = np.asarray(values)
    parallel(name, array, "rt_ms", rt)
    return as_flags(name, array)
