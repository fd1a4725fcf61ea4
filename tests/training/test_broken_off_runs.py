"""Runs that never became an answer: kept once each, for whoever did them, and counted nowhere."""

import json
import random
import uuid
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client

from courseware.domain.enrolments import withdraw_consent
from courseware.models import Enrolment
from tests.faults.answering import (
    DRILL,
    PRACTICE,
    Body,
    bodies_for,
    body_for,
    broken_off_run,
    open_attempt,
    post_answer,
    post_finish,
    signed_in,
)
from tests.faults.crowd import at_once
from tests.faults.invariants import check_invariants
from tests.people import MONDAY_9, People
from training.activities.base import Answer, InvalidAnswer, SimulatedPerson, StepView
from training.activities.drill import Drill
from training.activities.drills import DRILLS
from training.domain.runs import MAX_RUNS_PER_STEP, keep_run, parse_run
from training.models import Attempt, DrillRun, Response, Step

# What kernels before 2.0.0 did not send.
NEWER = (
    "uuid", "sequence", "phase", "plannedOnset", "plannedOffset", "eventTime", "handledTime", "responseTime", "resized",
    "extraPresses",
)  # fmt: skip


@pytest.fixture
def tara(people: People) -> Client:
    return signed_in(people.trainee)


@pytest.fixture
def drill(people: People) -> Attempt:
    return open_attempt(people.enrolment, DRILL)


@pytest.fixture
def step(drill: Attempt) -> Step:
    return drill.steps.select_related("attempt")[1]


def post_run(client: Client, attempt: Attempt, body: Body | str) -> HttpResponse:
    return client.post(f"/attempts/{attempt.public_id}/runs/", body, content_type="application/json")


def refused(reply: HttpResponse) -> tuple[int, str, str | None]:
    error = reply.json()["error"]
    return reply.status_code, error["code"], error["field"]


class TestKept:
    @pytest.mark.parametrize("ending", ["closed", "stopped", "void"])
    def test_a_run_is_stored_as_it_was(self, tara, drill, step, ending):
        body = broken_off_run(step, trials=7, ending=ending)
        reply = post_run(tara, drill, body)
        assert (reply.status_code, reply.json()) == (200, {"saved": True, "uuid": body["uuid"]})
        run = DrillRun.objects.get()
        assert (str(run.uuid), run.step, run.ending) == (body["uuid"], step, ending)
        assert [trial["digit"] for trial in run.trials] == step.plan["digits"][:7]
        assert run.device["refreshHz"] == 60.0

    def test_before_the_first_trial_there_is_nothing_to_store_but_that_it_was(self, tara, drill, step):
        body = broken_off_run(step, trials=0) | {"device": None}
        assert post_run(tara, drill, body).status_code == 200
        assert (DrillRun.objects.get().trials, DrillRun.objects.get().device) == ([], None)

    def test_it_answers_nothing(self, tara, drill, step):
        for _ in range(3):
            post_run(tara, drill, broken_off_run(step))
        assert not Response.objects.filter(attempt=drill).exists()
        reply = post_finish(tara, drill)
        assert (reply.status_code, reply.json()["error"]["missing"]) == (409, drill.length)

    def test_after_the_block_was_answered_it_is_still_taken(self, tara, drill, step):
        assert post_answer(tara, drill, body_for(step)).status_code == 200
        assert post_run(tara, drill, broken_off_run(step)).status_code == 200
        assert step.runs.count() == 1

    def test_and_after_the_attempt_was_finished(self, people, tara, drill, step):
        for body in bodies_for(drill):
            post_answer(tara, drill, body)
        post_finish(tara, drill)
        assert post_run(tara, drill, broken_off_run(step)).status_code == 200
        check_invariants()

    def test_an_older_kernels_run_is_taken_too(self, tara, drill, step):
        body = broken_off_run(step)
        body["trials"] = [{k: v for k, v in trial.items() if k not in NEWER} for trial in body["trials"]]
        assert post_run(tara, drill, body).status_code == 200
        assert DrillRun.objects.get().trials[0]["responded"] is False

    def test_an_older_kernels_answer_is_taken_too(self, tara, drill, step):
        body = body_for(step)
        body["answer"]["trials"] = [
            {k: v for k, v in trial.items() if k not in NEWER} for trial in body["answer"]["trials"]
        ]
        assert post_answer(tara, drill, body).status_code == 200
        assert Response.objects.get(step=step).answer["drill"] == "sart"


