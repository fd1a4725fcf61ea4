"""PURE: the numbers of an audit in words, and whom a report that cannot show everybody shows."""

from collections.abc import Sequence
from itertools import islice

from assessments.label_audit.annotator_findings import Annotator
from assessments.label_audit.drift import Drift
from assessments.label_audit.faults import printable
from assessments.label_audit.findings import Counts, LabelAudit
from assessments.label_audit.item_findings import ItemVotes
from assessments.label_audit.shares import Share
from assessments.label_audit.speed import Speed

# A share of fewer labels moves by more than .05 with each: it would put whoever has done least at either end.
MIN_TO_RANK = 20
# What stands for a number that there is none of.
NONE = "–"
MAX_VOTES = 4
MOST_ODDS = 6


def percent(value: float | None, decimals: int = 0) -> str:
    return NONE if value is None else f"{100 * value:.{decimals}f} %"


def points(value: float, decimals: int = 0) -> str:
    """A difference of shares, in percentage points with its sign."""
    rounded = round(100 * value, decimals) + 0.0  # without it a tiny fall would read -0
    return f"{rounded:+.{decimals}f}"


def share(found: Share, decimals: int = 0) -> str:
    """87 % (82 to 91)"""
    return f"{percent(found.value, decimals)} ({100 * found.low:.{decimals}f} to {100 * found.high:.{decimals}f})"


def decimal(value: float | None, decimals: int = 3) -> str:
    return NONE if value is None else f"{value:.{decimals}f}"


def change(drift: Drift) -> str:
    """-12 (-20 to -3), in percentage points"""
    return f"{points(drift.change)} ({points(drift.interval.low)} to {points(drift.interval.high)})"


def per_item(counts: Counts) -> str:
    """How many labels an item has: 10, or 1 to 14, median 3."""
    least, median, most = counts.per_item
    return f"{least:,}" if least == most else f"{least:,} to {most:,}, median {median:,g}"


def duration(ms: float) -> str:
    """In the unit that a person would say it in."""
    if ms < 1000:
        return f"{ms:.0f} ms"
    return f"{ms / 1000:.1f} s" if ms < 100_000 else f"{ms / 60_000:,.1f} min"


def quartiles(speed: Speed) -> str:
    return f"{duration(speed.lower)} to {duration(speed.upper)}"


def odds(log10: float) -> str:
    """20 to 1; more than a million is no odds that a model can know."""
    return f"{10**log10:,.0f} to 1" if log10 < MOST_ODDS else f"over 10^{MOST_ODDS} to 1"


def count(how_many: int, one: str, several: str) -> str:
    return f"{how_many:,} {one if how_many == 1 else several}"


def votes(classes: Sequence[str], given: ItemVotes, most: int = MAX_VOTES) -> str:
    """yes: 7, no: 3; the most frequent ones"""
    said = ", ".join(f"{printable(classes[code])}: {times:,}" for code, times in islice(given, most))
    return f"{said}, …" if len(given) > most else said


def by_need(audit: LabelAudit) -> tuple[list[Annotator], str]:
    """Everybody, those first whose labels most need a look; and that order in words."""
    if audit.gold is not None:
        return sorted(audit.annotators, key=_accuracy_first), (
            f"lowest accuracy first, those with fewer than {MIN_TO_RANK} labels on gold items last"
        )
    return sorted(audit.annotators, key=_agreement_first), (
        f"lowest agreement with the others first, those with fewer than {MIN_TO_RANK} shared items last"
    )


def _accuracy_first(person: Annotator) -> tuple[bool, float]:
    found = person.accuracy
    return (True, 1.0) if found is None else (found.n < MIN_TO_RANK, found.value)


def _agreement_first(person: Annotator) -> tuple[bool, float]:
    found = person.rest
    return (True, 1.0) if found is None else (found.n < MIN_TO_RANK, found.value)
