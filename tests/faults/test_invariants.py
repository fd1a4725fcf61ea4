"""The checker itself: each promise, broken on purpose, is found."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.models import Score, Standing
from courseware.domain import jobs
from courseware.models import AuditEvent, OutgoingMail
from tests.faults.answering import DRILL, PAIRS, bodies_for, body_for, open_attempt, post_all, signed_in, submit_body
from tests.faults.invariants import check_invariants
from training.models import Attempt, Response


@pytest.fixture
def work(course):
    """One practice set done and scored, and the next module begun."""
    attempt = open_attempt(course.enrolment)
    assert set(post_all(signed_in(course.trainee), attempt, bodies_for(attempt))) == {200}
    check_invariants()
    return attempt


def copy_of(row, **changes):
    """A new row like this one but for the changes."""
    row.pk = None
    row._state.adding = True
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()


def test_work_that_is_not_done(work):
    jobs.enqueue("courseware.send_mail", mail_id=0, run_at=timezone.now() + timedelta(days=1))
    with pytest.raises(AssertionError, match="send_mail"):
        check_invariants()


def test_mail_that_is_not_sent(work):
    OutgoingMail.objects.create(to="t@example.org", kind="lost", subject="", body="", created_at=timezone.now())
    with pytest.raises(AssertionError, match="lost"):
        check_invariants()


def test_an_attempt_that_ended_with_a_gap(course, work):
    begun = open_attempt(course.other_enrolment)
    Attempt.objects.filter(pk=begun.pk).update(completed_at=timezone.now())
    with pytest.raises(AssertionError, match="completed with gaps"):
        check_invariants()


def test_an_answer_after_the_end(course, work):
    begun = open_attempt(course.other_enrolment, PAIRS)
    for step in begun.steps.select_related("attempt"):
        submit_body(course.other_trainee, begun, body_for(step), timezone.now())
    Attempt.objects.filter(pk=begun.pk).update(completed_at=begun.started_at)
    with pytest.raises(AssertionError, match="after the end"):
        check_invariants()


def test_an_answer_with_another_grade(course, work):
    begun = open_attempt(course.other_enrolment)
    answered = work.responses.select_related("step").first()
    step = begun.steps.get(item_version=answered.step.item_version)
    wrong = {"step": step, "attempt": begun, "uuid": step.token, "correct": not answered.correct}
    copy_of(Response.objects.get(pk=answered.pk), **wrong)
    with pytest.raises(AssertionError, match="another grade"):
        check_invariants()


def test_an_answer_in_another_attempt(course, work):
    begun = open_attempt(course.other_enrolment)
    answered = Response.objects.filter(attempt=work).first()
    copy_of(answered, step=begun.steps.first(), uuid=begun.public_id)
    with pytest.raises(AssertionError, match="in another attempt"):
        check_invariants()


def test_a_drill_set_aside_without_a_ruling(work):
    Attempt.objects.filter(kind="drill").update(voided_at=timezone.now())
    with pytest.raises(AssertionError):
        check_invariants()


def test_a_drill_that_counts_and_says_nothing(course, work):
    begun = open_attempt(course.other_enrolment, DRILL)
    for body in bodies_for(begun):
        body["answer"]["device"]["timingValid"] = False
        submit_body(course.other_trainee, begun, body, timezone.now())
    Attempt.objects.filter(pk=begun.pk).update(completed_at=timezone.now())
    with pytest.raises(AssertionError, match="counts and says nothing"):
        check_invariants()


def test_a_score_that_the_answers_do_not_give(work):
    copy_of(Score.objects.filter(attempt=work).first(), measure="made_up")
    with pytest.raises(AssertionError, match="made_up"):
        check_invariants()


def test_a_standing_that_the_answers_do_not_give(work):
    newest = Standing.objects.latest("pk")
    copy_of(newest, scoring_version="0", verdict="pass")
    with pytest.raises(AssertionError):
        check_invariants()


def test_an_event_of_the_audit_that_was_changed(work):
    AuditEvent.objects.filter(stream="consent", sequence=1).update(data={"text": "another"})
    with pytest.raises(AssertionError, match="broken at"):
        check_invariants()
