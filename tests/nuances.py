"""A made-up course with one module of items some of which are ambiguous, for tests of what its answers come to."""

import json
import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from courseware.curriculum import ConsentText, Content, Day, Guideline, ItemContent, Label, Module, Program, Rules, Week
from courseware.domain.content import store
from courseware.domain.enrolments import enrol, give_consent
from courseware.models import Enrolment
from tests.people import JOINED, MONDAY_9, make_cohort, make_person
from training.domain.attempts import finish, submit
from training.domain.planning import create_attempt
from training.domain.submission import parse
from training.models import Attempt, Step

SHADES, LABELS = "shades", "labels"
CLEAR = tuple(f"clear-{n}" for n in range(4))
AMBIGUOUS = tuple(f"ambiguous-{n}" for n in range(4))
UNDECIDED = ("undecided-0",)
NAMES = ("none", "mild", "severe")
AS_SURE = {"none": 0, "mild": 100, "severe": 0}
AS_DIVIDED = {"none": 0, "mild": 60, "severe": 40}
DIVIDED = {"distribution": {"mild": 0.6, "severe": 0.4}, "raters": 30}
CASES = {"mild": "Nobody is threatened in it.", "severe": "It calls others to harm them."}


def nuanced(number: int = 1) -> Enrolment:
    """Somebody in a course with the modules SHADES and, of the clear items alone, LABELS."""
    version = store(Content(_program(), tuple(_items())), now=JOINED).version
    cohort = make_cohort("Nuanced", version, make_person(f"i{number}@attune.example", "Ivo", is_instructor=True))
    enrolment = enrol(make_person(f"t{number}@attune.example", "Thea"), cohort, now=JOINED)
    give_consent(enrolment, now=JOINED)
    return enrolment


def answer_as(item: str, **changed: Any) -> dict[str, Any]:
    """What somebody answers who sees everything as it is."""
    ambiguous = item in AMBIGUOUS
    parts = {"flag": ambiguous, "soft": AS_DIVIDED if ambiguous else AS_SURE}
    parts |= changed
    return {"choice": "mild", "parts": parts | ({"cases": CASES} if parts["flag"] else {})}


def done(enrolment: Enrolment, answers: Mapping[str, Mapping[str, Any]], module: str = SHADES) -> Attempt:
    """The module finished; `answers` by item, for the others as `answer_as` has them."""
    attempt = create_attempt(enrolment, module, number=1, seed=7, simulated=False, now=MONDAY_9)
    for step in attempt.steps.select_related("item_version__item"):
        slug = step.item_version.item.slug
        body = _body(step, answers.get(slug) or (answer_as(slug) if module == SHADES else {"choice": "mild"}))
        submit(enrolment.user, attempt.public_id, parse(json.dumps(body).encode()), now=MONDAY_9)
    return finish(enrolment.user, attempt.public_id, now=MONDAY_9 + timedelta(minutes=10))


def _body(step: Step, answer: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "uuid": str(uuid.uuid4()),
        "step": str(step.token),
        "answer": answer,
        "confidence": 90,
        "first": None,
        "timing": {"rtMs": 9000.0, "activeMs": 9000.0, "hidden": False},
    }


def _items() -> list[ItemContent]:
    def item(slug: str, ambiguity: str, key: dict[str, Any]) -> ItemContent:
        return ItemContent(
            slug, "ordinal", "severity", "forum", {"text": f"The text of {slug}."}, key, "Why.", (), 0.5, 0,
            ambiguity, "en", "CC0-1.0", "authored",
        )  # fmt: skip

    return [
        *(item(slug, "clear", {"label": "mild"}) for slug in CLEAR),
        *(item(slug, "ambiguous", DIVIDED) for slug in AMBIGUOUS),
        *(item(slug, "undecided", {"label": "mild"}) for slug in UNDECIDED),
    ]


def _program() -> Program:
    shades = {"guideline": "severity", "items": [*CLEAR, *AMBIGUOUS, *UNDECIDED]}
    labels = {"guideline": "severity", "items": list(CLEAR)}
    modules = (
        Module(SHADES, "ambiguity", "Shades", 5, "", None, shades),
        Module(LABELS, "practice", "Labels", 5, "", None, labels),
    )
    return Program(
        slug="nuanced",
        title="A course of shades",
        summary="",
        language="en",
        rules=Rules(),
        consent=ConsentText("1", "Consent", "Yes or no."),
        guidelines=(Guideline("severity", "Severity", "How severe?", "ordinal", tuple(map(Label, NAMES, NAMES)), ""),),
        weeks=(Week("Week 1", "", (Day("Day 1", "", modules),)),),
    )
