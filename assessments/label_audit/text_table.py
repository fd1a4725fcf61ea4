"""PURE: tables of text that fit a terminal: columns as wide as they must be, and as many as there is room for."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.label_audit.faults import printable
from assessments.label_audit.names import columns, cut

GAP = "  "
# A name cut shorter than this is hardly told from the next.
MIN_NAME = 14


@dataclass(frozen=True)
class Column:
    """`cells` are texts; a `name` column may be cut to make room, and numbers stand at the right."""

    head: str
    cells: Sequence[str]
    name: bool = False

    @property
    def wide(self) -> int:
        return max(columns(printable(text)) for text in (self.head, *self.cells))

    @property
    def narrow(self) -> int:
        return min(self.wide, max(MIN_NAME, columns(self.head))) if self.name else self.wide


def table(wanted: Sequence[Column], width: int) -> tuple[list[str], list[str]]:
    """Lines of at most `width` columns, and the heads of the columns there was no room for: the last ones go first."""
    kept = list(wanted)
    while len(kept) > 1 and _least(kept) > width:
        kept.pop()
    widths = _widths(kept, width)
    heads = _line(kept, [column.head for column in kept], widths)
    rows = zip(*(column.cells for column in kept), strict=True)
    lines = [heads, *(_line(kept, row, widths) for row in rows)]
    return lines, [column.head for column in wanted[len(kept) :]]


def _least(kept: Sequence[Column]) -> int:
    return sum(column.narrow for column in kept) + len(GAP) * (len(kept) - 1)


def _widths(kept: Sequence[Column], width: int) -> list[int]:
    """What there is beyond the least is shared out among the columns that would like more, from the first on."""
    spare = max(0, width - _least(kept))
    widths = []
    for column in kept:
        more = min(spare, column.wide - column.narrow)
        spare -= more
        widths.append(column.narrow + more)
    return widths


def _line(kept: Sequence[Column], texts: Sequence[str], widths: Sequence[int]) -> str:
    cells = [
        _padded(cut(text, wide), wide, left=column.name) for column, text, wide in zip(kept, texts, widths, strict=True)
    ]
    return GAP.join(cells).rstrip()


def _padded(text: str, wide: int, *, left: bool) -> str:
    space = " " * (wide - columns(text))
    return text + space if left else space + text