class TestOnce:
    def test_the_same_run_again_gives_the_same_reply(self, tara, drill, step):
        body = broken_off_run(step)
        assert post_run(tara, drill, body).content == post_run(tara, drill, body).content
        assert DrillRun.objects.count() == 1

    def test_even_when_nothing_more_would_be_taken(self, people, tara, drill, step):
        body = broken_off_run(step)
        post_run(tara, drill, body)
        withdraw_consent(people.enrolment, now=MONDAY_9)
        assert post_run(tara, drill, body).status_code == 200

    def test_another_run_under_the_same_identifier_is_refused(self, tara, drill, step):
        body = broken_off_run(step)
        post_run(tara, drill, body)
        other = drill.steps.select_related("attempt")[2]
        for changed in (body | {"ending": "stopped"}, broken_off_run(other) | {"uuid": body["uuid"]}):
            assert refused(post_run(tara, drill, changed)) == (422, "uuid_reused", None)
        assert DrillRun.objects.get().ending == "closed"

    def test_somebody_elses_identifier_tells_nothing(self, people, tara, drill, step):
        body = broken_off_run(step)
        post_run(tara, drill, body)
        own = open_attempt(people.other_enrolment, DRILL)
        mine = broken_off_run(own.steps.select_related("attempt")[1]) | {"uuid": body["uuid"]}
        assert refused(post_run(signed_in(people.other_trainee), own, mine)) == (422, "uuid_reused", None)
        assert DrillRun.objects.count() == 1

    def test_a_run_is_never_changed(self, tara, drill, step):
        post_run(tara, drill, broken_off_run(step))
        with pytest.raises(IntegrityError), transaction.atomic():
            DrillRun.objects.update(ending="void")

    def test_beginning_over_and_over_has_an_end(self, people, tara, drill, step):
        for _ in range(MAX_RUNS_PER_STEP):
            keep_run(people.trainee, drill.public_id, parse_run(_json(broken_off_run(step, 1))), now=MONDAY_9)
        assert refused(post_run(tara, drill, broken_off_run(step))) == (409, "too_many", None)
        assert step.runs.count() == MAX_RUNS_PER_STEP
        other = drill.steps.select_related("attempt")[2]
        assert post_run(tara, drill, broken_off_run(other)).status_code == 200


def _json(body: Body) -> bytes:
    return json.dumps(body).encode()


CONFIGS: dict[str, dict[str, Any]] = {
    "sart": {
        "blocks": 1, "trials_per_block": 18, "practice_trials": 0, "stimulus_ms": 250, "mask_ms": 900, "target": 3,
    },
    "gradcpt": {"blocks": 1, "trials_per_block": 20, "practice_trials": 0, "trial_ms": 800, "nogo_share": 0.1},
    "pvt": {"minutes": 1, "practice_trials": 0, "wait_ms": [2000, 10000]},
}  # fmt: skip
# What a drill's trials hold beside what every trial does.
OWN = {"gradcpt": "presses", "pvt": "falseStarts"}


class TestEveryTimedDrill:
    @pytest.mark.parametrize("name", [name for name, drill in DRILLS.items() if drill.timed])
    def test_the_first_trials_are_cleaned_as_an_answers_are(self, name):
        config, drill, rng = CONFIGS[name] | {"drill": name}, Drill(), random.Random(5)
        step = StepView(drill.plan(config, [], rng)[0].plan, config)
        sent = drill.simulate(step, SimulatedPerson(attention=0.3), rng).value
        whole = drill.grade(step, Answer(sent)).recording
        assert whole is not None
        for count in (0, 1, 4):
            cleaned = drill.broken_off(step, sent["trials"][:count])
            assert [trial["index"] for trial in cleaned] == list(range(count))
            assert all(trial.keys() == whole["trials"][0].keys() for trial in cleaned)
            assert all(OWN.get(name, "index") in trial for trial in cleaned)
        with pytest.raises(InvalidAnswer):
            drill.broken_off(step, sent["trials"][1:3])

    def test_a_look_has_no_trials_to_keep(self):
        config = {
            "drill": "long_look", "sections": 2, "lines_per_section": 8, "planted_per_section": 1,
            "practice_sections": 0,
        }  # fmt: skip
        drill = Drill()
        step = StepView(drill.plan(config, [], random.Random(1))[0].plan, config)
        assert drill.broken_off(step, []) == []
        with pytest.raises(InvalidAnswer):
            drill.broken_off(step, [{"index": 0}])


