"""PURE: what tables of annotators say about each, column by column, on a terminal and on a page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from assessments.label_audit import words
from assessments.label_audit.annotator_findings import Annotator
from assessments.label_audit.speed import FLOOR_MS

Part = TypeVar("Part")


@dataclass(frozen=True)
class About:
    """`head` for a page; `short` for a terminal, empty where it has no room for this; `meaning` explains both."""

    head: str
    short: str
    meaning: str
    of: Callable[[Annotator], str]


def known_of(people: Sequence[Annotator]) -> list[About]:
    """The columns that say something of at least one of them, the most telling first."""
    return [about for about in ABOUT if any(about.of(person) != words.NONE for person in people)]


def _if(part: Callable[[Annotator], Part | None], said: Callable[[Part], str]) -> Callable[[Annotator], str]:
    def of(person: Annotator) -> str:
        found = part(person)
        return words.NONE if found is None else said(found)

    return of


ABOUT = (
    About("Labels", "labels", "", lambda person: f"{person.labels:,}"),
    About(
        "Agrees with the rest", "with rest", "mean share of the other people's labels of the same item that are equal",
        _if(lambda person: person.rest, lambda rest: words.percent(rest.value)),
    ),
    About(
        "Accuracy (95\u00a0%)", "accuracy (95 %)", "share of labels equal to gold",
        _if(lambda person: person.accuracy, words.share),
    ),
    About("Labels with gold", "", "", _if(lambda person: person.accuracy, lambda accuracy: f"{accuracy.n:,}")),
    About(
        "Accuracy in the model", "model", "share of labels that Dawid and Skene's model holds right",
        _if(lambda person: person.model, lambda model: words.percent(model.expected_accuracy)),
    ),
    About(
        "Last third minus first, points (95\u00a0%)", "drift",
        "share right in the last third of the labels minus that in the first, in points",
        _if(lambda person: person.drift, words.change),
    ),
    About(
        "Change per block, points", "", "", _if(lambda person: person.drift, lambda drift: words.points(drift.slope, 1))
    ),
    About(
        "Overconfidence, points", "overconf.", "mean confidence minus accuracy, in points",
        _if(lambda person: person.calibration, lambda found: words.points(found.overconfidence)),
    ),
    About(
        "Brier score", "Brier", "squared distance of confidence from right or wrong; 0 is perfect",
        _if(lambda person: person.calibration, lambda found: words.decimal(found.brier)),
    ),
    About(
        "Calibration error", "", "",
        _if(lambda person: person.calibration, lambda found: words.decimal(found.calibration_error)),
    ),
    About(
        "Type-2 AUROC", "", "", _if(lambda person: person.calibration, lambda found: words.decimal(found.auroc, 2))
    ),
    About(
        "Median time", "time", "median time of a label",
        _if(lambda person: person.speed, lambda speed: words.duration(speed.median)),
    ),
    About("Quartiles of time", "", "", _if(lambda person: person.speed, words.quartiles)),
    About("Variation of time", "", "", _if(lambda person: person.speed, lambda speed: words.decimal(speed.cv, 2))),
    About(
        f"Under {FLOOR_MS:g} ms", "fast", f"share of labels given in under {FLOOR_MS:g} ms",
        _if(lambda person: person.speed, lambda speed: words.percent(speed.fast)),
    ),
)  # fmt: skip
