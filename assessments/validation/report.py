"""PURE: the studies as a table for people and as JSON for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from assessments.validation.studies import FLAG_RATE, LEAST, LEVEL, MOST, Study

BEGIN, END = "<!-- recovery: made by `make validate` -->", "<!-- end of recovery -->"
HEAD = (
    "| what | answers | truth: mean (spread) | error, own answers alone | error, beside the others "
    "| 90 % intervals that hold the truth | flagged without it | found beyond .3 |"
)


def as_json(studies: Sequence[Study], about: Mapping[str, Any]) -> dict[str, Any]:
    """`about`: people, seed, machine; with what was asked of the numbers and whether it holds."""
    return {
        **about,
        "level": LEVEL,
        "coverage_from": LEAST,
        "coverage_to": MOST,
        "flag_rate": FLAG_RATE,
        "holds": all(study.holds for study in studies),
        "studies": [asdict(study) | {"holds": study.holds} for study in studies],
    }


def as_markdown(studies: Sequence[Study], about: Mapping[str, Any]) -> str:
    """The section between the two marks, these included."""
    rows = [HEAD, "|" + "---|" * (HEAD.count("|") - 1), *map(_row, studies)]
    made = f"{about['people']} simulated people for each line, seed {about['seed']}, on {about['machine']}."
    return "\n".join([BEGIN, "", made, "", *rows, "", END])


def replaced(page: str, section: str) -> str:
    """The page with the section, which begins and ends with its marks, in the place of the one it has between them.

    Raises ValueError where it has none.
    """
    begin, end = section.splitlines()[0], section.splitlines()[-1]
    if begin not in page or end not in page:
        raise ValueError(f"the page must have the lines {begin!r} and {end!r}")
    before, _, rest = page.partition(begin)
    return before + section + rest.partition(end)[2]


def _row(study: Study) -> str:
    cells = [
        study.name,
        f"{study.answers:.0f}",
        f"{_signed(study.truth_mean)} ({study.truth_spread:.2f})",
        "–" if study.plain_error is None else f"{study.plain_error:.2f}",
        f"{study.error:.2f}",
        f"{study.coverage:.3f} ({study.coverage_low:.3f} to {study.coverage_high:.3f})",
        "–" if study.flagged is None else f"{study.flagged:.3f} ({study.flagged_low:.3f} to {study.flagged_high:.3f})",
        "–" if study.found is None else f"{study.found:.2f}",
    ]
    return f"| {' | '.join(cells)} |"


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "\u2212")
