"""Tallies of biases as rows, for tests of what is made of them.

`tally(enrolment, "anchoring", (7, 10), (2, 10))`: a suggestion was taken 7 times of 10 where it was shown, 2 of 10
where it was not, in one attempt of its own. `cohort_of(people, ...)` adds fellows who answered.
"""

from collections.abc import Sequence
from datetime import datetime

from assessments.domain.profiles import make_profile
from assessments.domain.scoring import SCORING_VERSION
from assessments.models import BiasTally
from courseware.domain.enrolments import enrol
from courseware.models import Cohort, Enrolment
from tests.people import COURSE_START, JOINED, MONDAY_9, make_person
from training.models import Attempt

Count = tuple[float, int]


def judged_attempt(enrolment: Enrolment, module: str = "w1d1-severity", kind: str = "practice") -> Attempt:
    """A completed attempt without steps."""
    number = 1 + Attempt.objects.filter(enrolment=enrolment, module=module).count()
    return Attempt.objects.create(
        enrolment=enrolment,
        program_version_id=enrolment.cohort.program_version_id,
        module=module,
        kind=kind,
        number=number,
        seed=1,
        length=0,
        started_at=JOINED,
        completed_at=MONDAY_9,
        completed_on=COURSE_START,
    )


def tally(
    enrolment: Enrolment,
    bias: str,
    treated: Count,
    control: Count,
    *,
    attempt: Attempt | None = None,
    at: datetime = MONDAY_9,
) -> BiasTally:
    """(how many had the outcome, how many answers) with the plant and without."""
    return BiasTally.objects.create(
        attempt=attempt or judged_attempt(enrolment),
        bias=bias,
        treated_n=treated[1],
        treated_sum=treated[0],
        treated_squares=treated[0],
        control_n=control[1],
        control_sum=control[0],
        control_squares=control[0],
        scoring_version=SCORING_VERSION,
        created_at=at,
    )


def fellows(cohort: Cohort, bias: str, shares: Sequence[tuple[Count, Count]], **fields: bool) -> list[Enrolment]:
    """One more person of the cohort for each pair of counts; `fields` go to the account, such as is_simulated."""
    made = []
    for number, (treated, control) in enumerate(shares):
        user = make_person(f"fellow-{bias}-{number}-{len(fields)}@attune.example", f"Fellow {number}", **fields)
        made.append(enrol(user, cohort, now=JOINED))
        tally(made[-1], bias, treated, control)
    return made


def many_biases(enrolment: Enrolment) -> None:
    """A profile with something of everything: one that stands out, some within chance, some without answers enough."""
    fellows(enrolment.cohort, "anchoring", [((taken, 12), (2, 12)) for taken in (3, 4, 5, 6, 4, 3, 5)])
    tally(enrolment, "anchoring", (15, 20), (3, 20))
    tally(enrolment, "position", (14, 24), (12, 24))
    tally(enrolment, "fatigue", (2, 12), (3, 12))
    tally(enrolment, "halo", (2, 3), (1, 3))
    make_profile(enrolment, now=MONDAY_9)
