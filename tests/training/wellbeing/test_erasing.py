"""What is kept for a stated time is erased by a job of the night, which leaves evidence of having run and no more."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from courseware.domain import jobs
from courseware.models import Job
from tests.ladder_course import Climbers
from tests.people import MONDAY_9
from tests.training.wellbeing.answers import note
from training.domain.wellbeing import erasing
from training.models import Erasure, ExposureRest, MoodCheck

# The default: 90 days, and then the night.
DUE = MONDAY_9 + timedelta(days=90)
NIGHT = datetime(2026, 4, 6, 2, 30, tzinfo=UTC)


def waiting() -> list[Job]:
    return list(Job.objects.filter(name=erasing.JOB, state=Job.State.QUEUED).order_by("run_at"))


def test_the_first_check_of_a_day_queues_its_night_and_the_others_join(climbers: Climbers):
    note(climbers.enrolment, pleasure=50)
    note(climbers.other_enrolment, pleasure=50, now=MONDAY_9 + timedelta(hours=5))
    (job,) = waiting()
    assert (job.run_at, job.arguments) == (NIGHT, {})


def test_what_is_due_goes_and_what_is_not_stays_and_waits_for_its_night(climbers: Climbers):
    note(climbers.enrolment, pleasure=50)
    later = note(climbers.enrolment, pleasure=60, now=MONDAY_9 + timedelta(days=3))
    Job.objects.filter(run_at__gt=NIGHT).delete()
    erasing.erase(now=NIGHT)
    assert list(MoodCheck.objects.all()) == [later]
    assert [job.run_at for job in waiting()] == [NIGHT, NIGHT + timedelta(days=3)]


def test_each_run_leaves_its_evidence_even_with_nothing_to_do(climbers: Climbers):
    assert erasing.last_run() is None
    note(climbers.enrolment, pleasure=50)
    for now in (NIGHT, NIGHT + timedelta(minutes=1)):
        erasing.erase(now=now)
        assert erasing.last_run() == now
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
    assert waiting()[0].run_at == erasing.night_after(end + erasing.KEEP_RESTS)
    erasing.erase(now=end + erasing.KEEP_RESTS + timedelta(seconds=1))
    assert not ExposureRest.objects.exists()


def test_what_was_due_before_today_waits_for_the_coming_night(climbers: Climbers):
    erasing.plan(MONDAY_9 - timedelta(days=9), now=MONDAY_9)
    assert [job.run_at for job in waiting()] == [datetime(2026, 1, 6, 2, 30, tzinfo=UTC)]
