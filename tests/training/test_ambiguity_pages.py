"""Pages of an ambiguity module: what the trainee is sent, what is said after the answer, what the instructor reads."""

import json
import re

from django.urls import reverse

from courseware.domain import jobs
from tests.clients import signed_in, text_of
from tests.nuances import AMBIGUOUS, CASES, CLEAR, SHADES, answer_as, done, nuanced
from tests.people import MONDAY_9
from training.domain.planning import create_attempt


def data_of(page: str) -> dict:
    return json.loads(re.search(r'<script id="attempt-data" type="application/json">(.*?)</script>', page)[1])


def test_the_page_asks_alike_of_every_item_and_has_its_own_styles(db):
    enrolment = nuanced()
    attempt = create_attempt(enrolment, SHADES, number=1, seed=3, simulated=False, now=MONDAY_9)
    page = text_of(signed_in(enrolment.user), reverse("attempt", args=[attempt.public_id]))
    assert "attune/css/nuance" in page
    steps = data_of(page)["steps"]
    assert len(steps) == 9
    asked = [json.dumps({**step, "step": "", "passages": "", "floorMs": 0, "contestUrl": ""}) for step in steps]
    assert len(set(asked)) == 1
    assert set(steps[0]["parts"]) == {"flag", "soft", "cases"}


def test_the_instructor_reads_flag_shares_and_cases_beside_the_key(db):
    enrolment = nuanced()
    attempt = done(enrolment, {CLEAR[0]: answer_as(CLEAR[0], flag=True)})
    jobs.run_due()
    instructor = enrolment.cohort.instructors.get()
    path = f"/cohorts/{enrolment.cohort.public_id}/trainees/{enrolment.public_id}/?attempt={attempt.public_id}"
    page = text_of(signed_in(instructor), path)
    assert "Called genuinely ambiguous" in page
    assert page.count(CASES["severe"]) == len(AMBIGUOUS) + 1
    assert "mild 60, severe 40" in page


def test_the_trainee_reads_both_ways_to_go_wrong(db):
    enrolment = nuanced()
    attempt = done(enrolment, {CLEAR[0]: answer_as(CLEAR[0], flag=True)})
    jobs.run_due()
    page = text_of(signed_in(enrolment.user), reverse("attempt_done", args=[attempt.public_id]))
    for words in ("Ambiguity noticed", "Clear items left unflagged", "Closeness of shares"):
        assert words in page
