"""PURE: records of choices between two responses.

An effect is the share of wrong answers where the cue stands on the wrong side, minus that where it is on the right one.
"""

import random
from collections.abc import Sequence
from statistics import fmean
from typing import Any

from training.activities.records.base import NOTHING, Cue, Form, Row, balanced, is_wrong, thirds

LEFT, RIGHT = "left", "right"
OTHER = {LEFT: RIGHT, RIGHT: LEFT}
# What a bias prefers, as it is called in a sentence.
PREFERRED = {
    "position": "the left response",
    "verbosity": "the longer response",
    "authority": "the response with a source",
    "anchoring": "the colleague's choice",
}


def _side(side: str | None) -> str:
    return side or NOTHING


class Pairs(Form):
    name = "pairs"
    intro = (
        "Made up for this exercise. The annotator chose the better of two responses, left or right. The panel's choice "
        "is the reference."
    )
    numbered = "Pair"
    judged = ("Panel", "Chosen")
    cues = {
        "verbosity": Cue("Longer", "Longer: the response with more words.", _side),
        "anchoring": Cue("Colleague", "Colleague: a choice that stood beside the pair.", _side),
        "authority": Cue("Source", "Source: the response that names one.", _side),
    }
    always = ("position", "fatigue")
    strong = 0.6
    weak = 0.34

    def blank(self, cues: Sequence[str], count: int, rng: random.Random) -> list[Row]:
        """Every cue stands on the panel's side as often as on the other; of two responses one is always longer."""
        rows = [{"reference": side, "given": side} for side in balanced((LEFT, RIGHT), count, rng)]
        for cue in cues:
            places = (True, False) if cue == "verbosity" else (True, False, True, False, None)
            for row, agrees in zip(rows, balanced(places, count, rng), strict=True):
                row[cue] = None if agrees is None else row["reference"] if agrees else OTHER[row["reference"]]
        return rows

    def pulled(self, bias: str, rows: Sequence[Row], place: int, rng: random.Random) -> Any:
        row = rows[place]
        if bias == "fatigue":
            return self.slip(row, rng) if place >= len(rows) - len(rows) // 3 else row["reference"]
        return _preferred(bias, row) or row["reference"]

    def slip(self, row: Row, rng: random.Random) -> Any:
        return OTHER[row["reference"]]

    def effect(self, bias: str, rows: Sequence[Row]) -> float:
        if bias == "fatigue":
            first, last = thirds(rows)
            return _wrong(last) - _wrong(first)
        return _wrong(_against(bias, rows)) - _wrong(_along(bias, rows))

    def where_to_look(self, bias: str, rows: Sequence[Row]) -> str:
        if bias == "fatigue":
            first, last = thirds(rows)
            return (
                f"Look at the last third: {_count(last)} differ from the panel. In the first third {_count(first)} do."
            )
        preferred = PREFERRED[bias]
        return (
            f"Look at the pairs in which {preferred} is not the panel's: it is chosen all the same in "
            f"{_count(_against(bias, rows))}. Where {preferred} is the panel's too, the other one is chosen in "
            f"{_count(_along(bias, rows))}."
        )

    def shown(self, row: Row) -> tuple[str, str]:
        return row["reference"], row["given"]


def _preferred(bias: str, row: Row) -> str | None:
    return LEFT if bias == "position" else row[bias]


def _against(bias: str, rows: Sequence[Row]) -> list[Row]:
    """Where the bias pulls away from the panel's choice."""
    return [row for row in rows if _preferred(bias, row) == OTHER[row["reference"]]]


def _along(bias: str, rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if _preferred(bias, row) == row["reference"]]


def _wrong(rows: Sequence[Row]) -> float:
    return fmean(is_wrong(row) for row in rows) if rows else 0.0


def _count(rows: Sequence[Row]) -> str:
    """ "5 of 6"."""
    return f"{sum(is_wrong(row) for row in rows)} of {len(rows)}"
