"""PURE: one simulated person at so many pairs of twins, answering by the code of the course; and their exact truth."""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from assessments.domain.reactivity_labels import Judgement
from assessments.validation.items import ORDERED, SEVERITY
from training.activities.base import ItemView, SimulatedPerson, StepView
from training.activities.choices import chance_of_right
from training.activities.exposure import CHARGED, Exposure

# So many pairs are spread over two sittings: an item of each in either.
PER_SITTING = 8
FIRST_DAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
ACTIVITY = Exposure()
# Charged, neutral.
Twins = tuple[ItemView, ItemView]


@dataclass(frozen=True)
class Truth:
    """What is true of one person at these items: accuracy lost, steps, log of the ratio of times."""

    lost: float
    steps: float
    slower: float


def twins(pairs: int, rng: random.Random) -> list[Twins]:
    """Charged and neutral items, with keys in turn, one text length and one difficulty in a pair."""
    found = []
    for number in range(pairs):
        key, difficulty = {"label": ORDERED[number % len(ORDERED)]}, rng.uniform(0.1, 0.9)
        found.append((_item(f"charged-{number}", key, difficulty), _item(f"neutral-{number}", key, difficulty)))
    return found


def judge(pairs: Sequence[Twins], person: SimulatedPerson, rng: random.Random) -> list[Judgement]:
    """Every item once, in shuffled sittings on different days; of every second pair the neutral twin comes first."""
    sittings: dict[int, list[tuple[int, bool]]] = {}
    for number in range(len(pairs)):
        first = 2 * (number // PER_SITTING)
        for charged in (True, False):
            sittings.setdefault(first + (charged == bool(number % 2)), []).append((number, charged))
    judged = []
    for sitting, items in sorted(sittings.items()):
        rng.shuffle(items)
        before = 0
        for number, charged in items:
            judged.append(_judgement(number, pairs[number], charged, sitting, before, person, rng))
            before += charged
    return judged


def truth(pairs: Sequence[Twins], person: SimulatedPerson) -> Truth:
    """Expected over these items: from the chances of each label, which the person's traits decide."""
    lost = steps = 0.0
    for charged, neutral in pairs:
        keyed = ORDERED.index(charged.key["label"])
        on_charged, on_neutral = chances(charged, person, charged=True), chances(neutral, person, charged=False)
        lost += on_neutral.get(keyed, 0.0) - on_charged.get(keyed, 0.0)
        steps += _mean(on_charged) - _mean(on_neutral)
    return Truth(lost / len(pairs), steps / len(pairs), math.log1p(person.slowing))


def chances(item: ItemView, person: SimulatedPerson, *, charged: bool) -> dict[int, float]:
    """Place of a label -> how likely this person gives it, as `Exposure.simulate` draws it."""
    last, keyed = len(ORDERED) - 1, ORDERED.index(item.key["label"])
    right = max(0.0, chance_of_right(person, item.difficulty) - charged * person.reactivity)
    near = [at for at in (keyed - 1, keyed + 1) if 0 <= at <= last]
    read = {keyed: right, **{at: (1 - right) / len(near) for at in near}}
    harsh = person.harshness if charged else 0.0
    given: dict[int, float] = {}
    for at, chance in read.items():
        given[at] = given.get(at, 0.0) + (1 - harsh) * chance
        up = min(at + 1, last)
        given[up] = given.get(up, 0.0) + harsh * chance
    return given


def _mean(chances: Mapping[int, float]) -> float:
    return sum(at * chance for at, chance in chances.items())


def _item(slug: str, key: Mapping[str, str], difficulty: float) -> ItemView:
    return ItemView(slug, "ordinal", {"text": "Eight words stand for a text of this."}, key, "", (), difficulty)


def _judgement(
    number: int, pair: Twins, charged: bool, sitting: int, before: int, person: SimulatedPerson, rng: random.Random
) -> Judgement:
    item = pair[0] if charged else pair[1]
    step = StepView({CHARGED: charged}, {}, item, SEVERITY)
    simulated = ACTIVITY.simulate(step, person, rng)
    place, keyed = ORDERED.index(simulated.value["choice"]), ORDERED.index(item.key["label"])
    return Judgement(
        item=2 * number + charged,
        sitting=sitting,
        tier=1,
        twins=(pair[0].slug, pair[1].slug),
        charged=charged,
        place=place,
        keyed=keyed,
        right=place == keyed,
        clear=True,
        key=item.key,
        labels=len(ORDERED),
        scale=SEVERITY.slug,
        ms=1000 * simulated.seconds,
        at=FIRST_DAY + timedelta(days=sitting),
        before=before,
    )
