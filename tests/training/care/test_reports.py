"""Reports of content: from an item that was shown to a duty person or operations, and handled once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from courseware.domain.enrolments import withdraw_consent
from courseware.models import AuditEvent, OutgoingMail
from tests.clients import signed_in, text_of
from tests.faults.crowd import at_once
from tests.ladder_course import SHOWN, TUESDAY_9, Climbers, charged, neutral
from tests.people import make_person
from tests.training.care.seen import seen_step
from training.domain import reports
from training.models import Attempt, CarePolicy, ContentReport, Step

NOTE = "Canary-note about what is there"
OUTCOME = "Looked at it with a colleague; it was written by the authors."


@pytest.fixture
def trainee(climbers: Climbers) -> Client:
    return signed_in(climbers.trainee)


@pytest.fixture
def operations(climbers: Climbers) -> Client:
    return signed_in(climbers.operations)


def form_url(step: Step) -> str:
    return reverse("report_content", args=[step.attempt.public_id, step.token])


def report_url(report: ContentReport) -> str:
    return reverse("report", args=[report.public_id])


def made(climbers: Climbers, slug: str = charged(2)[0], **fields: str) -> ContentReport:
    step = seen_step(climbers.enrolment, slug)
    reports.make(step, climbers.trainee, **{"reason": "risk", "note": NOTE} | fields, now=TUESDAY_9)
    return ContentReport.objects.latest("pk")


def with_duty_person(climbers: Climbers) -> None:
    CarePolicy.objects.create(
        duty_name="Dana Duty",
        duty_email="dana.duty@example.org",
        made_by=climbers.operations,
        created_at=TUESDAY_9,
    )


class TestTheForm:
    def test_says_who_reads_it_and_what_it_shows_of_the_reporter_before_anything_is_sent(self, climbers, trainee):
        step = seen_step(climbers.enrolment)
        page = text_of(trainee, form_url(step))
        assert "It is read by operations." in page
        assert "They see your name" in page
        assert "shows them that you take part in exposures" in page
        assert "The item stays in use until operations retire it" in page
        with_duty_person(climbers)
        assert "<bdi>Dana Duty</bdi>, whom your organisation named" in text_of(trainee, form_url(step))

    def test_does_not_show_the_item_again(self, climbers, trainee):
        assert SHOWN not in text_of(trainee, form_url(seen_step(climbers.enrolment)))

    def test_an_item_that_was_never_shown_cannot_be_reported(self, climbers, trainee):
        step = seen_step(climbers.enrolment, revealed=False)
        assert trainee.get(form_url(step)).status_code == 404
        assert trainee.post(form_url(step), {"reason": "risk"}).status_code == 404

    @pytest.mark.parametrize("sent", [{}, {"reason": "no such"}, {"reason": "risk", "note": "n" * 2001}])
    def test_what_does_not_fit_is_not_stored(self, climbers, trainee, sent):
        response = trainee.post(form_url(seen_step(climbers.enrolment)), sent)
        assert (response.status_code, bool(response.context["form"].errors)) == (200, True)
        assert not ContentReport.objects.exists()

    def test_can_be_sent_after_the_sitting_and_after_withdrawing(self, climbers, trainee):
        step = seen_step(climbers.enrolment)
        Attempt.objects.filter(pk=step.attempt_id).update(completed_at=TUESDAY_9, completed_on=TUESDAY_9.date())
        withdraw_consent(climbers.enrolment, now=TUESDAY_9)
        response = trainee.post(form_url(step), {"reason": "other"})
        assert response.url == reverse("exposure_after", args=[step.attempt.public_id])
        assert ContentReport.objects.count() == 1


class TestFromEndToEnd:
    def test_with_a_duty_person(self, climbers, trainee, operations, drain_jobs):
        with_duty_person(climbers)
        step = seen_step(climbers.enrolment)
        sent = trainee.post(form_url(step), {"reason": "risk", "note": NOTE})
        assert sent.url == reverse("exposure_sitting", args=[step.attempt.public_id])
        report = ContentReport.objects.get()
        assert (report.reason, report.note, report.reported_by) == ("risk", NOTE, climbers.trainee)
        assert report.item_version == step.item_version

        drain_jobs()
        (message,) = mail.outbox
        assert message.to == ["dana.duty@example.org"]
        assert report_url(report) in message.body

        page = text_of(operations, report_url(report))
        for words in (NOTE, "Somebody may be at real risk", "<bdi>Cleo Climber</bdi>", f"{SHOWN} c2-1."):
            assert words in page
        assert reverse("bank_item", args=["ladder", "c2-1"]) in page
        before, _, folded = page.partition('<details class="more">')
        assert SHOWN not in before
        assert SHOWN in folded.partition("</details>")[0]

        operations.post(report_url(report), {"outcome": OUTCOME})
        report.refresh_from_db()
        assert (report.outcome, report.handled_by) == (OUTCOME, climbers.operations)
        assert OUTCOME in text_of(operations, report_url(report))
        assert "Close the report" not in text_of(operations, report_url(report))

    def test_without_one_every_operations_account_is_mailed(self, climbers):
        second = make_person("second.operations@attune.example", "Ove", is_operations=True)
        make_person("gone.operations@attune.example", "Gone", is_operations=True, is_active=False)
        made(climbers)
        told = OutgoingMail.objects.filter(kind="content_reported").values_list("to", flat=True)
        assert set(told) == {climbers.operations.email, second.email}

    def test_the_mail_has_nothing_of_the_item_the_note_or_the_reporter(self, climbers):
        made(climbers)
        message = OutgoingMail.objects.get(kind="content_reported")
        for word in (SHOWN, "c2-1", NOTE, "Cleo", climbers.trainee.email):
            assert word not in message.subject + message.body

    def test_the_audit_has_the_reason_and_nothing_of_the_note_or_the_outcome(self, climbers):
        report = made(climbers)
        reports.handle(report, climbers.operations, OUTCOME, now=TUESDAY_9)
        first, second = AuditEvent.objects.filter(stream="report").order_by("sequence")
        subject = f"training.contentreport:{report.pk}"
        assert (first.action, first.actor, first.subject) == ("report.made", climbers.trainee, subject)
        assert first.data == {"reason": "risk"}
        assert (second.action, second.actor, second.subject) == ("report.handled", climbers.operations, subject)
        assert second.data == {}

    def test_the_instructor_is_told_nothing(self, climbers):
        made(climbers)
        assert not OutgoingMail.objects.filter(to=climbers.instructor.email).exists()
        instructor = signed_in(climbers.instructor)
        for path in (
            reverse("cohort", args=[climbers.cohort.public_id]),
            reverse("trainee", args=[climbers.cohort.public_id, climbers.enrolment.public_id]),
        ):
            assert "Canary" not in text_of(instructor, path)


class TestOnceEach:
    def test_a_second_report_of_the_item_waits_for_the_first(self, climbers, trainee):
        step = seen_step(climbers.enrolment)
        for reason in ("risk", "illegal"):
            trainee.post(form_url(step), {"reason": reason})
        assert [report.reason for report in ContentReport.objects.all()] == ["risk"]
        assert AuditEvent.objects.filter(action="report.made").count() == 1
        assert OutgoingMail.objects.filter(kind="content_reported").count() == 1
        page = text_of(trainee, form_url(step))
        assert "You have reported this item" in page
        assert "Send the report" not in page

    def test_another_item_and_another_person_are_other_reports(self, climbers):
        made(climbers)
        made(climbers, neutral(2)[0])
        theirs = seen_step(climbers.other_enrolment)
        assert reports.make(theirs, climbers.other_trainee, reason="other", note="", now=TUESDAY_9)
        assert ContentReport.objects.count() == 3

    def test_once_handled_the_item_can_be_reported_again(self, climbers):
        report = made(climbers)
        reports.handle(report, climbers.operations, OUTCOME, now=TUESDAY_9)
        step = Step.objects.get(item_version=report.item_version)
        assert reports.make(step, climbers.trainee, reason="risk", note="", now=TUESDAY_9)

    def test_at_the_same_moment(self, live_climbers: Climbers):
        step, by = seen_step(live_climbers.enrolment), live_climbers.trainee
        results = at_once(*[lambda: reports.make(step, by, reason="risk", note="", now=TUESDAY_9)] * 3)
        assert sorted(results) == [False, False, True]
        assert AuditEvent.objects.filter(action="report.made").count() == 1


class TestHandling:
    def test_takes_an_outcome(self, climbers, operations):
        report = made(climbers)
        for sent in ({}, {"outcome": "   "}):
            assert operations.post(report_url(report), sent).context["form"].errors
        report.refresh_from_db()
        assert report.handled_at is None
        with pytest.raises(IntegrityError), transaction.atomic():
            ContentReport.objects.update(handled_at=TUESDAY_9, handled_by=climbers.operations)

    def test_the_second_person_is_told_and_the_first_outcome_stands(self, climbers, operations):
        report = made(climbers)
        other = make_person("second.operations@attune.example", "Ove Other", is_operations=True)
        reports.handle(report, other, OUTCOME, now=TUESDAY_9)
        response = operations.post(report_url(report), {"outcome": "Another one altogether."}, follow=True)
        assert "Ove Other has handled this report already" in response.content.decode()
        report.refresh_from_db()
        assert (report.outcome, report.handled_by) == (OUTCOME, other)
        assert AuditEvent.objects.filter(action="report.handled").count() == 1

    def test_takes_the_role_at_that_moment(self, climbers):
        with pytest.raises(PermissionDenied):
            reports.handle(made(climbers), climbers.instructor, OUTCOME, now=TUESDAY_9)


class TestTheList:
    def test_what_waits_comes_first(self, climbers, operations):
        slugs = charged(2)[:3]
        for slug in slugs:
            made(climbers, slug)
        oldest = ContentReport.objects.order_by("pk").first()
        assert oldest is not None
        ContentReport.objects.filter(pk=oldest.pk).update(created_at=TUESDAY_9 + timedelta(days=1))
        reports.handle(oldest, climbers.operations, OUTCOME, now=TUESDAY_9 + timedelta(days=2))
        page = text_of(operations, "/operations/reports/")
        places = [page.index(f">{slug}</a>") for slug in (slugs[2], slugs[1], slugs[0])]
        assert places == sorted(places)
        assert SHOWN not in page
        assert "Canary" not in page

    def test_empty_it_says_what_will_appear(self, operations):
        assert "Nobody has reported anything" in text_of(operations, "/operations/reports/")

    def test_costs_the_same_with_one_and_with_many(self, climbers, operations, django_assert_max_num_queries):
        for slug in charged(2)[:4]:
            made(climbers, slug)
        with django_assert_max_num_queries(5):
            operations.get("/operations/reports/")
