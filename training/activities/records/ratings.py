"""PURE: records of ratings: how strong the evidence in a text is, from 1 to 5. Effects are in steps of the rating."""

import random
from collections.abc import Callable, Sequence
from statistics import fmean
from typing import Any

from training.activities.records.base import NOTHING, Cue, Form, Row, balanced, is_wrong, thirds

LOWEST, HIGHEST = 1, 5
# The panel's ratings leave room to either side.
PANEL = (2, 3, 4)
STEPS = (1, 2)
# Cues that raise a rating where they are, as they are called after "Look at the rows".
RAISES = {"authority": "that name a source", "halo": "with polished writing"}


class Ratings(Form):
    name = "ratings"
    intro = (
        "Made up for this exercise. The annotator rated how strong the evidence in each text is, from 1 (weak) to 5 "
        "(strong). The panel's rating is the reference."
    )
    numbered = "Text"
    judged = ("Panel", "Rating")
    cues = {
        "anchoring": Cue(
            "Colleague", "Colleague: a rating that stood beside the text.", lambda rating: str(rating or NOTHING)
        ),
        "authority": Cue(
            "Source", "Source: whether the text named a source.", lambda named: "named" if named else NOTHING
        ),
        "halo": Cue("Writing", "Writing: how the text was worded.", lambda warm: "polished" if warm else "plain"),
        "confirmation": Cue(
            "Own view",
            "Own view: whether the text speaks for the annotator's own view or against it.",
            lambda agrees: "for" if agrees else "against",
        ),
    }
    always = ("contrast", "fatigue")
    strong = 1.0
    weak = 0.5

    def blank(self, cues: Sequence[str], count: int, rng: random.Random) -> list[Row]:
        rows = [{"reference": rating, "given": rating} for rating in balanced(PANEL, count, rng)]
        for cue in cues:
            for row, there in zip(rows, balanced((True, False), count, rng), strict=True):
                row[cue] = there if cue != "anchoring" else _away(row, rng) if there else None
        return rows

    def pulled(self, bias: str, rows: Sequence[Row], place: int, rng: random.Random) -> Any:
        row = rows[place]
        step = rng.choice(STEPS)
        if bias == "anchoring":
            return row[bias] or row["reference"]
        if bias == "fatigue":
            return _away(row, rng) if place >= len(rows) - len(rows) // 3 else row["reference"]
        if bias == "contrast":
            return _moved(row, -step * _from_before(rows, place))
        if bias == "confirmation" and not row[bias]:
            return _moved(row, -step)
        return _moved(row, step if row[bias] else 0)

    def slip(self, row: Row, rng: random.Random) -> Any:
        return _away(row, rng)

    def effect(self, bias: str, rows: Sequence[Row]) -> float:
        if bias == "fatigue":
            first, last = thirds(rows)
            return fmean(abs(_off(row)) for row in last) - fmean(abs(_off(row)) for row in first)
        if bias == "contrast":
            pulls = [(-_from_before(rows, place), rows[place]) for place in range(len(rows))]
        elif bias == "anchoring":
            pulls = [(_sign(row[bias] - row["reference"]) if row[bias] else 0, row) for row in rows]
        else:
            there = fmean(_off(row) for row in rows if row[bias])
            return there - fmean(_off(row) for row in rows if not row[bias])
        towards = [pull * _off(row) for pull, row in pulls if pull]
        return fmean(towards) if towards else 0.0

    def where_to_look(self, bias: str, rows: Sequence[Row]) -> str:
        there = [row for row in rows if row.get(bias)]
        others = [row for row in rows if not row.get(bias)]
        if bias == "anchoring":
            return (
                f"Look at the rows with a colleague's rating: {_count(there, _takes_over)} take it over. "
                f"Of the others, {_count(others, is_wrong)} differ from the panel."
            )
        if bias == "fatigue":
            first, last = thirds(rows)
            return (
                f"Look at the last third: {_count(last, is_wrong)} differ from the panel, some up, some down. "
                f"In the first third {_count(first, is_wrong)} do."
            )
        if bias == "contrast":
            moves = [_off(rows[p]) * -_from_before(rows, p) > 0 for p in range(len(rows)) if _from_before(rows, p)]
            return (
                "Compare each row with the one above it. Where the panel rates the text before higher or lower, "
                f"{sum(moves)} of {len(moves)} ratings go the other way: down after a strong text, up after a weak one."
            )
        if bias == "confirmation":
            return (
                f"Look at the rows for the annotator's own view: {_count(there, _is_higher)} are rated higher than by "
                f"the panel. Of those against it, {_count(others, _is_lower)} are rated lower."
            )
        return (
            f"Look at the rows {RAISES[bias]}: {_count(there, _is_higher)} are rated higher than by the panel. "
            f"Of the others, {_count(others, _is_higher)}."
        )

    def shown(self, row: Row) -> tuple[str, str]:
        return str(row["reference"]), str(row["given"])


def _off(row: Row) -> int:
    return int(row["given"] - row["reference"])


def _moved(row: Row, steps: int) -> int:
    return min(HIGHEST, max(LOWEST, int(row["reference"]) + steps))


def _away(row: Row, rng: random.Random) -> int:
    """Another rating, up or down."""
    return _moved(row, rng.choice(STEPS) * rng.choice((-1, 1)))


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _from_before(rows: Sequence[Row], place: int) -> int:
    """1 where the panel rates the text before higher, -1 where it rates it lower, 0 without a difference."""
    return _sign(rows[place - 1]["reference"] - rows[place]["reference"]) if place else 0


def _count(rows: Sequence[Row], which: Callable[[Row], bool]) -> str:
    """ "5 of 6"."""
    return f"{sum(which(row) for row in rows)} of {len(rows)}"


def _takes_over(row: Row) -> bool:
    return bool(row["given"] == row["anchoring"])


def _is_higher(row: Row) -> bool:
    return _off(row) > 0


def _is_lower(row: Row) -> bool:
    return _off(row) < 0
