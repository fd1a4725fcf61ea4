"""What is kept for a stated time is erased by a job of the night, which leaves evidence of having run and no more."""

import re
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, transaction

from courseware.domain import jobs
from courseware.models import Job
from tests.clients import signed_in, text_of
from tests.faults.crowd import at_once
from tests.ladder_course import Climbers
from tests.people import MONDAY_9
from tests.training.wellbeing.answers import note
from training.domain.care import NAMES, care_in_force, set_care
from training.domain.exposure import sittings
from training.domain.wellbeing import erasing, moods
from training.models import CarePolicy, Erasure, ExposureRest, MoodCheck

DAY = timedelta(days=1)
FIRST = datetime(2026, 1, 6, 2, 30, tzinfo=UTC)
# The default: 90 days, and then the night.
NIGHT = datetime(2026, 4, 6, 2, 30, tzinfo=UTC)


def waiting() -> list[Job]:
    return list(Job.objects.filter(name=erasing.JOB, state=Job.State.QUEUED).order_by("run_at"))


def nights() -> list[datetime]:
    return [job.run_at for job in waiting()]


def test_storing_a_rating_queues_the_coming_nights_whenever_it_is_due(climbers: Climbers):
    CarePolicy.objects.create(mood_days=300, made_by=climbers.operations, created_at=MONDAY_9)
    note(climbers.enrolment, pleasure=50)
    note(climbers.other_enrolment, pleasure=50, now=MONDAY_9 + timedelta(hours=5))
    assert nights() == [FIRST, FIRST + DAY]
    assert [job.arguments for job in waiting()] == [{}, {}]


def test_a_rest_and_a_setting_of_care_queue_them_too(climbers: Climbers):
    sittings.rest(climbers.trainee, now=MONDAY_9)
    assert nights() == [FIRST, FIRST + DAY]
    values = {name: getattr(care_in_force(), name) for name in NAMES}
    set_care(values | {"per_day": 6}, began_from=0, by=climbers.operations, now=MONDAY_9 + 9 * DAY)
    assert nights()[2:] == [FIRST + 9 * DAY, FIRST + 10 * DAY]


def test_rating_and_resting_at_the_same_moment_do_not_wait_for_each_other_for_ever(live_climbers: Climbers):
    """Both lock the person and queue the first night: whoever queued it before that lock would meet the other there."""
    enrolment = live_climbers.enrolment
    at_once(
        *[lambda: note(enrolment, distress=90)] * 2,
        *[lambda: sittings.rest(live_climbers.trainee, now=MONDAY_9)] * 2,
    )
    assert nights() == [FIRST, FIRST + DAY]


def test_loading_a_course_begins_it_before_anybody_rates(db):
    with time_machine.travel(MONDAY_9, tick=False):
        call_command("load_course", stdout=StringIO())
    assert nights() == [FIRST, FIRST + DAY]


def test_it_runs_every_night_with_nothing_to_erase(db):
    erasing.plan(now=MONDAY_9)
    for day in range(4):
        with time_machine.travel(FIRST + day * DAY, tick=False):
            jobs.run_due(now=FIRST + day * DAY)
    assert list(Erasure.objects.order_by("pk").values_list("ran_at", flat=True)) == [FIRST + n * DAY for n in range(4)]
    assert nights() == [FIRST + 4 * DAY, FIRST + 5 * DAY]


class TestFailing:
    def night(self, number: int) -> None:
        now = FIRST + number * DAY
        with time_machine.travel(now, tick=False):
            jobs.run_due(now=now)

    def test_a_night_that_fails_for_good_stops_no_other(self, climbers: Climbers, monkeypatch):
        def fail(*, now: datetime) -> None:
            raise jobs.PermanentFailure("no room")

        note(climbers.enrolment, pleasure=50)
        MoodCheck.objects.update(erase_at=MONDAY_9 + timedelta(hours=1))
        with monkeypatch.context() as broken:
            broken.setattr(erasing, "erase", fail)
            self.night(0)
            self.night(1)
        assert Job.objects.filter(state=Job.State.DEAD).count() == 2
        assert MoodCheck.objects.exists()
        self.night(2)
        assert not MoodCheck.objects.exists()

    def test_nor_does_one_that_died_before_it_began(self, climbers: Climbers):
        note(climbers.enrolment, pleasure=50)
        MoodCheck.objects.update(erase_at=MONDAY_9 + timedelta(hours=1))
        waiting()[0].delete()
        Job.objects.create(
            name=erasing.JOB, key="erase-moods-2026-01-06", state=Job.State.DEAD, run_at=FIRST, created_at=MONDAY_9
        )
        self.night(0)
        assert MoodCheck.objects.exists()
        self.night(1)
        assert not MoodCheck.objects.exists()
        assert nights() == [FIRST + 2 * DAY, FIRST + 3 * DAY]

    def test_after_a_break_the_next_to_store_anything_begins_it_anew(self, climbers: Climbers):
        note(climbers.enrolment, pleasure=50)
        Job.objects.filter(name=erasing.JOB).update(state=Job.State.DEAD)
        note(climbers.enrolment, pleasure=50, now=MONDAY_9 + 9 * DAY)
        assert nights() == [FIRST + 9 * DAY, FIRST + 10 * DAY]

    def test_the_command_does_the_same(self, climbers: Climbers):
        note(climbers.enrolment, pleasure=50)
        Job.objects.all().delete()
        with time_machine.travel(NIGHT, tick=False):
            call_command("erase_moods", stdout=StringIO())
        assert not MoodCheck.objects.exists()
        assert nights() == [NIGHT + DAY, NIGHT + 2 * DAY]


