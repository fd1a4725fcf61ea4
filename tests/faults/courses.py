"""Cohorts whose course differs from the one everybody else takes."""

import shutil
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from courseware.domain.content import store
from courseware.domain.enrolments import enrol, give_consent
from courseware.domain.programs import CONTENT_ROOT, DEFAULT_PROGRAM
from courseware.loader import load
from courseware.models import Cohort, Enrolment, User
from training.activities import check_config

EVERY_WEEKDAY = (1, 2, 3, 4, 5, 6, 7)


def enrol_in_daily_course(user: User, starts_on: date, now: datetime) -> Enrolment:
    """The person in a cohort of the same course with practice on all seven weekdays."""
    content = load(CONTENT_ROOT / DEFAULT_PROGRAM, check_config)
    rules = replace(content.program.rules, practice_weekdays=EVERY_WEEKDAY)
    version = store(replace(content, program=replace(content.program, rules=rules)), now=now).version
    cohort = Cohort.objects.create(name="Daily", program_version=version, starts_on=starts_on, created_at=now)
    enrolment = enrol(user, cohort, now=now)
    give_consent(enrolment, now=now)
    return enrolment


def edited_course(folder: Path, file: str, slug: str, old: str, new: str) -> Path:
    """A copy of the course in `folder` where the first `old` after this item's slug reads `new`."""
    copy = folder / DEFAULT_PROGRAM
    shutil.copytree(CONTENT_ROOT / DEFAULT_PROGRAM, copy)
    path = copy / file
    before, marker, after = path.read_text().partition(f'slug = "{slug}"')
    assert old in after, f"{slug} has no {old}"
    path.write_text(before + marker + after.replace(old, new, 1))
    return copy
