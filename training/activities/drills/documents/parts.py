"""PURE: what the themes share: people, labels, days, clocks, counts, and the error each of them can have."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

FIRST_NAMES = (
    "Mara", "Jonas", "Ines", "Tomas", "Leila", "Viktor", "Noor", "Pavel", "Greta", "Samir", "Olga", "Ruben", "Yara",
    "Emil", "Nadia", "Felix", "Asta", "Dario", "Hana", "Milo",
)  # fmt: skip
SURNAMES = (
    "Lind", "Okoro", "Weiss", "Barros", "Haddad", "Novak", "Quist", "Moreau", "Tanaka", "Ferri", "Salo", "Brandt",
    "Demir", "Castel", "Voss", "Iyer", "Kaur", "Holm", "Reyes", "Lund",
)  # fmt: skip
LABELS = (
    "hostile", "neutral", "friendly", "unclear", "ironic", "factual", "urgent", "playful", "formal", "doubtful",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
FIRST_MONDAY = date(2023, 1, 2)
WEEKS = 150


class Day(NamedTuple):
    """A date, and the weekday that the line gives for it."""

    weekday: str
    on: date

    def __str__(self) -> str:
        return f"{self.weekday} {self.on.day} {MONTHS[self.on.month - 1]}"


def roster(rng: random.Random, count: int = 5) -> list[str]:
    """Full names, no first name and no surname twice."""
    return [" ".join(pair) for pair in zip(rng.sample(FIRST_NAMES, count), rng.sample(SURNAMES, count), strict=True)]


def stranger(name: str, known: Sequence[str], rng: random.Random) -> str:
    """The same first name with a surname of nobody on the roster: it must be read to be found."""
    taken = {other.split()[1] for other in known}
    return f"{name.split()[0]} {rng.choice([surname for surname in SURNAMES if surname not in taken])}"


def other(value: str, options: Sequence[str], rng: random.Random, besides: Sequence[str] = ()) -> str:
    """One of the options that is neither the value nor among `besides`."""
    return rng.choice([option for option in options if option != value and option not in besides])


def week(rng: random.Random) -> list[Day]:
    """Monday to Friday of some week."""
    monday = FIRST_MONDAY + timedelta(weeks=rng.randrange(WEEKS))
    return [Day(weekday, monday + timedelta(days=index)) for index, weekday in enumerate(WEEKDAYS)]


def written_days(days: Sequence[Day]) -> str:
    """Every day of the week with its date, in few words: the month stands once, after the last day in it."""
    parts = []
    for index, day in enumerate(days):
        last = index + 1 == len(days) or days[index + 1].on.month != day.on.month
        parts.append(f"{day.weekday[:3]} {day.on.day}{f' {MONTHS[day.on.month - 1]}' if last else ''}")
    return f"{listed(parts)}."


def spread(days: Sequence[Day], count: int, rng: random.Random) -> list[Day]:
    """A day for each line, in the order of the calendar."""
    return sorted(rng.choices(days, k=count), key=lambda day: day.on)


def wrong_weekday(day: Day, rng: random.Random) -> tuple[Day, str]:
    wrong = day._replace(weekday=other(day.weekday, WEEKDAYS, rng))
    return wrong, f"{day.on.day} {MONTHS[day.on.month - 1]} is a {day.weekday}, and the line says {wrong.weekday}."


def clock(minutes: int) -> str:
    """Hours and minutes (or minutes and seconds) with a colon: 545 is 09:05."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def votes(labels: Sequence[str], total: int, rng: random.Random) -> dict[str, int]:
    """Votes on two or three labels that add up to `total`, one label ahead of all others; in no order."""
    voted = rng.sample(list(labels), rng.choice((2, 3)))
    while True:
        cuts = sorted(rng.sample(range(1, total), len(voted) - 1))
        counts = [high - low for low, high in zip([0, *cuts], [*cuts, total], strict=True)]
        if counts.count(max(counts)) == 1:
            return dict(zip(voted, counts, strict=True))


def leader(counted: Mapping[str, int]) -> str:
    return max(counted, key=counted.__getitem__)


def miscounted(counted: Mapping[str, int], rng: random.Random) -> dict[str, int]:
    """One vote more or one fewer, with the same label ahead, so that only the sum is wrong."""
    ahead, total = leader(counted), sum(counted.values())
    changed = [{**counted, label: count + by} for label, count in counted.items() for by in (-1, 1)]
    # Never all votes for one label: that does not occur otherwise.
    possible = [one for one in changed if min(one.values()) > 0 and max(one.values()) < total]
    return rng.choice([one for one in possible if leader(one) == ahead and _alone_ahead(one)])


def _alone_ahead(counted: Mapping[str, int]) -> bool:
    return list(counted.values()).count(max(counted.values())) == 1


def outside(low: int, high: int, rng: random.Random, by: int) -> int:
    """A whole number that misses the range by 1 to `by`."""
    return rng.choice([low - rng.randint(1, by), high + rng.randint(1, by)])
