"""PURE: looking through a whole file in little memory: counts, repeated names, and texts that are alike.

Of each row only its numbers are kept: 8 bytes of name, 8 of content, 8 of text and a sketch of 64.
"""

from array import array
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from courseware.importers.candidates import Candidate, Rejection
from courseware.importers.reports import MOST_LISTED, Duplicate
from courseware.likeness import Sketches, alike, sketches, text_hash, unpacked, words_of

# Sketched together: see likeness.sketches.
BATCH = 1000


class Standing(IntEnum):
    """What the bank has of a row's item: nothing, other content, or just that."""

    NEW = 0
    CHANGED = 1
    UNCHANGED = 2


class Outcome(NamedTuple):
    """`counts` by Standing; `repeated`: rows that say an earlier row again; `contradicting`: those that gainsay one."""

    counts: list[int]
    repeated: NDArray[np.int64]
    contradicting: list[Rejection]


class Known:
    """What the bank holds already: names, text hashes and sketches, in parallel."""

    def __init__(self, names: Sequence[str], hashes: Sequence[int], stored: Sequence[bytes]) -> None:
        self.names = names
        self.hashes = np.array(hashes, dtype=np.int64)
        self.sketches = unpacked(stored) if stored else np.empty((0, 16), dtype=np.uint32)


class Survey:
    """Takes the candidates of a file in order, and then knows which rows repeat what."""

    def __init__(self) -> None:
        self._rows, self._names, self._standings = array("q"), array("q"), array("b")
        self._contents, self._texts = array("q"), array("q")
        self._sketches: list[Sketches] = []
        self._waiting: list[list[str]] = []

    def add(self, candidate: Candidate, digest: str, standing: Standing) -> None:
        """One accepted row; `digest` is its content's hash, `standing` what the bank has of it."""
        words = words_of(candidate.content.body)
        self._rows.append(candidate.row)
        self._standings.append(standing)
        self._names.append(name_number(candidate.content.slug))
        self._contents.append(int(digest[:15], 16))
        self._texts.append(text_hash(words))
        self._waiting.append(words)
        if len(self._waiting) == BATCH:
            self._sketch()

    def outcome(self) -> Outcome:
        """The rows that stand alone by their standing, and those that repeat or contradict an earlier one."""
        names, contents = np.array(self._names), np.array(self._contents)
        rows = np.array(self._rows)
        _, first, group = np.unique(names, return_index=True, return_inverse=True)
        original = first[group] if names.size else np.empty(0, dtype=np.intp)
        later = original != np.arange(names.size)
        same = later & (contents == contents[original] if names.size else later)
        contradicting = np.flatnonzero(later & ~same)
        rejections = [
            Rejection(int(rows[i]), "slug", f"is the item of row {rows[original[i]]} again, with other content")
            for i in contradicting
        ]
        counts = np.bincount(np.array(self._standings, dtype=np.int8)[~later], minlength=len(Standing))
        return Outcome(counts.tolist(), rows[same], rejections)

    def names(self) -> NDArray[np.int64]:
        """The numbers (`name_number`) of all items in the file, in ascending order."""
        return np.unique(np.array(self._names, dtype=np.int64))

    def duplicates(self, known: Known) -> tuple[int, tuple[Duplicate, ...]]:
        """How many texts are alike an earlier one or one of the bank, and the first of them."""
        self._sketch()
        mine = np.concatenate([np.empty((0, known.sketches.shape[1]), dtype=np.uint32), *self._sketches])
        held = known.sketches.shape[0]
        if not mine.size:
            return 0, ()
        hashes = np.concatenate([known.hashes, np.array(self._texts)])
        later, earlier, share = alike(np.concatenate([known.sketches, mine]))
        own = later >= held
        found = list(zip(later[own], earlier[own], share[own], strict=True))
        listed = tuple(
            Duplicate(
                row=self._rows[a - held],
                of=known.names[b] if b < held else f"row {self._rows[b - held]}",
                likeness=float(likeness),
                exact=bool(hashes[a] == hashes[b]),
            )
            for a, b, likeness in found[:MOST_LISTED]
        )
        return len(found), listed

    def _sketch(self) -> None:
        if self._waiting:
            self._sketches.append(sketches(self._waiting))
            self._waiting = []


def name_number(name: str) -> int:
    """63 bits of a name's hash, the same in every process."""
    return text_hash([name]) & (2**63 - 1)
