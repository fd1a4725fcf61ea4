"""/today/: the one next thing, why nothing is open, and what comes after; in the trainee's own days."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from courseware.domain.enrolments import enrol, give_consent, withdraw_consent
from courseware.domain.programs import program_of
from courseware.models import Cohort, Enrolment, User
from tests.faults.answering import DRILL, LESSON, PERSON, open_attempt
from tests.people import COURSE_START, MONDAY_9, People, make_cohort
from tests.practised import days_in_all, finish_everything
from training.domain.simulated_cohort import do_days
from training.domain.simulation import do_module
from training.models import Attempt

FRIDAY_17 = datetime(2026, 1, 9, 17, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY_9) as traveller:
        yield traveller


@pytest.fixture
def tara(client: Client, people: People) -> Client:
    client.force_login(people.trainee)
    return client


def read(client: Client, query: str = "") -> str:
    """The page as a person reads it: one space between words, no hard spaces."""
    reply = client.get(f"/today/{query}")
    assert reply.status_code == 200
    return " ".join(reply.content.decode().replace("\u00a0", " ").split())


class TestNext:
    def test_the_first_module_of_the_first_day_is_offered_and_nothing_else(self, tara, people):
        page = read(tara)
        assert page.count("button-primary") == 1
        assert f'name="module" value="{LESSON}"' in page
        assert f'name="enrolment" value="{people.enrolment.public_id}"' in page
        assert f"Day 1 of {days_in_all(people.enrolment)}" in page
        assert ">Start</button>" in page

    def test_what_was_begun_goes_on(self, tara, people):
        open_attempt(people.enrolment, DRILL)
        page = read(tara)
        assert f'name="module" value="{DRILL}"' in page
        assert ">Go on</button>" in page
        assert "it goes on where you left off" in page

    def test_minutes_left_of_the_day_shrink_as_modules_are_done(self, tara, people):
        before = read(tara)
        open_attempt(people.enrolment, DRILL)
        assert "24 minutes are left of this day" in before
        assert "19 minutes are left of this day" in read(tara)

    def test_pressing_start_leads_to_the_attempt_and_twice_to_the_same(self, tara, people):
        form = {"enrolment": people.enrolment.public_id, "module": LESSON}
        first, second = (tara.post("/attempts/start/", form) for _ in range(2))
        attempt = Attempt.objects.get()
        assert first["Location"] == second["Location"] == f"/attempts/{attempt.public_id}/"

    def test_starting_what_is_locked_says_why_and_leads_back(self, tara, people):
        form = {"enrolment": people.enrolment.public_id, "module": DRILL}
        reply = tara.post("/attempts/start/", form, follow=True)
        assert reply.redirect_chain == [("/today/", 302)]
        assert "The module before it is not finished yet." in reply.content.decode()
        assert not Attempt.objects.exists()

    def test_results_of_what_is_done_are_one_click_away(self, tara, people):
        open_attempt(people.enrolment, DRILL)
        done = Attempt.objects.get(module=LESSON)
        assert f'href="/attempts/{done.public_id}/done/"' in read(tara)


class TestNothingOpen:
    def test_after_the_day_it_says_when_the_next_one_opens(self, tara, people):
        do_days(people.enrolment, PERSON, 1, random.Random(1))
        page = read(tara)
        assert "Nothing is left to do today" in page
        assert "It opens on Tuesday 6 January." in page
        assert "button-primary" not in page

    def test_missed_days_are_caught_up_two_on_one_date_without_scolding(self, tara, people, clock):
        clock.move_to(FRIDAY_17)
        for number, day in enumerate(program_of(people.version.pk).days[:2], start=1):
            assert f"Day {number} of {days_in_all(people.enrolment)}" in read(tara)
            for module in day.modules:
                do_module(people.enrolment, module.slug, PERSON, random.Random(number), now=FRIDAY_17)
        page = read(tara)
        assert "You have practised 2 days today" in page
        clock.shift(timedelta(hours=8))
        assert f"Day 3 of {days_in_all(people.enrolment)}" in read(tara)

    def test_before_the_cohort_starts_the_date_is_named(self, tara, clock):
        clock.move_to(MONDAY_9 - timedelta(days=2))
        assert "It opens on Monday 5 January." in read(tara)

    def test_when_everything_is_done_it_leads_to_progress(self, tara, people, clock):
        finish_everything(people.enrolment)
        clock.move_to(MONDAY_9 + timedelta(days=60))
        tara.force_login(people.trainee)  # a session ends long before
        page = read(tara)
        assert "You have finished every day that is written" in page
        assert f"{days_in_all(people.enrolment)} of {days_in_all(people.enrolment)} days done" in page


class TestZone:
    @pytest.mark.parametrize(
        ("zone", "opened"), [("Pacific/Auckland", True), ("Europe/Lisbon", False), ("Pacific/Honolulu", False)]
    )
    def test_the_day_begins_at_the_trainees_own_midnight(self, tara, people, clock, zone, opened):
        User.objects.filter(pk=people.trainee.pk).update(time_zone=zone)
        clock.move_to(datetime(2026, 1, 4, 12, tzinfo=UTC))
        assert (">Start</button>" in read(tara)) is opened


class TestCohorts:
    def test_without_a_cohort_it_says_how_to_get_into_one(self, client, people):
        client.force_login(people.stranger)
        assert "You are not in a cohort yet" in read(client)

    def test_staff_are_told_where_their_own_work_is(self, client, people):
        client.force_login(people.instructor)
        assert "You are not enrolled in a course" in read(client)

    def test_without_consent_it_asks_for_it_first(self, tara, people):
        withdraw_consent(people.enrolment, now=MONDAY_9)
        page = read(tara)
        assert f'href="/consent/{people.enrolment.public_id}/"' in page
        assert "attempts/start" not in page

    def test_of_two_cohorts_the_newest_is_shown_and_the_other_is_in_the_url(self, tara, people):
        second = make_cohort("Second cohort", people.version, people.instructor)
        newer = enrol(people.trainee, second, now=MONDAY_9)
        give_consent(newer, now=MONDAY_9)
        assert f'name="enrolment" value="{newer.public_id}"' in read(tara)
        older = read(tara, f"?course={people.enrolment.public_id}")
        assert f'name="enrolment" value="{people.enrolment.public_id}"' in older

    def test_somebody_elses_enrolment_in_the_url_changes_nothing(self, tara, people):
        page = read(tara, f"?course={people.other_enrolment.public_id}")
        assert f'name="enrolment" value="{people.enrolment.public_id}"' in page
        assert str(people.other_enrolment.public_id) not in page

    def test_a_cohort_that_was_left_or_archived_is_gone(self, tara, people):
        Enrolment.objects.filter(pk=people.enrolment.pk).update(left_at=MONDAY_9)
        assert "You are not in a cohort yet" in read(tara)
        Enrolment.objects.filter(pk=people.enrolment.pk).update(left_at=None)
        Cohort.objects.filter(pk=people.cohort.pk).update(archived_at=MONDAY_9)
        assert "You are not in a cohort yet" in read(tara)


def test_simulated_work_is_marked(tara, people):
    do_days(people.enrolment, PERSON, 1, random.Random(1))
    assert "(simulated)" in read(tara)
    assert people.cohort.starts_on == COURSE_START
