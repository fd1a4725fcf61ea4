"""What new attempts ask once the bank has corrected, retired or set aside an item; old answers keep what they saw."""

from dataclasses import replace
from datetime import timedelta

import pytest

from courseware.domain.versions import content_of, new_version
from courseware.models import Item, ItemVersion
from tests.faults.answering import bodies_for, open_attempt, submit_body
from tests.people import MONDAY_9, People
from training.domain.attempts import step_view
from training.models import Attempt, Response

LATER = MONDAY_9 + timedelta(minutes=30)


def corrected(version: ItemVersion, **changes: object) -> ItemVersion:
    made = new_version(version.item, version.number + 1, replace(content_of(version), **changes), MONDAY_9)
    made.supersedes = version
    made.save()
    return made


def asked(attempt: Attempt) -> set[int]:
    return set(attempt.steps.values_list("item_version", flat=True))


@pytest.fixture
def first_asked(people: People) -> ItemVersion:
    """An item that everybody is asked in the first practice set, as the trainee's open attempt asks it."""
    step = open_attempt(people.enrolment).steps.select_related("item_version__item").first()
    return step.item_version


def test_a_corrected_item_is_asked_as_corrected(people, first_asked):
    new = corrected(first_asked, rationale="Put better.")
    attempt = open_attempt(people.other_enrolment)
    assert new.pk in asked(attempt)
    assert first_asked.pk not in asked(attempt)
    step = attempt.steps.get(item_version=new)
    assert step_view(attempt, step).item.rationale == "Put better."


def test_an_answer_is_graded_by_the_version_its_attempt_asked(people, first_asked):
    attempt = Attempt.objects.get(enrolment=people.enrolment, completed_at=None)
    labels = [label.id for label in step_view(attempt, attempt.steps.first()).guideline.labels]
    before = first_asked.key["label"]
    corrected(first_asked, key={"label": next(label for label in labels if label != before)})
    body = bodies_for(attempt)[0]
    submit_body(people.trainee, attempt, {**body, "answer": {"choice": before}}, LATER)
    assert Response.objects.get(step=attempt.steps.first()).correct


def test_a_corrected_item_can_be_answered_to_the_end(people, first_asked):
    new = corrected(first_asked, rationale="Put better.")
    attempt = open_attempt(people.other_enrolment)
    for body in bodies_for(attempt):
        submit_body(people.other_trainee, attempt, body, LATER)
    assert Response.objects.filter(attempt=attempt, step__item_version=new).count() == 1


@pytest.mark.parametrize("change", [{"retired_at": MONDAY_9}, {"sittings_only": True}])
def test_a_retired_item_and_one_kept_for_sittings_are_not_asked(people, first_asked, change):
    Item.objects.filter(pk=first_asked.item_id).update(**change)
    attempt = open_attempt(people.other_enrolment)
    everything = Attempt.objects.get(enrolment=people.enrolment, completed_at=None)
    assert asked(attempt) == asked(everything) - {first_asked.pk}
    assert attempt.length == everything.length - 1
