"""PURE: names from a stranger's file in the columns of a terminal."""

import unicodedata

from assessments.label_audit.faults import printable

ELLIPSIS = "…"
NO_WIDTH = frozenset({"Mn", "Me"})
WIDE = frozenset({"W", "F"})


def columns(text: str) -> int:
    """How many columns of a terminal `text` takes: two for wide East Asian letters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(_columns(letter) for letter in text)


def cut(text: str, width: int) -> str:
    """`text` without what moves a terminal, shortened with an ellipsis to at most `width` columns (at least one)."""
    seen = printable(text)
    if columns(seen) <= width:
        return seen
    kept, used = [], columns(ELLIPSIS)
    for letter in seen:
        used += _columns(letter)
        if used > width:
            break
        kept.append(letter)
    return "".join(kept) + ELLIPSIS


def _columns(letter: str) -> int:
    if unicodedata.category(letter) in NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in WIDE else 1
