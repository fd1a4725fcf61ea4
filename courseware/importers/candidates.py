"""PURE: what reading a file gives, row by row: an item that may be stored, or why a row may not."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from courseware.curriculum import Guideline, ItemContent


@dataclass(frozen=True)
class Candidate:
    """One item, checked; `row` is where it begins in the file, `guideline` what its key was checked against."""

    row: int
    content: ItemContent
    guideline: Guideline


@dataclass(frozen=True)
class Rejection:
    """Why a row cannot be an item; `column` is "" where the whole row is meant."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        place = f"row {self.row}" + (f", column {self.column}" if self.column else "")
        return f"{place}: {self.reason}"


Found = Candidate | Rejection


@dataclass(frozen=True)
class Options:
    """What the person who imports has chosen.

    guidelines: those of the bank, by slug; guideline: the slug of the one to judge by, "" for the format's own
    columns: our field -> the file's column, where they differ
    language, licence, domain: for items whose rows do not say
    """

    guidelines: Mapping[str, Guideline] = field(default_factory=dict)
    guideline: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"
    licence: str = ""
    domain: str = ""

    def column(self, name: str) -> str:
        """The file's name for our field `name`."""
        return self.columns.get(name, name)
