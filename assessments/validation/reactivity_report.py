"""PURE: how well the numbers of the ladder recover simulated people, as a table for people and as plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from assessments.validation.reactivity import FOUND_WITHOUT, LEAST, MEASURES, MOST, Recovery

BEGIN, END = "<!-- reactivity: made by `make validate` -->", "<!-- end of reactivity -->"
HEAD = "| what | person | pairs | truth | mean error | half width | 95 % intervals that hold the truth | leave 0 out |"


def as_data(recoveries: Sequence[Recovery]) -> dict[str, Any]:
    return {
        "coverage_from": LEAST,
        "coverage_to": MOST,
        "found_without": FOUND_WITHOUT,
        "holds": all(one.holds for one in recoveries),
        "recoveries": [asdict(one) | {"without": one.without, "holds": one.holds} for one in recoveries],
    }


def as_section(recoveries: Sequence[Recovery], about: Mapping[str, Any]) -> str:
    """The section between its two marks, these included; measure by measure."""
    ordered = sorted(recoveries, key=lambda one: (list(MEASURES).index(one.measure), one.amount, one.pairs))
    rows = [HEAD, "|" + "---|" * (HEAD.count("|") - 1), *map(_row, ordered)]
    made = f"{about['people']} simulated people for each line, seed {about['seed']}, on {about['machine']}."
    return "\n".join([BEGIN, "", made, "", *rows, "", END])


def _row(one: Recovery) -> str:
    cells = [
        MEASURES[one.measure],
        f"{one.trait} {one.amount:g}" if one.amount else "unreactive",
        f"{one.pairs}",
        _signed(one.truth),
        _signed(one.bias),
        f"{one.half:.2f}",
        f"{one.coverage:.3f} ({one.coverage_low:.3f} to {one.coverage_high:.3f})",
        f"{one.excluded:.3f}{'' if one.without else ' (rightly)'}",
    ]
    return f"| {' | '.join(cells)} |"


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace("-", "\u2212")
