"""Items that able trainees miss: where the able differ from a key, the key is worth a look.

Able is who was right at least ABLE_SHARE of the time on the other items of the bank, over first answers, with
ABLE_ANSWERS of them at the least. Leaving the item itself out keeps a wrong key from making its own witnesses.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assessments.domain.first_answers import FirstAnswer, first_answers

# The policy's cut for clear items is near this; fewer answers say too little of anybody.
ABLE_SHARE = 0.8
ABLE_ANSWERS = 20
# Of so few able people one or two may have slipped; from half of them on it is rather the key.
LEAST_ABLE = 3
MISSED_BY = 0.5


@dataclass(frozen=True)
class AbleMiss:
    """One item that able people miss: its newest version, how many able people answered it, and how many missed it."""

    item_id: int
    version_id: int
    able: int
    missed: int


def able_misses(bank: str) -> list[AbleMiss]:
    """Worst first. Simulated people and demonstration accounts are no witnesses. Two queries."""
    found = first_answers(bank)
    misses = [
        AbleMiss(item_id, found.versions[item_id].pk, able, missed)
        for item_id, (able, missed) in tally(found.answers).items()
        if is_missed(able, missed)
    ]
    return sorted(misses, key=lambda miss: (-miss.missed / miss.able, -miss.missed, miss.item_id))


def is_missed(able: int, missed: int) -> bool:
    return able >= LEAST_ABLE and missed >= MISSED_BY * able


def totals_of(answers: Iterable[FirstAnswer]) -> Mapping[int, tuple[int, int]]:
    """Person -> how many items they answered, and how many of them right."""
    totals: dict[int, tuple[int, int]] = {}
    for answer in answers:
        n, right = totals.get(answer.person_id, (0, 0))
        totals[answer.person_id] = (n + 1, right + answer.correct)
    return totals


def tally(answers: Iterable[FirstAnswer]) -> Mapping[int, tuple[int, int]]:
    """Item -> how many able people answered it, and how many of them missed it."""
    answers = list(answers)
    totals = totals_of(answers)
    tallies: dict[int, tuple[int, int]] = {}
    for answer in answers:
        n, right = totals[answer.person_id]
        if n - 1 >= ABLE_ANSWERS and right - answer.correct >= ABLE_SHARE * (n - 1):
            able, missed = tallies.get(answer.item_id, (0, 0))
            tallies[answer.item_id] = (able + 1, missed + (not answer.correct))
    return tallies
