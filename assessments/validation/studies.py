"""PURE: for each estimate, 300 people with known truth: how often its intervals hold it, and whom it flags wrongly."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist, fmean

from assessments.domain.flagging import flagging_of
from assessments.measures.bias import MIN_ANSWERS, Arm, Shrinkage, contrast_effect, moderated_errors, shrink
from assessments.measures.calibration import overconfidence
from assessments.measures.intervals import wilson
from assessments.measures.signal_detection import d_prime, d_prime_interval
from assessments.validation.exercises import Exercise, do, exercises
from assessments.validation.people import draw, unbiased
from training.activities.base import SimulatedPerson, scale_for
from training.activities.biases import BIASES, Judged
from training.activities.choices import chance_of_right

# Of a bias about twenty answers, as one or two exercises give.
SIZE = 20
LEVEL = 0.90
# People lean on their own cohort; so many are in one.
COHORT = 30
# Of people without a bias, who may be flagged by chance.
FLAG_RATE = 0.05
# What the share of intervals that hold the truth must lie in.
LEAST, MOST = 0.85, 0.95
# How much stated confidence scatters about what a simulated person believes (choices.stated_confidence).
CONFIDENCE_NOISE = 0.07


@dataclass(frozen=True)
class Recovered:
    """One person: what is true of them, the estimate, and the interval at LEVEL."""

    truth: float
    estimate: float
    low: float
    high: float

    @property
    def held(self) -> bool:
        return self.low <= self.truth <= self.high


@dataclass(frozen=True)
class Study:
    """Many people's estimates of one thing.

    error: root mean square of estimate minus truth; plain_error: that of the estimates before they are drawn together;
    flagged: of as many people without the bias, the share that is flagged all the same, with its 95 % interval; None
    where nothing is flagged.
    """

    name: str
    unit: str
    people: int
    answers: float
    truth_mean: float
    truth_spread: float
    mean_error: float
    error: float
    plain_error: float | None
    coverage: float
    coverage_low: float
    coverage_high: float
    flagged: float | None = None
    flagged_low: float | None = None
    flagged_high: float | None = None
    found: float | None = None

    @property
    def holds(self) -> bool:
        """Whether coverage is as promised, and nobody is flagged more often than stated, as far as chance allows."""
        rare = self.flagged_low is None or self.flagged_low <= FLAG_RATE
        return LEAST <= self.coverage <= MOST and rare


def bias_study(slug: str, people: int, seed: int, size: int = SIZE) -> Study:
    """One bias: each person's effect, drawn towards the others', and its interval; and people without any bias."""
    cohort, exercise = _cohort(people, seed), _exercise(slug, seed, size)
    judged = [do(exercise, person, seed + 10 * n) for n, person in enumerate(cohort)]
    truths = [BIASES[slug].true_effect(rows, person) for rows, person in zip(judged, cohort, strict=True)]
    arms = [_arms(slug, rows) for rows in judged]
    plain = [treated.mean - control.mean for treated, control in arms]
    recovered = [
        Recovered(truths[start + n], shrunk.estimates[n], *shrunk.interval(n, LEVEL))
        for start in range(0, people, COHORT)
        for shrunk in (_drawn(plain[start : start + COHORT], arms[start : start + COHORT]),)
        for n in range(len(shrunk.estimates))
    ]
    nobody = [_arms(slug, do(exercise, unbiased(person), seed + 10 * n + 5)) for n, person in enumerate(cohort)]
    flagged = sum(contrast_effect(*pair).excludes_zero for pair in nobody)
    found = [contrast_effect(*pair).excludes_zero for pair, truth in zip(arms, truths, strict=True) if abs(truth) > 0.3]
    return _study(
        slug,
        BIASES[slug].outcome,
        recovered,
        fmean(treated.n + control.n for treated, control in arms),
        plain,
        flagged=(flagged, len(nobody)),
        found=fmean(found) if found else None,
    )


def calibration_study(people: int, seed: int, size: int = SIZE) -> Study:
    """Mean confidence minus the share right, with the interval that scores have (Wilson's about the share right)."""
    cohort, exercise = _cohort(people, seed), _exercise("confidence", seed, size)
    recovered, counts = [], []
    for n, person in enumerate(map(unbiased, cohort)):
        judged = do(exercise, person, seed + 10 * n)
        confidence = [one.confidence or 0.0 for one in judged]
        right = [bool(one.correct) for one in judged]
        low, high = wilson(sum(right), len(right), LEVEL)
        mean = fmean(confidence)
        truth = fmean(_stated(person, one) - _chance(person, one) for one in judged)
        recovered.append(Recovered(truth, overconfidence(confidence, right), mean - high, mean - low))
        counts.append(len(judged))
    return _study("overconfidence", "mean confidence minus share right", recovered, fmean(counts))


def ambiguity_study(people: int, seed: int, size: int = SIZE) -> Study:
    """d' of flagging ambiguous items among clear ones, with the interval that scores have."""
    cohort, exercise = _cohort(people, seed), _exercise("ambiguity", seed, size)
    recovered, counts = [], []
    for n, person in enumerate(cohort):
        judged = do(exercise, person, seed + 10 * n)
        found = flagging_of((one.item.ambiguity if one.item else None, one.answer) for one in judged)
        interval = d_prime_interval(*found.outcomes, level=LEVEL)
        recovered.append(Recovered(person.ambiguity, float(d_prime(*found.outcomes)), *interval))
        counts.append(len(judged))
    return _study("ambiguity d'", "d' of flagging", recovered, fmean(counts))


def studies(slugs: Sequence[str] = tuple(BIASES)) -> dict[str, Callable[[int, int], Study]]:
    """Every study by name, as a function of people and seed."""
    found: dict[str, Callable[[int, int], Study]] = {
        slug: lambda people, seed, slug=slug: bias_study(slug, people, seed)  # type: ignore[misc]
        for slug in slugs
    }
    return found | {"overconfidence": calibration_study, "ambiguity d'": ambiguity_study}


def _cohort(people: int, seed: int) -> list[SimulatedPerson]:
    rng = random.Random(f"{seed} people")
    return [draw(rng) for _ in range(people)]


def _exercise(name: str, seed: int, size: int) -> Exercise:
    return exercises(random.Random(f"{seed} items"), size)[name]


def _drawn(plain: Sequence[float], arms: Sequence[tuple[Arm, Arm]]) -> Shrinkage:
    """The estimates of one cohort drawn together, as in profiles."""
    return shrink(plain, moderated_errors(arms))


def _arms(slug: str, judged: Sequence[Judged]) -> tuple[Arm, Arm]:
    contrasts = BIASES[slug].contrasts(judged)
    treated, control = (Arm.of(one.outcome for one in contrasts if one.treated is side) for side in (True, False))
    if min(treated.n, control.n) < MIN_ANSWERS:
        raise ValueError(f"the exercise for {slug} gives {treated.n} and {control.n} answers: too few")
    return treated, control


def _stated(person: SimulatedPerson, judged: Judged) -> float:
    """The confidence expected of this person at this item: noise comes first, then the nearest point of the scale."""
    points = [point / 100 for point in scale_for(len(judged.guideline.labels) if judged.guideline else 2).points]
    noise = NormalDist(_chance(person, judged) + person.overconfidence, CONFIDENCE_NOISE)
    edges = [-math.inf, *((a + b) / 2 for a, b in pairwise(points)), math.inf]
    below = [0.0 if edge == -math.inf else 1.0 if edge == math.inf else noise.cdf(edge) for edge in edges]
    return sum(point * (below[n + 1] - below[n]) for n, point in enumerate(points))


def _chance(person: SimulatedPerson, judged: Judged) -> float:
    return chance_of_right(person, judged.item.difficulty) if judged.item else 0.0


def _study(
    name: str,
    unit: str,
    recovered: Sequence[Recovered],
    answers: float,
    plain: Sequence[float] | None = None,
    flagged: tuple[int, int] | None = None,
    found: float | None = None,
) -> Study:
    n = len(recovered)
    held = sum(one.held for one in recovered)
    truths = [one.truth for one in recovered]
    middle = fmean(truths)
    share = (flagged[0] / flagged[1], *wilson(*flagged)) if flagged else (None, None, None)
    low, high = wilson(held, n)
    return Study(
        name=name,
        unit=unit,
        people=n,
        answers=answers,
        truth_mean=middle,
        truth_spread=math.sqrt(fmean((truth - middle) ** 2 for truth in truths)),
        mean_error=fmean(one.estimate - one.truth for one in recovered),
        error=math.sqrt(fmean((one.estimate - one.truth) ** 2 for one in recovered)),
        plain_error=None
        if plain is None
        else math.sqrt(fmean((value - truth) ** 2 for value, truth in zip(plain, truths, strict=True))),
        coverage=held / n,
        coverage_low=low,
        coverage_high=high,
        flagged=share[0],
        flagged_low=share[1],
        flagged_high=share[2],
        found=found,
    )
