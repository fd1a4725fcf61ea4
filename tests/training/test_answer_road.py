"""What the answer road says, in words that the recorder acts on: status, code, field."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from courseware.domain.enrolments import withdraw_consent
from tests.faults.answering import DRILL, bodies_for, body_for, open_attempt, post_answer, post_finish
from tests.judged import body_judged
from tests.people import MONDAY_9, People
from training.models import Attempt

KINDS_OF_ERROR = {"code", "message", "field"}


@pytest.fixture
def tara(people: People) -> Client:
    client = Client(raise_request_exception=False, headers={"accept": "application/json"})
    client.force_login(people.trainee)
    return client


@pytest.fixture
def practice(people: People) -> Attempt:
    return open_attempt(people.enrolment)


@pytest.fixture
def body(practice: Attempt) -> dict[str, Any]:
    return body_judged(practice.steps.select_related("attempt").first())


def error(reply: Any, status: int) -> dict[str, Any]:
    assert reply.status_code == status, reply.content[:200]
    assert reply["Content-Type"] == "application/json"
    assert reply.json()["error"].keys() >= KINDS_OF_ERROR
    return reply.json()["error"]


def test_a_stored_answer_is_acknowledged_with_its_feedback(tara, practice, body):
    reply = post_answer(tara, practice, body)
    assert reply.status_code == 200
    assert reply.json() | {"feedback": None} == {
        "saved": True,
        "uuid": body["uuid"],
        "step": body["step"],
        "left": practice.length - 1,
        "feedback": None,
    }
    assert list(reply.json()["feedback"]) == [
        "correct", "credit", "chosen", "key", "keyName", "rationale", "factors",
    ]  # fmt: skip


def test_sent_again_the_reply_is_the_same_to_the_letter(tara, practice, body):
    assert post_answer(tara, practice, body).content == post_answer(tara, practice, body).content


def test_the_finished_attempt_leads_to_its_results(tara, practice):
    for each in bodies_for(practice):
        post_answer(tara, practice, each)
    reply = post_finish(tara, practice)
    assert (reply.status_code, reply.json()) == (200, {"url": f"/attempts/{practice.public_id}/done/"})


def test_signed_out_the_answers_are_to_be_kept(client, practice, body):
    for post in (lambda: post_answer(client, practice, body), lambda: post_finish(client, practice)):
        assert error(post(), 401)["code"] == "signed_out"
    assert not practice.responses.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"answer": {"choice": "terrible"}}, "answer.choice"),
        ({"confidence": 3}, "confidence"),
        ({"confidence": 10**400}, "confidence"),
        ({"uuid": "x"}, "uuid"),
        ({"mood": "fine"}, "mood"),
        ({"first": {"choice": "a\u0000b", "atMs": 1}}, "body"),
        ({"first": {"choice": "\ud800", "atMs": 1}}, "body"),
    ],
)
def test_an_answer_that_does_not_fit_names_the_field(tara, practice, body, changes, field):
    refused = error(post_answer(tara, practice, json.dumps(body | changes)), 400)
    assert (refused["code"], refused["field"]) == ("invalid", field)
    assert refused["message"].startswith(f"{field}: ")
    assert not practice.responses.exists()


@pytest.mark.parametrize("raw", ["", "{", "[" * 50_000, "null", "choice=mild"], ids=lambda raw: raw[:5])
def test_what_is_no_json_is_refused_and_breaks_nothing(tara, practice, raw):
    assert error(post_answer(tara, practice, raw), 400)["field"] == "body"


def test_a_body_beyond_all_measure_is_refused(tara, practice, body):
    padded = json.dumps(body | {"timing": {"note": "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE}})
    assert error(post_answer(tara, practice, padded), 400)["code"] == "bad_request"


def test_a_drill_with_absurd_numbers_is_refused_by_name(tara, people):
    attempt = open_attempt(people.enrolment, DRILL)
    body = body_for(attempt.steps.select_related("attempt").first())
    for place, name, value in (("trials", "responseTime", -5), ("device", "viewport", [10**400, 1])):
        spoilt = json.loads(json.dumps(body))
        (spoilt["answer"]["device"] if place == "device" else spoilt["answer"]["trials"][0])[name] = value
        assert name in error(post_answer(tara, attempt, json.dumps(spoilt)), 400)["field"]
    assert not attempt.responses.exists()


def test_withdrawn_consent_is_told_as_such(tara, people, practice, body):
    withdraw_consent(people.enrolment, now=MONDAY_9)
    assert error(post_answer(tara, practice, body), 403)["code"] == "consent"


def test_conflicts_say_which_they_are(tara, practice, body):
    post_answer(tara, practice, body)
    assert error(post_answer(tara, practice, body | {"confidence": 60}), 422)["code"] == "uuid_reused"
    second = body | {"uuid": "00000000-0000-4000-8000-000000000001"}
    refused = error(post_answer(tara, practice, second), 409)
    assert refused["code"] == "already_answered"
    assert (refused["left"], refused["feedback"]["chosen"]) == (practice.length - 1, body["answer"]["choice"])
    assert error(post_finish(tara, practice), 409)["missing"] == practice.length - 1
