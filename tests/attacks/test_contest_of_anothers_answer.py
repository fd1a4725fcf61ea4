"""Attack: contesting somebody else's answer, or one not given yet, to see its key or to raise doubt in their name."""

import pytest
from django.urls import reverse

from tests.contested import REASON, answer_wrongly
from tests.faults.answering import PAIRS, PRACTICE, open_attempt, signed_in
from tests.people import People
from training.models import Attempt, Contest

OTHERS = ("other_trainee", "instructor", "other_instructor", "operations", "stranger")


def url_of(attempt: Attempt, position: int) -> str:
    return reverse("answer_contest", args=[attempt.public_id, position])


@pytest.mark.parametrize("thief", OTHERS)
def test_nobody_but_its_owner_finds_it(people: People, thief: str):
    response = answer_wrongly(people.enrolment)
    client = signed_in(people.by_name[thief])
    url = url_of(response.attempt, response.step.position)
    assert client.get(url).status_code == client.post(url, {"reason": REASON}).status_code == 404
    assert not Contest.objects.exists()


@pytest.mark.parametrize("module", [PRACTICE, PAIRS])
def test_before_answering_there_is_no_key_to_see(people: People, module: str):
    attempt = open_attempt(people.enrolment, module)
    client = signed_in(people.trainee)
    for step in attempt.steps.select_related("item_version"):
        url = url_of(attempt, step.position)
        for reply in (client.get(url), client.post(url, {"reason": REASON})):
            assert reply.status_code == 404
            assert step.item_version.rationale[:30] not in reply.content.decode()
    assert not Contest.objects.exists()


def test_a_form_cannot_name_another_answer_or_another_time(people: People):
    response = answer_wrongly(people.enrolment)
    theirs = answer_wrongly(people.other_enrolment)
    form = {"reason": REASON, "response": theirs.pk, "response_id": theirs.pk, "created_at": "2020-01-01"}
    signed_in(people.trainee).post(url_of(response.attempt, response.step.position), form)
    made = Contest.objects.get()
    assert made.response == response
    assert made.created_at.year > 2020
