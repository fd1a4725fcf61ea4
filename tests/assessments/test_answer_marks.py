"""How answers are marked for the instructor: flag and choice apart, no key where there is none."""

import random

import pytest
from django.template.loader import render_to_string

from assessments.domain.answers import answers_of
from tests.clients import signed_in, text_of
from tests.nuances import AMBIGUOUS, CLEAR, LABELS, SHADES, UNDECIDED, answer_as, done, nuanced
from tests.people import MONDAY_9, People
from tests.training.biases.a_course import enrolled_in_it
from training.activities.base import SimulatedPerson
from training.domain.simulation import do_module


def test_in_an_ambiguity_module_flag_and_choice_are_marked_apart_and_an_ambiguous_item_has_no_key(db):
    enrolment = nuanced()
    changed = {
        CLEAR[0]: answer_as(CLEAR[0], flag=True),
        CLEAR[1]: answer_as(CLEAR[1]) | {"choice": "none"},
        AMBIGUOUS[0]: answer_as(AMBIGUOUS[0]) | {"choice": "severe"},
    }
    found = {step.item: step for step in answers_of(done(enrolment, changed)).steps}
    said = {slug: [(mark.text, mark.tone) for mark in step.marks] for slug, step in found.items()}
    assert said[CLEAR[0]] == [("Clear item", ""), ("Flag wrong", "bad"), ("Choice right", "good")]
    assert said[CLEAR[1]] == [("Clear item", ""), ("Flag right", "good"), ("Choice wrong", "bad")]
    assert said[AMBIGUOUS[0]] == [("Ambiguous item", ""), ("Flag right", "good")]
    assert said[UNDECIDED[0]] == [("Undecided item", ""), ("Choice right", "good")]
    assert {found[slug].key for slug in AMBIGUOUS} == {""}
    assert {found[slug].key for slug in CLEAR} == {"mild"}


def test_the_reference_shares_stand_below_the_stated_ones_with_whose_they_are(db):
    found = {step.item: step for step in answers_of(done(nuanced(), {})).steps}
    rows = {row.label: row.text for row in found[AMBIGUOUS[0]].parts}
    assert rows["Of 100 careful people"] == "none 0, mild 60, severe 40"
    assert rows["Reference, of 30 people"] == "none 0, mild 60, severe 40"
    assert "Reference, from the key" in {row.label for row in found[CLEAR[0]].parts}


@pytest.mark.parametrize(("module", "says", "says_not"), [(SHADES, "Flag right", "Agrees with the key"),
                                                          (LABELS, "Agrees with the key", "Flag")])  # fmt: skip
def test_the_page_speaks_of_keys_only_where_the_grade_is_about_one(db, module: str, says: str, says_not: str):
    enrolment = nuanced()
    attempt = done(enrolment, {}, module)
    path = f"/cohorts/{enrolment.cohort.public_id}/trainees/{enrolment.public_id}/?attempt={attempt.public_id}"
    page = text_of(signed_in(enrolment.cohort.instructors.get()), path)
    assert says in page
    assert says_not not in page
    keys = {SHADES: len(CLEAR) + len(UNDECIDED), LABELS: len(CLEAR)}
    assert page.count("<dt>Key</dt>") == keys[module]


def test_the_trainee_reads_the_marks_where_they_may_contest_an_item_without_a_key(db):
    enrolment = nuanced()
    attempt = done(enrolment, {AMBIGUOUS[0]: answer_as(AMBIGUOUS[0], flag=False)})
    page = text_of(signed_in(enrolment.user), f"/attempts/{attempt.public_id}/done/")
    assert "You: mild · Ambiguous item · Flag wrong" in page


def test_stances_and_guesses_are_said_to_be_ungraded_and_have_no_empty_key_or_reason(people: People):
    attempt, _ = do_module(enrolled_in_it(people.stranger), "texts", SimulatedPerson(), random.Random(3), now=MONDAY_9)
    steps = answers_of(attempt).steps
    assert [step.graded for step in (*steps[:2], steps[-1])] == [False] * 3
    page = render_to_string("assessments/_answered.html", {"step": steps[0]})
    assert "Not graded" in page
    assert "Key" not in page
    assert "Why:" not in page
    graded = render_to_string("assessments/_answered.html", {"step": steps[2]})
    assert "<dt>Key</dt>" in graded
    assert "Not graded" not in graded
