"""Fault 10: Redis is down. Work is taken and stored as ever; what waits for workers is relayed when Redis is back."""

import pytest
from django.urls import reverse

from courseware.models import Job
from tests.faults import processes
from tests.faults.answering import bodies_for, open_attempt
from tests.faults.invariants import check_invariants, undone
from tests.faults.website import Browser, wait_for, website
from training.models import Response

pytestmark = pytest.mark.services
CELERY = ("-m", "celery", "-A", "courseware", "worker", "--beat", "--pool=solo", "--loglevel=ERROR")


def test_redis_is_down_while_people_work(live_course, redis_server):
    redis, url = redis_server
    attempt = open_attempt(live_course.enrolment)
    browser, bodies = Browser(live_course.trainee), bodies_for(attempt)
    answers, end = (reverse(name, args=[attempt.public_id]) for name in ("attempt_answers", "attempt_finish"))
    with website(REDIS_URL=url) as site:
        assert browser.post(site, answers, bodies[0]).status == 200

        redis.stop()
        assert browser.get(site, reverse("today")).status == 200
        for body in bodies:
            reply = browser.post(site, answers, body)
            assert (reply.status, reply.body["saved"]) == (200, True)
        assert browser.post(site, end, {}).status == 200
        assert browser.get(site, reverse("attempt", args=[attempt.public_id])).status == 200
        assert site.request("/healthz", {}).status == 200
    assert Response.objects.filter(attempt=attempt).count() == attempt.length
    assert Job.objects.get(key=f"score-attempt-{attempt.pk}").state == Job.State.QUEUED

    redis.start()
    workers = processes.start(*CELERY, REDIS_URL=url)
    try:
        wait_for(lambda: not undone(), "the jobs are relayed to the workers")
    finally:
        processes.kill(workers)
    check_invariants()
