"""PURE: what of a rung somebody has met, and what may be asked of it today."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

# A twin is met on another date, and not before so many hours: midnight alone does not set two items apart. Another date
# in UTC as well: nor does another time zone.
APART = timedelta(hours=8)


@dataclass(frozen=True)
class Pair:
    """The slugs of two twins."""

    charged: str
    neutral: str


@dataclass(frozen=True)
class Met:
    """One time that an item was asked: when it was last revealed for that, on which date of the person's own zone.

    judged: it was answered then. One that was only seen is still to be judged.
    elsewhere: in another course of the same person; there it was seen, and is still to be judged here
    """

    slug: str
    at: datetime
    on: date
    judged: bool = True
    elsewhere: bool = False


class Meetings:
    """The pairs of a rung in the order of `pairs`, with what was met of them until `now`, on the person's `today`."""

    def __init__(self, pairs: Sequence[Pair], met: Iterable[Met], *, now: datetime, today: date) -> None:
        self.pairs = pairs
        self.twin = {pair.charged: pair.neutral for pair in pairs} | {pair.neutral: pair.charged for pair in pairs}
        self.slugs = [slug for pair in pairs for slug in (pair.charged, pair.neutral)]
        self._charged = {pair.charged for pair in pairs}
        self._met: dict[str, list[Met]] = defaultdict(list)
        for each in sorted(met, key=lambda each: each.at):
            if each.slug in self.twin:
                self._met[each.slug].append(each)
        self._now, self._today = now, today

    def is_charged(self, slug: str) -> bool:
        return slug in self._charged

    def judged(self, slug: str) -> int:
        """How often."""
        return sum(each.judged for each in self._met[slug])

    def last_at(self, slug: str) -> datetime:
        """Only for an item that was met."""
        return self._met[slug][-1].at

    def nothing_new(self) -> bool:
        """Whether every item was judged."""
        return all(self.judged(slug) for slug in self.slugs)

    def twins_to_come(self) -> list[str]:
        """The other items of pairs judged by half, that half longest ago first, where it is another day by now."""
        halves = [slug for slug in self.slugs if self.judged(slug) and not self.judged(self.twin[slug])]
        halves.sort(key=lambda slug: self._met[slug][0].at)
        return [self.twin[slug] for slug in halves if self._long_ago(slug)]

    def seen_only(self) -> list[str]:
        """One item of each pair that was seen and never judged: the one seen first, if its twin is not too near.

        What was left unanswered may come at once; what another course asked has to be some time ago, as a twin has.
        """
        found = []
        for pair in self.pairs:
            seen = [slug for slug in (pair.charged, pair.neutral) if self._met[slug]]
            if seen and not self.judged(pair.charged) and not self.judged(pair.neutral):
                seen.sort(key=lambda slug: self._met[slug][0].at)
                found += [slug for slug in seen if self._may_come_unjudged(slug)][:1]
        return found

    def never_met(self) -> list[Pair]:
        return [pair for pair in self.pairs if not self._met[pair.charged] and not self._met[pair.neutral]]

    def charged_first_ahead(self) -> int:
        """How many more pairs were met with the charged item first than with the neutral one first."""
        begun = [pair for pair in self.pairs if self._met[pair.charged] or self._met[pair.neutral]]
        return sum(1 if self._first_was_charged(pair) else -1 for pair in begun)

    def may_come_again(self, slug: str) -> bool:
        """Judged, on earlier dates only, and its twin not today either."""
        before_today = all(each.on < self._today for each in self._met[slug])
        return bool(self.judged(slug)) and before_today and self._long_ago(slug) and self._long_ago(self.twin[slug])

    def _may_come_unjudged(self, slug: str) -> bool:
        elsewhere = [each for each in self._met[slug] if each.elsewhere]
        return self._long_ago(self.twin[slug]) and all(map(self._is_long_ago, elsewhere))

    def _first_was_charged(self, pair: Pair) -> bool:
        firsts = [self._met[slug][0] for slug in (pair.charged, pair.neutral) if self._met[slug]]
        return min(firsts, key=lambda each: each.at).slug == pair.charged

    def _long_ago(self, slug: str) -> bool:
        """Never, or every time long ago."""
        return all(map(self._is_long_ago, self._met[slug]))

    def _is_long_ago(self, met: Met) -> bool:
        """On another date, there and in UTC, and so many hours ago; a clock moved back brings nothing nearer."""
        another_date = met.on != self._today and met.at.astimezone(UTC).date() != self._now.astimezone(UTC).date()
        return another_date and met.at <= self._now - APART
