"""What people see of a correction: the trainee a calm notice about their own answer, the instructor "graded again"."""

from datetime import timedelta

import pytest
from django.urls import reverse

from courseware.domain import jobs
from tests.clients import signed_in, text_of
from tests.corrected import correct_item, key_for
from tests.faults.answering import PAIRS, PERSON, PRACTICE
from tests.people import MONDAY_9, People
from tests.practised import attempt_of, practise
from training.models import Attempt, Response

LATER = MONDAY_9 + timedelta(days=30)
WHY = "Three readers agreed on the other label."


@pytest.fixture
def course(people: People) -> People:
    practise(people.enrolment, 2, PERSON)
    return people


def answer_of(people: People, module: str = PRACTICE, *, correct: bool) -> Response:
    responses = attempt_of(people.enrolment, module).responses.filter(correct=correct)
    return responses.select_related("step__item_version__item", "attempt").first()


def corrected(response: Response, **to) -> None:
    correct_item(response.step.item_version, note=WHY, now=LATER, **to)
    jobs.run_due()


def results(people: People, attempt: Attempt) -> str:
    return text_of(signed_in(people.trainee), reverse("attempt_done", args=[attempt.public_id]))


def progress(person) -> str:
    return text_of(signed_in(person), reverse("progress"))


def test_in_favour_of_the_trainee_on_both_pages(course):
    answer = answer_of(course, correct=False)
    corrected(answer, key=key_for(answer.answer["choice"]))
    for page in (progress(course.trainee), results(course, answer.attempt)):
        assert "Corrected in your favour: your answer now counts as right" in page
        assert WHY in page
        assert "Key then" in page
        assert "Key now" in page
        assert "0&nbsp;%" in page or "0\u00a0%" in page


def test_lowered_is_said_as_plainly(course):
    answer = answer_of(course, correct=True)
    other = next(label for label in ("none", "mild", "moderate", "severe") if label != answer.answer["choice"])
    corrected(answer, key=key_for(other))
    assert "Your answer no longer counts as right" in progress(course.trainee)
    assert "in your favour" not in progress(course.trainee)


def test_that_nothing_changed_is_said_too(course):
    answer = answer_of(course, correct=True)
    corrected(answer, ambiguity="ambiguous")
    page = progress(course.trainee)
    assert "It changes nothing in your answer&#x27;s grade" in page
    assert ("no longer counts as clear" in page) is (answer.step.item_version.ambiguity == "clear")


def test_a_pair_is_told_by_the_side_it_stood_on(course):
    answer = answer_of(course, PAIRS, correct=True)
    corrected(answer, key=key_for({"a": "b", "b": "a"}[answer.answer["side"]]))
    page = " ".join(results(course, answer.attempt).split())
    side = answer.answer["choice"].capitalize()
    assert f"<dt>You answered</dt><dd><strong>{side}</strong>" in page
    assert f"<dt>Key then</dt><dd>{side}</dd>" in page
    assert f"<dt>Key now</dt><dd><strong>{'Right' if side == 'Left' else 'Left'}</strong>" in page


def test_only_on_the_attempt_with_that_answer_and_to_nobody_else(course):
    answer = answer_of(course, correct=False)
    corrected(answer, key=key_for(answer.answer["choice"]))
    assert WHY not in results(course, attempt_of(course.enrolment, PAIRS))
    assert WHY not in progress(course.other_trainee)


def test_without_a_correction_there_is_no_notice(course):
    assert "was corrected" not in progress(course.trainee)
    assert "was corrected" not in results(course, attempt_of(course.enrolment, PRACTICE))


def test_of_many_the_newest_are_open_and_the_rest_one_click_away(course, django_assert_max_num_queries):
    for answer in attempt_of(course.enrolment, PRACTICE).responses.select_related("step__item_version__item"):
        corrected(answer, ambiguity="undecided")
    client = signed_in(course.trainee)
    text_of(client, reverse("progress"))
    with django_assert_max_num_queries(11):
        page = text_of(client, reverse("progress"))
    assert page.count("Key now") == 10
    assert page.index("Earlier corrections") > page.index("Key now")


def test_the_instructor_sees_what_was_graded_again_and_what_counts(course):
    answer = answer_of(course, correct=False)
    url = reverse("trainee", args=[course.cohort.public_id, course.enrolment.public_id])
    url += f"?attempt={answer.attempt.public_id}"
    instructor = signed_in(course.instructor)
    before = text_of(instructor, url)
    corrected(answer, key=key_for(answer.answer["choice"]), rationale="What decides it is the second sentence.")
    after = text_of(instructor, url)
    assert "Graded again" not in before
    assert after.count("Graded again") == 1
    assert WHY in after
    assert "What decides it is the second sentence." in after
    assert after.count("Agrees with the key") == before.count("Agrees with the key") + 1
