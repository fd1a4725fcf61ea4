"""How many queries each page costs, with few rows and with many: the same.

Counted with warm caches (programs, items and policies are immutable and kept in memory): every page is asked for
once before it is counted. Two of the queries of everybody signed in are the session and the person.
"""

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.gates import Verdict
from courseware.domain import invitations, jobs
from courseware.domain.enrolments import enrol, give_consent
from courseware.domain.invitees import Invitee
from courseware.domain.programs import program_of
from courseware.models import Enrolment
from tests.decided import issue, stand
from tests.faults.answering import PERSON, PRACTICE, bodies_for, open_attempt, post_answer, post_finish
from tests.people import COURSE_START, JOINED, MONDAY_9, People, make_person
from tests.site import ANONYMOUS, VISITORS, Site, build
from tests.test_pages_matrix import MATRIX
from training.domain.attempts import start
from training.domain.schedule import opening_dates
from training.domain.simulated_cohort import do_days
from training.domain.simulation import do_module
from training.models import Attempt

CROWD = 8
PINNED = {
    "home": 0,
    "healthz": 1,
    "verify": 0,
    "verify_certificate": 2,
    "credential": 1,
    "credential_issuer": 0,
    "credential_keys": 1,
    "credential_key": 1,
    "credential_achievement": 1,
    "join": 5,  # with 2 of the savepoint in which the session is written
    "invitation": 7,  # likewise
    "consent": 5,
    "settings": 3,
    "today": 5,
    "progress": 11,
    "judgement": 4,
    "attempt": 4,
    "attempt_done": 4,
    "answer_contest": 3,
    "reactivity": 4,
    "exposure": 19,
    "exposure_tier": 5,
    "exposure_sitting": 12,
    "exposure_after": 14,
    "report_content": 5,
    "wellbeing": 4,
    "wellbeing_export": 3,
    "cohort_wellbeing": 4,
    "help": 6,
    "care": 7,
    "reports": 5,
    "report": 3,
    "bank": 7,
    "bank_item": 7,
    "bank_compare": 5,
    "bank_edit": 5,
    "bank_export": 3,
    "bank_health": 5,
    "bank_forms": 7,
    "bank_form_new": 4,
    "bank_form": 7,
    "bank_form_items": 5,
    "bank_reviews": 5,
    "bank_review": 9,
    "bank_imports": 4,
    "bank_import_new": 5,
    "bank_import": 4,
    "bank_import_rejected": 3,
    "cohorts": 3,
    "cohort": 9,
    "trainee": 9,
    "trainee_judgement": 4,
    "rationales": 8,
    "rationale_grade": 5,
    "cohort_new": 5,
    "cohort_people": 6,
    "operations": 7,
    "dossier": 14,
    "certificates": 4,
    "certificate": 3,
    "policies": 3,
    "people": 4,
    "audit": 5,
    "account_login": 1,
    "account_logout": 2,
    "account_signup": 3,
    "account_inactive": 1,
    "account_reauthenticate": 8,
    "account_email": 4,
    "account_email_verification_sent": 1,
    "account_confirm_email": 1,
    "account_change_password": 2,
    "account_reset_password": 1,
    "account_reset_password_done": 1,
    "account_reset_password_from_key": 2,
    "account_reset_password_from_key_done": 1,
    "mfa_index": 4,
    "mfa_list_webauthn": 3,
    # The same addresses asked for something else.
    "cohort?part=charts": 8,
    "trainee?part=charts": 4,
    "trainee?attempt=": 5,
}
# What one answer may cost, with the two statements of its transaction.
ANSWER_QUERIES = 6


def readers() -> dict[str, str]:
    """Every page -> the first of the visitors who may read it."""
    return {
        name: next(visitor for visitor, word in zip(VISITORS, get.split(), strict=True) if word == "200")
        for name, (get, _) in MATRIX.items()
        if "200" in get.split()
    }


def client_of(site: Site, visitor: str) -> Client:
    client = Client()
    if visitor != ANONYMOUS:
        client.force_login(site.people.by_name[visitor])
    return client


