"""Fault 6: the clocks change. A day is a date, be it 23 or 25 hours long, and no answer is lost or out of order."""

import random
from datetime import UTC, date, datetime, time, timedelta

import pytest

from courseware.domain.programs import program_of
from tests.faults.answering import LESSON, PERSON, bodies_for, open_attempt, submit_body
from tests.faults.courses import enrol_in_daily_course
from tests.faults.invariants import check_invariants
from training.domain.attempts import Refused, finish, start
from training.domain.simulation import do_module

# The zone, the Sunday of the change, and how many hours it has.
CHANGES = [
    ("Europe/Berlin", date(2026, 3, 29), 23),
    ("Europe/Berlin", date(2026, 10, 25), 25),
    ("America/New_York", date(2026, 3, 8), 23),
    ("America/New_York", date(2026, 11, 1), 25),
]


def midnight(day, zone):
    return datetime.combine(day, time.min, zone).astimezone(UTC)


@pytest.fixture(params=CHANGES, ids=lambda change: f"{change[0]}-{change[2]}h")
def sunday(request, course):
    """Midnight at both ends of the Sunday on which the clocks change where the trainee lives, in UTC."""
    name, day, hours = request.param
    course.trainee.time_zone = name
    course.trainee.save()
    begin, end = midnight(day, course.trainee.zone), midnight(day + timedelta(days=1), course.trainee.zone)
    assert end - begin == timedelta(hours=hours)
    return begin, end


def do_day(enrolment, index, now):
    """All modules of the day; when the last was done."""
    rng = random.Random(index)
    for module in program_of(enrolment.cohort.program_version_id).days[index].modules:
        _, now = do_module(enrolment, module.slug, PERSON, rng, now=now)
    return now


def first_module(enrolment, index):
    return program_of(enrolment.cohort.program_version_id).days[index].modules[0].slug


def test_days_open_at_the_trainees_midnight_around_the_change(course, sunday):
    begin, end = sunday
    saturday = begin - timedelta(hours=6)
    enrolment = enrol_in_daily_course(course.trainee, saturday.date(), saturday)
    assert do_day(enrolment, 0, saturday) < begin

    for index, opens in ((1, begin), (2, end)):
        with pytest.raises(Refused) as early:
            start(enrolment, first_module(enrolment, index), now=opens - timedelta(seconds=1))
        assert early.value.code == "locked"
        start(enrolment, first_module(enrolment, index), now=opens)
        do_day(enrolment, index, opens)
    check_invariants()


def test_the_sunday_is_one_date_for_the_rule_of_two_days(course, sunday):
    begin, end = sunday
    enrolment = enrol_in_daily_course(course.trainee, (begin - timedelta(days=7)).date(), begin - timedelta(days=7))
    after_one = do_day(enrolment, 0, begin)
    after_two = do_day(enrolment, 1, after_one)
    for now in (after_two, begin + timedelta(hours=12), end - timedelta(seconds=1)):
        with pytest.raises(Refused, match="practised 2 days today"):
            start(enrolment, first_module(enrolment, 2), now=now)
    do_day(enrolment, 2, end)
    check_invariants()


def test_an_attempt_across_the_change_keeps_its_order(course, sunday):
    """In autumn the wall clock shows the same hour twice: the end reads earlier than the start and is later."""
    begin, _ = sunday
    now = begin + timedelta(minutes=40)
    attempt = open_attempt(enrol_in_daily_course(course.trainee, begin.date(), begin), now=now)
    bodies = bodies_for(attempt)
    for body in bodies:
        now += timedelta(minutes=25)
        submit_body(course.trainee, attempt, body, now)
    ended = finish(course.trainee, attempt.public_id, now=now)

    assert now - attempt.started_at > timedelta(hours=4)
    received = [str(sent) for sent in attempt.responses.order_by("received_at").values_list("uuid", flat=True)]
    assert received == [body["uuid"] for body in bodies]
    assert ended.completed_at == now
    assert (
        ended.completed_on == now.astimezone(course.trainee.zone).date() == begin.astimezone(course.trainee.zone).date()
    )
    check_invariants()


def test_the_repeated_hour(course):
    course.trainee.time_zone = "Europe/Berlin"
    course.trainee.save()
    first, second = datetime(2026, 10, 25, 0, 50, tzinfo=UTC), datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    shown = [at.astimezone(course.trainee.zone).strftime("%H:%M") for at in (first, second)]
    assert shown == ["02:50", "02:10"]
    enrolment = enrol_in_daily_course(course.trainee, first.date(), first)
    attempt = open_attempt(enrolment, LESSON, now=first)
    saved = submit_body(course.trainee, attempt, bodies_for(attempt)[0], second)
    assert saved.left == 0
    ended = finish(course.trainee, attempt.public_id, now=second)
    assert ended.completed_at - ended.started_at == timedelta(minutes=20)
    check_invariants()
