"""The answers of one completed attempt beside their keys and reasons, for the instructor.

An answer whose item was corrected is shown by the corrected key, with what it was graded by at first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from assessments.domain.answer_marks import Mark, is_open, nuance_marks
from assessments.domain.answer_parts import Row, Shown, rows_of
from assessments.domain.drill_answers import BrokenRun, DrillAnswers, broken_runs, drills_of
from training.activities import ACTIVITIES
from training.activities.base import JsonDict
from training.activities.parts.soft import reference_for
from training.domain.attempts import feedback_for, step_view
from training.domain.counting import newest_regrades
from training.domain.items import version_of
from training.domain.regrading import as_corrected, feedback_by
from training.models import Attempt, Response, Step

# What is shown of the newest regrade of an answer.
REGRADED = ("item_version_id", "credit", "correct", "created_at")


@dataclass(frozen=True)
class Answered:
    """One answered step as the person saw it, and what it is graded against now.

    passages: (label or "", text); confidence: 0..1 or None; first: what was chosen before "I caught myself";
    idle: seconds of `seconds` in front without input; nudged: the page asked for a second look, as it came quickly;
    is_check: an attention check, which counts in no accuracy; parts: what was answered besides the choice.
    key: empty where there is none to agree with: stances, guesses, and ambiguous items of an ambiguity module.
    marks: how it did where agreeing with the key says too little (`answer_marks`); else nothing.
    """

    number: int
    item: str
    passages: tuple[tuple[str, str], ...]
    question: str
    chosen: str
    first: str
    confidence: float | None
    correct: bool | None
    credit: float | None
    key: str
    rationale: str
    factors: tuple[Mapping[str, str], ...]
    seconds: float | None
    idle: float
    nudged: bool
    is_check: bool
    parts: tuple[Row, ...] = ()
    again: "GradedAgain | None" = None
    marks: tuple[Mark, ...] = ()

    @property
    def graded(self) -> bool:
        """Whether there is anything right or wrong about it: not about a stance or a guess."""
        return self.correct is not None or self.credit is not None


@dataclass(frozen=True)
class GradedAgain:
    """That an answer was graded again, when and why, and the grade, key and marks it had at first."""

    at: datetime
    why: str
    correct: bool | None
    credit: float | None
    key: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Answers:
    """Either drills (one; two where another stood in) with the runs that broke off, or answered steps."""

    drills: tuple[DrillAnswers, ...] = ()
    broken: tuple[BrokenRun, ...] = ()
    steps: tuple[Answered, ...] = ()


def answers_of(attempt: Attempt) -> Answers:
    """What was answered, in the order of the steps. One query; of a drill two.

    Raises ValueError while the attempt is open.
    """
    if attempt.completed_at is None:
        raise ValueError("keys are shown for completed attempts only")
    found = with_regrades(attempt.steps.select_related("response"))
    steps = [step for step in found if hasattr(step, "response")]
    if attempt.kind == "drill":
        return Answers(drills=drills_of(attempt, steps), broken=tuple(broken_runs(attempt)))
    return Answers(steps=tuple(answered(attempt, step, step.response) for step in steps))


def with_regrades(steps: QuerySet[Step]) -> QuerySet[Step]:
    """The steps with what `answered` shows of a regrade; without it an answer is shown as graded at first."""
    newest = newest_regrades(response=OuterRef("response"))
    return steps.annotate(**{f"regraded_{name}": Subquery(newest.values(name)[:1]) for name in REGRADED})


def answered(attempt: Attempt, step: Step, response: Response) -> Answered:
    """One answer to a step with a choice, beside the key it is graded by now."""
    view = counts_by = step_view(attempt, step)
    nuanced = attempt.kind == "ambiguity"
    shown = ACTIVITIES[attempt.kind].present(view)
    names = {option["id"]: option["name"] for option in shown["options"]}
    feedback, again = feedback_for(attempt, step, response) or {}, None
    correct, credit = response.correct, response.credit
    version_id, regraded_credit, regraded_correct, regraded_at = (
        getattr(step, f"regraded_{name}", None) for name in REGRADED
    )
    if version_id is not None and regraded_at is not None:
        version = version_of(version_id)
        marks = nuance_marks(view, response.answer) if nuanced else ()
        again = GradedAgain(regraded_at, version.change_note, correct, credit, feedback.get("keyName", ""), marks)
        correct, credit = regraded_correct, regraded_credit
        feedback, counts_by = feedback_by(attempt, step, response, version), as_corrected(attempt, step, version)
    first = (response.first or {}).get("choice")
    milliseconds = response.timing.get("rtMs")
    passages = tuple(_passages(shown))
    return Answered(
        number=step.position + 1,
        item=view.item.slug if view.item else "",
        passages=passages,
        question=shown["question"],
        chosen=_named(response.answer["choice"], names, several=shown.get("multiple", False)),
        first=names.get(first, first) if first else "",
        confidence=response.confidence,
        correct=correct,
        credit=credit,
        key="" if nuanced and is_open(counts_by) else feedback.get("keyName", ""),
        rationale=feedback.get("rationale", ""),
        factors=tuple(feedback.get("factors", ())),
        seconds=milliseconds / 1000 if milliseconds is not None else None,
        idle=response.timing.get("idleMs", 0) / 1000,
        nudged=response.timing.get("nudged", False),
        is_check=step.plan.get("check", False),
        parts=rows_of(
            response.answer.get("parts", {}),
            Shown(
                names,
                [text for _, text in passages],
                shown.get("parts", {}),
                reference_for(counts_by) if nuanced else None,
            ),
        ),
        again=again,
        marks=nuance_marks(counts_by, response.answer) if nuanced else (),
    )


def _named(choice: str, names: Mapping[str, str], *, several: bool) -> str:
    """What was chosen, in words; `several`: a guess may name more than one, with commas between."""
    return ", ".join(names.get(each, each) for each in (choice.split(",") if several else [choice]))


def _passages(shown: JsonDict) -> list[tuple[str, Any]]:
    """What was read, by what the activity showed. A lesson's text is not repeated."""
    if shown["shape"] == "pair":
        return [("Prompt", shown["prompt"]), ("Left", shown["left"]), ("Right", shown["right"])]
    if shown["shape"] == "record":
        record = shown["record"]
        lines = (" · ".join(cells) for cells in (record["columns"], *record["rows"]))
        return [(record["label"], record["intro"]), ("", "\n".join(lines))]
    return [(passage["label"] or "", passage["text"]) for passage in shown.get("passages", ())]
