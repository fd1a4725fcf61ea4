"""/help/ and asking to be contacted: whom everybody can turn to, and a request that holds no reason."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from courseware.domain.enrolments import withdraw_consent
from courseware.models import AuditEvent, Enrolment, OutgoingMail, User
from tests.clients import signed_in, text_of
from tests.faults.crowd import at_once
from tests.ladder_course import TUESDAY_9, Climbers
from tests.people import make_person
from tests.training.care.seen import seen_step
from training.domain import help as contact
from training.models import CarePolicy, ContactRequest

ASK, WITHDRAW = "/help/contact/", "/help/contact/withdraw/"


@pytest.fixture
def trainee(climbers: Climbers) -> Client:
    return signed_in(climbers.trainee)


@pytest.fixture
def instructor(climbers: Climbers) -> Client:
    return signed_in(climbers.instructor)


def ask(climbers: Climbers) -> ContactRequest:
    contact.ask(climbers.trainee, climbers.enrolment.public_id, now=TUESDAY_9)
    return ContactRequest.objects.latest("pk")


def answered_url(climbers: Climbers, request: ContactRequest) -> str:
    return reverse("contact_answered", args=[climbers.cohort.public_id, request.public_id])


def cohort_page(climbers: Climbers) -> str:
    return reverse("cohort", args=[climbers.cohort.public_id])


def trainee_page(climbers: Climbers) -> str:
    return reverse("trainee", args=[climbers.cohort.public_id, climbers.enrolment.public_id])


class TestContacts:
    def test_without_any_the_page_says_so_and_invents_none(self, trainee):
        page = text_of(trainee, "/help/")
        assert "has not entered any contacts yet" in page
        assert "the emergency number of the place where you are" in page
        assert "tel:" not in page

    def test_everywhere_first_then_by_country_with_links_that_lead_there(self, climbers, trainee):
        CarePolicy.objects.create(
            contacts=[
                {"country": "PT", "name": "Linha", "reach": "+351 000", "hours": "nights"},
                {"country": "", "name": "<b>Line</b>", "reach": "talk@example.org", "hours": ""},
            ],
            made_by=climbers.operations,
            created_at=TUESDAY_9,
        )
        page = text_of(trainee, "/help/")
        assert page.index("Everywhere") < page.index("&lt;b&gt;Line") < page.index("<bdi>PT") < page.index("Linha")
        assert 'href="mailto:talk@example.org"' in page
        assert 'href="tel:+351000"' in page

    def test_every_page_leads_there_for_whoever_is_signed_in(self, climbers, trainee, client):
        assert 'href="/help/"' in text_of(trainee, "/today/")
        assert 'href="/help/"' in text_of(signed_in(climbers.operations), "/operations/")
        assert 'href="/help/"' not in text_of(client, "/verify/")

    def test_what_the_page_costs_with_one_course_and_with_more(self, climbers, trainee, django_assert_num_queries):
        ask(climbers)
        with django_assert_num_queries(6):
            trainee.get("/help/")
        for number in range(2):
            cohort = climbers.cohort.__class__.objects.create(
                name=f"Cohort {number}",
                program_version=climbers.version,
                starts_on=climbers.cohort.starts_on,
                created_at=climbers.cohort.created_at,
            )
            Enrolment.objects.create(user=climbers.trainee, cohort=cohort, joined_at=TUESDAY_9)
        with django_assert_num_queries(6):
            trainee.get("/help/")


class TestAsking:
    def test_one_click_mails_each_instructor_and_the_mail_has_no_reason(self, climbers, trainee, drain_jobs):
        second = make_person("second.instructor@attune.example", "Sten Second", is_instructor=True)
        gone = make_person("gone.instructor@attune.example", "Gone", is_instructor=True, is_active=False)
        climbers.cohort.instructors.add(second, gone)
        response = trainee.post(ASK, {"enrolment": climbers.enrolment.public_id}, follow=True)
        assert "Nobody has marked it as answered yet" in response.content.decode()
        drain_jobs()
        assert {to for message in mail.outbox for to in message.to} == {climbers.instructor.email, second.email}
        body = mail.outbox[0].body
        assert "Cleo Climber asks you to get in touch. No reason is asked for or given." in body
        assert trainee_page(climbers) in body

    def test_nothing_of_exposures_is_in_the_mail_or_the_subject(self, climbers):
        seen_step(climbers.enrolment)
        ask(climbers)
        message = OutgoingMail.objects.get(kind="contact_asked")
        for word in ("exposure", "ladder", "rung", "distress", "report", "Bland text"):
            assert word not in (message.subject + message.body).lower()
        assert "Cleo" not in message.subject

    def test_there_is_no_place_for_a_reason(self, climbers, trainee):
        form = {"enrolment": climbers.enrolment.public_id, "reason": "Canary-reason", "note": "Canary-reason"}
        trainee.post(ASK, form)
        assert {field.name for field in ContactRequest._meta.get_fields()} == {
            "id", "public_id", "enrolment", "asked_at", "withdrawn_at", "answered_at", "answered_by",
        }  # fmt: skip
        assert "Canary" not in OutgoingMail.objects.get(kind="contact_asked").body
        page = text_of(trainee, "/help/")
        assert "<textarea" not in page
        assert 'type="text"' not in page

    def test_twice_is_once(self, climbers, trainee):
        for _ in range(2):
            trainee.post(ASK, {"enrolment": climbers.enrolment.public_id})
        assert ContactRequest.objects.count() == OutgoingMail.objects.filter(kind="contact_asked").count() == 1
        with pytest.raises(IntegrityError), transaction.atomic():
            ContactRequest.objects.create(enrolment=climbers.enrolment, asked_at=TUESDAY_9)

    def test_at_the_same_moment_is_once(self, live_climbers: Climbers):
        user, enrolment = live_climbers.trainee, live_climbers.enrolment.public_id
        made = at_once(*[lambda: contact.ask(user, enrolment, now=TUESDAY_9)] * 3)
        assert sorted(made) == [False, False, True]
        assert OutgoingMail.objects.filter(kind="contact_asked").count() == 1

    def test_works_without_consent_and_says_nothing_of_it(self, climbers, trainee):
        withdraw_consent(climbers.enrolment, now=TUESDAY_9)
        trainee.post(ASK, {"enrolment": climbers.enrolment.public_id})
        assert ContactRequest.objects.filter(withdrawn_at=None).count() == 1

    def test_where_nobody_teaches_nothing_is_stored_and_the_page_says_so(self, climbers, trainee):
        climbers.cohort.instructors.clear()
        assert "Nobody teaches this cohort" in text_of(trainee, "/help/")
        trainee.post(ASK, {"enrolment": climbers.enrolment.public_id})
        assert not ContactRequest.objects.exists()

    def test_is_no_business_of_operations(self, climbers):
        before = AuditEvent.objects.count()
        request = ask(climbers)
        contact.mark_answered(climbers.cohort, request.public_id, climbers.instructor, now=TUESDAY_9)
        assert AuditEvent.objects.count() == before


class TestTakingItBack:
    def test_it_disappears_from_the_instructors_pages(self, climbers, trainee, instructor):
        request = ask(climbers)
        response = trainee.post(WITHDRAW, {"request": request.public_id}, follow=True)
        assert "You took your request back" in response.content.decode()
        assert "get in touch" not in text_of(instructor, cohort_page(climbers))
        assert "was answered or taken back before" in (
            instructor.post(answered_url(climbers, request), follow=True).content.decode()
        )
        request.refresh_from_db()
        assert (request.answered_at, request.withdrawn_at is None) == (None, False)

    def test_after_that_one_can_ask_again(self, climbers):
        contact.withdraw(climbers.trainee, ask(climbers).public_id, now=TUESDAY_9)
        assert contact.ask(climbers.trainee, climbers.enrolment.public_id, now=TUESDAY_9 + timedelta(hours=1))

    def test_an_answered_one_stays_answered(self, climbers, trainee):
        request = ask(climbers)
        contact.mark_answered(climbers.cohort, request.public_id, climbers.instructor, now=TUESDAY_9)
        trainee.post(WITHDRAW, {"request": request.public_id})
        request.refresh_from_db()
        assert request.withdrawn_at is None


class TestForTheInstructor:
    @pytest.mark.parametrize("page_of", [cohort_page, trainee_page])
    def test_says_who_and_since_when_and_nothing_of_a_sitting(self, climbers, instructor, page_of):
        seen_step(climbers.enrolment)
        assert "get in touch" not in text_of(instructor, page_of(climbers))
        ask(climbers)
        page = text_of(instructor, page_of(climbers))
        assert "sks you to get in touch" in page
        assert "Cleo Climber" in page
        assert "6 January 2026, 09:00 UTC" in page
        assert "No reason is asked for or given" in page
        for word in ("exposure", "ladder-", "rung", "distress", "Bland text"):
            assert word not in page.lower(), word

    def test_marking_it_leads_back_and_the_trainee_sees_who_did(self, climbers, instructor, trainee):
        request = ask(climbers)
        response = instructor.post(answered_url(climbers, request), {"back": "trainee"})
        assert response.url == trainee_page(climbers)
        assert "Asks you to get in touch" not in text_of(instructor, trainee_page(climbers))
        assert "<bdi>Irma Instructor</bdi> marked your request as answered" in text_of(trainee, "/help/")
        assert contact.ask(climbers.trainee, climbers.enrolment.public_id, now=TUESDAY_9)

    def test_marking_it_twice_keeps_the_first(self, climbers, instructor):
        request = ask(climbers)
        url = answered_url(climbers, request)
        assert instructor.post(url).url == cohort_page(climbers)
        request.refresh_from_db()
        first = request.answered_at
        instructor.post(url)
        request.refresh_from_db()
        assert (request.answered_at, request.answered_by) == (first, climbers.instructor)

    def test_the_notice_costs_one_query_however_many_ask(self, climbers, django_assert_num_queries):
        ask(climbers)
        contact.ask(climbers.other_trainee, climbers.other_enrolment.public_id, now=TUESDAY_9)
        with django_assert_num_queries(1):
            asked = [str(request.enrolment.user) for request in contact.open_requests(climbers.cohort)]
        assert asked == ["Cleo Climber", "Carl Climber"]


def test_a_simulated_instructor_has_no_mailbox(climbers):
    User.objects.filter(pk=climbers.instructor.pk).update(is_simulated=True)
    assert contact.ask(climbers.trainee, climbers.enrolment.public_id, now=TUESDAY_9)
    assert not OutgoingMail.objects.filter(kind="contact_asked").exists()
