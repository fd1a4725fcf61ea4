"""Who has met which items with feedback, and what of a form that leaves for a sitting."""

import pytest

from courseware.models import Form, Item, ItemVersion
from tests.faults.answering import bodies_for, open_attempt, submit_body
from tests.item_forms import put_together
from tests.people import MONDAY_9, People, make_cohort
from tests.training.test_corrected_items import corrected
from training.activities import ACTIVITIES
from training.activities.practice import Practice
from training.domain.exposure_control import (
    NEVER,
    Seen,
    met_with_feedback,
    people_who_met,
    times_seen,
    usable_in_sitting,
)
from training.models import Attempt

ANSWERED = 3


def items_of(attempt: Attempt) -> list[int]:
    return list(attempt.steps.order_by("position").values_list("item_version__item", flat=True))


def answer_some(attempt: Attempt, count: int = ANSWERED) -> list[int]:
    """Answers the first steps; their items."""
    for body in bodies_for(attempt)[:count]:
        submit_body(attempt.enrolment.user, attempt, body, MONDAY_9)
    return items_of(attempt)[:count]


@pytest.fixture
def attempt(people: People) -> Attempt:
    return open_attempt(people.enrolment)


@pytest.fixture
def form(people: People, attempt: Attempt) -> Form:
    """All items of the trainee's attempt, in its order, and one that it does not ask."""
    asked = items_of(attempt)
    found = {item.pk: item for item in Item.objects.filter(pk__in=asked)}
    other = Item.objects.filter(bank="foundations").exclude(pk__in=asked).earliest("pk")
    return put_together([*(found[pk] for pk in asked), other], people.operations)


def test_only_what_was_answered_is_met_and_only_by_that_person(people, attempt):
    asked = items_of(attempt)
    answered = answer_some(attempt)
    assert met_with_feedback(people.trainee.pk, asked) == set(answered)
    assert met_with_feedback(people.trainee.pk, answered[:1]) == set(answered[:1])
    assert met_with_feedback(people.other_trainee.pk, asked) == set()
    assert met_with_feedback(people.trainee.pk, []) == set()


def test_an_item_met_in_another_version_or_another_course_is_met(people, attempt):
    asked = items_of(attempt)
    answered = answer_some(attempt)
    corrected(ItemVersion.objects.get(steps__attempt=attempt, steps__position=0), rationale="Put better.")
    people.enrolment.cohort = make_cohort("Elsewhere", people.version, people.instructor)
    people.enrolment.save()
    assert met_with_feedback(people.trainee.pk, asked) == set(answered)


def test_an_attempt_without_feedback_leaves_an_item_new(people, attempt, monkeypatch):
    class Silent(Practice):
        gives_feedback = False

    answered = answer_some(attempt)
    Attempt.objects.filter(pk=attempt.pk).update(kind="sitting")
    assert met_with_feedback(people.trainee.pk, answered) == set(answered)  # a kind nobody knows errs on the safe side
    monkeypatch.setitem(ACTIVITIES, "sitting", Silent())
    assert met_with_feedback(people.trainee.pk, answered) == set()
    assert times_seen(answered)[answered[0]] != NEVER
    assert people_who_met(answered) == {}


def test_what_is_left_of_a_form_keeps_its_order(people, attempt, form, django_assert_num_queries):
    *asked, other = form.entries.values_list("item_id", flat=True)
    answered = answer_some(attempt)
    Item.objects.filter(pk__in=(asked[ANSWERED], asked[0])).update(retired_at=MONDAY_9)
    with django_assert_num_queries(2):
        usable = usable_in_sitting(people.trainee.pk, form)
    assert usable.met == tuple(answered)
    assert usable.retired == (asked[ANSWERED],)
    assert usable.usable == (*asked[ANSWERED + 1 :], other)
    assert usable_in_sitting(people.stranger.pk, form).usable == (*asked[1:ANSWERED], *asked[ANSWERED + 1 :], other)


def test_answers_and_people_are_counted_with_simulated_ones_apart(people, attempt, django_assert_num_queries):
    asked = items_of(attempt)
    answered = answer_some(attempt)
    other = open_attempt(people.other_enrolment)
    answer_some(other, other.length)
    simulated = open_attempt(people.foreign_enrolment)
    Attempt.objects.filter(pk=simulated.pk).update(is_simulated=True)
    answer_some(simulated, simulated.length)
    with django_assert_num_queries(1):
        seen = times_seen(asked)
    assert {seen[item] for item in answered} == {Seen(2, 2, 1, 1)}
    assert {seen[item] for item in set(asked) - set(answered)} == {Seen(1, 1, 1, 1)}
    assert people_who_met(asked) == {item: 3 if item in answered else 2 for item in asked}


def test_one_person_who_answers_twice_is_one_person(people, attempt):
    answered = answer_some(attempt)
    second = open_attempt(people.foreign_enrolment)
    answer_some(second, second.length)
    # The foreign trainee turns out to be the same person, in another cohort.
    people.foreign_enrolment.user = people.trainee
    people.foreign_enrolment.save()
    assert times_seen(answered) == dict.fromkeys(answered, Seen(2, 1))
    assert people_who_met(answered) == dict.fromkeys(answered, 1)


def test_what_nobody_answered_was_never_seen(people):
    item = Item.objects.first().pk
    assert times_seen([item]) == {item: NEVER}
    assert people_who_met([item]) == {}
    assert times_seen([]) == {}
