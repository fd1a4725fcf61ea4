"""Attack: one person's word counts twice in a review, or counts for their own score."""

import pytest
from django.urls import reverse

from assessments.models import Adjudication, Review
from tests.clients import signed_in
from tests.contested import WHY, Reviewed, answer_wrongly, under_review
from tests.people import People


@pytest.fixture
def reviewed(people: People) -> Reviewed:
    return under_review(people)


def post(reviewed: Reviewed, person: object, label: str, **more: object) -> int:
    url = reverse("bank_review_decide", args=[reviewed.review_id])
    form = {"answer": label, "ambiguity": "clear", "reason": WHY} | more
    return signed_in(person).post(url, form).status_code


def test_nobody_decides_twice(reviewed):
    assert post(reviewed, reviewed.one, reviewed.other()) == 302
    assert post(reviewed, reviewed.one, reviewed.other()) == 302
    assert Adjudication.objects.count() == 1
    assert reviewed.review.state == Review.State.OPEN


def test_nobody_decides_in_another_s_name(reviewed):
    more = {"adjudicator": reviewed.two.pk, "adjudicator_id": reviewed.two.pk, "state": "upheld"}
    post(reviewed, reviewed.one, reviewed.other(), **more)
    assert Adjudication.objects.get().adjudicator == reviewed.one
    assert reviewed.review.state == Review.State.OPEN


def test_nobody_settles_before_two_have_decided(reviewed):
    post(reviewed, reviewed.one, reviewed.other(), action="settle")
    assert reviewed.review.settled_at is None


@pytest.mark.parametrize("contested", [True, False])
def test_who_answered_the_item_decides_nothing_about_it(reviewed, contested):
    people = reviewed.people
    person = people.trainee if contested else people.other_trainee
    if not contested:
        answer_wrongly(people.other_enrolment, version=reviewed.version)
    person.is_operations = True
    person.save()
    assert post(reviewed, person, reviewed.other()) == 403
    assert post(reviewed, person, reviewed.other(), action="close") == 403
    assert not Adjudication.objects.exists()
    page = signed_in(person).get(reverse("bank_review", args=[reviewed.review_id])).content.decode()
    assert "Somebody else decides this one" in page
    assert "<textarea" not in page


@pytest.mark.parametrize("name", ["trainee", "other_trainee", "instructor", "stranger"])
def test_nobody_without_the_role(reviewed, name):
    assert post(reviewed, reviewed.people.by_name[name], reviewed.other()) == 403
    assert not Adjudication.objects.exists()
