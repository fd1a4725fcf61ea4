"""The quiet line on /today/: below the day's work, never primary, and not there where nothing is offered."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.clients import signed_in
from tests.ladder_course import Climbers
from tests.training.exposure_pages.steps import begin, press, read, set_care, sitting_path, without_a_ladder

CARD = "By choice: difficult content"


@pytest.fixture
def cleo(climbers: Climbers) -> Client:
    return signed_in(climbers.trainee)


def test_it_stands_below_the_work_of_the_day_and_leads_to_the_ladder(cleo, climbers):
    page = read(cleo, "/today/")
    assert page.index("card-next") < page.index(CARD)
    assert page.count("button-primary") == 1
    assert f'href="/exposure/?course={climbers.enrolment.public_id}"' in page
    assert "Nothing of it is shown unless you choose it" in page


def test_it_says_in_a_few_words_where_one_is(cleo, climbers):
    attempt = begin(cleo, climbers.enrolment)
    assert "A sitting was begun and can stay as it is" in read(cleo, "/today/")
    press(cleo, read(cleo, sitting_path(attempt)), "/stop/")
    page = read(cleo, "/today/")
    assert "Nothing of it is shown unless you choose it. Nothing waits for it." in page
    assert "1 of 1 days done" in page


def test_it_is_not_there_where_nothing_is_offered(cleo, climbers):
    assert CARD not in read(signed_in(without_a_ladder(climbers).user), "/today/")
    set_care(climbers.operations, offered=False)
    assert CARD not in read(cleo, "/today/")


def test_it_costs_one_query_where_there_is_a_ladder(cleo, climbers, django_assert_num_queries):
    read(cleo, "/today/")
    # The session, the person, their enrolments, their attempts; and what the organisation has set.
    with django_assert_num_queries(5):
        cleo.get(reverse("today"))