def count(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def counts(site: Site) -> dict[str, int]:
    """Page -> queries of its second request."""
    found = {}
    clients = {visitor: client_of(site, visitor) for visitor in VISITORS}
    for name, visitor in readers().items():
        client, path = clients[visitor], site.path(name)
        assert client.get(path).status_code == 200, name
        found[name] = count(lambda client=client, path=path: client.get(path))
    longest = Attempt.objects.filter(enrolment=site.people.enrolment).exclude(completed_at=None).latest("length")
    for name in [name for name in PINNED if "?" in name]:
        page, _, query = name.partition("?")
        client, path = clients["instructor"], f"{site.path(page)}?{query}"
        path += str(longest.public_id) if query == "attempt=" else ""
        assert client.get(path).status_code == 200, name
        found[name] = count(lambda client=client, path=path: client.get(path))
    return found


def fill(site: Site) -> None:
    """Many of everything: the trainee is at the last module of the course, the cohort is full, everybody is judged."""
    people = site.people
    site.arguments["attempt"] = (_at_last_module(people.enrolment).public_id,)
    for number in range(CROWD):
        _fellow(people, number)
    invitees = [Invitee(f"invitee-{number}@attune.example", "") for number in range(CROWD)]
    invitations.invite(people.cohort, invitees, people.instructor, now=JOINED)
    for _ in range(CROWD):
        invitations.new_join_link(people.cohort, people.instructor, now=datetime.now(UTC))
    jobs.run_due()


def _at_last_module(enrolment: Enrolment) -> Attempt:
    """Everything before it done on its day, whatever of it was done before."""
    program = program_of(enrolment.cohort.program_version_id)
    done = set(enrolment.attempts.filter(completed_at__isnull=False).values_list("module", flat=True))
    rng = random.Random(1)
    *earlier, last = program.day_of
    days = opening_dates(program.rules, COURSE_START, len(program.days))
    for module in earlier:
        if module not in done:
            do_module(enrolment, module, PERSON, rng, now=datetime.combine(days[program.day_of[module]], time(10), UTC))
    return start(enrolment, last, now=datetime.combine(days[-1], time(18), UTC))


def _fellow(people: People, number: int) -> Enrolment:
    user = make_person(f"fellow-{number}@attune.example", f"Fellow {number}")
    enrolment = enrol(user, people.cohort, now=JOINED)
    give_consent(enrolment, now=JOINED)
    if number % 2:
        stand(enrolment, Verdict.PASS)
    else:
        do_days(enrolment, PERSON, 1, random.Random(number))
        issue(enrolment, by=people.operations)
    return enrolment


def test_every_page_costs_what_is_pinned_with_few_rows_and_with_many(people: People):
    site = build(people)
    stand(people.other_enrolment, Verdict.PASS)
    assert counts(site) == PINNED
    fill(site)
    assert counts(site) == PINNED


def test_pages_of_every_day_are_cheap():
    assert PINNED["today"] <= 5
    assert PINNED["attempt"] <= 5


@pytest.fixture
def answering(people: People) -> tuple[Client, Attempt]:
    """The trainee's client, and an open practice set whose items are in memory."""
    client = Client()
    client.force_login(people.trainee)
    attempt = open_attempt(people.enrolment, PRACTICE, MONDAY_9)
    client.get(f"/attempts/{attempt.public_id}/")
    return client, attempt


def test_an_answer_costs_at_most_six_queries(answering: tuple[Client, Attempt]):
    client, attempt = answering
    bodies = [json.dumps(body) for body in bodies_for(attempt)]
    assert {count(lambda body=body: post_answer(client, attempt, body)) for body in bodies} == {ANSWER_QUERIES}
    assert attempt.responses.count() == attempt.length


def test_an_answer_sent_again_costs_less(answering: tuple[Client, Attempt]):
    client, attempt = answering
    body = json.dumps(bodies_for(attempt)[0])
    post_answer(client, attempt, body)
    assert count(lambda: post_answer(client, attempt, body)) < ANSWER_QUERIES


def test_a_page_half_answered_costs_the_same(answering: tuple[Client, Attempt]):
    client, attempt = answering
    path = f"/attempts/{attempt.public_id}/"
    before = count(lambda: client.get(path))
    for body in bodies_for(attempt)[:5]:
        post_answer(client, attempt, body)
    assert count(lambda: client.get(path)) == before == PINNED["attempt"]


def test_finishing_does_not_depend_on_the_number_of_answers(answering: tuple[Client, Attempt], people: People):
    client, attempt = answering
    for body in bodies_for(attempt):
        post_answer(client, attempt, body)
    many = count(lambda: post_finish(client, attempt))
    lesson = open_attempt(people.other_enrolment, "w1d1-lesson")
    other = Client()
    other.force_login(people.other_trainee)
    post_answer(other, lesson, bodies_for(lesson)[0])
    assert count(lambda: post_finish(other, lesson)) == many
