"""PURE: made-up records of annotators, each with one bias that is planted strongly enough to be named."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from training.activities.base import JsonDict
from training.activities.biases import BIASES
from training.activities.records.base import Form, Row
from training.activities.records.pairs import Pairs
from training.activities.records.ratings import Ratings

FORMS: Mapping[str, Form] = {form.name: form for form in (Ratings(), Pairs())}
# Every bias that a record can show.
OFFERED = frozenset(slug for form in FORMS.values() for slug in (*form.cues, *form.always))
# Cues that a record has columns for: few enough for a narrow screen, and four biases to choose from with the others.
CUES = 2
# A few draws in a hundred fail; so many in a row do not.
TRIES = 500


@dataclass(frozen=True)
class Record:
    """`bias`: the planted one, which stays on the server; `options`: what is offered; `cues`: those with a column."""

    form: str
    bias: str
    options: Sequence[str]
    cues: Sequence[str]
    rows: Sequence[Row]

    def to_plan(self) -> JsonDict:
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    @classmethod
    def from_plan(cls, plan: Mapping[str, Any]) -> Self:
        return cls(**{name: plan[name] for name in ("form", "bias", "options", "cues", "rows")})

    @property
    def intro(self) -> str:
        form = FORMS[self.form]
        return " ".join((form.intro, *(form.cues[cue].meaning for cue in self.cues)))

    @property
    def columns(self) -> list[str]:
        form = FORMS[self.form]
        return [form.numbered, *(form.cues[cue].column for cue in self.cues), *form.judged]

    @property
    def cells(self) -> list[list[str]]:
        """As they are shown: the number of the row, its cues, what the panel says, what the annotator says."""
        form = FORMS[self.form]
        return [
            [str(number), *(form.cues[cue].shown(row[cue]) for cue in self.cues), *form.shown(row)]
            for number, row in enumerate(self.rows, start=1)
        ]

    @property
    def text(self) -> str:
        """All that is to be read."""
        return " ".join([self.intro, *self.columns, *(cell for cells in self.cells for cell in cells)])

    @property
    def where_to_look(self) -> str:
        return f"{FORMS[self.form].where_to_look(self.bias, self.rows)} {BIASES[self.bias].advice}"

    def effects(self) -> dict[str, float]:
        """How strongly each of the options shows, in the unit of the form."""
        return {slug: FORMS[self.form].effect(slug, self.rows) for slug in self.options}

    @property
    def margin(self) -> float:
        """At least 0 where the planted bias shows strongly and the others at most weakly."""
        form, effects = FORMS[self.form], self.effects()
        planted = effects.pop(self.bias)
        return min(planted - form.strong, form.weak - max(abs(effect) for effect in effects.values()))


def draw_record(bias: str, rows: int, rng: random.Random) -> Record:
    """A record of so many rows that shows this bias, and none of the others that are offered with it."""
    form = rng.choice([form for form in FORMS.values() if bias in (*form.cues, *form.always)])
    others = [cue for cue in form.cues if cue != bias]
    named = [bias] if bias in form.cues else []
    beside = {*named, *rng.sample(others, CUES - len(named))}
    cues = [cue for cue in form.cues if cue in beside]
    options = [slug for slug in BIASES if slug in (*cues, *form.always)]
    best: Record | None = None
    for _ in range(TRIES):
        record = Record(form.name, bias, options, cues, form.draw(bias, cues, rows, rng))
        if best is None or record.margin > best.margin:
            best = record
        if best.margin >= 0:
            break
    if best is None:
        raise ValueError("expected at least one try")
    return best
