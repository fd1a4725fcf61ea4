"""Fault 16: a certificate is issued twice, by two people at the same moment or by one call that is repeated."""

from datetime import timedelta

from django.utils import timezone

from assessments.domain.certification import certify, revoke
from assessments.models import Certificate, Decision, Revocation
from courseware.models import AuditEvent, OutgoingMail
from tests.decided import issue
from tests.evidence import make_ready
from tests.faults.crowd import at_once
from tests.faults.invariants import check_invariants
from tests.people import People, make_person

APPROVERS = 6


def assert_issued_once() -> None:
    assert Certificate.objects.count() == 1
    assert Decision.objects.filter(verdict=Decision.Verdict.CERTIFY).count() == 1
    assert AuditEvent.objects.filter(action="certificate.issued").count() == 1
    assert OutgoingMail.objects.filter(kind="certificate_issued").count() == 1


def test_many_approve_at_the_same_moment(live_course: People):
    version, now = make_ready(live_course.enrolment), timezone.now()
    approvers = [
        make_person(f"approver{number}@attune.example", f"Approver {number}", is_operations=True)
        for number in range(APPROVERS)
    ]
    issued = at_once(
        *(lambda by=by: certify(live_course.enrolment.public_id, version.pk, by, now=now).public_id for by in approvers)
    )
    assert set(issued) == {Certificate.objects.get().public_id}
    assert_issued_once()
    check_invariants()


def test_a_call_is_repeated(course: People):
    """The answer to the first was lost on its way, and the form was sent again."""
    version, now = make_ready(course.enrolment), timezone.now()
    first = certify(course.enrolment.public_id, version.pk, course.operations, now=now)
    token = first.token
    again = certify(course.enrolment.public_id, version.pk, course.operations, now=now + timedelta(minutes=1))
    assert (again.pk, again.token) == (first.pk, token)
    assert_issued_once()
    check_invariants()


def test_many_revoke_at_the_same_moment(live_course: People):
    certificate, now = issue(live_course.enrolment, by=live_course.operations), timezone.now()
    revoked = at_once(
        *(
            lambda number=number: (
                revoke(certificate.public_id, live_course.operations, f"The reason of caller {number}.", now=now).pk
            )
            for number in range(APPROVERS)
        )
    )
    assert set(revoked) == {Revocation.objects.get().pk}
    assert AuditEvent.objects.filter(action="certificate.revoked").count() == 1
    assert OutgoingMail.objects.filter(kind="certificate_revoked").count() == 1
    check_invariants()
