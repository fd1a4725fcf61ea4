"""PURE: what changed between two texts, word by word, and what in a text cannot be seen."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Words, runs of white space, and every other character alone.
TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
# Comparing costs up to the product of both lengths; beyond this a page would keep its reader waiting.
MAX_TOKENS = 3000
SAME, GONE, NEW = "same", "gone", "new"
# Characters of the category "format" that writing needs: the joiners of many scripts and of emoji, the soft hyphen.
NEEDED = "\u200c\u200d\u00ad"


@dataclass(frozen=True)
class Piece:
    """A stretch of text that is in both (`same`), only in the earlier (`gone`) or only in the later one (`new`)."""

    kind: str
    text: str


def changes(old: str, new: str) -> tuple[Piece, ...] | None:
    """The later text with what changed marked, in order; None where the texts are too long to compare by words."""
    if old == new:
        return (Piece(SAME, new),) if new else ()
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    middle = before[head : len(before) - tail], after[head : len(after) - tail]
    if max(map(len, middle)) > MAX_TOKENS:
        return None
    pieces = [Piece(SAME, "".join(after[:head])), *_between(*middle), Piece(SAME, "".join(after[len(after) - tail :]))]
    return tuple(piece for piece in pieces if piece.text)


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many tokens both begin with."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _between(before: Sequence[str], after: Sequence[str]) -> list[Piece]:
    pieces = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(SAME, "".join(after[j1:j2])))
            continue
        pieces.append(Piece(GONE, "".join(before[i1:i2])))
        pieces.append(Piece(NEW, "".join(after[j1:j2])))
    return pieces


def unseen(text: str) -> tuple[tuple[str, int], ...]:
    """Name and count of the characters that print nothing and may turn or hide what is there."""
    found = Counter(c for c in text if c not in NEEDED and unicodedata.category(c) == "Cf")
    return tuple((unicodedata.name(c, f"U+{ord(c):04X}").lower(), count) for c, count in sorted(found.items()))
