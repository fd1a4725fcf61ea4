"""How far people and program agree, and a reading beside the estimate, in a real browser."""

import random

from django.urls import reverse

from assessments.domain import rationale_grading as grading
from tests.browser.looking import look
from tests.browser.test_layout import PHONE, too_wide
from tests.people import MONDAY_9
from tests.rationales import set_with_reasons


def test_agreement_and_a_reading_are_readable_at_any_width_in_both_themes(page, live_people, sign_in):
    people, rng = live_people, random.Random(1)
    for enrolment in (people.enrolment, people.other_enrolment):
        set_with_reasons(enrolment)
    while (response := grading.next_for(people.cohort, people.instructor)) is not None:
        place = (people.cohort.public_id, response.attempt.public_id, response.step.position)
        mentioned = {factor["name"]: rng.random() < 0.5 for factor in response.step.item_version.factors}
        grading.grade(people.instructor, *place, mentioned=mentioned, clarity=1, now=MONDAY_9)
    sign_in(page, people.instructor)
    for path in (reverse("rationales", args=place[:1]), reverse("rationale_grade", args=place)):
        for size in (PHONE, {"width": 1280, "height": 800}):
            page.set_viewport_size(size)
            assert too_wide(page, path) == []
        look(page, path)
