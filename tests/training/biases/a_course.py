"""A course of two modules, texts and pairs, in which everything is planted that can be."""

from dataclasses import replace
from typing import Any

from courseware.curriculum import ConsentText, Content, Day, ItemContent, Module, Program, Rules, Week
from courseware.domain.content import store
from courseware.domain.enrolments import enrol, give_consent
from courseware.models import Cohort, Enrolment, User
from tests.people import COURSE_START, JOINED
from tests.training.biases.exercises import CLAIMS, PAIRS, SEVERITY, evidence, pair_item, suggested, toned
from training.activities.base import ItemView

BEFORE = {"question": "How warm is it?", "low": "Cold", "high": "Warm"}
TEXTS = [
    *(suggested(number) for number in range(4)),
    *(suggested(number, "authority") for number in range(4, 8)),
    *(toned(number) for number in range(8, 12)),
    *(replace(evidence(number), kind="ordinal", key={"label": "mild"}) for number in range(12, 16)),
    *(replace(suggested(number), planted={}) for number in range(16, 20)),
]
RESPONSES = [pair_item(number) for number in range(9)]


def contents(items: list[ItemView], guideline: str) -> list[ItemContent]:
    return [
        ItemContent(
            slug=item.slug,
            kind=item.kind,
            guideline=guideline,
            domain="",
            body=item.body,
            key=item.key,
            rationale=item.rationale,
            factors=(),
            difficulty=item.difficulty,
            intensity=0,
            ambiguity=item.ambiguity,
            language="en",
            licence="MIT",
            provenance="authored",
            planted=item.planted,
        )
        for item in items
    ]


TEXT_CONFIG: dict[str, Any] = {
    "guideline": SEVERITY.slug,
    "items": [item.slug for item in TEXTS],
    "biases": ["anchoring", "authority", "halo", "confirmation"],
    "claims": CLAIMS,
    "before": BEFORE,
    "guess": True,
}
PAIR_CONFIG: dict[str, Any] = {
    "guideline": PAIRS.slug,
    "items": [item.slug for item in RESPONSES],
    "biases": ["verbosity"],
    "guess": True,
}


def enrolled_in_it(user: User) -> Enrolment:
    """The person in a cohort that takes this course, both modules open."""
    modules = (
        Module("texts", "practice", "Texts", 10, "", None, TEXT_CONFIG),
        Module("pairs", "preference", "Pairs", 10, "", None, PAIR_CONFIG),
    )
    program = Program(
        slug="planted",
        title="Planted",
        summary="Only for tests.",
        language="en",
        rules=Rules(),
        consent=ConsentText("1", "Consent", "Yes or no."),
        guidelines=(SEVERITY, PAIRS),
        weeks=(Week("One", "", (Day("One", "", modules),)),),
    )
    items = (*contents(TEXTS, SEVERITY.slug), *contents(RESPONSES, PAIRS.slug))
    version = store(Content(program, items), now=JOINED).version
    cohort = Cohort.objects.create(name="Planted", program_version=version, starts_on=COURSE_START, created_at=JOINED)
    enrolment = enrol(user, cohort, now=JOINED)
    give_consent(enrolment, now=JOINED)
    return enrolment
