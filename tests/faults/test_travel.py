"""Fault 7: a trainee travels, or says so. Nothing is lost, and no more opens than the rules allow."""

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from courseware.domain.programs import program_of
from tests.faults.answering import LESSON, PERSON, bodies_for, open_attempt, post_answer, post_finish, signed_in
from tests.faults.invariants import check_invariants
from tests.people import COURSE_START
from tests.programs import make_program
from training.domain.attempts import Refused, start
from training.domain.progress import schedule_of
from training.domain.schedule import State, plan
from training.domain.simulation import do_module

UTC_ZONE = "UTC"
FURTHEST_EAST, FURTHEST_WEST = "Pacific/Kiritimati", "Pacific/Pago_Pago"  # UTC+14, UTC-11
# One zone for each hour, so that somewhere it is always just past midnight.
AROUND_THE_WORLD = [ZoneInfo(f"Etc/GMT{hours:+d}" if hours else "Etc/GMT") for hours in range(-14, 13)]
# The Monday after the first week: every day of the course has its date behind it.
LATER = datetime(2026, 1, 12, 9, 30, tzinfo=UTC)


def move(people, zone):
    """The trainee chooses another time zone on the settings page."""
    client = signed_in(people.trainee)
    reply = client.post(reverse("settings"), {"name": people.trainee.name, "time_zone": zone})
    assert reply.status_code == 302
    people.trainee.refresh_from_db()
    assert people.trainee.time_zone == zone
    people.enrolment.user = people.trainee


def do_days(people, *numbers, now):
    """Each module takes its few minutes, beginning at `now`."""
    program = program_of(people.version.pk)
    for number in numbers:
        rng = random.Random(number)
        for module in program.days[number - 1].modules:
            do_module(people.enrolment, module.slug, PERSON, rng, now=now)


def refusal_to_begin(people, number, now):
    """Why the day may not be begun; "" when it may."""
    module = program_of(people.version.pk).days[number - 1].modules[0].slug
    try:
        start(people.enrolment, module, now=now)
    except Refused as refused:
        return str(refused)
    return ""


def told(reply):
    """What the reply says of the answer itself."""
    return reply.status_code, reply.json()["uuid"], reply.json()["feedback"]


@pytest.mark.parametrize("zone", [FURTHEST_EAST, FURTHEST_WEST, "Asia/Kathmandu", "America/St_Johns"])
def test_what_was_begun_goes_on_in_another_zone(course, zone):
    client = signed_in(course.trainee)
    attempt = open_attempt(course.enrolment)
    bodies = bodies_for(attempt)
    at_home = [post_answer(client, attempt, body) for body in bodies[:4]]
    move(course, zone)

    client = signed_in(course.trainee)
    assert client.get(reverse("today")).status_code == 200
    assert client.get(reverse("attempt", args=[attempt.public_id])).status_code == 200
    again = [post_answer(client, attempt, body) for body in bodies[:4]]
    assert [told(reply) for reply in again] == [told(reply) for reply in at_home]
    assert {post_answer(client, attempt, body).status_code for body in bodies[4:]} == {200}
    assert post_finish(client, attempt).status_code == 200
    schedule = schedule_of(course.enrolment, course.enrolment.attempts.all(), now=attempt.started_at)
    assert schedule.status_of(attempt.module).state == State.DONE
    assert schedule.status_of(LESSON).state == State.DONE
    check_invariants()


def test_at_one_moment_no_zone_opens_a_third_day(course):
    do_days(course, 1, 2, now=LATER)
    now = LATER + timedelta(minutes=20)
    for zone in (FURTHEST_EAST, FURTHEST_WEST, "Asia/Tokyo", "Europe/Lisbon"):
        move(course, zone)
        assert "practised 2 days today" in refusal_to_begin(course, 3, now)
    check_invariants()


def test_a_date_met_again_further_west_is_spent(course):
    """Two days at home, two on the next date in the far east: the midnight of the far west brings no third date."""
    do_days(course, 1, 2, now=LATER)
    move(course, FURTHEST_EAST)
    do_days(course, 3, 4, now=LATER + timedelta(minutes=35))  # past midnight there: the next date
    move(course, FURTHEST_WEST)
    after_midnight = LATER + timedelta(minutes=95)
    assert after_midnight.astimezone(course.trainee.zone).strftime("%a %H:%M") == "Mon 00:05"
    assert "practised" in refusal_to_begin(course, 5, after_midnight)
    move(course, UTC_ZONE)
    assert "practised" in refusal_to_begin(course, 5, LATER + timedelta(hours=20))
    wednesday = LATER.replace(hour=0, minute=0) + timedelta(days=2)
    assert "practised" in refusal_to_begin(course, 5, wednesday - timedelta(seconds=1))
    assert refusal_to_begin(course, 5, wednesday) == ""
    check_invariants()


def test_a_journey_west_after_a_days_work_takes_none_of_it_away(course):
    do_days(course, 1, now=datetime(2026, 1, 5, 9, tzinfo=UTC))
    before = course.enrolment.attempts.filter(completed_at__isnull=False).count()
    move(course, FURTHEST_WEST)
    now = datetime(2026, 1, 5, 10, tzinfo=UTC)  # still Sunday there
    schedule = schedule_of(course.enrolment, course.enrolment.attempts.all(), now=now)
    assert (schedule.days_done, before) == (1, 4)
    assert refusal_to_begin(course, 2, now) == "It opens on Tuesday 6 January."
    assert refusal_to_begin(course, 2, datetime(2026, 1, 6, 11, tzinfo=UTC)) == ""
    check_invariants()


def test_always_choosing_the_best_zone_gains_no_more_than_the_dates_there_are():
    """Someone far behind who picks, every hour, whichever zone opens most: two days for each date on the calendar."""
    program = make_program((20,), modules_per_day=1)
    begin = datetime(2026, 6, 1, 6, tzinfo=UTC)
    completed, dates = {}, {}
    for hour in range(36):
        now = begin + timedelta(hours=hour)
        for zone in AROUND_THE_WORLD:
            while (
                following := plan(program, COURSE_START, completed, now=now, zone=zone, dates=dates).next_module
            ) is not None:
                completed[following.module.slug] = now
                dates[following.module.slug] = now.astimezone(zone).date()
    spread = (max(dates.values()) - min(dates.values())).days + 1
    assert len(completed) <= program.rules.max_days_per_date * spread
    per_date = [list(dates.values()).count(on) for on in set(dates.values())]
    assert max(per_date) == program.rules.max_days_per_date
