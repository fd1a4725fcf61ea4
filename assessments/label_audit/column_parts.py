"""PURE: the columns that play a part, each being read."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.label_audit.cells import Interned, Names, Numbers
from assessments.label_audit.columns import REQUIRED, ROLES, absent
from assessments.label_audit.faults import Faults, Unreadable
from assessments.label_audit.times import Times

PER_CENT_HINT = "; if the column is in per cent, add --confidence-percent"


@dataclass(frozen=True)
class Columns:
    """`label` and `gold` share their interned values. The fields are the roles, in the order of ROLES."""

    item: Names
    annotator: Names
    label: Names
    gold: Names | None
    confidence: Numbers | None
    rt_ms: Numbers | None
    timestamp: Times | None

    def parts(self) -> list[Names | Numbers | Times]:
        every = (self.item, self.annotator, self.label, self.gold, self.confidence, self.rt_ms, self.timestamp)
        return [part for part in every if part is not None]

    def without_absent(self, chosen: Mapping[str, str], known: Sequence[str]) -> "Columns":
        """Those that no row of a JSON Lines file has had. Raises Unreadable where one of them was chosen."""
        gone = {}
        for role in ROLES:
            part = getattr(self, role)
            if role not in REQUIRED and part is not None and part.column not in known and part.is_empty():
                gone[role] = part.column
        asked = [column for role, column in gone.items() if role in chosen]
        if asked:
            raise Unreadable(absent(asked, known))
        return dataclasses.replace(self, **dict.fromkeys(gone))  # type: ignore[arg-type]


def made(located: Mapping[str, str], faults: Faults, *, percent: bool) -> Columns:
    """`located` is column by role, as from columns.locate."""
    labels = Interned()

    unit, hint = (100.0, "") if percent else (1.0, PER_CENT_HINT)
    return Columns(
        item=Names(located["item"], faults, required=True),
        annotator=Names(located["annotator"], faults, required=True),
        label=Names(located["label"], faults, required=True, interned=labels),
        gold=Names(located["gold"], faults, required=False, interned=labels) if "gold" in located else None,
        confidence=(
            Numbers(located["confidence"], faults, most=unit, unit=unit, hint=hint) if "confidence" in located else None
        ),
        rt_ms=Numbers(located["rt_ms"], faults) if "rt_ms" in located else None,
        timestamp=Times(located["timestamp"], faults) if "timestamp" in located else None,
    )
