"""PURE: the long look as a drill: ordinary paperwork in which a few lines are wrong, and nobody says which.

A step is a section. Practice sections come first and say of every line what was there; whoever finds everything skips
the rest of them. Nothing is timed: what counts is what was found and what was marked without need, and whether that
changes over the sections. The document and its key are written anew from the plan's seed whenever they are needed.
"""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from training.activities.base import (
    MAX_MS,
    Answer,
    ConfigCheck,
    Graded,
    InvalidAnswer,
    ItemView,
    JsonDict,
    PlannedStep,
    Simulated,
    SimulatedPerson,
    StepView,
    bounded,
)
from training.activities.drills.documents import THEMES, Document, document

PRACTICE_LINES = 8
PRACTICE_PLANTED = (1, 2, 3)
# One line marked without need may be a slip of the finger; two mean that the rules are not clear yet.
MOST_FALSE_ALARMS = 1
MAX_MARKS = 500
SEED_BITS = 62  # fits a database's whole number, and cannot be guessed from the text
SKIPPED: Mapping[str, int] = {"trials": 0, "planted": 0, "hits": 0, "false_alarms": 0, "clean": 0}

# Simulated people: seconds for a line, and the share of clean lines marked by somebody who pays no attention.
SECONDS_PER_LINE = 6.0
CARELESS_MARKS = 0.05
# What is lost of the chance to find a line by the end, by somebody who pays no attention.
MOST_LOST = 0.5


class LongLook:
    """Not an activity by itself: `Drill` hands steps with `drill = "long_look"` to it."""

    timed = False

    def check(self, config: Mapping[str, Any]) -> list[str]:
        checked = ConfigCheck(config)
        checked.only("drill", "sections", "lines_per_section", "planted_per_section", "practice_sections")
        checked.whole("sections", 2, 20)
        checked.whole("lines_per_section", 8, 30)
        checked.whole("planted_per_section", 1, 4)
        checked.whole("practice_sections", 0, 3)
        return checked.problems

    def plan(self, config: Mapping[str, Any], items: Sequence[ItemView], rng: random.Random) -> list[PlannedStep]:
        """Practice sections (section 0, numbered by `turn`), then the measured ones; themes take turns.

        How many lines are wrong differs from section to section: whoever knew that there are two would stop reading
        at the second. In all they are `planted_per_section` times the sections.
        """
        numbered = [(0, turn) for turn in range(1, config["practice_sections"] + 1)]
        numbered += [(section, 0) for section in range(1, config["sections"] + 1)]
        wrong = [rng.choice(PRACTICE_PLANTED) for _ in range(config["practice_sections"])]
        wrong += _planted(config["planted_per_section"], config["sections"], rng)
        themes: list[str] = []
        while len(themes) < len(numbered):
            themes += rng.sample(list(THEMES), len(THEMES))
        return [
            PlannedStep(
                None,
                {
                    "section": section,
                    "practice": turn > 0,
                    "turn": turn,
                    "theme": theme,
                    "planted": planted,
                    "seed": rng.getrandbits(SEED_BITS),
                },
            )
            for (section, turn), theme, planted in zip(numbered, themes, wrong, strict=False)
        ]

    def present(self, step: StepView) -> JsonDict:
        written = _document(step)
        return {
            "shape": "look",
            "drill": "long_look",
            "practice": step.plan["practice"],
            "turn": step.plan["turn"],
            "turns": step.config["practice_sections"],
            "section": step.plan["section"],
            "sections": step.config["sections"],
            "title": written.title,
            "intro": written.intro,
            "facts": [{"name": fact.name, "text": fact.text} for fact in written.facts],
            "lines": [{"id": line.id, "text": line.text} for line in written.lines],
        }

    def grade(self, step: StepView, answer: Answer) -> Graded:
        """No credit for a section: hits and false alarms are measured together, over all of them."""
        if answer.confidence is not None:
            raise InvalidAnswer("confidence", "is not asked for here")
        stored: JsonDict = {"drill": "long_look", "block": step.plan["section"], "timing_valid": True, "void": 0}
        if "skipped" in answer.value:
            _refuse_skip(step, answer.value)
            return Graded(None, None, stored | dict(SKIPPED) | {"skipped": True}, None)
        if set(answer.value) != {"marked", "marks"}:
            raise InvalidAnswer("answer", "expected exactly 'marked' and 'marks'")
        written = _document(step)
        marked = _marked(answer.value["marked"], written)
        recording = {"marked": marked, "marks": _marks(answer.value["marks"], written)}
        return Graded(None, None, stored | counts(written, marked), _feedback(step, written, marked), recording)

    def feedback_again(self, step: StepView, stored: Mapping[str, Any], recording: Mapping[str, Any] | None) -> Any:
        """The feedback to a section that was answered before, or None: what `grade` said when it came in."""
        if not recording:
            return None
        return _feedback(step, _document(step), recording["marked"])

    def simulate(self, step: StepView, person: SimulatedPerson, rng: random.Random) -> Simulated:
        """Finds by attention, which tires over the sections; one practice section is enough."""
        if step.plan["turn"] > 1:
            return Simulated({"skipped": True}, None, 1.0)
        written = _document(step)
        gone = step.plan["section"] / step.config["sections"]
        finds = person.attention * (1 - MOST_LOST * (1 - person.attention) * gone)
        errs = CARELESS_MARKS * (1 - person.attention)
        marked, marks, at = [], [], 0.0
        for line in written.lines:
            at += SECONDS_PER_LINE * person.speed * rng.uniform(0.7, 1.3)
            if rng.random() < (finds if line.planted else errs):
                marked.append(line.id)
                marks.append({"line": line.id, "atMs": round(at * 1000), "on": True})
        return Simulated({"marked": marked, "marks": marks}, None, at)


