"""PURE: the recorded trials of a timed drill in words: what was shown, what was pressed, and what that was.

A stimulus comes as the drill's kernel names it: a digit, a scene (city or mountain), a wait.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from training.activities.drills.gradcpt import MOUNTAINS
from training.activities.drills.pvt import FALSE_START_MS, LAPSE_MS

REMARKS = (
    ("hidden", "page hidden"),
    ("blurred", "focus lost"),
    ("frozen", "screen stalled"),
    ("resized", "window resized"),
    ("anticipation", "too early to be an answer"),
    ("repeat", "key held down"),
)


class Outcome(StrEnum):
    """`WITHHELD`: rightly no press. `MISSED`: no press where there should have been one, or none within the limit."""

    PRESS = "press"
    WITHHELD = "withheld"
    COMMISSION = "commission"
    MISSED = "missed"
    LAPSE = "lapse"
    FALSE_START = "false_start"


# By drill, as an instructor reads them; the order is that of the legend.
WORDS: Mapping[str, Mapping[Outcome, str]] = {
    "sart": {
        Outcome.PRESS: "Press",
        Outcome.COMMISSION: "Press on the target",
        Outcome.MISSED: "Missed digit",
        Outcome.WITHHELD: "Held back on the target",
    },
    "gradcpt": {
        Outcome.PRESS: "Press",
        Outcome.COMMISSION: "Press on a mountain",
        Outcome.MISSED: "Missed city",
        Outcome.WITHHELD: "Held back on a mountain",
    },
    "pvt": {
        Outcome.PRESS: "Response",
        Outcome.LAPSE: "Lapse, half a second or more",
        Outcome.MISSED: "Lapse, no press at all",
        Outcome.FALSE_START: "False start",
    },
}
SHOWN = {"sart": "Digit", "gradcpt": "Scene", "pvt": "Wait"}


@dataclass(frozen=True)
class Trial:
    """One trial of a run. `number` runs over its measured blocks from 1; `ms`: response time, None without a press."""

    number: int
    block: int
    shown: str
    ms: float | None
    outcome: Outcome
    void: bool
    remarks: tuple[str, ...]


def trial_log(drill: str, blocks: Sequence[tuple[int, Sequence[Mapping[str, Any]]]], target: int | None) -> list[Trial]:
    """Of (block number, recorded trials), in order; `target`: the digit to hold back on.

    Raises KeyError for a drill without trials.
    """
    log: list[Trial] = []
    for block, trials in blocks:
        for trial in trials:
            shown, outcome = _READ[drill](trial, target)
            ms = trial["responseTime"]
            log.append(Trial(len(log) + 1, block, shown, ms, outcome, bool(trial["void"]), _remarks(trial)))
    return log


def _sart(trial: Mapping[str, Any], target: int | None) -> tuple[str, Outcome]:
    return str(trial["digit"]), _go_nogo(trial, trial["digit"] == target)


def _gradcpt(trial: Mapping[str, Any], target: int | None) -> tuple[str, Outcome]:
    mountain = trial["scene"] in MOUNTAINS
    return "mountain" if mountain else "city", _go_nogo(trial, mountain)


def _go_nogo(trial: Mapping[str, Any], nogo: bool) -> Outcome:
    if trial["responded"]:
        return Outcome.COMMISSION if nogo else Outcome.PRESS
    return Outcome.WITHHELD if nogo else Outcome.MISSED


def _pvt(trial: Mapping[str, Any], target: int | None) -> tuple[str, Outcome]:
    shown, ms = f"{trial['waitMs'] / 1000:.1f} s", trial["responseTime"]
    if trial["falseStarts"] or (ms is not None and ms < FALSE_START_MS):
        return shown, Outcome.FALSE_START
    if ms is None:
        return shown, Outcome.MISSED
    return shown, Outcome.LAPSE if ms >= LAPSE_MS else Outcome.PRESS


_READ = {"sart": _sart, "gradcpt": _gradcpt, "pvt": _pvt}


def _remarks(trial: Mapping[str, Any]) -> tuple[str, ...]:
    said = [words for flag, words in REMARKS if trial.get(flag)]
    slip = int(trial["framesShown"] - trial["framesPlanned"])
    if slip:
        said.append(f"{abs(slip)} frame{'s' * (abs(slip) != 1)} too {'long' if slip > 0 else 'short'}")
    if trial.get("extraPresses"):
        said.append(f"{trial['extraPresses']} more press{'es' * (trial['extraPresses'] != 1)}")
    if trial.get("falseStarts"):
        said.append(f"{trial['falseStarts']} too early")
    return tuple(said)
