"""What makes up a sitting, over whole climbs of a rung: pairs apart, orders balanced, repeats once, nothing lost."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from training.domain.exposure.pairing import MOST_CHARGED_IN_A_ROW, Met, Pair, Sitting, compose

NOON = datetime(2026, 1, 6, 12, tzinfo=UTC)


def pairs_of(count: int) -> list[Pair]:
    return [Pair(f"c{n}", f"n{n}") for n in range(count)]


def charged(slugs) -> list[str]:
    return [slug for slug in slugs if slug.startswith("c")]


def pair_number(slug: str) -> str:
    return slug[1:]


def sitting_for(count=8, met=(), *, now=NOON, today=None, per_sitting=4, room=8, repeats=1, seed=1) -> Sitting:
    return compose(
        pairs_of(count),
        met,
        now=now,
        today=today or now.date(),
        per_sitting=per_sitting,
        room=room,
        repeats=repeats,
        rng=random.Random(seed),
    )


@dataclass
class Climb:
    """One person on one rung who judges every sitting to its end; `hours` apart, and with this much room."""

    count: int
    per_sitting: int
    repeats: int
    hours: int
    rooms: list[int]
    seed: int
    met: list[Met] = field(default_factory=list)
    sittings: list[tuple[datetime, int, Sitting]] = field(default_factory=list)

    def go(self, times: int) -> None:
        for number in range(times):
            now = NOON + number * timedelta(hours=self.hours)
            room = self.rooms[number % len(self.rooms)]
            made = sitting_for(
                self.count,
                self.met,
                now=now,
                per_sitting=self.per_sitting,
                room=room,
                repeats=self.repeats,
                seed=self.seed + number,
            )
            self.sittings.append((now, room, made))
            self.met += [Met(slug, now, now.date()) for slug in made.items]

    @property
    def all_met(self) -> bool:
        return len({each.slug for each in self.met}) == 2 * self.count


climbs = st.builds(
    Climb,
    count=st.integers(2, 12),
    per_sitting=st.integers(2, 10),
    repeats=st.integers(0, 3),
    hours=st.sampled_from([5, 11, 24]),
    rooms=st.lists(st.integers(1, 8), min_size=1, max_size=3),
    seed=st.integers(0, 2**32),
)


@settings(max_examples=40)
@given(climbs)
def test_every_sitting_of_a_climb_keeps_the_rules(climb):
    climb.go(30)
    first_met: dict[str, str] = {}
    last: dict[str, datetime] = {}
    times: Counter[str] = Counter()
    for now, room, sitting in climb.sittings:
        something_new = len(times) < 2 * climb.count
        assert len({pair_number(slug) for slug in sitting.items}) == len(sitting.items), "a pair, or an item, twice"
        assert len(charged(sitting.items)) <= room
        assert "c" * (MOST_CHARGED_IN_A_ROW + 1) not in "".join(slug[0] for slug in sitting.items)
        assert sitting.repeats == {slug for slug in sitting.items if times[slug]}
        new = [slug for slug in sitting.items if slug not in sitting.repeats]
        assert len(new) <= climb.per_sitting
        if something_new:
            assert len(sitting.repeats) <= climb.repeats
            assert all(times[slug] == 1 for slug in sitting.repeats), "repeated a second time"
        for slug in sitting.items:
            twin = ("n" if slug[0] == "c" else "c") + pair_number(slug)
            for other in (slug, twin):
                if other in last:
                    assert last[other].date() != now.date()
                    assert now - last[other] >= timedelta(hours=8)
            first_met.setdefault(pair_number(slug), slug[0])
        for slug in sitting.items:
            last[slug] = now
            times[slug] += 1
        orders = Counter(first_met.values())
        assert abs(orders["c"] - orders["n"]) <= 1


@settings(max_examples=25)
@given(climbs)
def test_everything_comes_up_in_the_end(climb):
    climb.go(60 if climb.hours == 24 else 120)
    assert climb.all_met


@given(st.integers(0, 2**32))
@settings(max_examples=10)
def test_the_same_seed_makes_the_same_sitting(seed):
    met = [Met("c1", NOON - timedelta(days=1), NOON.date() - timedelta(days=1))]
    assert sitting_for(met=met, seed=seed) == sitting_for(met=met, seed=seed)


def test_in_the_first_sitting_half_of_the_pairs_come_charged_first():
    sitting = sitting_for(8, per_sitting=8)
    assert len(charged(sitting.items)) == 4
    assert len(sitting.items) == 8


def test_little_room_is_not_made_up_for_by_neutral_ones_that_upset_the_balance():
    sitting = sitting_for(8, per_sitting=8, room=1)
    assert len(charged(sitting.items)) == 1
    assert len(sitting.items) <= 3


def met_at(slug: str, ago: timedelta, *, judged: bool = True) -> Met:
    return Met(slug, NOON - ago, (NOON - ago).date(), judged)


def test_midnight_alone_does_not_set_twins_apart():
    just_past_midnight = datetime(2026, 1, 7, 0, 30, tzinfo=UTC)
    met = [Met("c0", just_past_midnight - timedelta(hours=1), just_past_midnight.date() - timedelta(days=1))]
    assert sitting_for(1, met, now=just_past_midnight).items == ()
    assert sitting_for(1, met, now=just_past_midnight + timedelta(hours=8)).items == ("n0",)


def test_eight_hours_alone_do_not_either():
    assert sitting_for(1, [met_at("c0", timedelta(hours=9))]).items == ()


def test_another_time_zone_alone_does_not_either():
    """12 hours apart on one date in UTC, and by a zone far in the east on two."""
    met = [Met("c0", NOON - timedelta(hours=11), NOON.date())]
    assert sitting_for(1, met, today=NOON.date() + timedelta(days=1)).items == ()
    later = NOON + timedelta(hours=12)
    assert sitting_for(1, met, now=later, today=later.date()).items == ("n0",)


def test_a_clock_moved_back_does_not_bring_twins_together():
    """By the clock of now the twin is met tomorrow, which is another date."""
    assert sitting_for(1, [met_at("c0", -timedelta(days=1))]).items == ()


def test_what_was_only_seen_comes_again_as_new():
    sitting = sitting_for(1, [met_at("c0", timedelta(minutes=5), judged=False)])
    assert sitting == Sitting(("c0",), frozenset())


def test_an_item_that_was_only_seen_keeps_its_twin_away_today():
    met = [met_at("c0", timedelta(minutes=5), judged=False), met_at("n0", timedelta(days=3))]
    assert sitting_for(1, met).items == ("c0",)
    assert sitting_for(1, met, room=0).items == ()


def test_when_nothing_is_new_what_was_met_longest_ago_comes_first():
    met = [met_at(pair.charged, timedelta(days=2 + n)) for n, pair in enumerate(pairs_of(5))]
    met += [met_at(pair.neutral, timedelta(days=20 - n)) for n, pair in enumerate(pairs_of(5))]
    sitting = sitting_for(5, met, per_sitting=3)
    assert set(sitting.items) == sitting.repeats == {"n0", "n1", "n2"}


def test_when_only_charged_ones_are_left_no_more_come_than_may_stand_in_a_row():
    met = [met_at(pair.neutral, timedelta(days=3)) for pair in pairs_of(6)]
    sitting = sitting_for(6, met, per_sitting=6, repeats=0)
    assert len(sitting.items) == MOST_CHARGED_IN_A_ROW


def test_an_item_of_another_rung_does_not_count():
    assert len(sitting_for(4, [met_at("x9", timedelta(minutes=1))]).items) == 4
