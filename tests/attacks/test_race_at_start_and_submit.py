"""Attack 11: twenty requests at the same moment. Constraints of the database decide, on SQLite and on PostgreSQL."""

import json
from collections import Counter
from functools import partial

import pytest
from django.http import HttpResponse

from courseware.models import Job
from tests.faults.answering import (
    LESSON,
    PRACTICE,
    bodies_for,
    body_for,
    open_attempt,
    other_choice,
    post_answer,
    post_finish,
    signed_in,
)
from tests.faults.crowd import at_once
from tests.people import People
from training.models import Attempt, Response

THREADS = 20


def statuses(replies: list[HttpResponse]) -> Counter[int]:
    return Counter(reply.status_code for reply in replies)


@pytest.fixture
def practice(live_people: People) -> Attempt:
    return open_attempt(live_people.enrolment, PRACTICE)


def test_twenty_starts_make_one_attempt(live_people):
    form = {"enrolment": live_people.enrolment.public_id, "module": LESSON}
    clients = [signed_in(live_people.trainee) for _ in range(THREADS)]
    replies = at_once(*[partial(client.post, "/attempts/start/", form) for client in clients])
    attempt = Attempt.objects.get()
    assert {reply["Location"] for reply in replies} == {f"/attempts/{attempt.public_id}/"}
    assert attempt.steps.count() == attempt.length


def test_twenty_times_the_same_answer_is_stored_once_and_told_alike(live_people, practice):
    body = body_for(practice.steps.select_related("attempt").first())
    clients = [signed_in(live_people.trainee) for _ in range(THREADS)]
    replies = at_once(*[partial(post_answer, client, practice, body) for client in clients])
    assert statuses(replies) == {200: THREADS}
    assert len({reply.content for reply in replies}) == 1
    assert Response.objects.get(attempt=practice).uuid.hex == body["uuid"].replace("-", "")


def test_of_twenty_different_answers_to_one_step_one_stands(live_people, practice):
    step = practice.steps.select_related("attempt").first()
    bodies = [other_choice(step, body_for(step, seed)) for seed in range(THREADS)]
    clients = [signed_in(live_people.trainee) for _ in range(THREADS)]
    replies = at_once(
        *[partial(post_answer, client, practice, body) for client, body in zip(clients, bodies, strict=True)]
    )
    assert statuses(replies) == {200: 1, 409: THREADS - 1}
    stored = Response.objects.get(attempt=practice)
    saved = next(reply.json() for reply in replies if reply.status_code == 200)
    assert saved["uuid"] == str(stored.uuid)
    assert {json.dumps(reply.json()["error"]["feedback"]) for reply in replies if reply.status_code == 409} == {
        json.dumps(saved["feedback"])
    }


def test_one_uuid_for_many_steps_answers_one_of_them(live_people, practice):
    first, *others = bodies_for(practice)
    bodies = [first, *[body | {"uuid": first["uuid"]} for body in others]]
    clients = [signed_in(live_people.trainee) for _ in bodies]
    replies = at_once(
        *[partial(post_answer, client, practice, body) for client, body in zip(clients, bodies, strict=True)]
    )
    assert statuses(replies) == {200: 1, 422: len(bodies) - 1}
    assert practice.responses.count() == 1


def test_all_steps_at_once_are_all_stored(live_people, practice):
    bodies = bodies_for(practice)
    clients = [signed_in(live_people.trainee) for _ in bodies]
    replies = at_once(
        *[partial(post_answer, client, practice, body) for client, body in zip(clients, bodies, strict=True)]
    )
    assert statuses(replies) == {200: practice.length}
    assert practice.responses.count() == practice.length
    # How many are left is as of when each began to wait; the end counts again.
    assert all(0 <= reply.json()["left"] < practice.length for reply in replies)
    assert post_finish(clients[0], practice).status_code == 200


def test_twenty_ends_are_one_end_and_one_scoring(live_people, practice):
    for body in bodies_for(practice):
        assert post_answer(signed_in(live_people.trainee), practice, body).status_code == 200
    clients = [signed_in(live_people.trainee) for _ in range(THREADS)]
    replies = at_once(*[partial(post_finish, client, practice) for client in clients])
    assert statuses(replies) == {200: THREADS}
    assert Job.objects.filter(arguments={"attempt_id": practice.pk}).count() == 1
