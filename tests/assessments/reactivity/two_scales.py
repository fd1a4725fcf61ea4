"""The small course with a ladder, but rung 2 (tier 2) is judged by another guideline with as many labels."""

from dataclasses import replace

from courseware.curriculum import Module, Program
from courseware.domain.content import store
from courseware.domain.enrolments import enrol, give_consent
from courseware.models import Cohort, Enrolment, User
from tests.ladder_course import ladder_content
from tests.people import COURSE_START, JOINED


def two_scales_program() -> Program:
    program = ladder_content().program
    urgency = replace(program.guidelines[0], slug="urgency", title="Urgency", question="How soon?")
    assert program.ladder is not None
    rungs = tuple(
        replace(rung, module=_by(rung.module, "urgency")) if rung.intensity == 2 else rung
        for rung in program.ladder.rungs
    )
    return replace(
        program,
        slug="two-scales",
        guidelines=(*program.guidelines, urgency),
        ladder=replace(program.ladder, rungs=rungs),
    )


def join_two_scales(person: User) -> Enrolment:
    """The person in a cohort of that course, with consent to take part."""
    version = store(replace(ladder_content(), program=two_scales_program()), now=JOINED).version
    cohort = Cohort.objects.create(
        name="Two scales", program_version=version, starts_on=COURSE_START, created_at=JOINED
    )
    enrolment = enrol(person, cohort, now=JOINED)
    give_consent(enrolment, now=JOINED)
    return enrolment


def _by(module: Module, guideline: str) -> Module:
    return replace(module, config={**module.config, "guideline": guideline})
