"""Fault 1: a double click. Each thing happens once, and both clicks are told the same."""

from functools import partial

from django.urls import reverse

from courseware.models import Job
from tests.faults.answering import (
    LESSON,
    bodies_for,
    body_for,
    open_attempt,
    post_all,
    post_answer,
    post_finish,
    signed_in,
)
from tests.faults.crowd import at_once
from tests.faults.invariants import check_invariants
from training.models import Attempt, Response, Step

CLICKS = 4


def test_an_answer_sent_twice(course):
    client = signed_in(course.trainee)
    attempt = open_attempt(course.enrolment)
    for body in bodies_for(attempt):
        first, second = post_answer(client, attempt, body), post_answer(client, attempt, body)
        assert (first.status_code, second.status_code) == (200, 200)
        assert first.json() == second.json()
        assert first.json()["saved"]
    assert attempt.responses.count() == attempt.length

    ends = [post_finish(client, attempt) for _ in range(2)]
    assert [end.status_code for end in ends] == [200, 200]
    assert ends[0].json() == ends[1].json()
    late = post_answer(client, attempt, body)
    assert late.json() == first.json(), "what is stored is told even after the end"
    check_invariants()


def test_an_answer_sent_several_times_at_once(live_course):
    attempt = open_attempt(live_course.enrolment)
    clients = [signed_in(live_course.trainee) for _ in range(CLICKS)]
    for body in bodies_for(attempt)[:3]:
        replies = at_once(*[partial(post_answer, client, attempt, body) for client in clients])
        assert {reply.status_code for reply in replies} == {200}
        assert len({reply.content for reply in replies}) == 1
    assert attempt.responses.count() == 3
    check_invariants()


def test_the_end_sent_several_times_at_once(live_course):
    attempt = open_attempt(live_course.enrolment)
    clients = [signed_in(live_course.trainee) for _ in range(CLICKS)]
    for body in bodies_for(attempt):
        post_answer(clients[0], attempt, body)
    replies = at_once(*[partial(post_finish, client, attempt) for client in clients])
    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.content for reply in replies}) == 1
    assert Job.objects.filter(key=f"score-attempt-{attempt.pk}").count() == 1
    check_invariants()


def test_a_module_begun_several_times_at_once(live_course):
    clients = [signed_in(live_course.trainee) for _ in range(CLICKS)]
    form = {"enrolment": str(live_course.enrolment.public_id), "module": LESSON}
    replies = at_once(*[partial(client.post, reverse("attempt_start"), form) for client in clients])
    attempt = Attempt.objects.get()
    assert {reply.status_code for reply in replies} == {302}
    assert {reply.url for reply in replies} == {reverse("attempt", args=[attempt.public_id])}
    assert Step.objects.count() == attempt.length

    body = body_for(attempt.steps.select_related("attempt").get())
    assert post_all(clients[0], attempt, [body]) == [200, 200]
    assert Response.objects.count() == 1
    check_invariants()
