"""A small course with a ladder, for tests of exposures: its texts are bland, only their places in it are not.

One day with one lesson, `skill`, which has to be done before the first rung. Rungs 0 (tier 1), 1 (tier 1), 2 (tier 2)
and 4 (tier 3), each of `PAIRS` pairs of twins: `c{rung}-{n}` is charged, `n{rung}-{n}` its neutral twin, n from 1.
The keys go round over none, mild, moderate, severe. Each text holds `SHOWN` and its slug, so that a test can see which
texts a page has sent.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from courseware.curriculum import (
    ConsentText,
    Content,
    Day,
    Guideline,
    ItemContent,
    Label,
    Ladder,
    Module,
    Program,
    Rules,
    Rung,
    Tier,
    Week,
)
from courseware.domain.content import store
from courseware.domain.enrolments import enrol, give_consent
from courseware.models import Cohort, Enrolment, ProgramVersion, User
from tests.people import COURSE_START, JOINED, MONDAY_9, make_person
from tests.remembered import remembered
from training.activities.base import SimulatedPerson
from training.domain.simulation import do_module

SHOWN = "Bland text"
PAIRS = 8
PER_SITTING = 2
REPEATS = 1
RUNGS = ((0, 1), (1, 1), (2, 2), (4, 3))
LABELS = ("none", "mild", "moderate", "severe")
SKILL = "skill"
# When the first exposure may begin: the skill is done.
TUESDAY_9 = MONDAY_9 + timedelta(days=1)


def rung_module(rung: int) -> str:
    """The slug of a rung's module."""
    return f"rung-{rung}"


def charged(rung: int) -> list[str]:
    return [f"c{rung}-{n}" for n in range(1, PAIRS + 1)]


def neutral(rung: int) -> list[str]:
    return [f"n{rung}-{n}" for n in range(1, PAIRS + 1)]


def key_of(slug: str) -> str:
    """The keyed label of an item of the ladder."""
    return LABELS[int(slug.partition("-")[2]) % len(LABELS)]


def _item(slug: str, twin: str, intensity: int) -> ItemContent:
    return ItemContent(
        slug=slug,
        kind="ordinal",
        guideline="severity",
        domain="tests",
        body={"text": f"{SHOWN} {slug}."},
        key={"label": key_of(slug)},
        rationale=f"Unspoken-rationale-{slug}",
        factors=({"name": f"Unspoken-name-{slug}", "text": f"Unspoken-factor-{slug}", "weight": 1.0},),
        difficulty=0.3,
        intensity=intensity,
        ambiguity="clear",
        language="en",
        licence="MIT",
        provenance="authored",
        twin=twin,
    )


def ladder_content(tier_version: str = "1") -> Content:
    """The course; another `tier_version` is other words in the consents to the tiers."""
    lesson = Module(
        slug=SKILL,
        kind="lesson",
        title="A skill",
        minutes=5,
        summary="",
        capacity="emotional_regulation",
        config={
            "file": "skill.md",
            "text": "Breathe.",
            "check": {
                "question": "What does one do?",
                "options": [{"id": "a", "text": "Breathe"}, {"id": "b", "text": "Hurry"}],
                "answer": "a",
                "why": "It is what the text says.",
            },
        },
    )
    rungs = tuple(
        Rung(
            intensity=rung,
            tier=tier,
            module=Module(
                slug=rung_module(rung),
                kind="exposure",
                title=f"Rung {rung}",
                minutes=8,
                summary=f"Summary of rung {rung}.",
                capacity="emotional_regulation",
                config={
                    "guideline": "severity",
                    "charged": charged(rung),
                    "neutral": neutral(rung),
                    "per_sitting": PER_SITTING,
                    "repeats": REPEATS,
                },
            ),
        )
        for rung, tier in RUNGS
    )
    tiers = tuple(
        Tier(
            number=number,
            title=f"Tier {number}",
            version=f"tier-{number}-v{tier_version}",
            text=f"What tier {number} shows, as version {tier_version} words it.",
        )
        for number in sorted({tier for _, tier in RUNGS})
    )
    program = Program(
        slug="ladder",
        title="A course with a ladder",
        summary="Only for tests.",
        language="en",
        rules=Rules(practice_weekdays=(1, 2, 3, 4, 5, 6, 7)),
        consent=ConsentText(version="ladder-1", title="Taking part", text="You may stop at any time."),
        guidelines=(
            Guideline(
                slug="severity",
                title="Severity",
                question="How severe is this?",
                scale="ordinal",
                labels=tuple(Label(id=label, name=label.title()) for label in LABELS),
                text="How badly people are treated.",
            ),
        ),
        weeks=(Week(title="Week", summary="", days=(Day(title="Skills", summary="", modules=(lesson,)),)),),
        ladder=Ladder(requires=(SKILL,), tiers=tiers, rungs=rungs),
    )
    items = [
        item
        for rung, _ in RUNGS
        for a, b in zip(charged(rung), neutral(rung), strict=True)
        for item in (_item(a, b, rung), _item(b, a, 0))
    ]
    return Content(program=program, items=tuple(items))


@dataclass
class Climbers:
    """Two trainees of one cohort who have done the skill, its instructor, operations; nobody consented to a tier."""

    trainee: User
    other_trainee: User
    instructor: User
    operations: User
    cohort: Cohort
    enrolment: Enrolment
    other_enrolment: Enrolment
    version: ProgramVersion


def make_climbers() -> Climbers:
    version = store(ladder_content(), now=JOINED).version
    instructor = make_person("climbers.instructor@attune.example", "Irma Instructor", is_instructor=True)
    operations = make_person("climbers.operations@attune.example", "Otto Operations", is_operations=True)
    cohort = Cohort.objects.create(name="Climbers", program_version=version, starts_on=COURSE_START, created_at=JOINED)
    cohort.instructors.add(instructor)
    users = [
        make_person("climber@attune.example", "Cleo Climber"),
        make_person("other.climber@attune.example", "Carl Climber"),
    ]
    enrolments = [join(user, cohort) for user in users]
    return Climbers(users[0], users[1], instructor, operations, cohort, enrolments[0], enrolments[1], version)


def join(user: User, cohort: Cohort, *, skilled: bool = True, now: datetime = MONDAY_9) -> Enrolment:
    """The person in the cohort, with consent to take part; with the skill done, unless told otherwise."""
    enrolment = enrol(user, cohort, now=JOINED)
    give_consent(enrolment, now=JOINED)
    if skilled:
        do_module(enrolment, SKILL, SimulatedPerson(), random.Random(1), now=now)
    return enrolment


@pytest.fixture
def climbers(db: None) -> Climbers:
    return remembered(make_climbers)


@pytest.fixture
def live_climbers(transactional_db: None) -> Climbers:
    """The same people where other threads or the live server must see them."""
    return remembered(make_climbers)
