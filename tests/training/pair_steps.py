"""One pair to judge, as a module with everything that may be asked of it has it."""

from typing import Any

from courseware.curriculum import Guideline
from training.activities import ACTIVITIES
from training.activities.base import Answer, Graded, ItemView, StepView

GUIDELINE = Guideline("preference", "Preference", "Which response serves the person better?", "preference", (), "Text.")
BODY = {
    "prompt": "How do I descale a kettle?",
    "response_a": "With vinegar, then rinse.",
    "response_b": "Buy a kettle.",
}
RATED = {place: dict.fromkeys(("helpful", "honest", "harmless", "instruction"), 3) for place in ("left", "right")}
REASONED = {"categories": ["helpful"], "text": "It can be done at once."}
CHOICES = ("left_much", "left", "left_slight", "tie", "right_slight", "right", "right_much", "both_bad")


def item(slug: str = "pair-1", key: dict[str, Any] | None = None, **body: str) -> ItemView:
    return ItemView(slug, "preference", {**BODY, **body}, key or {"side": "a"}, "Why it is so.", (), 0.5)


def step(
    left: str = "a", key: dict[str, Any] | None = None, body: dict[str, str] | None = None, **config: Any
) -> StepView:
    """A planned step; `config`: what is asked besides, by default the strength alone."""
    asked = {"strength": True, **config}
    return StepView({"left": left}, {"guideline": "preference", **asked}, item(key=key, **(body or {})), GUIDELINE)


def present(view: StepView) -> dict[str, Any]:
    return ACTIVITIES["preference"].present(view)


def grade(view: StepView, choice: str, confidence: float | None = 0.8, **parts: Any) -> Graded:
    value = {"choice": choice, "parts": parts} if parts else {"choice": choice}
    return ACTIVITIES["preference"].grade(view, Answer(value, confidence))
