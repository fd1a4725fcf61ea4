"""PURE: whether a rung was judged consistently, which opens the next one. The numbers are working choices."""

from dataclasses import dataclass

FEWEST_CHARGED, SHARE_AS_KEYED = 8, 0.7
FEWEST_REPEATS, SHARE_SAME = 2, 0.5


@dataclass(frozen=True)
class RungRecord:
    """What was answered on one rung, as it stands now.

    charged: charged items answered; as_keyed: those whose last answer is the keyed label
    repeats: items that were asked again; same: those whose last answer is the one before it
    """

    charged: int = 0
    as_keyed: int = 0
    repeats: int = 0
    same: int = 0


def judged_consistently(record: RungRecord) -> bool:
    return not missing(record)


def missing(record: RungRecord) -> tuple[str, ...]:
    """What is not there yet, each as something to be done; empty where nothing is. Tells no share and no key."""
    found = []
    if record.charged < FEWEST_CHARGED:
        found.append(f"judge {FEWEST_CHARGED} charged items there ({record.charged} so far)")
    elif record.as_keyed < SHARE_AS_KEYED * record.charged:
        found.append(f"judge {SHARE_AS_KEYED:.0%} of the charged items there as the guideline does")
    if record.repeats < FEWEST_REPEATS:
        found.append(f"meet {FEWEST_REPEATS} items there a second time, on another day ({record.repeats} so far)")
    elif record.same < SHARE_SAME * record.repeats:
        found.append("give at least half of the items that come a second time the same label again")
    return tuple(found)
