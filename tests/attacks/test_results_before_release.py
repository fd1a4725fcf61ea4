"""Attack 7: results of an attempt that is not finished, in any form and by any road."""

import pytest
from django.test import Client

from assessments.domain.scoring import score_attempt
from assessments.models import Score, Standing
from courseware.models import Job
from tests.evidence import load_general_policy
from tests.faults.answering import MONDAY_9, bodies_for, open_attempt, post_answer, post_finish
from tests.people import People
from training.models import Attempt

FORMS = [
    {"accept": "text/html"},
    {"accept": "application/json"},
    {"accept": "text/csv"},
    {"hx-request": "true"},
    {"x-requested-with": "XMLHttpRequest"},
]


@pytest.fixture
def answered(people: People, client: Client) -> Attempt:
    """A practice set with every step answered, and not finished."""
    load_general_policy()
    client.force_login(people.trainee)
    attempt = open_attempt(people.enrolment)
    for body in bodies_for(attempt):
        assert post_answer(client, attempt, body).status_code == 200
    return attempt


@pytest.mark.parametrize("headers", FORMS, ids=lambda headers: next(iter(headers.values())))
@pytest.mark.parametrize("query", ["", "?looks=5", "?format=json", "?part=charts"])
def test_the_results_page_leads_back_to_the_attempt(client, answered, headers, query):
    reply = client.get(f"/attempts/{answered.public_id}/done/{query}", headers=headers)
    assert (reply.status_code, reply["Location"]) == (302, f"/attempts/{answered.public_id}/")
    assert reply.content == b""


def test_nothing_is_scored_or_queued_for_scoring(client, answered):
    assert not Score.objects.filter(attempt=answered).exists()
    assert not Job.objects.filter(arguments={"attempt_id": answered.pk}).exists()


def test_asked_to_score_it_the_scorer_does_not(client, answered):
    score_attempt(answered.pk, now=MONDAY_9)
    assert not Score.objects.filter(attempt=answered).exists()
    assert not Standing.objects.filter(attempt=answered).exists()


def test_progress_does_not_know_of_it(client, people, answered, drain_jobs):
    drain_jobs()
    before = client.get("/progress/").content.decode()
    assert str(answered.public_id) not in before
    post_finish(client, answered)
    drain_jobs()
    assert Score.objects.filter(attempt=answered, measure="accuracy").exists()
    assert client.get("/progress/").content.decode() != before


def test_its_instructor_does_not_see_its_answers_either(people, answered):
    instructor = Client()
    instructor.force_login(people.instructor)
    path = f"/cohorts/{people.cohort.public_id}/trainees/{people.enrolment.public_id}/?attempt={answered.public_id}"
    assert instructor.get(path).status_code == 404


def test_a_refused_end_tells_how_many_are_missing_and_nothing_else(client, people):
    client.force_login(people.trainee)
    attempt = open_attempt(people.enrolment)
    reply = post_finish(client, attempt)
    assert reply.status_code == 409
    assert reply.json()["error"].keys() == {"code", "message", "field", "missing"}