def counts(written: Document, marked: Sequence[str]) -> dict[str, int]:
    planted = [line.id for line in written.lines if line.planted]
    hits = sum(line in planted for line in marked)
    return {
        "trials": len(written.lines),
        "planted": len(planted),
        "hits": hits,
        "false_alarms": len(marked) - hits,
        "clean": len(written.lines) - len(planted),
    }


def _document(step: StepView) -> Document:
    plan = step.plan
    lines = PRACTICE_LINES if plan["practice"] else step.config["lines_per_section"]
    return document(plan["theme"], plan["seed"], lines, plan["planted"])


def _planted(usual: int, sections: int, rng: random.Random) -> list[int]:
    """How many lines of each section are wrong: a third one more than usual, as many one less, in random order."""
    off = sections // 3
    counts = [usual + 1] * off + [usual - 1] * off + [usual] * (sections - 2 * off)
    rng.shuffle(counts)
    return counts


def _feedback(step: StepView, written: Document, marked: Sequence[str]) -> JsonDict | None:
    """What was there, line by line; in a measured section nothing."""
    if not step.plan["practice"]:
        return None
    counted = counts(written, marked)
    everything = counted["hits"] == counted["planted"]
    return {
        "correct": everything and counted["false_alarms"] <= MOST_FALSE_ALARMS,
        "lines": [
            {"id": line.id, "planted": line.planted, "marked": line.id in marked, "why": line.why}
            for line in written.lines
        ],
    }


def _refuse_skip(step: StepView, value: Mapping[str, Any]) -> None:
    if set(value) != {"skipped"} or value["skipped"] is not True:
        raise InvalidAnswer("answer.skipped", "expected true and nothing else")
    if step.plan["turn"] < 2:
        raise InvalidAnswer("answer.skipped", "only a further practice section can be skipped")


def _marked(value: Any, written: Document) -> list[str]:
    if not isinstance(value, list):
        raise InvalidAnswer("answer.marked", "expected a list of lines")
    marked = [_line(line, "answer.marked", written) for line in value]
    if len(set(marked)) != len(marked):
        raise InvalidAnswer("answer.marked", "has a line twice")
    return marked


def _marks(value: Any, written: Document) -> list[JsonDict]:
    if not isinstance(value, list) or len(value) > MAX_MARKS:
        raise InvalidAnswer("answer.marks", f"expected a list of at most {MAX_MARKS} marks")
    return [_mark(mark, f"answer.marks[{index}]", written) for index, mark in enumerate(value)]


def _mark(mark: Any, where: str, written: Document) -> JsonDict:
    if not isinstance(mark, Mapping) or set(mark) != {"line", "atMs", "on"}:
        raise InvalidAnswer(where, "expected exactly 'line', 'atMs' and 'on'")
    if not isinstance(mark["on"], bool):
        raise InvalidAnswer(f"{where}.on", "expected true or false")
    at = bounded(mark["atMs"], f"{where}.atMs", 0, MAX_MS)
    return {"line": _line(mark["line"], f"{where}.line", written), "atMs": at, "on": mark["on"]}


def _line(value: Any, where: str, written: Document) -> str:
    if not isinstance(value, str) or value not in {line.id for line in written.lines}:
        raise InvalidAnswer(where, "names no line of this section")
    return value
