"""PURE: what looking through a file found, before or after anything is stored."""

from dataclasses import dataclass
from typing import Any

from courseware.curriculum import ItemContent
from courseware.importers.candidates import Rejection

# So many of each are listed; the counts are always whole.
MOST_LISTED = 1000
PREVIEWED = 20


@dataclass(frozen=True)
class Duplicate:
    """A row whose text is the same (`exact`) or nearly the same as that of an earlier row or an item of the bank."""

    row: int
    of: str
    likeness: float
    exact: bool

    def to_document(self) -> dict[str, Any]:
        return {"row": self.row, "of": self.of, "likeness": round(self.likeness, 2), "exact": self.exact}


@dataclass(frozen=True)
class Report:
    """Counts of rows, and lists of at most MOST_LISTED.

    accepted = new + changed + unchanged; `changed` rows are new versions of items that the bank has, `unchanged` ones
    are there word for word, `repeated` ones are in the file twice word for word and count once.
    """

    rows: int
    new: int
    changed: int
    unchanged: int
    repeated: int
    rejected_count: int
    rejected: tuple[Rejection, ...]
    duplicate_count: int
    duplicates: tuple[Duplicate, ...]
    first: tuple[ItemContent, ...] = ()

    @property
    def accepted(self) -> int:
        return self.new + self.changed + self.unchanged

    def to_document(self) -> dict[str, Any]:
        return {
            "accepted": self.accepted,
            "rows": self.rows,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "repeated": self.repeated,
            "rejected_count": self.rejected_count,
            "rejected": [{"row": one.row, "column": one.column, "reason": one.reason} for one in self.rejected],
            "duplicate_count": self.duplicate_count,
            "duplicates": [one.to_document() for one in self.duplicates],
        }
