"""The people tests speak of, as fixtures: who they are is the same in every file.

`people` gives them all: a trainee, another trainee of the same cohort, their instructor, an instructor of another
cohort (with a trainee of its own), operations, and a stranger who has an account and nothing else.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
from allauth.account.models import EmailAddress

from courseware.domain.content import store
from courseware.domain.enrolments import enrol, give_consent
from courseware.domain.programs import CONTENT_ROOT, DEFAULT_PROGRAM
from courseware.loader import load
from courseware.models import Cohort, Enrolment, ProgramVersion, User
from tests.remembered import remembered
from training.activities import check_config

PASSWORD = "correct horse battery staple"
# A Monday: day 1 of the course is open for everybody enrolled here, and the later days open one by one.
COURSE_START = date(2026, 1, 5)
JOINED = datetime(2026, 1, 5, 7, 0, tzinfo=UTC)
MONDAY_9 = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def make_person(email: str, name: str, **fields: object) -> User:
    user = User.objects.create_user(email, PASSWORD, name=name, date_joined=JOINED, **fields)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def load_foundations() -> ProgramVersion:
    return store(load(CONTENT_ROOT / DEFAULT_PROGRAM, check_config), now=JOINED).version


def make_cohort(name: str, version: ProgramVersion, instructor: User, **fields: object) -> Cohort:
    cohort = Cohort.objects.create(
        name=name, program_version=version, starts_on=COURSE_START, created_at=JOINED, **fields
    )
    cohort.instructors.add(instructor)
    return cohort


@dataclass
class People:
    trainee: User
    other_trainee: User
    instructor: User
    other_instructor: User
    other_cohorts_trainee: User
    operations: User
    stranger: User
    cohort: Cohort
    other_cohort: Cohort
    enrolment: Enrolment
    other_enrolment: Enrolment
    foreign_enrolment: Enrolment
    version: ProgramVersion
    by_name: dict[str, User] = field(default_factory=dict)


def make_people() -> People:
    version = load_foundations()
    instructor = make_person("instructor@attune.example", "Ines Instructor", is_instructor=True)
    other_instructor = make_person("other.instructor@attune.example", "Olaf Otherwise", is_instructor=True)
    cohort = make_cohort("Spring cohort", version, instructor)
    other_cohort = make_cohort("Another cohort", version, other_instructor)
    trainee = make_person("trainee@attune.example", "Tara Trainee")
    other_trainee = make_person("other.trainee@attune.example", "Theo Trainee")
    foreign = make_person("foreign.trainee@attune.example", "Fay Faraway")
    enrolments = []
    for user, joined in ((trainee, cohort), (other_trainee, cohort), (foreign, other_cohort)):
        enrolment = enrol(user, joined, now=JOINED)
        give_consent(enrolment, now=JOINED)
        enrolments.append(enrolment)
    people = People(
        trainee=trainee,
        other_trainee=other_trainee,
        instructor=instructor,
        other_instructor=other_instructor,
        other_cohorts_trainee=foreign,
        operations=make_person("operations@attune.example", "Oki Operations", is_operations=True),
        stranger=make_person("stranger@attune.example", "Sam Stranger"),
        cohort=cohort,
        other_cohort=other_cohort,
        enrolment=enrolments[0],
        other_enrolment=enrolments[1],
        foreign_enrolment=enrolments[2],
        version=version,
    )
    names = ("trainee", "other_trainee", "instructor", "other_instructor", "operations", "stranger")
    people.by_name = {name: getattr(people, name) for name in names}
    return people


@pytest.fixture
def people(db: None) -> People:
    return remembered(make_people)


@pytest.fixture
def live_people(transactional_db: None) -> People:
    """The same people where other threads or the live server must see them."""
    return remembered(make_people)
