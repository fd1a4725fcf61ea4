"""Fault 12: a job is delivered twice. The second delivery finds the work done and leaves the rows as they are."""

from functools import partial

import pytest
from django.utils import timezone

from assessments.domain.scoring import score_attempt
from assessments.models import Score, Standing
from courseware.domain import jobs
from courseware.models import Job
from tests.faults.answering import DRILL, PAIRS, PRACTICE, bodies_for, open_attempt, post_all, signed_in
from tests.faults.crowd import at_once
from tests.faults.invariants import check_invariants

DELIVERIES = 4


def completed(people, module):
    attempt = open_attempt(people.enrolment, module)
    statuses = post_all(signed_in(people.trainee), attempt, bodies_for(attempt))
    assert set(statuses) == {200}
    return attempt


def rows():
    return list(Score.objects.order_by("pk").values()), list(Standing.objects.order_by("pk").values())


@pytest.mark.parametrize("module", [DRILL, PRACTICE, PAIRS])
def test_scoring_again_changes_nothing(course, module):
    attempt = completed(course, module)
    jobs.run_due()
    before = rows()
    assert all(before)
    score_attempt(attempt.pk, now=timezone.now())
    assert rows() == before
    job = Job.objects.get(key=f"score-attempt-{attempt.pk}")
    assert not jobs.run_job(job.pk), "what is done is not run again"
    assert rows() == before
    check_invariants()


def test_scoring_several_times_at_once_makes_the_rows_once(live_course):
    attempt = completed(live_course, PRACTICE)
    now = timezone.now()
    at_once(*[partial(score_attempt, attempt.pk, now=now)] * DELIVERIES)
    scored = Score.objects.filter(attempt=attempt)
    assert scored.count() == scored.values("measure").distinct().count() > 0
    assert Standing.objects.filter(attempt=attempt).count() == 1
    check_invariants()


def test_a_job_delivered_to_several_workers_is_run_by_one(live_course):
    attempt = completed(live_course, DRILL)
    job = Job.objects.get(key=f"score-attempt-{attempt.pk}")
    ran = at_once(*[partial(jobs.run_job, job.pk)] * DELIVERIES)
    assert sorted(ran) == [False] * (DELIVERIES - 1) + [True]
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.DONE, 1)
    check_invariants()
