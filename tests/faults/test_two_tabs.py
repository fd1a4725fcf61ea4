"""Fault 4: two tabs. The first answer to a step stands; the other tab is told so, with what the first one learned."""

from functools import partial

from tests.faults.answering import (
    DRILL,
    bodies_for,
    body_for,
    open_attempt,
    other_choice,
    post_all,
    post_answer,
    post_finish,
    signed_in,
)
from tests.faults.crowd import at_once
from tests.faults.invariants import check_invariants
from training.models import Response


def test_both_tabs_answer_one_step(course):
    client = signed_in(course.trainee)
    attempt = open_attempt(course.enrolment)
    step = attempt.steps.select_related("attempt").first()
    body = body_for(step)
    first = post_answer(client, attempt, body)
    assert first.status_code == 200

    for answer in (other_choice(step, body), body | {"uuid": other_choice(step, body)["uuid"]}):
        second = post_answer(client, attempt, answer)
        error = second.json()["error"]
        assert (second.status_code, error["code"]) == (409, "already_answered")
        assert error["feedback"] == first.json()["feedback"]
        assert error["left"] == first.json()["left"]
    assert str(Response.objects.get(step=step).uuid) == body["uuid"]
    check_invariants()


def test_both_tabs_answer_one_step_at_once(live_course):
    attempt = open_attempt(live_course.enrolment)
    tabs = [signed_in(live_course.trainee) for _ in range(2)]
    for step in attempt.steps.select_related("attempt")[:3]:
        body = body_for(step)
        bodies = [body, other_choice(step, body)]
        replies = at_once(*[partial(post_answer, tab, attempt, sent) for tab, sent in zip(tabs, bodies, strict=True)])
        assert sorted(reply.status_code for reply in replies) == [200, 409]
        stored = Response.objects.get(step=step)
        saved, refused = sorted(replies, key=lambda reply: reply.status_code)
        assert saved.json()["uuid"] == str(stored.uuid)
        assert refused.json()["error"]["feedback"] == saved.json()["feedback"]
        assert saved.json()["feedback"]["chosen"] == stored.answer["choice"]
    check_invariants()


def test_a_drill_done_in_both_tabs(course):
    client = signed_in(course.trainee)
    attempt = open_attempt(course.enrolment, DRILL)
    first, second = bodies_for(attempt), bodies_for(attempt)
    assert post_all(client, attempt, first) == [200] * (attempt.length + 1)
    assert post_all(client, attempt, second) == [409] * attempt.length + [200]
    stored = {str(found) for found in attempt.responses.values_list("uuid", flat=True)}
    assert stored == {body["uuid"] for body in first}
    check_invariants()


def test_one_tab_ends_while_the_other_answers(live_course):
    """Whichever comes first, there is no completed attempt with a gap and no answer after the end."""
    attempt = open_attempt(live_course.enrolment)
    tabs = [signed_in(live_course.trainee) for _ in range(2)]
    *bodies, last = bodies_for(attempt)
    for body in bodies:
        assert post_answer(tabs[0], attempt, body).status_code == 200
    answered, ended = at_once(partial(post_answer, tabs[0], attempt, last), partial(post_finish, tabs[1], attempt))
    assert answered.status_code == 200
    if ended.status_code != 200:
        assert ended.json()["error"]["code"] == "unfinished"
        assert post_finish(tabs[1], attempt).status_code == 200
    check_invariants()
