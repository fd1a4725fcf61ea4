"""Fault 5: the browser's clock is a day off, or worse. Its times are data: the server's clock counts."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.faults.answering import (
    DRILL,
    bodies_for,
    body_for,
    open_attempt,
    post_all,
    post_answer,
    post_finish,
    signed_in,
    submit_body,
)
from tests.faults.invariants import check_invariants
from tests.people import MONDAY_9

DAY_MS = 24 * 60 * 60 * 1000


@pytest.mark.parametrize("shown_ms", [0, 1.5, DAY_MS, 3 * DAY_MS])
def test_a_time_far_off_is_kept_as_data(course, shown_ms):
    attempt = open_attempt(course.enrolment)
    client = signed_in(course.trainee)
    before = timezone.now()
    timing = {"rtMs": shown_ms, "activeMs": shown_ms, "hidden": True}
    bodies = [
        body | {"timing": timing, "first": {"choice": "none", "confidence": 60, "atMs": shown_ms}}
        for body in bodies_for(attempt)
    ]
    assert set(post_all(client, attempt, bodies)) == {200}
    attempt.refresh_from_db()
    for response in attempt.responses.all():
        assert before <= response.received_at <= attempt.completed_at <= timezone.now()
        assert response.timing == timing
        assert response.first["at_ms"] == shown_ms
    check_invariants()


ABSURD_TIMINGS = [
    ('{"rtMs": -86400000}', "timing.rtMs"),
    ('{"rtMs": 1764000000000}', "timing.rtMs"),  # a date instead of a duration
    ('{"activeMs": 1e999}', "timing.activeMs"),
    ('{"activeMs": 1' + 400 * "0" + "}", "timing.activeMs"),
    ('{"rtMs": NaN}', "body"),
    ('{"rtMs": "yesterday"}', "timing.rtMs"),
    ('{"rtMs": true}', "timing.rtMs"),
    ('"yesterday"', "timing"),
]


def test_an_absurd_time_is_refused_and_the_answer_can_be_sent_again(course):
    attempt = open_attempt(course.enrolment)
    client = signed_in(course.trainee)
    body = body_for(attempt.steps.select_related("attempt").first())
    for timing, field in ABSURD_TIMINGS:
        absurd = json.dumps(body | {"timing": "ABSURD"}).replace('"ABSURD"', timing)
        refused = post_answer(client, attempt, absurd)
        assert (refused.status_code, refused.json()["error"]["field"]) == (400, field)
    assert not attempt.responses.exists()
    assert post_answer(client, attempt, body).status_code == 200
    check_invariants()


def test_the_browser_cannot_name_the_time(course):
    attempt = open_attempt(course.enrolment)
    client = signed_in(course.trainee)
    body = body_for(attempt.steps.select_related("attempt").first())
    for field in ("received_at", "completed_at", "now", "at"):
        refused = post_answer(client, attempt, body | {field: "2026-01-01T00:00:00Z"})
        assert (refused.status_code, refused.json()["error"]["field"]) == (400, field)
    check_invariants()


@pytest.mark.parametrize("offset_ms", [0, DAY_MS, 20 * DAY_MS])
def test_a_drill_is_timed_within_itself(course, offset_ms):
    """The drill's times count from when the page was opened: that this is long ago changes no score."""
    attempt = open_attempt(course.enrolment, DRILL)
    bodies = bodies_for(attempt)
    for body in bodies:
        for trial in body["answer"]["trials"]:
            for name in ("plannedOnset", "onset", "offset"):
                trial[name] += offset_ms
    assert set(post_all(signed_in(course.trainee), attempt, bodies)) == {200}
    check_invariants()
    reaction = attempt.scores.get(measure="sart_rt_cv")
    assert 0 < reaction.value < 1


@pytest.mark.parametrize("value", [-1, 1e308, 10**400])
def test_a_drill_with_an_impossible_time_is_refused(course, value):
    """Stored, it would be a score that fails for ever."""
    attempt = open_attempt(course.enrolment, DRILL)
    client = signed_in(course.trainee)
    body = body_for(attempt.steps.select_related("attempt").first())
    trial = body["answer"]["trials"][4]
    for name in ("onset", "offset", "longestGap", "framesShown", "responseTime"):
        measured, trial[name] = trial[name], value
        refused = post_answer(client, attempt, body)
        assert refused.status_code == 400
        assert refused.json()["error"]["field"] == f"answer.trials[4].{name}"
        trial[name] = measured
    assert post_answer(client, attempt, body).status_code == 200
    check_invariants()


def test_the_servers_own_clock_set_back_ends_no_attempt_before_it_began(course):
    attempt = open_attempt(course.enrolment)
    *bodies, last = bodies_for(attempt)
    for body in bodies:
        submit_body(course.trainee, attempt, body, MONDAY_9)
    submit_body(course.trainee, attempt, last, timezone.now() + timedelta(hours=1))
    ended = post_finish(signed_in(course.trainee), attempt)
    assert ended.status_code == 200
    attempt.refresh_from_db()
    assert attempt.completed_at > timezone.now()
    check_invariants()
