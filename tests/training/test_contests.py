"""Contesting a key: once per answer, after its feedback, with a reason; it changes no grade by itself."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from courseware.domain import jobs
from courseware.domain.enrolments import withdraw_consent
from courseware.models import Job
from tests.clients import signed_in, text_of
from tests.contested import LATER, REASON, Reviewed, answer_wrongly, contest, under_review
from tests.faults.answering import DRILL, LESSON, PAIRS, open_attempt
from tests.people import People
from training.domain import contests
from training.domain.attempts import NotFound, Refused
from training.models import Attempt, Contest, Regrade, Response


@pytest.fixture
def wrong(people: People) -> Response:
    return answer_wrongly(people.enrolment)


@pytest.fixture
def client(people: People) -> Client:
    return signed_in(people.trainee)


def url_of(response: Response) -> str:
    return reverse("answer_contest", args=[response.attempt.public_id, response.step.position])


def contested(people: People, response: Response, reason: str = REASON) -> Contest:
    return contests.contest(people.trainee, response.attempt.public_id, response.step.position, reason, now=LATER)


def test_a_contest_is_stored_with_its_reason_and_one_job(people, wrong):
    made = contested(people, wrong, f"  {REASON}\n")
    assert (made.response, made.reason, made.created_at) == (wrong, REASON, LATER)
    assert Job.objects.filter(name="assessments.review_contested", arguments={"contest_id": made.pk}).count() == 1


def test_it_changes_no_grade(people, wrong):
    before = (wrong.credit, wrong.correct)
    contested(people, wrong)
    wrong.refresh_from_db()
    assert (wrong.credit, wrong.correct) == before
    assert not wrong.regrades.exists()


def test_a_second_contest_gives_the_first(people, wrong):
    first = contested(people, wrong)
    assert contested(people, wrong, "Something else altogether.") == first
    assert Contest.objects.get().reason == REASON


def test_the_database_refuses_a_second_contest_and_any_change(people, wrong):
    made = contested(people, wrong)
    with pytest.raises(DatabaseError), transaction.atomic():
        Contest.objects.create(response=wrong, reason=REASON, created_at=LATER)
    with pytest.raises(DatabaseError), transaction.atomic():
        Contest.objects.filter(pk=made.pk).update(reason="Something else altogether.")


@pytest.mark.parametrize("reason", ["", "Wrong.", " " * 50, "x" * 2001])
def test_a_reason_has_10_to_2000_characters(people, wrong, reason):
    with pytest.raises(contests.InvalidReason, match="10 to 2,000"):
        contested(people, wrong, reason)
    assert not Contest.objects.exists()


@pytest.mark.parametrize("length", [10, 2000])
def test_both_ends_are_long_enough(people, wrong, length):
    assert contested(people, wrong, "x" * length).reason == "x" * length


@pytest.mark.parametrize("module", [LESSON, DRILL])
def test_lessons_and_drills_have_no_key_to_contest(people, module):
    open_attempt(people.enrolment)
    attempt = Attempt.objects.get(enrolment=people.enrolment, module=module)
    with pytest.raises(NotFound):
        contests.contest(people.trainee, attempt.public_id, 0, REASON, now=LATER)


def test_a_pair_can_be_contested(people):
    assert contested(people, answer_wrongly(people.enrolment, PAIRS)).reason == REASON


def test_without_consent_nothing_is_recorded(people, wrong, client):
    withdraw_consent(people.enrolment, now=LATER)
    with pytest.raises(Refused, match="consent"):
        contested(people, wrong)
    page = client.post(url_of(wrong), {"reason": REASON}, follow=True).content.decode()
    assert "withdrew your consent" in page
    assert not Contest.objects.exists()


def test_who_has_left_the_cohort_contests_nothing(people, wrong):
    people.enrolment.left_at = LATER
    people.enrolment.save()
    with pytest.raises(Refused, match="no longer in this cohort"):
        contested(people, wrong)


class TestPage:
    def test_it_shows_what_was_asked_the_answer_the_key_and_why(self, wrong, client):
        version = wrong.step.item_version
        page = text_of(client, url_of(wrong))
        for shown in (*version.body.values(), version.rationale[:40], "Your answer", "The key you were shown"):
            assert shown.replace("'", "&#x27;") in page
        assert "changes no score by itself" in page

    def test_posting_stores_and_leads_back(self, people, wrong, client):
        reply = client.post(url_of(wrong), {"reason": REASON})
        assert (reply.status_code, reply["Location"]) == (302, url_of(wrong))
        page = text_of(client, url_of(wrong))
        assert "Your contest is stored." in page
        assert "Waiting to be looked at" in page
        assert REASON in page
        assert "<textarea" not in page

    def test_a_second_post_says_that_the_first_stands(self, wrong, client):
        client.post(url_of(wrong), {"reason": REASON})
        page = client.post(url_of(wrong), {"reason": "Something else altogether."}, follow=True).content.decode()
        assert "You have contested this key before" in page
        assert Contest.objects.get().reason == REASON

    def test_a_reason_too_short_is_said_and_kept(self, wrong, client):
        page = client.post(url_of(wrong), {"reason": "Wrong."}).content.decode()
        assert "Give a reason of 10 to 2,000 characters" in page
        assert ">\nWrong.</textarea>" in page
        assert not Contest.objects.exists()

    @pytest.mark.parametrize("position", [1, 999, 2**70])
    def test_an_answer_that_is_not_there_is_not_found(self, wrong, client, position):
        url = reverse("answer_contest", args=[wrong.attempt.public_id, position])
        assert client.get(url).status_code == client.post(url, {"reason": REASON}).status_code == 404

    def test_it_costs_the_same_on_any_answer(self, people, wrong, client, django_assert_num_queries):
        text_of(client, url_of(wrong))
        with django_assert_num_queries(3):
            text_of(client, url_of(wrong))
        contest(wrong)
        with django_assert_num_queries(6):
            text_of(client, url_of(wrong))


class TestWhatCameOfIt:
    @pytest.fixture
    def reviewed(self, people: People) -> Reviewed:
        return under_review(people)

    def page(self, reviewed: Reviewed) -> str:
        return text_of(signed_in(reviewed.people.trainee), url_of(reviewed.response))

    def test_the_key_stands_with_the_reasons_and_without_names(self, reviewed):
        reviewed.decide(reviewed.one, reviewed.best, reason="A person is named in the first line.")
        assert "Waiting to be looked at" in self.page(reviewed)
        reviewed.decide(reviewed.two, reviewed.best, reason="The second sentence is about one person.")
        page = self.page(reviewed)
        assert "The key stands" in page
        assert "A person is named in the first line." in page
        assert "The second sentence is about one person." in page
        assert "Ola Operations" not in page
        assert "Oki Operations" not in page

    def test_the_key_was_changed(self, reviewed):
        for who in (reviewed.one, reviewed.two):
            reviewed.decide(who, reviewed.other())
        page = self.page(reviewed)
        assert "The key was changed" in page
        assert "is graded again" in page

    def test_a_later_contest_of_the_same_key_waits_for_its_own_review(self, reviewed):
        for who in (reviewed.one, reviewed.two):
            reviewed.decide(who, reviewed.best)
        other = answer_wrongly(reviewed.people.other_enrolment, version=reviewed.version)
        contests.contest(
            reviewed.people.other_trainee,
            other.attempt.public_id,
            other.step.position,
            REASON,
            now=LATER + timedelta(days=1),
        )
        assert "Waiting to be looked at" in text_of(signed_in(reviewed.people.other_trainee), url_of(other))
        assert "The key stands" in self.page(reviewed)


class TestLinks:
    def test_the_results_list_what_differs_from_the_key(self, people, client):
        response = answer_wrongly(people.enrolment, whole=True)
        done = reverse("attempt_done", args=[response.attempt.public_id])
        page = text_of(client, done)
        wrong = Response.objects.filter(attempt=response.attempt, correct=False)
        assert page.count("Contest this key") == wrong.count() >= 1
        assert f'href="{url_of(response)}"' in page
        contest(response)
        assert text_of(client, done).count("Your contest<") == 1

    def test_what_a_correction_made_right_is_not_listed(self, people, client):
        response = answer_wrongly(people.enrolment, whole=True)
        done = reverse("attempt_done", args=[response.attempt.public_id])
        version = response.step.item_version
        Regrade.objects.create(response=response, item_version=version, credit=1, correct=True, created_at=LATER)
        assert url_of(response) not in text_of(client, done)

    def test_the_results_of_a_lesson_list_nothing(self, people, client):
        open_attempt(people.enrolment)
        lesson = Attempt.objects.get(enrolment=people.enrolment, module=LESSON)
        assert "Contest" not in text_of(client, reverse("attempt_done", args=[lesson.public_id]))

    def test_the_list_costs_one_query(self, people, client, django_assert_num_queries):
        response = answer_wrongly(people.enrolment, whole=True)
        jobs.run_due()
        done = reverse("attempt_done", args=[response.attempt.public_id])
        text_of(client, done)
        # A lesson’s 4, and one each: scores, corrections, answers, what they say of biases, what was planted.
        with django_assert_num_queries(9):
            text_of(client, done)

    def test_the_runner_knows_where_each_key_is_contested(self, people, wrong, client):
        page = text_of(client, reverse("attempt", args=[wrong.attempt.public_id]))
        assert f'"contestUrl": "{url_of(wrong)}"' in page
