"""Ratings for tests, and people to give them."""

from datetime import datetime
from typing import Any

from courseware.domain.enrolments import enrol, give_consent
from courseware.models import Cohort, Enrolment
from tests.ladder_course import SKILL
from tests.people import JOINED, MONDAY_9, make_person
from training.domain.wellbeing import moods
from training.models import Attempt, MoodCheck


def joined(cohort: Cohort, count: int, start: int = 0) -> list[Enrolment]:
    """So many people who take part in the cohort and have done what comes before its ladder."""
    people = [make_person(f"mood{start + n}@attune.example", f"Mo {start + n}") for n in range(count)]
    enrolments = [enrol(person, cohort, now=JOINED) for person in people]
    for enrolment in enrolments:
        give_consent(enrolment, now=JOINED)
        skilled(enrolment)
    return enrolments


def skilled(enrolment: Enrolment, at: datetime = JOINED) -> None:
    """The ladder's skill as done, without its steps."""
    Attempt.objects.create(
        enrolment=enrolment,
        program_version_id=enrolment.cohort.program_version_id,
        module=SKILL,
        kind="lesson",
        seed=1,
        length=0,
        started_at=at,
        completed_at=at,
        completed_on=at.date(),
    )


def note(enrolment: Enrolment, moment: str = "before", *, now: datetime = MONDAY_9, **ratings: float) -> MoodCheck:
    """The check that these ratings make."""
    assert moods.note(enrolment, moment, moods.Ratings(**ratings), now=now).kept
    return MoodCheck.objects.latest("pk")


def form(enrolment: Enrolment, moment: str = "before", **fields: Any) -> dict[str, Any]:
    """What the form sends: a rating that is not answered is empty."""
    empty = {"pleasure": "", "arousal": "", "distress": ""} if moment != "during" else {"distress": ""}
    return {"enrolment": enrolment.public_id, "moment": moment, "next": "/wellbeing/"} | empty | fields
