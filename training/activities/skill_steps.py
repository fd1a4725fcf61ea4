"""PURE: the steps of a guided practice as its file (TOML) has them.

    [[steps]]
    kind = "read" | "breathe" | "pick" | "write" | "arrange" | "look"
    title = "..."
    text = "Markdown, in the author's words"

and by kind: `in`, `hold`, `out` (seconds) and `rounds`; `words` to pick from or to put in order; `label` of a line that
is written; `sample`, a harmless text to look at in several ways.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from training.activities.base import ConfigCheck, JsonDict

# What each kind of step has besides kind, title and text.
SETTINGS: Mapping[str, tuple[str, ...]] = {
    "read": (),
    "breathe": ("in", "hold", "out", "rounds"),
    "pick": ("words",),
    "write": ("label",),
    "arrange": ("words",),
    "look": ("sample",),
}
# Seconds. Nobody is asked to hold the breath for long, nor to breathe to a pace for more than some minutes.
SHORTEST_BREATH, LONGEST_BREATH, LONGEST_HOLD, LONGEST_BREATHING = 2, 8, 2, 240
MOST_ROUNDS = 30
FEWEST_WORDS, MOST_WORDS = 2, 30
FEWEST_STEPS = 2


@dataclass(frozen=True)
class GuidedStep:
    """`text` is Markdown; `settings` is what else the page gets: kind, title, and what the kind has."""

    text: str
    settings: JsonDict


@dataclass(frozen=True)
class Guidance:
    steps: tuple[GuidedStep, ...]

    @property
    def breathing_seconds(self) -> float:
        return float(sum(_seconds(step.settings) for step in self.steps if step.settings["kind"] == "breathe"))


@lru_cache(maxsize=64)
def read_guidance(text: str) -> Guidance:
    """The steps of a file in which `problems_of` finds nothing; of any other it raises KeyError or TOMLDecodeError."""
    return Guidance(tuple(_step(table) for table in tomllib.loads(text)["steps"]))


def _step(table: Mapping[str, Any]) -> GuidedStep:
    names = ("kind", "title", *SETTINGS[table["kind"]])
    return GuidedStep(table["text"], {name: table[name] for name in names})


def problems_of(text: str) -> list[str]:
    """What is wrong with the file, in words that name the step."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [f"is not valid TOML: {error}"]
    steps = data.get("steps")
    unknown = [f"{key} is not a known key here" for key in sorted(set(data) - {"steps"})]
    if not isinstance(steps, list) or not steps or not all(isinstance(step, dict) for step in steps):
        return [*unknown, "expected one or more [[steps]]"]
    found = [
        f"steps[{number}].{problem}" for number, step in enumerate(steps, start=1) for problem in _step_problems(step)
    ]
    if len(steps) < FEWEST_STEPS:
        found.append("expected two or more steps: what is practised, and how to go on from it")
    return unknown + found


def _step_problems(step: Mapping[str, Any]) -> list[str]:
    checked = ConfigCheck(step)
    kind = step.get("kind")
    checked.choice("kind", tuple(SETTINGS))
    checked.text("title")
    checked.text("text")
    if isinstance(kind, str) and kind in SETTINGS:
        checked.only("kind", "title", "text", *SETTINGS[kind])
        if kind == "breathe":
            _check_breathing(checked)
        elif kind in ("pick", "arrange"):
            _check_words(checked)
        else:
            for name in SETTINGS[kind]:
                checked.text(name)
    return [problem.removeprefix("config.") for problem in checked.problems]


def _check_breathing(checked: ConfigCheck) -> None:
    checked.whole("in", SHORTEST_BREATH, LONGEST_BREATH)
    checked.whole("hold", 0, LONGEST_HOLD)
    checked.whole("out", SHORTEST_BREATH, LONGEST_BREATH)
    checked.whole("rounds", 1, MOST_ROUNDS)
    if not checked.problems and _seconds(checked.config) > LONGEST_BREATHING:
        checked.problems.append(f"config.rounds: takes longer than {LONGEST_BREATHING} seconds in all")


def _check_words(checked: ConfigCheck) -> None:
    words = checked.config.get("words")
    if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
        checked.problems.append("config.words: expected a list of words")
    elif not FEWEST_WORDS <= len(set(words)) == len(words) <= MOST_WORDS:
        checked.problems.append(f"config.words: expected {FEWEST_WORDS} to {MOST_WORDS} different ones")


def _seconds(settings: Mapping[str, Any]) -> int:
    """How long paced breathing takes in all."""
    return int(settings["rounds"] * (settings["in"] + settings["hold"] + settings["out"]))
