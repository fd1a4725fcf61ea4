"""Answers graded again by a corrected version of their item: which ones, by what, and how often."""

from datetime import timedelta

import pytest

from courseware.models import ItemVersion
from tests.corrected import correct_item, key_for, version_named
from tests.faults.answering import PAIRS, PRACTICE, bodies_for, open_attempt, submit_body
from tests.people import MONDAY_9, People
from training.domain.counting import counted
from training.domain.regrading import regrade, regrade_attempt
from training.models import Attempt, Regrade, Response

LATER = MONDAY_9 + timedelta(hours=1)


def answer_all(people: People, who: str = "trainee", module: str = PRACTICE) -> Attempt:
    enrolment = people.enrolment if who == "trainee" else people.other_enrolment
    attempt = open_attempt(enrolment, module)
    for body in bodies_for(attempt):
        submit_body(enrolment.user, attempt, body, LATER)
    return attempt


@pytest.fixture
def attempt(people: People) -> Attempt:
    return answer_all(people)


@pytest.fixture
def wrong(attempt: Attempt) -> Response:
    return attempt.responses.filter(correct=False).select_related("step__item_version__item").first()


def what_counts(response: Response) -> tuple[float, bool, int]:
    now = counted(Response.objects.filter(pk=response.pk)).get()
    return now.counted_credit, now.counted_correct, now.counted_version_id


def test_without_a_correction_the_first_grade_counts(attempt, wrong):
    assert what_counts(wrong) == (wrong.credit, False, wrong.step.item_version_id)


def test_a_wrong_answer_becomes_right_by_the_corrected_key_and_keeps_its_first_grade(wrong):
    new = correct_item(wrong.step.item_version, key=key_for(wrong.answer["choice"]))
    assert regrade(new, now=LATER) is None
    assert what_counts(wrong) == (1.0, True, new.pk)
    wrong.refresh_from_db()
    assert wrong.correct is False


def test_half_a_credit_is_no_right_answer(wrong):
    labels = {wrong.answer["choice"]: 0.5, wrong.step.item_version.key["label"]: 1.0}
    regrade(correct_item(wrong.step.item_version, key={"accepted": labels}), now=LATER)
    assert what_counts(wrong)[:2] == (0.5, False)


def test_a_pair_is_graded_by_the_side_chosen_wherever_it_stood(people):
    attempt = answer_all(people, module=PAIRS)
    for response in attempt.responses.select_related("step__item_version__item"):
        new = correct_item(response.step.item_version, key=key_for("a"), ambiguity="undecided")
        regrade(new, now=LATER)
        assert what_counts(response)[1] is (response.answer["side"] == "a")


def test_every_answer_of_everybody_is_graded_again_in_open_attempts_too(people, attempt, wrong):
    other = answer_all(people, "other")
    item = wrong.step.item_version.item_id
    new = correct_item(wrong.step.item_version, key=key_for(wrong.answer["choice"]))
    regrade(new, now=LATER)
    graded = set(Regrade.objects.values_list("response", flat=True))
    assert graded == {a.responses.get(step__item_version__item=item).pk for a in (attempt, other)}
    assert attempt.completed_at is None


def test_an_answer_to_another_text_is_not_graded_again(wrong):
    edited = correct_item(wrong.step.item_version, body={"text": "Another text altogether."})
    new = correct_item(edited, key=key_for(wrong.answer["choice"]))
    regrade(new, now=LATER)
    assert not Regrade.objects.exists()


def test_an_answer_is_reached_over_a_correction_of_the_wording(wrong):
    better_said = correct_item(wrong.step.item_version, rationale="Put better.")
    new = correct_item(better_said, key=key_for(wrong.answer["choice"]))
    regrade(new, now=LATER)
    assert what_counts(wrong) == (1.0, True, new.pk)


def test_of_two_corrections_the_newer_counts_whichever_is_graded_first(wrong):
    first = correct_item(wrong.step.item_version, key=key_for(wrong.answer["choice"]))
    second = correct_item(first, key=wrong.step.item_version.key)
    regrade(second, now=LATER)
    regrade(first, now=LATER)
    assert what_counts(wrong) == (0.0, False, second.pk)
    # Written by a run that had looked before the second correction was graded.
    Regrade.objects.create(response=wrong, item_version=first, credit=1.0, correct=True, created_at=LATER)
    assert what_counts(wrong) == (0.0, False, second.pk)


def test_graded_in_batches_and_again_gives_the_rows_of_once(people, attempt, wrong):
    answer_all(people, "other")
    new = correct_item(wrong.step.item_version, key=key_for(wrong.answer["choice"]))
    after, rounds = 0, 0
    while after is not None:
        after, rounds = regrade(new, now=LATER, after=after, limit=1), rounds + 1
    rows = list(Regrade.objects.order_by("pk").values())
    assert (len(rows), rounds) == (2, 3)
    regrade(new, now=LATER + timedelta(days=1))
    assert list(Regrade.objects.order_by("pk").values()) == rows


def test_a_course_that_does_not_know_the_new_label_keeps_the_first_grade(wrong, caplog):
    new = correct_item(wrong.step.item_version, key={"label": "label-of-a-later-guideline"})
    assert regrade(new, now=LATER) is None
    assert what_counts(wrong)[:2] == (wrong.credit, False)
    assert "keeps its grade" in caplog.text


def test_an_attempt_brings_its_own_answers_up_to_date(people, attempt, wrong, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert regrade_attempt(attempt, now=LATER) == 0
    first = correct_item(wrong.step.item_version, key=key_for(wrong.answer["choice"]))
    second = correct_item(version_named(attempt, first.item.slug), ambiguity="ambiguous")
    assert regrade_attempt(attempt, now=LATER) == 1
    assert what_counts(wrong) == (1.0, True, second.pk)
    assert regrade_attempt(attempt, now=LATER) == 0
    assert ItemVersion.objects.filter(pk=first.pk, regrades=None).exists()
