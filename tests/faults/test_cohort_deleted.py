"""Fault 18: somebody deletes a cohort. It is refused, for evidence hangs on it; it is archived instead."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone

from courseware.models import Cohort
from tests.faults.answering import PAIRS, bodies_for, open_attempt, post_answer, post_finish, signed_in
from tests.faults.invariants import check_invariants
from training.models import Response


def test_deleting_is_refused(course):
    attempt = open_attempt(course.enrolment)
    post_answer(signed_in(course.trainee), attempt, bodies_for(attempt)[0])
    protected = (
        course.cohort,
        course.enrolment,
        course.trainee,
        course.version,
        course.version.program,
        attempt,
    )
    for row in protected:
        with pytest.raises(ProtectedError):
            row.delete()
    with pytest.raises(ProtectedError):
        Cohort.objects.filter(pk=course.cohort.pk).delete()
    assert Response.objects.filter(attempt=attempt).count() == 1
    check_invariants()


def test_the_database_itself_refuses(live_course):
    attempt = open_attempt(live_course.enrolment)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM courseware_cohort WHERE id = %s", [live_course.cohort.pk])
    assert Cohort.objects.filter(pk=live_course.cohort.pk).exists()
    assert attempt.steps.count() == attempt.length
    check_invariants()


def test_archived_it_takes_what_was_on_its_way_and_begins_nothing_new(course):
    attempt = open_attempt(course.enrolment)
    client, bodies = signed_in(course.trainee), bodies_for(attempt)
    assert post_answer(client, attempt, bodies[0]).status_code == 200
    Cohort.objects.filter(pk=course.cohort.pk).update(archived_at=timezone.now())

    assert {post_answer(client, attempt, body).status_code for body in bodies} == {200}
    assert post_finish(client, attempt).status_code == 200
    assert client.get(reverse("today")).status_code == 200
    form = {"enrolment": str(course.enrolment.public_id), "module": PAIRS}
    assert client.post(reverse("attempt_start"), form).status_code == 404
    assert not course.enrolment.attempts.filter(module=PAIRS).exists()
    check_invariants()
    assert attempt.scores.exists()
