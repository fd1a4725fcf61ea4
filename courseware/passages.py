"""PURE: the passages of a text that can be marked: its sentences, each with the place it has in the text."""

import re
from typing import NamedTuple

# A sentence ends at . ! ? or … (quotes and brackets included) before a space, or at a line break.
SENTENCE = re.compile(r"\S(?:.*?[.!?…][\"'”’)\]]*(?=\s|$)|[^\n]*)")


class Passage(NamedTuple):
    """`text[start:end]`, in characters."""

    start: int
    end: int
    text: str

    @property
    def id(self) -> str:
        return f"{self.start}-{self.end}"


def passages(text: str) -> tuple[Passage, ...]:
    """The sentences of the text in order; together they hold everything but the white space between them."""
    found = []
    for line in re.finditer(r"[^\n]+", text):
        for match in SENTENCE.finditer(line[0]):
            sentence = match[0].rstrip()
            start = line.start() + match.start()
            found.append(Passage(start, start + len(sentence), sentence))
    return tuple(found)


def overlap(one: str, other: str) -> float:
    """What two passages (by id) have in common: twice the shared characters over the sum of both lengths, 0..1.

    Source: Dice 1945, Ecology 26, 297-302.
    """
    (a, b), (c, d) = _ends(one), _ends(other)
    shared = max(0, min(b, d) - max(a, c))
    return 2 * shared / ((b - a) + (d - c))


def _ends(passage: str) -> tuple[int, int]:
    start, _, end = passage.partition("-")
    return int(start), int(end)
