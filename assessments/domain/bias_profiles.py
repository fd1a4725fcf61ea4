"""What a person's answers over a course say of each bias: their own, and drawn towards their cohort's.

Worked out in the background and kept as plain values (`JudgementProfile`); pages only read them.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from django.db.models import Q, Sum

from assessments.domain.bias_tallies import SUMS, counting_tallies
from assessments.domain.calibration import Calibration
from assessments.measures.bias import Arm, BiasEffect, contrast_effect, moderated_errors, shrink
from assessments.models import BiasTally, JudgementProfile
from courseware.models import Enrolment
from training.activities.biases import BIASES, Bias

# So many answers with the plant and as many without before a profile gives a number.
MIN_ANSWERS = 5

Arms = tuple[Arm, Arm]


@dataclass(frozen=True)
class Estimate:
    """An effect with the two ends of its interval, all in -1..1 (a difference of shares)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class BiasLine:
    """One bias of one person. `own`: their answers alone, at 95 %; `drawn`: beside their cohort's, at 90 %.

    Both are None before there are MIN_ANSWERS of either kind. others: how many of the cohort `drawn` leans on; 0: too
    few had answers enough, and it leans towards no effect. mean, spread: of the effect among them all.
    """

    slug: str
    treated: int
    control: int
    own: Estimate | None = None
    drawn: Estimate | None = None
    others: int = 0
    mean: float = 0.0
    spread: float = 0.0

    @property
    def bias(self) -> Bias:
        return BIASES[self.slug]

    @property
    def n(self) -> int:
        return self.treated + self.control

    @property
    def flagged(self) -> bool:
        """Whether the person's own interval leaves 0 out: at most about 5 in 100 people without the bias."""
        return self.own is not None and (self.own.low > 0 or self.own.high < 0)

    def to_document(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_document(cls, data: Mapping[str, Any]) -> Self:
        estimates = {name: Estimate(**data[name]) if data[name] else None for name in ("own", "drawn")}
        return cls(**{**data, **estimates})


@dataclass(frozen=True)
class Profile:
    """What is kept of one person. calibration: None before there are judgements enough."""

    biases: tuple[BiasLine, ...]
    calibration: Calibration | None
    made_at: datetime


def profile_of(enrolment: Enrolment) -> list[BiasLine]:
    """A line for each bias that some answer says something about, in the order of the registry. One query."""
    cohort = _arms_of_cohort(enrolment)
    return [_line(slug, enrolment.pk, cohort[slug]) for slug in BIASES if enrolment.pk in cohort.get(slug, ())]


def stored_profile(enrolment: Enrolment) -> Profile | None:
    """The profile as it was last worked out; None: nothing was yet. One query, no arithmetic.

    A bias that is no longer there has no words, and is left out.
    """
    row = JudgementProfile.objects.filter(enrolment=enrolment).first()
    if row is None:
        return None
    lines = [BiasLine.from_document(data) for data in row.document["biases"] if data["slug"] in BIASES]
    calibration = row.document["calibration"]
    return Profile(tuple(lines), Calibration.from_document(calibration) if calibration else None, row.made_at)


def own_estimate(effect: BiasEffect) -> Estimate:
    return Estimate(effect.estimate, effect.low, effect.high)


def _line(slug: str, person: int, arms: Mapping[int, Arms]) -> BiasLine:
    treated, control = arms[person]
    enough = {key: pair for key, pair in arms.items() if min(pair[0].n, pair[1].n) >= MIN_ANSWERS}
    if person not in enough:
        return BiasLine(slug, treated.n, control.n)
    place = list(enough).index(person)
    effects = [contrast_effect(*pair) for pair in enough.values()]
    drawn = shrink([effect.estimate for effect in effects], moderated_errors(enough.values()))
    return BiasLine(
        slug=slug,
        treated=treated.n,
        control=control.n,
        own=own_estimate(effects[place]),
        drawn=Estimate(drawn.estimates[place], *drawn.interval(place)),
        others=len(enough) - 1 if drawn.peers else 0,
        mean=drawn.mean,
        spread=drawn.spread,
    )


def _arms_of_cohort(enrolment: Enrolment) -> Mapping[str, Mapping[int, Arms]]:
    """Bias -> enrolment -> its arms over all attempts that count; the person's own, and those of their cohort.

    Simulated people and demonstration accounts lean on one another, everybody else on none of them.
    """
    person = "attempt__enrolment__user"
    pretended = Q(**{f"{person}__is_simulated": True}) | Q(**{f"{person}__is_demo": True})
    alike = pretended if enrolment.user.is_simulated or enrolment.user.is_demo else ~pretended
    rows = (
        counting_tallies(BiasTally.objects.filter(attempt__enrolment__cohort=enrolment.cohort_id))
        .filter(alike | Q(attempt__enrolment=enrolment))
        .order_by("attempt__enrolment")
        .values_list("bias", "attempt__enrolment")
        .annotate(*(Sum(name) for name in SUMS))
    )
    arms: dict[str, dict[int, Arms]] = defaultdict(dict)
    for bias, person_id, *sums in rows:
        arms[bias][person_id] = Arm(*sums[:3]), Arm(*sums[3:])
    return arms
