"""After a drill: every measure with what it means and does not, block by block beside one's own earlier runs."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from assessments.catalog import MEASURES, of_block, shown, whole_and_block
from assessments.domain.results import State, results_of
from assessments.models import Score
from tests.clients import signed_in, text_of
from tests.evidence import load_general_policy
from tests.faults.answering import DRILL
from tests.people import MONDAY_9, People
from tests.practised import attempt_of, drill_on, practise
from training.activities.drills.validity import REASONS, Verdict
from training.domain.rulings import rule
from training.models import Attempt

pytestmark = pytest.mark.thorough

TUESDAY = MONDAY_9 + timedelta(days=1)
REASON = "There was a fire alarm in the middle of it."


@pytest.fixture
def client(people: People) -> Client:
    return signed_in(people.trainee)


def done_page(client: Client, attempt: Attempt) -> str:
    return text_of(client, reverse("attempt_done", args=[attempt.public_id]))


def set_aside(attempt: Attempt, people: People, *, reoffers: bool = True, voids: bool = True) -> None:
    rule(attempt, code="instructor", voids=voids, reoffers=reoffers, reason=REASON, by=people.instructor, now=TUESDAY)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.slug)
def test_every_measure_says_in_a_sentence_what_it_means_and_in_one_what_it_does_not(measure):
    for sentence in (measure.meaning, measure.not_meaning):
        assert sentence.endswith(".")
        assert 20 < len(sentence) < 140
    assert measure.low < measure.high
    assert measure.counted
    said = f"{measure.name} {measure.meaning}".lower()
    assert not any(word in said for word in ("health", "diagnos", "normal", "adhd", "disorder", "intelligence"))


def test_values_are_written_with_their_unit():
    assert shown("pvt_median_rt", 312.4) == "312\u00a0ms"
    assert shown("pvt_speed", 3.456) == "3.46\u00a0per s"
    assert shown("sart_omission", 0.256) == "26\u00a0%"
    assert shown("pvt_false_starts", 3) == "3"


def test_a_block_s_value_is_kept_under_a_slug_that_names_both():
    assert whole_and_block(of_block("sart_d_prime", 12)) == ("sart_d_prime", 12)
    assert whole_and_block("sart_d_prime") == ("sart_d_prime", None)


def test_all_measures_of_the_run_stand_below_the_headlines(people: People, client: Client):
    practise(people.enrolment, 1)
    attempt = attempt_of(people.enrolment, DRILL)
    page = done_page(client, attempt)
    whole = page[page.index("The whole run") :]
    for slug in ("sart_d_prime", "sart_criterion", "sart_commission", "sart_omission", "sart_rt_cv", "sart_decrement"):
        score = Score.objects.get(attempt=attempt, measure=slug)
        assert MEASURES[slug].name in whole
        assert shown(slug, score.value) in whole
        assert MEASURES[slug].meaning in whole
        assert MEASURES[slug].not_meaning in whole
    assert "Done on: Simulated browser, 60 Hz, keyboard." in whole


def test_d_prime_is_drawn_block_by_block_with_intervals_and_as_a_table(people: People, client: Client):
    practise(people.enrolment, 1)
    attempt = attempt_of(people.enrolment, DRILL)
    curve = results_of(attempt).curve
    stored = Score.objects.get(attempt=attempt, measure=of_block("sart_d_prime", 2))
    assert [row.block for row in curve.rows] == [1, 2, 3, 4, 5]
    assert curve.rows[1].words == shown("sart_d_prime", stored.value)
    assert all(mark.top < mark.y < mark.bottom for mark in curve.chart.marks)
    page = done_page(client, attempt)
    assert 'aria-label="Target discrimination (d′) by block' in page
    assert "The same numbers as a table" in page
    assert "style=" not in page


def test_earlier_runs_of_one_s_own_lie_behind_the_newest(people: People, client: Client):
    practise(people.enrolment, 2)
    practise(people.other_enrolment, 1)
    attempt = attempt_of(people.enrolment, "w1d2-sart")
    curve = results_of(attempt).curve
    first = attempt_of(people.enrolment, DRILL)
    assert curve.earlier == (first.completed_at,)
    before = Score.objects.get(attempt=first, measure=of_block("sart_d_prime", 1))
    assert curve.rows[0].earlier == (shown("sart_d_prime", before.value),)
    assert done_page(client, attempt).count("is-earlier") == 1


def test_response_times_are_compared_on_the_same_device_only_and_the_page_says_so(people: People, client: Client):
    load_general_policy()
    drill_on(people.enrolment, DRILL, now=MONDAY_9, device={"refreshHz": 120})
    second = drill_on(people.enrolment, "w1d2-sart", now=TUESDAY)
    results = results_of(second)
    assert results.other_device
    assert results.headlines[0].spark is not None  # d' is no response time
    assert "compared only on the same device" in done_page(client, second)


def test_on_one_device_nothing_is_said_of_others(people: People, client: Client):
    load_general_policy()
    drill_on(people.enrolment, DRILL, now=MONDAY_9)
    second = drill_on(people.enrolment, "w1d2-sart", now=TUESDAY)
    assert not results_of(second).other_device
    assert "compared only on the same device" not in done_page(client, second)


def test_a_training_form_has_a_history_of_its_own(people: People, client: Client):
    practise(people.enrolment, 3)
    training = attempt_of(people.enrolment, "w1d3-faster")
    results = results_of(training)
    assert results.form == "level 1"
    assert results.headlines[0].spark is None
    assert results.curve.earlier == ()
    assert "This was a training form (level 1)" in done_page(client, training)


def test_the_zone_is_told_from_the_second_run_on_by_the_edge_of_the_first(people: People, client: Client):
    practise(people.enrolment, 3)
    first = attempt_of(people.enrolment, "w1d3-city")
    assert {"gradcpt_zone"} <= set(Score.objects.filter(attempt=first).values_list("measure", flat=True))
    assert not Score.objects.filter(measure="gradcpt_in_zone").exists()
    assert "from your next one on this device" in done_page(client, first)


def test_every_drill_of_the_course_has_its_measures_and_its_curve(people: People, client: Client):
    practise(people.enrolment, 5)
    wanted = {"w1d3-city": "gradcpt_d_prime", "w1d5-look": "long_look_hits"}
    for module, measure in wanted.items():
        results = results_of(attempt_of(people.enrolment, module))
        assert results.state == State.READY
        assert results.curve.measure.slug == measure
    dot = results_of(attempt_of(people.enrolment, "w1d2-dot"))
    assert [headline.measure.slug for headline in dot.headlines] == ["pvt_speed", "pvt_lapses"]
    assert "section by section" in done_page(client, attempt_of(people.enrolment, "w1d5-look"))


def test_what_an_instructor_set_aside_is_said_with_the_reason_and_that_it_is_offered_again(
    people: People, client: Client
):
    practise(people.enrolment, 1)
    attempt = attempt_of(people.enrolment, DRILL)
    set_aside(attempt, people)
    page = done_page(client, attempt)
    assert "Your instructor set this run aside" in page
    assert REASON in page
    assert "offered again, free" in page
    assert f'href="/today/?course={people.enrolment.public_id}"' in page
    assert 'class="number-value"' not in page


def test_what_the_program_set_aside_is_never_told_as_the_instructors_doing(people: People, client: Client):
    practise(people.enrolment, 1)
    attempt = attempt_of(people.enrolment, DRILL)
    reason = REASONS[Verdict.BROKEN_OFF]
    rule(attempt, code="broken_off", voids=True, reoffers=False, reason=reason, by=None, now=TUESDAY)
    page = done_page(client, attempt)
    assert "This run counts neither for you nor against you" in page
    assert reason in page
    assert "instructor set" not in page
    assert "offered again, free" not in page


def test_a_run_that_was_set_aside_is_in_no_history(people: People):
    practise(people.enrolment, 2)
    set_aside(attempt_of(people.enrolment, DRILL), people)
    results = results_of(attempt_of(people.enrolment, "w1d2-sart"))
    assert results.headlines[0].spark is None
    assert results.curve.earlier == ()


def test_a_run_that_is_only_offered_again_keeps_its_numbers(people: People, client: Client):
    practise(people.enrolment, 1)
    attempt = attempt_of(people.enrolment, DRILL)
    set_aside(attempt, people, voids=False)
    page = done_page(client, attempt)
    assert "You may do this once more" in page
    assert "This run counts as it is." in page
    assert len(re.findall('class="number-value"', page)) == 3


def test_the_program_s_own_ruling_is_told_in_plain_words(people: People, client: Client):
    load_general_policy()
    spoiled = drill_on(people.enrolment, DRILL, now=MONDAY_9, void=20)
    page = done_page(client, spoiled)
    assert "This run counts neither for you nor against you" in page
    assert "Too much of this drill was interrupted" in page
    assert "offered again, free" in page
    again = drill_on(people.enrolment, DRILL, now=TUESDAY)
    assert again.number == 2
    assert "You have done it again since." in done_page(client, spoiled)
