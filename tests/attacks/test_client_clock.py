"""Attack 10: a clock of one's own, and answers that come late. The server's clock is the one that counts."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from courseware.models import User
from tests.faults.answering import LESSON, PRACTICE, bodies_for, body_for, open_attempt, post_answer, post_finish
from tests.people import MONDAY_9, People
from training.models import Attempt, Response

YESTERDAY = (MONDAY_9 - timedelta(days=1)).isoformat()


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY_9, tick=False) as traveller:
        yield traveller


@pytest.fixture
def tara(client: Client, people: People) -> Client:
    client.force_login(people.trainee)
    return client


@pytest.fixture
def practice(people: People) -> Attempt:
    return open_attempt(people.enrolment, PRACTICE)


@pytest.mark.parametrize(
    "extra", [{"received_at": YESTERDAY}, {"now": YESTERDAY}, {"answeredAt": YESTERDAY}, {"at": 0}, {"clock": 1}]
)
def test_a_time_in_the_body_is_refused(tara, practice, extra):
    body = body_for(practice.steps.select_related("attempt").first()) | extra
    reply = post_answer(tara, practice, body)
    assert (reply.status_code, reply.json()["error"]["field"]) == (400, next(iter(extra)))


def test_times_in_the_head_change_nothing(tara, practice, clock):
    clock.shift(timedelta(minutes=7))
    body = body_for(practice.steps.select_related("attempt").first())
    reply = tara.post(
        f"/attempts/{practice.public_id}/answers/",
        json.dumps(body),
        content_type="application/json",
        headers={"date": "Mon, 05 Jan 2015 09:00:00 GMT", "x-timestamp": "0", "age": "100000"},
    )
    assert reply.status_code == 200
    assert Response.objects.get(attempt=practice).received_at == MONDAY_9 + timedelta(minutes=7)


def test_the_browsers_timings_are_data_and_nothing_else(tara, practice):
    """A reading time of a day or of nothing: kept as said, beside the server's own time."""
    first, second = practice.steps.select_related("attempt")[:2]
    for step, ms in ((first, 0), (second, 24 * 60 * 60 * 1000)):
        body = body_for(step) | {"timing": {"rtMs": ms, "activeMs": ms, "hidden": True}}
        assert post_answer(tara, practice, body).status_code == 200
    stored = practice.responses.order_by("step__position")
    assert [answer.timing["rtMs"] for answer in stored] == [0.0, 24 * 60 * 60 * 1000.0]
    assert {answer.received_at for answer in stored} == {MONDAY_9}


def test_answers_held_back_count_from_when_they_came(tara, practice, clock):
    """Queued for three days in a browser that says it is still Monday."""
    bodies = bodies_for(practice)
    clock.shift(timedelta(days=3))
    assert {post_answer(tara, practice, body).status_code for body in bodies} == {200}
    assert post_finish(tara, practice).status_code == 200
    practice.refresh_from_db()
    assert practice.completed_at == MONDAY_9 + timedelta(days=3)
    assert {answer.received_at for answer in practice.responses.all()} == {practice.completed_at}


def test_an_answer_after_the_end_is_too_late(tara, practice):
    *bodies, held_back = bodies_for(practice)
    for body in bodies:
        post_answer(tara, practice, body)
    Attempt.objects.filter(pk=practice.pk).update(completed_at=MONDAY_9)
    reply = post_answer(tara, practice, held_back)
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "closed")
    assert practice.responses.count() == practice.length - 1


@pytest.mark.parametrize("name", ["timezone", "time_zone", "tz", "TZ"])
def test_a_cookie_or_field_for_the_zone_opens_no_day(tara, people, clock, name):
    """Only the zone in one's settings counts, and it moves a date by a day at the most."""
    clock.move_to(MONDAY_9 - timedelta(days=2))
    tara.cookies[name] = "Pacific/Kiritimati"
    form = {"enrolment": people.enrolment.public_id, "module": LESSON, name: "Pacific/Kiritimati"}
    tara.post("/attempts/start/", form, headers={name.replace("_", "-"): "Pacific/Kiritimati"})
    assert not Attempt.objects.exists()


def test_no_zone_opens_a_day_before_its_date_anywhere(tara, people, clock):
    clock.move_to(MONDAY_9 - timedelta(days=1, hours=9, minutes=1))  # Saturday 23:59 UTC, Sunday on Kiritimati
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12", "UTC"):
        User.objects.filter(pk=people.trainee.pk).update(time_zone=zone)
        tara.post("/attempts/start/", {"enrolment": people.enrolment.public_id, "module": LESSON})
    assert not Attempt.objects.exists()
