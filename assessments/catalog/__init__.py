"""PURE: the measures Attune shows: their names, units, direction, and in plain words what each means and does not.

Of drills some are also kept block by block, under a slug of their own: `of_block("sart_d_prime", 3)`.
"""

import re

from assessments.catalog.drills import GRADCPT, LONG_LOOK, PVT, SART
from assessments.catalog.judgements import JUDGEMENTS
from assessments.catalog.measure import Measure
from assessments.catalog.nuance import AMBIGUITY

__all__ = ["MEASURES", "Measure", "of_block", "shown", "whole_and_block"]

MEASURES = {measure.slug: measure for measure in (*SART, *GRADCPT, *PVT, *LONG_LOOK, *JUDGEMENTS, *AMBIGUITY)}

_BLOCK = re.compile(r"(?P<measure>[a-z_0-9]+)-block-(?P<block>[0-9]+)")


def shown(slug: str, value: float | None) -> str:
    """A value as people read it: a percentage for shares, else with its unit and digits, a dash for none."""
    if value is None:
        return "–"
    return MEASURES[slug].words(value) if slug in MEASURES else f"{value:.2f}"


def of_block(slug: str, block: int) -> str:
    """The slug under which one block's value of a measure is kept; blocks count from 1."""
    return f"{slug}-block-{block}"


def whole_and_block(slug: str) -> tuple[str, int | None]:
    """The measure and the block that a slug names; None where it names a whole attempt's."""
    found = _BLOCK.fullmatch(slug)
    return (found["measure"], int(found["block"])) if found else (slug, None)
