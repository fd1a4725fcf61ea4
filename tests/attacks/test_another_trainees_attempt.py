"""Attack 1: another trainee's attempt by its id. Nobody but its owner finds it, whatever the way in."""

import json
import uuid

import pytest
from django.test import Client

from tests.faults.answering import DRILL, LESSON, PRACTICE, bodies_for, body_for, open_attempt, post_answer, signed_in
from tests.people import People
from training.models import Attempt, Response

OTHERS = ("other_trainee", "instructor", "other_instructor", "operations", "stranger")


@pytest.fixture
def theirs(people: People) -> Attempt:
    """The trainee's open practice set; a lesson and a drill before it are finished."""
    return open_attempt(people.enrolment, PRACTICE)


@pytest.mark.parametrize("thief", OTHERS)
class TestById:
    def test_open_attempt_page_answers_and_end_are_not_found(self, people, theirs, thief):
        client = signed_in(people.by_name[thief])
        base, body = f"/attempts/{theirs.public_id}", body_for(theirs.steps.select_related("attempt").first())
        replies = [
            client.get(f"{base}/"),
            client.get(f"{base}/done/"),
            post_answer(client, theirs, body),
            client.post(f"{base}/finish/", {}, content_type="application/json"),
        ]
        assert [reply.status_code for reply in replies] == [404] * 4
        assert not Response.objects.filter(attempt=theirs).exists()

    def test_finished_attempt_shows_nothing(self, people, theirs, thief):
        finished = Attempt.objects.get(enrolment=people.enrolment, module=LESSON)
        client = signed_in(people.by_name[thief])
        for end in ("", "done/"):
            assert client.get(f"/attempts/{finished.public_id}/{end}").status_code == 404

    def test_the_reply_is_that_to_an_id_that_nobody_has(self, people, theirs, thief):
        client = signed_in(people.by_name[thief])
        step = theirs.steps.select_related("attempt").first()
        real = post_answer(client, theirs, body_for(step))
        made_up = client.post(
            f"/attempts/{uuid.uuid4()}/answers/", json.dumps(body_for(step)), content_type="application/json"
        )
        assert (real.status_code, real.json()) == (made_up.status_code, made_up.json())

    def test_starting_under_somebody_elses_enrolment_is_not_found(self, people, theirs, thief):
        form = {"enrolment": people.enrolment.public_id, "module": PRACTICE}
        assert signed_in(people.by_name[thief]).post("/attempts/start/", form).status_code == 404
        assert Attempt.objects.filter(module=PRACTICE).count() == 1


class TestByBody:
    """The path is one's own, the body names somebody else's."""

    def test_a_step_of_theirs_in_an_attempt_of_ones_own(self, people, theirs):
        own = open_attempt(people.other_enrolment, PRACTICE)
        client = signed_in(people.other_trainee)
        for body in bodies_for(theirs):
            assert post_answer(client, own, body).status_code == 404
        assert not Response.objects.filter(attempt__in=[own, theirs]).exists()

    def test_the_uuid_of_an_answer_of_theirs_tells_nothing_of_it(self, people, theirs):
        body = body_for(theirs.steps.select_related("attempt").first())
        assert post_answer(signed_in(people.trainee), theirs, body).status_code == 200
        own = open_attempt(people.other_enrolment, PRACTICE)
        mine = body_for(own.steps.select_related("attempt").first()) | {"uuid": body["uuid"]}
        reply = post_answer(signed_in(people.other_trainee), own, mine)
        assert (reply.status_code, reply.json()["error"]["code"]) == (422, "uuid_reused")
        assert reply.json()["error"].keys() == {"code", "message", "field"}


def test_lists_hold_ones_own_only(people, theirs):
    """Every page that lists attempts, asked by the other trainee of the same cohort."""
    open_attempt(people.other_enrolment, DRILL)
    ids = [str(found) for found in people.enrolment.attempts.values_list("public_id", flat=True)]
    client: Client = signed_in(people.other_trainee)
    course = f"?course={people.enrolment.public_id}"
    for path in ("/today/", "/progress/", "/settings/", f"/today/{course}", f"/progress/{course}"):
        page = client.get(path).content.decode()
        assert not [found for found in [*ids, str(people.enrolment.public_id)] if found in page]
