"""Attack 12: to the certificate by leaving things out. What is open is decided on the server, at every step."""

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from assessments.models import Certificate, Decision
from courseware.domain.programs import program_of
from tests.evidence import load_general_policy, make_begun
from tests.faults.answering import (
    DRILL,
    LESSON,
    PAIRS,
    PERSON,
    PRACTICE,
    bodies_for,
    open_attempt,
    post_answer,
    post_finish,
)
from tests.people import MONDAY_9, People
from training.domain.simulated_cohort import do_days
from training.models import Attempt


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY_9) as traveller:
        yield traveller


@pytest.fixture
def tara(client: Client, people: People) -> Client:
    client.force_login(people.trainee)
    return client


def post_start(client: Client, people: People, module: str) -> int:
    form = {"enrolment": people.enrolment.public_id, "module": module}
    return client.post("/attempts/start/", form).status_code


class TestModules:
    def test_of_the_whole_course_only_the_first_module_starts(self, tara, people):
        for module in reversed(program_of(people.version.pk).modules):
            assert post_start(tara, people, module) == 302
        assert list(Attempt.objects.values_list("module", flat=True)) == [LESSON]

    def test_an_open_module_does_not_open_the_next_one(self, tara, people):
        open_attempt(people.enrolment, LESSON)
        post_start(tara, people, DRILL)
        assert not Attempt.objects.filter(module=DRILL).exists()

    def test_the_last_module_of_a_day_does_not_open_the_day_after(self, tara, people, clock):
        clock.shift(timedelta(days=3))
        open_attempt(people.enrolment, PAIRS)
        post_start(tara, people, "w1d2-lesson")
        assert not Attempt.objects.filter(module="w1d2-lesson").exists()

    def test_a_module_that_is_done_is_not_done_again(self, tara, people):
        do_days(people.enrolment, PERSON, 1, random.Random(1))
        for module in (LESSON, DRILL, PRACTICE, PAIRS):
            post_start(tara, people, module)
        assert Attempt.objects.count() == 4

    @pytest.mark.parametrize("module", ["", "w1d1-lesson ", "W1D1-LESSON", "w1d1-lesson\x00", "../w1d1", "no-such"])
    def test_a_module_by_any_other_name_is_not_found(self, tara, people, module):
        assert post_start(tara, people, module) == 404


class TestSteps:
    def test_an_end_with_steps_missing_is_no_end(self, tara, people):
        attempt = open_attempt(people.enrolment, PRACTICE)
        *bodies, _ = bodies_for(attempt)
        for body in bodies:
            assert post_finish(tara, attempt).status_code == 409
            post_answer(tara, attempt, body)
        reply = post_finish(tara, attempt)
        assert (reply.status_code, reply.json()["error"]["missing"]) == (409, 1)
        attempt.refresh_from_db()
        assert attempt.completed_at is None

    def test_one_step_answered_often_is_one_answer(self, tara, people):
        attempt = open_attempt(people.enrolment, PRACTICE)
        body = bodies_for(attempt)[0]
        for number in range(attempt.length + 2):
            post_answer(tara, attempt, body | {"uuid": f"00000000-0000-4000-8000-{number:012d}"})
        assert attempt.responses.count() == 1
        assert post_finish(tara, attempt).status_code == 409

    def test_steps_of_another_module_do_not_fill_the_gap(self, tara, people):
        drill = Attempt.objects.filter(enrolment=people.enrolment, module=DRILL)
        attempt = open_attempt(people.enrolment, PRACTICE)
        for step in drill.get().steps.select_related("attempt"):
            reply = post_answer(tara, attempt, bodies_for(attempt)[0] | {"step": str(step.token)})
            assert reply.status_code == 404
        assert not attempt.responses.exists()

    @pytest.mark.parametrize("form", [{"completed_at": "2026-01-05"}, {"missing": 0}, {"force": True}, {"steps": []}])
    def test_nothing_in_the_body_ends_it(self, tara, people, form):
        attempt = open_attempt(people.enrolment, PRACTICE)
        path = f"/attempts/{attempt.public_id}/finish/"
        assert tara.post(path, form, content_type="application/json").status_code == 409


class TestCertificate:
    def test_a_trainee_cannot_ask_for_it(self, tara, people):
        version = load_general_policy()
        path = f"/operations/dossiers/{people.enrolment.public_id}"
        for end in ("certify", "defer"):
            reply = tara.post(f"{path}/{end}/", {"policy_version": version.pk, "reason": "It was well done."})
            assert reply.status_code == 403
        assert not Decision.objects.exists()

    def test_operations_cannot_give_it_to_who_is_under_way(self, client, people):
        version = make_begun(people.enrolment)
        client.force_login(people.operations)
        path = f"/operations/dossiers/{people.enrolment.public_id}/certify/"
        client.post(path, {"policy_version": version.pk})
        assert not Certificate.objects.exists()
        assert not Decision.objects.exists()

    def test_nor_under_a_policy_that_does_not_exist(self, client, people):
        make_begun(people.enrolment)
        client.force_login(people.operations)
        path = f"/operations/dossiers/{people.enrolment.public_id}/certify/"
        for version in (999999, -1, "", "foundations-general", 2**70):
            assert client.post(path, {"policy_version": version}).status_code in {302, 400}
        assert not Certificate.objects.exists()
