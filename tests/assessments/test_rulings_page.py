"""The instructor's page of a finished drill: every trial, the device, runs that broke off; setting it aside."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from assessments.domain.answers import answers_of
from assessments.domain.cohort_table import cohort_table
from assessments.models import Score
from courseware.domain import jobs
from courseware.models import AuditEvent
from tests.clients import signed_in, text_of
from tests.evidence import load_general_policy
from tests.faults.answering import DRILL, PRACTICE
from tests.people import MONDAY_9, People
from tests.practised import attempt_of, drill_on, practise
from training.domain.rulings import rule
from training.models import Attempt, DrillRun, Ruling

REASON = "There was a fire alarm in the middle of it."
BOTH = {"act": "both", "reason": REASON}


@pytest.fixture
def client(people: People) -> Client:
    return signed_in(people.instructor)


@pytest.fixture
def drill(people: People) -> Attempt:
    load_general_policy()
    return drill_on(people.enrolment, DRILL, now=MONDAY_9, void=3)


def page_url(attempt: Attempt) -> str:
    cohort = attempt.enrolment.cohort.public_id
    return f"{reverse('trainee', args=[cohort, attempt.enrolment.public_id])}?attempt={attempt.public_id}"


def rule_url(attempt: Attempt) -> str:
    enrolment = attempt.enrolment
    return reverse("attempt_rule", args=[enrolment.cohort.public_id, enrolment.public_id, attempt.public_id])


def broken_off(attempt: Attempt) -> DrillRun:
    step = attempt.steps.order_by("position")[1]
    trials = step.response.recording["trials"][:7]
    return DrillRun.objects.create(
        step=step,
        uuid=uuid.uuid4(),
        request_hash="x",
        ending="closed",
        trials=trials,
        device=step.response.recording["device"],
        received_at=MONDAY_9,
    )


def test_every_trial_is_drawn_once_and_stands_in_the_table(drill: Attempt, client: Client):
    shown = answers_of(drill).drills[0]
    recorded = [trial for r in drill.responses.filter(answer__block__gt=0) for trial in r.recording["trials"]]
    trials = [trial for block in shown.trials for trial, _ in block.rows]
    assert len(trials) == len(recorded) == 225
    counts = {kind.kind.name: kind.kind.count for kind in shown.legend}
    valid = [trial for trial in recorded if not trial["void"]]
    assert counts["press"] + counts.get("commission", 0) == sum(trial["responded"] for trial in valid)
    assert shown.plot.void == 15
    assert len(shown.plot.bands) == 5  # three void trials at the beginning of each block
    page = text_of(client, page_url(drill))
    assert page.count('class="trial-mark is-press"') == 2  # the plot and its legend
    assert "Void, counted nowhere: 15" in page
    assert len(re.findall(r'<th class="number" scope="row">\d+</th>', page)) == 225
    assert page.count("page hidden") == 15
    assert "style=" not in page


def test_kinds_of_trial_differ_by_shape(drill: Attempt):
    samples = [kind.kind.sample for kind in answers_of(drill).drills[0].legend]
    assert len(set(samples)) == len(samples) >= 2


def test_the_device_is_told(drill: Attempt, client: Client):
    page = text_of(client, page_url(drill))
    for told in ("Simulated browser, 60 Hz, keyboard", "60.0 Hz", "1280 × 800", "UTC", "Response times compare only"):
        assert told in page


def test_runs_that_broke_off_are_listed(drill: Attempt, client: Client):
    assert "None. A run whose page was closed" in text_of(client, page_url(drill))
    broken_off(drill)
    page = text_of(client, page_url(drill))
    assert "The page was closed" in page
    assert re.search(r'data-label="Trials done">7<', page)


def test_a_long_look_shows_what_was_missed_and_why(people: People, client: Client):
    practise(people.enrolment, 5)
    look = attempt_of(people.enrolment, "w1d5-look")
    shown = answers_of(look).drills[0]
    answers = [r.answer for r in look.responses.filter(answer__block__gt=0).order_by("step__position")]
    assert [len(section.found) for section in shown.sections] == [answer["hits"] for answer in answers]
    assert [len(section.needless) for section in shown.sections] == [answer["false_alarms"] for answer in answers]
    for section, answer in zip(shown.sections, answers, strict=True):
        assert len(section.found) + len(section.missed) == answer["planted"]
        assert all(line.why for line in (*section.found, *section.missed))
    page = text_of(client, page_url(look))
    assert "Line by line" in page
    assert "Trial by trial" not in page


@pytest.mark.parametrize("module", ["w1d2-dot", "w1d3-city"])
def test_the_other_timed_drills_are_drawn_as_well(people: People, client: Client, module: str):
    practise(people.enrolment, 3)
    page = text_of(client, page_url(attempt_of(people.enrolment, module)))
    assert "Trial by trial" in page
    assert 'class="trial-plot"' in page


def test_setting_a_run_aside_and_offering_it_again(drill: Attempt, people: People, client: Client):
    reply = client.post(rule_url(drill), BOTH, follow=True)
    assert reply.redirect_chain[-1][0] == page_url(drill)
    page = reply.content.decode()
    assert "The run is set aside, and the drill is offered again" in page
    assert "Set aside, and offered again" in page
    assert REASON in page
    assert f"By {people.instructor}" in page
    assert "Store this ruling" not in page  # there is nothing left to rule on
    drill.refresh_from_db()
    assert drill.voided_at is not None
    assert drill.reoffered_at is not None
    ruling = Ruling.objects.get(attempt=drill)
    assert (ruling.code, ruling.by, ruling.reason) == ("instructor", people.instructor, REASON)
    assert AuditEvent.objects.filter(action="attempt.ruled").exists()


def test_the_trainee_sees_it_and_may_do_it_again(drill: Attempt, people: People, client: Client):
    client.post(rule_url(drill), BOTH)
    trainee = signed_in(people.trainee)
    done = text_of(trainee, reverse("attempt_done", args=[drill.public_id]))
    assert "Your instructor set this run aside" in done
    assert REASON in done
    assert str(people.instructor) not in done
    assert "Offered again" in text_of(trainee, "/today/")


def test_what_is_set_aside_leaves_the_lists_of_the_instructor(drill: Attempt, people: People, client: Client):
    client.post(rule_url(drill), BOTH)
    jobs.run_due()
    page = text_of(client, reverse("trainee", args=[people.cohort.public_id, people.enrolment.public_id]))
    row = page[page.rindex("<tr>", 0, page.index(str(drill.public_id))) : page.index(str(drill.public_id))]
    assert "Set aside" in row
    assert "d′" not in row
    assert Score.objects.filter(attempt=drill).exists()  # nothing is deleted
    assert cohort_table(people.cohort, now=MONDAY_9 + timedelta(hours=3)).rows


def test_one_step_at_a_time(drill: Attempt, client: Client):
    client.post(rule_url(drill), {"act": "reoffer", "reason": REASON})
    page = text_of(client, page_url(drill))
    assert re.findall(r'name="act" value="(\w+)"', page) == ["void"]
    client.post(rule_url(drill), {"act": "void", "reason": REASON})
    assert Ruling.objects.filter(attempt=drill).count() == 2
    assert "Store this ruling" not in text_of(client, page_url(drill))


def test_of_a_run_set_aside_before_only_the_offer_is_left(drill: Attempt, client: Client):
    client.post(rule_url(drill), {"act": "void", "reason": REASON})
    page = text_of(client, page_url(drill))
    assert re.findall(r'name="act" value="(\w+)"', page) == ["reoffer"]
    assert "this run stays set aside" in page
    assert "keeps counting" not in page


@pytest.mark.parametrize(
    "sent", [{"act": "both"}, {"act": "both", "reason": "short"}, {"reason": REASON}, {"act": "burn", "reason": REASON}]
)
def test_what_is_incomplete_is_said_beside_what_was_typed(drill: Attempt, client: Client, sent: dict[str, str]):
    reply = client.post(rule_url(drill), sent)
    page = reply.content.decode()
    assert reply.status_code == 200
    assert "error-summary" in page
    assert sent.get("reason", "") in page
    assert not Ruling.objects.exists()


def test_a_reason_longer_than_a_thousand_characters_is_refused(drill: Attempt, client: Client):
    client.post(rule_url(drill), BOTH | {"reason": "a b" * 400})
    assert not Ruling.objects.exists()


def test_what_was_ruled_on_a_moment_ago_stands(drill: Attempt, people: People, client: Client):
    rule(drill, code="instructor", voids=True, reoffers=True, reason=REASON, by=people.instructor, now=MONDAY_9)
    reply = client.post(rule_url(drill), BOTH | {"reason": "Another reason, too late."}, follow=True)
    assert "That stands." in reply.content.decode()
    assert Ruling.objects.get(attempt=drill).reason == REASON


def test_only_drills_are_ruled_on(people: People, client: Client):
    practise(people.enrolment, 1)
    practice = attempt_of(people.enrolment, PRACTICE)
    assert "Store this ruling" not in text_of(client, page_url(practice))
    reply = client.post(rule_url(practice), BOTH, follow=True)
    assert "Only drills are set aside" in reply.content.decode()
    assert not Ruling.objects.exists()


def test_only_those_who_teach_the_cohort_rule(drill: Attempt, people: People):
    wanted = {"other_instructor": 404, "operations": 403, "trainee": 403, "stranger": 403}
    for name, status in wanted.items():
        assert signed_in(people.by_name[name]).post(rule_url(drill), BOTH).status_code == status, name
    assert not Ruling.objects.exists()


def test_an_attempt_of_somebody_else_s_or_an_open_one_is_not_found(drill: Attempt, people: People, client: Client):
    mixed = reverse("attempt_rule", args=[people.cohort.public_id, people.other_enrolment.public_id, drill.public_id])
    assert client.post(mixed, BOTH).status_code == 404
    opened = people.enrolment.attempts.create(
        program_version=people.version, module="w1d2-sart", kind="drill", seed=1, length=1, started_at=MONDAY_9
    )
    assert client.post(rule_url(opened), BOTH).status_code == 404
    assert client.get(rule_url(drill)).status_code == 405


def test_a_ruling_needs_the_form_s_own_token(drill: Attempt, people: People):
    assert signed_in(people.instructor, enforce_csrf_checks=True).post(rule_url(drill), BOTH).status_code == 403