class TestRuns:
    def test_not_begun_is_not_late(self, db):
        assert erasing.runs(now=MONDAY_9) == erasing.Runs(None, late=False)

    def test_late_is_more_than_two_days_after_the_beginning_or_the_last(self, db):
        erasing.plan(now=MONDAY_9)
        assert not erasing.runs(now=MONDAY_9 + 2 * DAY).late
        assert erasing.runs(now=MONDAY_9 + 3 * DAY).late
        erasing.erase(now=MONDAY_9 + 3 * DAY)
        assert erasing.runs(now=MONDAY_9 + 5 * DAY) == erasing.Runs(MONDAY_9 + 3 * DAY, late=False)
        assert erasing.runs(now=MONDAY_9 + 6 * DAY).late

    def test_operations_see_the_day_and_whether_it_is_late(self, climbers: Climbers):
        client = signed_in(climbers.operations)
        with time_machine.travel(NIGHT, tick=False):
            erasing.run(now=NIGHT)
            page = text_of(client, "/operations/care/")
            assert re.search(r"Erasing last ran</dt><dd><time[^>]*>6 Apr 2026</time>", page)
            assert "The erasing is late" not in page
        with time_machine.travel(NIGHT + 3 * DAY, tick=False):
            assert "The erasing is late" in text_of(client, "/operations/care/")


def test_what_is_deleted_meanwhile_is_no_concern_of_the_night(climbers: Climbers):
    note(climbers.enrolment, distress=90)
    moods.delete_all(climbers.trainee)
    erasing.run(now=NIGHT)
    assert not MoodCheck.objects.exists()
    assert Erasure.objects.count() == 1


def test_what_is_due_goes_and_what_is_not_stays(climbers: Climbers):
    note(climbers.enrolment, pleasure=50)
    later = note(climbers.enrolment, pleasure=60, now=MONDAY_9 + timedelta(days=3))
    erasing.erase(now=NIGHT)
    assert list(MoodCheck.objects.all()) == [later]


def test_each_run_leaves_its_evidence_even_with_nothing_to_do(climbers: Climbers):
    note(climbers.enrolment, pleasure=50)
    for now in (NIGHT, NIGHT + timedelta(minutes=1)):
        erasing.erase(now=now)
        assert erasing.runs(now=now).last == now
    assert list(Erasure.objects.order_by("pk").values_list("kind", "ran_at")) == [
        ("mood", NIGHT),
        ("mood", NIGHT + timedelta(minutes=1)),
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        Erasure.objects.all().delete()


def test_the_job_runs_by_its_name_and_says_nothing_of_whom_or_how_many(climbers: Climbers, caplog):
    note(climbers.enrolment, distress=33.125)
    MoodCheck.objects.update(taken_at=MONDAY_9 - timedelta(days=1), erase_at=MONDAY_9)
    caplog.set_level("DEBUG")
    job = jobs.enqueue(erasing.JOB)
    assert jobs.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.last_error) == (Job.State.DONE, "")
    assert not MoodCheck.objects.exists()
    assert Erasure.objects.count() == 1
    assert "33.125" not in caplog.text
    assert climbers.trainee.email not in caplog.text


def test_a_rest_goes_a_week_after_its_end(climbers: Climbers):
    note(climbers.enrolment, distress=100)
    end = ExposureRest.objects.get().until
    MoodCheck.objects.all().delete()
    erasing.erase(now=end + erasing.KEEP_RESTS)
    assert ExposureRest.objects.exists()
    erasing.erase(now=end + erasing.KEEP_RESTS + timedelta(seconds=1))
    assert not ExposureRest.objects.exists()


@pytest.mark.parametrize(("moment", "day"), [((1, 0), 5), ((2, 29), 5), ((2, 30), 6), ((23, 59), 6)])
def test_the_night_is_the_first_half_past_two_to_come(moment: tuple[int, int], day: int):
    due = datetime(2026, 1, 5, *moment, tzinfo=UTC)
    assert erasing.night_after(due) == datetime(2026, 1, day, 2, 30, tzinfo=UTC)