class TestRefused:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"ending": "bored"}, "ending"),
            ({"ending": None}, "ending"),
            ({"ending": ["closed"]}, "ending"),
            ({"trials": None}, "trials"),
            ({"trials": "all"}, "trials"),
            ({"trials": [{}]}, "trials[0]"),
            ({"trials": ["x"]}, "trials[0]"),
            ({"device": {}}, "device.refreshHz"),
            ({"device": []}, "device"),
            ({"uuid": 7}, "uuid"),
            ({"step": None}, "step"),
            ({"mood": "fine"}, "mood"),
        ],
    )
    def test_what_does_not_fit_names_the_field(self, tara, drill, step, changes, field):
        assert refused(post_run(tara, drill, broken_off_run(step) | changes)) == (400, "invalid", field)
        assert not DrillRun.objects.exists()

    def test_more_trials_than_the_block_has_are_not_of_it(self, tara, drill, step):
        whole = broken_off_run(step, trials=1000)
        assert post_run(tara, drill, whole | {"uuid": str(uuid.uuid4())}).status_code == 200
        too_many = whole | {"trials": [*whole["trials"], whole["trials"][0]]}
        assert refused(post_run(tara, drill, too_many | {"uuid": str(uuid.uuid4())})) == (400, "invalid", "trials")

    def test_trials_of_another_block_are_not_of_this_one(self, tara, drill, step):
        other = drill.steps.select_related("attempt")[2]
        body = broken_off_run(other, trials=40) | {"step": str(step.token)}
        status, code, field = refused(post_run(tara, drill, body))
        assert (status, code) == (400, "invalid")
        assert field.startswith("trials[")

    @pytest.mark.parametrize("raw", ["", "{", "null", "[]", '{"a": NaN}', '{"uuid": "\\u0000"}'])
    def test_what_is_no_object_is_refused(self, tara, drill, raw):
        assert refused(post_run(tara, drill, raw)) == (400, "invalid", "body")

    def test_what_is_larger_than_an_answer_may_be_is_not_read(self, tara, drill, step, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
        assert post_run(tara, drill, broken_off_run(step)).status_code in (400, 413)
        assert not DrillRun.objects.exists()

    def test_without_consent_nothing_is_kept(self, people, tara, drill, step):
        withdraw_consent(people.enrolment, now=MONDAY_9)
        assert refused(post_run(tara, drill, broken_off_run(step))) == (403, "consent", None)
        assert not DrillRun.objects.exists()

    def test_nor_after_leaving_the_cohort(self, people, tara, drill, step):
        Enrolment.objects.filter(pk=people.enrolment.pk).update(left_at=MONDAY_9 + timedelta(hours=1))
        assert refused(post_run(tara, drill, broken_off_run(step))) == (409, "closed", None)

    def test_an_item_has_no_runs(self, people, tara):
        practice = open_attempt(people.enrolment, PRACTICE)
        step = practice.steps.first()
        body: dict[str, Any] = {"uuid": str(uuid.uuid4()), "step": str(step.token), "ending": "closed", "trials": []}
        assert refused(post_run(tara, practice, body)) == (400, "invalid", "step")


class TestAnothersRun:
    @pytest.mark.parametrize("thief", ["other_trainee", "instructor", "other_instructor", "operations", "stranger"])
    def test_the_reply_is_that_to_an_attempt_that_nobody_has(self, people, drill, step, thief):
        client, body = signed_in(people.by_name[thief]), broken_off_run(step)
        real = post_run(client, drill, body)
        made_up = client.post(f"/attempts/{uuid.uuid4()}/runs/", body, content_type="application/json")
        assert refused(real) == refused(made_up) == (404, "not_found", None)
        assert not DrillRun.objects.exists()

    def test_a_step_of_theirs_in_an_attempt_of_ones_own(self, people, drill, step):
        own = open_attempt(people.other_enrolment, DRILL)
        assert post_run(signed_in(people.other_trainee), own, broken_off_run(step)).status_code == 404
        assert not DrillRun.objects.exists()

    def test_signed_out_it_is_to_be_kept(self, client, drill, step):
        assert refused(post_run(client, drill, broken_off_run(step))) == (401, "signed_out", None)


def test_the_same_run_sent_many_times_at_once_is_stored_once(live_people):
    drill = open_attempt(live_people.enrolment, DRILL)
    body = broken_off_run(drill.steps.select_related("attempt")[1])
    clients = [signed_in(live_people.trainee) for _ in range(6)]
    replies = at_once(*[partial(post_run, client, drill, body) for client in clients])
    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.content for reply in replies}) == 1
    assert DrillRun.objects.count() == 1
