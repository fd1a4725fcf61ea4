"""How the items of a bank do: what their first answers say of each, which to look at, which might become gold.

Every number rests on first answers by people who had not seen the key (`first_answers`). Nothing here changes an item:
a flag asks somebody to look, and a candidate is made gold by an editor or by nobody.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from assessments.domain.able_misses import is_missed, tally, totals_of
from assessments.domain.first_answers import FirstAnswer, first_answers
from courseware.keys import PAIR_ANSWERS, InvalidKey, parse_key
from courseware.models import ItemVersion
from courseware.passages import passages

# A correlation over fewer people is mostly noise: its 95 % interval is then wider than half of its range.
MIN_PEOPLE = 20
# How able somebody is on the other items is not known from fewer of them.
MIN_OTHERS = 5
# Shares of fewer answers are too coarse to lay beside a distribution, or to call an item too easy or too hard.
MIN_ANSWERS = 10
# Below it an item hardly tells anybody apart; below 0 it tells them apart the wrong way round.
LOW_DISCRIMINATION = 0.1
# One person in ten finds the key wrong, and more than one person does.
CONTESTED_SHARE, MIN_CONTESTS = 0.1, 2
# In bits, 0..1: what 9 to 1 has from 5 to 5 is 0.15, what 9 to 1 has from 1 to 9 is 0.53.
FAR_FROM_GOLD = 0.15
# Answers agree where even the low end of the interval of the commonest answer's share leaves no doubt of a majority.
AGREED_FROM = 0.7


@dataclass(frozen=True)
class Flag:
    """`weight`: for sorting, what is worth a look first is larger."""

    weight: int
    name: str
    reason: str


@dataclass(frozen=True)
class ItemHealth:
    """What the first answers to one item say.

    right: share 0..1 with its 95 % interval (Wilson); discrimination: -1..1 over `discrimination_n` people, None where
    it is not known; seconds: median time; contested: share 0..1; divergence: of the answers from the key, in bits
    (Jensen-Shannon), 0..1, None with few answers; commonest: the answer most people gave, with its share and interval.
    """

    version: ItemVersion
    n: int
    right: float
    low: float
    high: float
    discrimination: float | None
    discrimination_n: int
    seconds: float | None
    contests: int
    divergence: float | None
    soft: bool
    able: int
    missed: int
    commonest: str
    commonest_share: float
    commonest_low: float
    flags: tuple[Flag, ...] = ()

    @property
    def contested(self) -> float:
        return self.contests / self.n

    @property
    def may_be_gold(self) -> bool:
        """Undecided so far, and people agree: somebody may want to decide it."""
        return self.version.ambiguity == "undecided" and self.n >= MIN_ANSWERS and self.commonest_low >= AGREED_FROM


def health_of(bank: str, *, simulated: bool = False) -> list[ItemHealth]:
    """Every item of the bank that anybody has answered, by slug. Two queries."""
    found = first_answers(bank, simulated=simulated)
    totals, able = totals_of(found.answers), tally(found.answers)
    by_item: defaultdict[int, list[FirstAnswer]] = defaultdict(list)
    for answer in found.answers:
        by_item[answer.item_id].append(answer)
    rows = [
        _health(found.versions[item_id], answers, totals, able.get(item_id, (0, 0)))
        for item_id, answers in by_item.items()
    ]
    return sorted(rows, key=lambda row: row.version.item.slug)


def _health(
    version: ItemVersion,
    answers: Sequence[FirstAnswer],
    totals: Mapping[int, tuple[int, int]],
    able: tuple[int, int],
) -> ItemHealth:
    # Imported here: numpy and scipy are for this page alone.
    from assessments.measures.intervals import wilson

    n, right = len(answers), sum(answer.correct for answer in answers)
    times = [answer.milliseconds / 1000 for answer in answers if answer.milliseconds is not None]
    given = Counter(answer.choice for answer in answers)
    commonest, count = min(given.items(), key=lambda entry: (-entry[1], entry[0]))
    discrimination, people = item_rest_correlation(answers, totals)
    row = ItemHealth(
        version=version,
        n=n,
        right=right / n,
        low=wilson(right, n).low,
        high=wilson(right, n).high,
        discrimination=discrimination,
        discrimination_n=people,
        seconds=median(times) if times else None,
        contests=sum(answer.contested for answer in answers),
        divergence=divergence_from_key(version, given) if n >= MIN_ANSWERS else None,
        soft="distribution" in version.key,
        able=able[0],
        missed=able[1],
        commonest=commonest,
        commonest_share=count / n,
        commonest_low=wilson(count, n).low,
    )
    return ItemHealth(**{**row.__dict__, "flags": tuple(flags_of(row))})


def item_rest_correlation(
    answers: Sequence[FirstAnswer], totals: Mapping[int, tuple[int, int]]
) -> tuple[float | None, int]:
    """Point-biserial correlation of right or wrong here with the share right on all other items; and its n.

    Over people with MIN_OTHERS other items. None for fewer than MIN_PEOPLE of them, and where either does not vary.
    Source: Lord and Novick 1968, Statistical Theories of Mental Test Scores, 15.3 (with the item left out of the rest).
    """
    pairs = []
    for answer in answers:
        n, right = totals[answer.person_id]
        if n - 1 >= MIN_OTHERS:
            pairs.append((float(answer.correct), (right - answer.correct) / (n - 1)))
    if len(pairs) < MIN_PEOPLE:
        return None, len(pairs)
    mean_x, mean_y = (math.fsum(column) / len(pairs) for column in zip(*pairs, strict=True))
    xx = math.fsum((x - mean_x) ** 2 for x, _ in pairs)
    yy = math.fsum((y - mean_y) ** 2 for _, y in pairs)
    xy = math.fsum((x - mean_x) * (y - mean_y) for x, y in pairs)
    # Shares that are all the same differ from their mean by rounding.
    if xx < 1e-9 or yy < 1e-9:
        return None, len(pairs)
    return xy / math.sqrt(xx * yy), len(pairs)


def divergence_from_key(version: ItemVersion, given: Mapping[str, int]) -> float | None:
    """Jensen-Shannon divergence in bits of the answers given from what the key says; None for an unreadable key.

    What a key says is its distribution for soft gold; for the other forms, each answer's part of all credits.
    """
    from assessments.measures.soft_labels import jensen_shannon

    key = version.key
    if "spans" in key:
        answers = {passage.id for passage in passages(version.body["text"])}
    else:
        named = {*key.get("accepted", ()), *key.get("distribution", ()), key.get("label", "")}
        answers = {*named, *(PAIR_ANSWERS if "side" in key else ())} - {""}
    try:
        parsed = parse_key(key, answers | set(given))
    except InvalidKey:
        return None
    shares = parsed.shares or parsed.credits
    total, n = math.fsum(shares.values()), sum(given.values())
    classes = sorted({*shares, *given})
    by_key = [shares.get(name, 0.0) / total for name in classes]
    return float(jensen_shannon(by_key, [given.get(name, 0) / n for name in classes]))


def flags_of(row: ItemHealth) -> list[Flag]:
    """Why somebody should look at the item, most pressing first."""
    found = []
    if is_missed(row.able, row.missed):
        found.append(Flag(5, "Missed by the able", f"{row.missed} of {row.able} able people differ from the key"))
    if row.n >= MIN_ANSWERS and row.right == 0:
        found.append(Flag(5, "Never right", f"none of {row.n} people agrees with the key"))
    if row.discrimination is not None and row.discrimination < 0:
        found.append(Flag(4, "Tells apart the wrong way round", "who does better elsewhere does worse here"))
    elif row.discrimination is not None and row.discrimination < LOW_DISCRIMINATION:
        found.append(Flag(1, "Tells hardly anybody apart", "right here says little of right elsewhere"))
    if row.contests >= MIN_CONTESTS and row.contested >= CONTESTED_SHARE:
        found.append(Flag(4, "Contested", f"{row.contests} of {row.n} people contest the key"))
    if row.soft and row.divergence is not None and row.divergence >= FAR_FROM_GOLD:
        found.append(Flag(3, "Far from its gold", "people here answer otherwise than it says people do"))
    if row.n >= MIN_ANSWERS and row.right == 1:
        found.append(Flag(1, "Always right", f"all {row.n} people agree with the key, so it tells nobody apart"))
    return found
