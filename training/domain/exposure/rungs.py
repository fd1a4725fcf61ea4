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
    return (
        record.charged >= FEWEST_CHARGED
        and record.as_keyed >= SHARE_AS_KEYED * record.charged
        and record.repeats >= FEWEST_REPEATS
        and record.same >= SHARE_SAME * record.repeats
    )


def rule(record: RungRecord) -> str:
    """All that opens the next rung, in the same words for everybody; of the record only how much was judged so far.

    A part that came and went with the labels would tell, judgement by judgement, which were right.
    """
    return (
        f"judge at least {FEWEST_CHARGED} charged items there ({record.charged} so far), {SHARE_AS_KEYED:.0%} of them "
        f"or more as the guideline does; meet at least {FEWEST_REPEATS} items there a second time, on another day "
        f"({record.repeats} so far), and give half of those or more the same label again"
    )
