"""The answers of one completed attempt beside their keys and reasons, for the instructor."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from training.activities import ACTIVITIES
from training.activities.base import JsonDict
from training.domain.attempts import feedback_for, step_view
from training.models import Attempt, Response, Step


@dataclass(frozen=True)
class Block:
    """One block of a drill; `number` 0 is practice, which counts nowhere."""

    number: int
    trials: int
    void: int
    go: int
    omissions: int
    nogo: int
    commissions: int
    timing_valid: bool


@dataclass(frozen=True)
class Answered:
    """One answered step as the person saw it, and what it was graded against.

    passages: (label or "", text); confidence: 0..1 or None; first: what was chosen before "I caught myself".
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


@dataclass(frozen=True)
class Answers:
    """Either blocks (a drill) or answered steps."""

    blocks: tuple[Block, ...] = ()
    steps: tuple[Answered, ...] = ()


def answers_of(attempt: Attempt) -> Answers:
    """What was answered, in the order of the steps. Raises ValueError while the attempt is open. One query."""
    if attempt.completed_at is None:
        raise ValueError("keys are shown for completed attempts only")
    steps = [step for step in attempt.steps.select_related("response") if hasattr(step, "response")]
    if attempt.kind == "drill":
        return Answers(blocks=tuple(_block(step.response) for step in steps))
    return Answers(steps=tuple(_answered(attempt, step, step.response) for step in steps))


def _block(response: Response) -> Block:
    answer = response.answer
    return Block(
        number=answer["block"],
        trials=answer["trials"],
        void=answer["void"],
        go=answer["go"],
        omissions=answer["omissions"],
        nogo=answer["nogo"],
        commissions=answer["commissions"],
        timing_valid=answer["timing_valid"],
    )


def _answered(attempt: Attempt, step: Step, response: Response) -> Answered:
    view = step_view(attempt, step)
    shown = ACTIVITIES[attempt.kind].present(view)
    names = {option["id"]: option["name"] for option in shown["options"]}
    feedback = feedback_for(attempt, step, response) or {}
    first = (response.first or {}).get("choice")
    milliseconds = response.timing.get("rtMs")
    return Answered(
        number=step.position + 1,
        item=view.item.slug if view.item else "",
        passages=tuple(_passages(shown)),
        question=shown["question"],
        chosen=names.get(response.answer["choice"], response.answer["choice"]),
        first=names.get(first, first) if first else "",
        confidence=response.confidence,
        correct=response.correct,
        credit=response.credit,
        key=feedback.get("keyName", ""),
        rationale=feedback.get("rationale", ""),
        factors=tuple(feedback.get("factors", ())),
        seconds=milliseconds / 1000 if milliseconds is not None else None,
    )


def _passages(shown: JsonDict) -> list[tuple[str, Any]]:
    """What was read, by what the activity showed. A lesson's text is not repeated."""
    if shown["shape"] == "pair":
        return [("Prompt", shown["prompt"]), ("Left", shown["left"]), ("Right", shown["right"])]
    return [(passage["label"] or "", passage["text"]) for passage in shown.get("passages", ())]
