"""After a module: at most three numbers with meaning, interval and one's own history; then what is next."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from assessments.domain.results import State, results_of
from assessments.models import Score
from assessments.views.results import MAX_LOOKS
from courseware.domain import jobs
from courseware.models import Job
from tests.clients import signed_in, text_of
from tests.evidence import load_general_policy
from tests.faults.answering import DRILL, LESSON, PAIRS, PRACTICE, open_attempt
from tests.people import MONDAY_9, People
from tests.practised import attempt_of, drill_on, practise
from training.models import Attempt

PENDING = "Your numbers are being worked out"
UNTIMED = "Not valid for timing on this device"


@pytest.fixture
def client(people: People) -> Client:
    return signed_in(people.trainee)


def done_url(attempt: Attempt) -> str:
    return reverse("attempt_done", args=[attempt.public_id])


def numbers(page: str) -> list[str]:
    return re.findall(r'class="number-value">([^<]*)<', page)


def test_a_drill_shows_three_numbers_with_meaning_interval_and_what_they_rest_on(people: People, client: Client):
    practise(people.enrolment, 1)
    page = text_of(client, done_url(attempt_of(people.enrolment, DRILL)))
    assert len(numbers(page)) == 3
    assert "Target discrimination (d′)" in page
    assert "0 is chance" in page
    assert len(re.findall(r"number-range\">[^<]+ to [^<]+, from \d+ ", page)) == 3
    assert "from 225 trials" in page
    assert "These are estimates" in page


def test_the_numbers_are_the_stored_scores(people: People):
    practise(people.enrolment, 1)
    attempt = attempt_of(people.enrolment, PRACTICE)
    results = results_of(attempt)
    stored = {score.measure: score for score in Score.objects.filter(attempt=attempt)}
    assert results.state == State.READY
    assert [headline.measure.slug for headline in results.headlines] == ["accuracy", "overconfidence"]
    accuracy, score = results.headlines[0], stored["accuracy"]
    assert accuracy.value == f"{100 * score.value:.0f}\u00a0%"
    assert accuracy.interval == f"{100 * score.low:.0f} to {100 * score.high:.0f}\u00a0%"


def test_a_first_number_has_no_history_a_second_has_its_own(people: People, client: Client):
    practise(people.enrolment, 2)
    first = text_of(client, done_url(attempt_of(people.enrolment, PRACTICE)))
    assert '<svg class="spark"' not in first
    assert "Your first" in first
    second = text_of(client, done_url(attempt_of(people.enrolment, "w1d2-support")))
    assert second.count('<svg class="spark"') == 2
    was = numbers(first)[0]
    assert f"<figcaption>Before: {was}</figcaption>" in second


def test_the_history_is_one_s_own_and_of_the_same_kind_of_module(people: People):
    practise(people.enrolment, 2)
    practise(people.other_enrolment, 2)
    pairs = results_of(attempt_of(people.enrolment, "w1d2-pairs")).headlines[0]
    assert pairs.measure.slug == "accuracy"
    assert len(pairs.spark.marks) == 2


def test_an_old_page_keeps_the_history_of_its_time(people: People):
    practise(people.enrolment, 3)
    assert len(results_of(attempt_of(people.enrolment, "w1d2-support")).headlines[0].spark.marks) == 2
    assert len(results_of(attempt_of(people.enrolment, "w1d3-severity")).headlines[0].spark.marks) == 3


def test_while_scoring_is_not_done_the_page_says_so_and_asks_again(people: People, client: Client):
    practise(people.enrolment, 1, scored=False)
    url = done_url(attempt_of(people.enrolment, DRILL))
    page = text_of(client, url)
    assert PENDING in page
    assert f'hx-get="{url}?looks=1"' in page
    assert f'<a href="{url}">Look again now</a>' in page  # without scripts
    assert numbers(page) == []

    part = client.get(f"{url}?looks=1", headers={"hx-request": "true"}).content.decode()
    assert PENDING in part
    assert "<html" not in part
    assert f'hx-get="{url}?looks=2"' in part

    jobs.run_due()
    part = client.get(f"{url}?looks=2", headers={"hx-request": "true"}).content.decode()
    assert len(numbers(part)) == 3
    assert "hx-get" not in part
    assert "Your numbers are worked out." in part
    assert "htmx-2" not in text_of(client, url)


def test_a_page_that_has_asked_for_long_stops_asking(people: People, client: Client):
    practise(people.enrolment, 1, scored=False)
    url = done_url(attempt_of(people.enrolment, DRILL))
    page = text_of(client, f"{url}?looks={MAX_LOOKS}")
    assert "This takes longer than usual" in page
    assert "hx-get" not in page
    for nonsense in ("-1", "x", "9999999", "²"):
        assert "hx-get" in text_of(client, f"{url}?looks={nonsense}")


def test_a_failure_of_ours_is_said_to_be_ours(people: People, client: Client):
    practise(people.enrolment, 1, scored=False)
    Job.objects.filter(name="assessments.score_attempt").update(state=Job.State.DEAD)
    page = text_of(client, done_url(attempt_of(people.enrolment, DRILL)))
    assert "fault on our side" in page
    assert PENDING not in page


def test_a_device_that_cannot_time_gives_no_bad_score(people: People, client: Client):
    load_general_policy()
    attempt = drill_on(people.enrolment, DRILL, now=MONDAY_9, timing_valid=False)
    assert Score.objects.filter(attempt=attempt, measure="sart_d_prime").exists()
    page = text_of(client, done_url(attempt))
    assert UNTIMED in page
    assert numbers(page) == []


def test_what_an_untimed_device_recorded_is_no_history(people: People):
    load_general_policy()
    drill_on(people.enrolment, DRILL, now=MONDAY_9, timing_valid=False)
    later = drill_on(people.enrolment, "w1d2-sart", now=MONDAY_9 + timedelta(days=1))
    assert results_of(later).headlines[0].spark is None


def test_void_trials_are_named(people: People, client: Client):
    load_general_policy()
    page = text_of(client, done_url(drill_on(people.enrolment, DRILL, now=MONDAY_9, void=4)))
    assert "20 void trials left out" in page
    assert "from 205 trials" in page


def test_a_drill_without_a_usable_trial_says_so(people: People, client: Client):
    load_general_policy()
    page = text_of(client, done_url(drill_on(people.enrolment, DRILL, now=MONDAY_9, void=45)))
    assert "This run counts neither for you nor against you" in page
    assert "Too much of this drill was interrupted" in page
    assert numbers(page) == []


def test_a_lesson_is_done_and_leads_on(people: People, client: Client):
    open_attempt(people.enrolment, DRILL)
    page = text_of(client, done_url(attempt_of(people.enrolment, LESSON)))
    assert "This lesson is done" in page
    assert "Hold back on 3" in page
    assert f'href="/today/?course={people.enrolment.public_id}"' in page
    assert page.count("button-primary") == 1


def test_an_open_attempt_leads_back_to_it(people: People, client: Client):
    attempt = open_attempt(people.enrolment, PAIRS)
    response = client.get(done_url(attempt))
    assert response.status_code == 302
    assert response["Location"] == reverse("attempt", args=[attempt.public_id])


def test_nobody_else_sees_it(people: People):
    practise(people.enrolment, 1)
    url = done_url(attempt_of(people.enrolment, DRILL))
    for name in ("other_trainee", "instructor", "operations", "stranger"):
        assert signed_in(people.by_name[name]).get(url).status_code == 404


def test_times_are_in_the_reader_s_zone_with_the_zone(people: People):
    people.trainee.time_zone = "Asia/Tokyo"
    people.trainee.save()
    practise(people.enrolment, 1)
    attempt = attempt_of(people.enrolment, DRILL)
    local = attempt.completed_at.astimezone(people.trainee.zone)
    page = text_of(signed_in(people.trainee), done_url(attempt))
    assert f"{local:%H:%M} JST" in page


def test_simulated_attempts_are_marked(people: People, client: Client):
    practise(people.enrolment, 1)
    assert "badge-simulated" in text_of(client, done_url(attempt_of(people.enrolment, DRILL)))
