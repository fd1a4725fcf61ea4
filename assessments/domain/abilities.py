"""Where people and items stand on one scale, from the answers so far: what adaptive practice picks by.

The scale's 0 is an item of middling difficulty by its authors. Items keep their authors' estimate until enough people
have answered, and never leave it all at once: what the answers say is weighed against it. Nothing here is a score or
reaches a gate.
"""

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
from django.db import transaction

from assessments.domain.first_answers import FirstAnswer, first_answers
from assessments.measures.item_response import estimate_ability, fit_2pl, fit_rasch
from courseware.models import Enrolment
from training.activities.picking import authored
from training.domain.counting import counted
from training.models import Ability, ItemDifficulty, Response

if TYPE_CHECKING:
    from numpy.typing import NDArray

logger = logging.getLogger(__name__)

# Where an answer is right by its label or side alone. Plants and attention checks say nothing of a level.
KINDS = ("practice", "preference")
# How far authors are off, in logits (SD): what an item's answers are weighed against.
AUTHORED_SD = 1.0
# How far people differ, in logits (SD), for the prior of one person's ability.
ABILITY_SD = 2.0
# Fewer people or answers say less than the authors do.
MIN_PEOPLE = 30
MIN_ANSWERS = 10
# Slopes need many more answers than difficulties (Harwell and Janosky 1991, Applied Psychological Measurement 15).
MIN_PEOPLE_2PL = 500
# A slope that is fitted too flat or too steep says more about the sample than about the item.
SLOPES = (0.3, 3.0)


def update_ability(enrolment: Enrolment, *, now: datetime) -> Ability | None:
    """The person's level by their first answers to items in this enrolment; None: there are none. Two queries."""
    rows = (
        counted(Response.objects.filter(attempt__enrolment=enrolment, attempt__kind__in=KINDS))
        .filter(step__item_version__isnull=False, step__plan__bias__isnull=True, step__plan__check__isnull=True)
        .filter(counted_correct__isnull=False, attempt__completed_at__isnull=False)
        .order_by("received_at", "pk")
        .values_list(
            "step__item_version__item_id",
            "counted_correct",
            "step__item_version__difficulty",
            "step__item_version__item__estimated_difficulty__difficulty",
            "step__item_version__item__estimated_difficulty__discrimination",
        )
    )
    first: dict[int, tuple[bool, float, float]] = {}
    for item, correct, by_author, difficulty, slope in rows:
        known = difficulty is not None
        first.setdefault(item, (bool(correct), difficulty if known else authored(by_author), slope if known else 1.0))
    if not first:
        return None
    right, difficulties, slopes = (np.array(values, dtype=float) for values in zip(*first.values(), strict=True))
    found = estimate_ability(right, slopes, difficulties, prior_sd=ABILITY_SD)
    ability, _ = Ability.objects.update_or_create(
        enrolment=enrolment,
        defaults={
            "theta": float(found.theta),
            "standard_error": float(found.se),
            "n": len(first),
            "updated_at": now,
        },
    )
    return ability


@transaction.atomic
def calibrate_items(bank: str, *, now: datetime) -> int:
    """Item difficulties of the bank from everybody's first answers; how many items. Running it again changes nothing.

    Simulated people and demonstration accounts are left out. Rasch, or 2PL from `MIN_PEOPLE_2PL` people on.
    """
    found = first_answers(bank)
    answers = _enough(found.answers)
    people = {answer.person_id for answer in answers}
    items = sorted({answer.item_id for answer in answers})
    if len(people) < MIN_PEOPLE or len(items) < 3:
        return 0
    prior = np.array([authored(found.versions[item].difficulty) for item in items])
    b, se, a = _fitted(_table(answers, sorted(people), items), prior)
    counts = Counter(answer.item_id for answer in answers)
    rows = [
        ItemDifficulty(
            item_id=item, difficulty=b[n], standard_error=se[n], discrimination=a[n], n=counts[item], fitted_at=now
        )
        for n, item in enumerate(items)
    ]
    fields = ["difficulty", "standard_error", "discrimination", "n", "fitted_at"]
    ItemDifficulty.objects.bulk_create(rows, update_conflicts=True, unique_fields=["item"], update_fields=fields)
    return len(rows)


def _enough(answers: Sequence[FirstAnswer]) -> list[FirstAnswer]:
    """Answers to items that enough people answered, some rightly and some wrongly: the others keep their authors'."""
    right: dict[int, list[bool]] = {}
    for answer in answers:
        right.setdefault(answer.item_id, []).append(answer.correct)
    usable = {item for item, given in right.items() if len(given) >= MIN_ANSWERS and 0 < sum(given) < len(given)}
    return [answer for answer in answers if answer.item_id in usable]


def _table(answers: Sequence[FirstAnswer], people: Sequence[int], items: Sequence[int]) -> "NDArray[np.float64]":
    """People x items: 1, 0, or NaN where it was not asked."""
    rows: Mapping[int, int] = {person: row for row, person in enumerate(people)}
    columns: Mapping[int, int] = {item: column for column, item in enumerate(items)}
    table = np.full((len(people), len(items)), np.nan)
    for answer in answers:
        table[rows[answer.person_id], columns[answer.item_id]] = answer.correct
    return table


def _fitted(
    table: "NDArray[np.float64]", prior: "NDArray[np.float64]"
) -> tuple["NDArray[np.float64]", "NDArray[np.float64]", "NDArray[np.float64]"]:
    """Difficulty, standard error and slope of each item, on the authors' scale and weighed against them."""
    a = np.ones(prior.size)
    if table.shape[0] >= MIN_PEOPLE_2PL:
        two = fit_2pl(table)
        slopes = np.clip(two.a, *SLOPES)
        # One logit is what the typical item's slope makes it.
        unit = float(np.exp(np.log(slopes).mean()))
        a, b, se = slopes / unit, two.b * unit, two.se_b * unit
    else:
        one = fit_rasch(table)
        b, se = one.b, one.se_b
    known = np.isfinite(b) & np.isfinite(se) & (se > 0)
    if not known.any():
        return prior, np.full(prior.size, AUTHORED_SD), np.ones(prior.size)
    # A fit knows differences only: its 0 is laid where the authors' estimates have it.
    b = b - np.average(b[known] - prior[known], weights=se[known] ** -2.0)
    weight = np.where(known, np.where(known, se, 1.0) ** -2.0, 0.0)
    precision = weight + AUTHORED_SD**-2
    difficulty = (np.where(known, b, 0.0) * weight + prior * AUTHORED_SD**-2) / precision
    return difficulty, precision**-0.5, np.where(known, a, 1.0)
