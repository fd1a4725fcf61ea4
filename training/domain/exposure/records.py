"""What one person answered on each rung of a ladder, as it counts now."""

from collections import defaultdict
from dataclasses import dataclass, field

from courseware.models import Enrolment
from training.activities.exposure import CHARGED, EXPOSURE
from training.domain.counting import counted
from training.domain.exposure.rungs import RungRecord
from training.models import Response


@dataclass(frozen=True)
class Answered:
    """One rung: its record, and the items (by primary key) that were judged there at least once."""

    record: RungRecord = field(default_factory=RungRecord)
    items: frozenset[int] = frozenset()


@dataclass
class _Item:
    charged: bool
    correct: bool = False
    choices: list[str] = field(default_factory=list)


def answered_of(enrolment: Enrolment) -> dict[str, Answered]:
    """Module of a rung -> what was answered there; no entry where nothing was. One query."""
    rows = (
        counted(Response.objects.filter(attempt__enrolment=enrolment, attempt__kind=EXPOSURE))
        .order_by("received_at", "pk")
        .values_list("attempt__module", "step__item_version__item", "step__plan", "answer", "counted_correct")
    )
    rungs: dict[str, dict[int, _Item]] = defaultdict(dict)
    for module, item_id, plan, answer, correct in rows:
        item = rungs[module].setdefault(item_id, _Item(charged=bool(plan.get(CHARGED))))
        item.correct = bool(correct)
        item.choices.append(answer["choice"])
    return {module: Answered(_record(items), frozenset(items)) for module, items in rungs.items()}


def _record(items: dict[int, _Item]) -> RungRecord:
    charged = [item for item in items.values() if item.charged]
    again = [item for item in items.values() if len(item.choices) > 1]
    return RungRecord(
        charged=len(charged),
        as_keyed=sum(item.correct for item in charged),
        repeats=len(again),
        same=sum(item.choices[-1] == item.choices[-2] for item in again),
    )
