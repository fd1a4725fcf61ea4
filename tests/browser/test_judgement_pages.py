"""A profile and a debrief with something of everything, in a real browser: readable on a phone, without violations."""

import random

from django.urls import reverse

from courseware.domain import jobs
from tests.browser.looking import look
from tests.browser.test_layout import PHONE, too_wide
from tests.people import MONDAY_9
from tests.tallied import many_biases
from tests.training.biases.a_course import enrolled_in_it
from training.activities.base import SimulatedPerson
from training.domain.simulation import do_module

PULLED = SimulatedPerson(anchoring=0.5, halo=0.4, verbosity_bias=0.4)


def test_profile_and_debrief_are_readable_at_any_width_in_both_themes(page, live_people, sign_in):
    people = live_people
    many_biases(people.enrolment)
    attempt, _ = do_module(enrolled_in_it(people.stranger), "texts", PULLED, random.Random(3), now=MONDAY_9)
    jobs.run_due()
    pages = {
        people.trainee: reverse("judgement"),
        people.stranger: reverse("attempt_done", args=[attempt.public_id]),
        people.instructor: reverse("trainee_judgement", args=[people.cohort.public_id, people.enrolment.public_id]),
    }
    for person, path in pages.items():
        sign_in(page, person)
        for size in (PHONE, {"width": 1280, "height": 800}):
            page.set_viewport_size(size)
            assert too_wide(page, path) == []
        for details in page.locator("details").all():
            details.evaluate("node => node.open = true")
        look(page, path)


def test_the_table_behind_the_drawings_opens_by_keyboard(page, live_people, sign_in):
    many_biases(live_people.enrolment)
    sign_in(page, live_people.trainee)
    page.goto(reverse("judgement"))
    page.get_by_text("The same numbers as a table").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("row", name="Suggestion").is_visible()
