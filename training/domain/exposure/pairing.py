"""PURE: which items make up a sitting: never both of a pair, twins on other days, half of the pairs charged first."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from training.domain.exposure.meetings import Meetings, Met, Pair

MOST_CHARGED_IN_A_ROW = 3

__all__ = ["Met", "Pair", "Sitting", "compose"]


@dataclass(frozen=True)
class Sitting:
    """The items in the order in which they are asked, and which of them were judged before."""

    items: tuple[str, ...]
    repeats: frozenset[str]


def compose(
    pairs: Sequence[Pair],
    met: Iterable[Met],
    *,
    now: datetime,
    today: date,
    per_sitting: int,
    room: int,
    repeats: int,
    rng: random.Random,
) -> Sitting:
    """The next sitting: up to `per_sitting` new items, of them and the repeats at most `room` charged; maybe none.

    `met`: every time that an item of these pairs was revealed. Up to half of the new items are twins of what was
    judged on earlier days, longest ago first; the others begin pairs, so many of them charged that over the rung as
    many pairs are met in one order as in the other. Beside them come up to `repeats` items that were judged once,
    on an earlier date. Where nothing is left that was never judged, the sitting is made of repeats, longest ago
    first. The same `rng` makes the same sitting.
    """
    # Pairs in a new order: what is equally good is then drawn by chance.
    shuffled = rng.sample(list(pairs), len(pairs))
    meetings = Meetings(shuffled, met, now=now, today=today)
    draft = _Draft(room)
    if meetings.nothing_new():
        again = sorted(filter(meetings.may_come_again, meetings.slugs), key=meetings.last_at)
        _take_again(draft, meetings, again, per_sitting)
    else:
        _take_new(draft, meetings, per_sitting, rng)
        once = [slug for slug in meetings.slugs if meetings.judged(slug) == 1 and meetings.may_come_again(slug)]
        # One whose twin is still to come would keep it away today.
        once.sort(key=lambda slug: (not meetings.judged(meetings.twin[slug]), meetings.last_at(slug)))
        _take_again(draft, meetings, once, repeats)
    draft.drop_beyond_row()
    return Sitting(draft.arranged(rng), frozenset(draft.repeats) & {slug for slug, _ in draft.items})


class _Draft:
    """What was taken so far: (slug, whether it is charged), and the room that is left for charged ones."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.items: list[tuple[str, bool]] = []
        self.repeats: list[str] = []

    def take(self, slug: str, charged: bool) -> bool:
        """False where there is no room for it."""
        if charged and not self.room:
            return False
        self.room -= charged
        self.items.append((slug, charged))
        return True

    def drop_beyond_row(self) -> None:
        """Leaves out the last charged ones that could not stand without too many of them in a row."""
        neutral = sum(not charged for _, charged in self.items)
        surplus = len(self.items) - neutral - MOST_CHARGED_IN_A_ROW * (neutral + 1)
        for _ in range(surplus):
            at = max(index for index, (_, charged) in enumerate(self.items) if charged)
            del self.items[at]

    def arranged(self, rng: random.Random) -> tuple[str, ...]:
        """In an order by chance in which no more than so many charged ones follow each other."""
        charged = [slug for slug, is_charged in self.items if is_charged]
        neutral = [slug for slug, is_charged in self.items if not is_charged]
        rng.shuffle(charged)
        rng.shuffle(neutral)
        # Before, between and after the neutral ones there are places for charged ones.
        places = [gap for gap in range(len(neutral) + 1) for _ in range(MOST_CHARGED_IN_A_ROW)]
        order: list[str] = []
        taken = rng.sample(places, len(charged))
        for gap in range(len(neutral) + 1):
            order += [charged.pop() for _ in range(taken.count(gap))]
            order += neutral[gap : gap + 1]
        return tuple(order)


def _take_new(draft: _Draft, meetings: Meetings, per_sitting: int, rng: random.Random) -> None:
    """Twins of what was judged, at first no more than leave half of the sitting to pairs that begin."""
    twins = meetings.twins_to_come()
    taken = 0
    waiting = []
    for slug in twins:
        if taken < (per_sitting + 1) // 2 and draft.take(slug, meetings.is_charged(slug)):
            taken += 1
        else:
            waiting.append(slug)
    taken += _begin_pairs(draft, meetings, per_sitting - taken, rng)
    for slug in waiting:
        if taken < per_sitting and draft.take(slug, meetings.is_charged(slug)):
            taken += 1


def _begin_pairs(draft: _Draft, meetings: Meetings, most: int, rng: random.Random) -> int:
    """First the items that were seen but never judged, then pairs never met, in orders that keep the balance."""
    taken = 0
    for slug in meetings.seen_only():
        if taken < most and draft.take(slug, meetings.is_charged(slug)):
            taken += 1
    ahead = meetings.charged_first_ahead()
    for pair in meetings.never_met():
        if taken == most:
            break
        charged = ahead < 0 or (ahead == 0 and rng.random() < 0.5 and draft.room > 0)
        if not draft.take(pair.charged if charged else pair.neutral, charged):
            break  # Another neutral one would upset the balance.
        ahead += 1 if charged else -1
        taken += 1
    return taken


def _take_again(draft: _Draft, meetings: Meetings, slugs: Sequence[str], most: int) -> None:
    """Up to so many of these, in their order; never the twin of what is taken already."""
    taken = {slug for slug, _ in draft.items}
    for slug in slugs:
        if len(draft.repeats) == most:
            break
        if slug in taken or meetings.twin[slug] in taken or not draft.take(slug, meetings.is_charged(slug)):
            continue
        taken.add(slug)
        draft.repeats.append(slug)
