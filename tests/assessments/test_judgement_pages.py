"""The profile of what moves somebody's answers: for themselves, and for those who teach them."""

import re

from django.urls import reverse

from tests.clients import signed_in, text_of
from tests.people import People
from tests.tallied import many_biases, tally


def own_page(people: People) -> str:
    return text_of(signed_in(people.trainee), reverse("judgement"))


def test_before_any_answer_it_says_what_will_appear(people: People):
    page = own_page(people)
    assert "No numbers yet" in page
    assert page.count("0 against 0") == 8


def test_somebody_in_no_course_is_told_so(people: People):
    assert "Nothing to show yet" in text_of(signed_in(people.stranger), reverse("judgement"))


def test_each_bias_has_its_sentence_number_and_interval(people: People):
    many_biases(people.enrolment)
    page = own_page(people)
    assert "1 of 3 stands out." in page
    assert (
        "You give a suggested answer more often than when nobody suggests it, more than chance would explain." in page
    )
    assert len(re.findall(r"points</strong> \(90&nbsp;% interval [+−0-9]+ to [+−0-9]+\), from \d+ answers", page)) == 3
    assert page.count('class="iv bias-strip"') == 3
    assert "3 against 3" in page
    assert "up to 14\u00a0% of the time" in page
    assert "7 others" in page
    assert "too few others yet" in page


def test_the_instructor_reads_the_same_numbers_in_the_third_person(people: People):
    many_biases(people.enrolment)
    url = reverse("trainee_judgement", args=[people.cohort.public_id, people.enrolment.public_id])
    theirs = text_of(signed_in(people.instructor), url)
    assert "They give a suggested answer more often" in theirs
    numbers = r"<strong>[+−0-9]+ points</strong> \(90&nbsp;% interval [^)]+\)"
    assert re.findall(numbers, theirs) == re.findall(numbers, own_page(people))


def test_nobody_else_s_name_or_number_is_on_it(people: People):
    many_biases(people.enrolment)
    page = own_page(people)
    assert "Fellow" not in page
    assert people.other_trainee.name not in page


def test_progress_and_the_trainee_s_page_lead_there(people: People):
    assert reverse("judgement") in text_of(signed_in(people.trainee), reverse("progress"))
    trainee = reverse("trainee", args=[people.cohort.public_id, people.enrolment.public_id])
    assert f"{trainee}judgement/" in text_of(signed_in(people.instructor), trainee)


def test_the_course_in_the_address_is_the_one_shown(people: People):
    tally(people.enrolment, "anchoring", (7, 10), (2, 10))
    page = text_of(signed_in(people.trainee), f"{reverse('judgement')}?course={people.enrolment.public_id}")
    assert f"?course={people.enrolment.public_id}" in page
