"""Fault 14: the disk is full. The person is told, nothing is half written, and the same request succeeds later."""

from contextlib import suppress
from datetime import timedelta

from django.db import OperationalError
from django.utils import timezone

from assessments.models import Score, Standing
from courseware.domain import jobs
from courseware.models import Job
from tests.faults.answering import DRILL, bodies_for, open_attempt, post_answer, post_finish, signed_in
from tests.faults.disk import full_disk
from tests.faults.invariants import check_invariants


def told_that_it_failed(reply):
    return (reply.status_code, reply.json()["error"]["code"]) == (500, "server_error")


def test_there_is_no_room_for_an_answer(live_course):
    attempt = open_attempt(live_course.enrolment, DRILL)
    client, bodies = signed_in(live_course.trainee), bodies_for(attempt)
    assert post_answer(client, attempt, bodies[0]).status_code == 200
    with full_disk():
        assert told_that_it_failed(post_answer(client, attempt, bodies[1]))
        assert post_answer(client, attempt, bodies[0]).status_code == 200, "what is stored is still told"
        assert attempt.responses.count() == 1
    assert {post_answer(client, attempt, body).status_code for body in bodies} == {200}
    assert post_finish(client, attempt).status_code == 200
    assert attempt.responses.count() == attempt.length
    check_invariants()


def test_there_is_no_room_for_the_end_of_an_attempt(live_course):
    attempt = open_attempt(live_course.enrolment, DRILL)
    client = signed_in(live_course.trainee)
    for body in bodies_for(attempt):
        post_answer(client, attempt, body)
    with full_disk():
        assert told_that_it_failed(post_finish(client, attempt))
        attempt.refresh_from_db()
        assert attempt.completed_at is None, "it has not ended without the job that scores it"
        assert not Job.objects.filter(key=f"score-attempt-{attempt.pk}").exists()
    assert post_finish(client, attempt).status_code == 200
    check_invariants()


def test_there_is_no_room_for_the_scores(live_course):
    attempt = open_attempt(live_course.enrolment, DRILL)
    client = signed_in(live_course.trainee)
    for body in bodies_for(attempt):
        post_answer(client, attempt, body)
    post_finish(client, attempt)
    with full_disk():
        with suppress(OperationalError):  # which the runner outlives
            jobs.run_due()
        scored = Job.objects.get(key=f"score-attempt-{attempt.pk}")
        assert Score.objects.exists() is Standing.objects.exists() is (scored.state == Job.State.DONE)
    check_invariants(now=timezone.now() + timedelta(hours=2))
    assert Score.objects.filter(attempt=attempt).exists()
