"""Rescoring is killed half-way, in its grading or in its scoring. Run again, it leaves the rows of one run."""

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from assessments.domain import rescoring
from assessments.domain.scoring import score_attempt
from assessments.models import Rescoring, Score, Standing
from courseware.domain import jobs, leases
from courseware.domain.programs import program_of
from courseware.models import AuditEvent, Job
from tests.assessments.bulk import answer, crowd
from tests.corrected import correct_item, key_for
from tests.faults.answering import PRACTICE
from tests.faults.invariants import check_invariants
from tests.people import MONDAY_9
from training.domain import regrading
from training.domain.items import slugs_of
from training.models import Regrade

SIZE = 6


class Killed(BaseException):
    """No handler of ours catches it, as none would run in a process that is gone."""


@pytest.fixture
def new(course, monkeypatch):
    """A corrected item that six people have answered; two people to a job, two answers to a batch."""
    monkeypatch.setattr(rescoring, "PEOPLE_PER_JOB", 2)
    monkeypatch.setattr(regrading.regrade, "__kwdefaults__", {"after": 0, "limit": 2})
    named = slugs_of(course.version.pk)
    versions = {slug: named[slug] for slug in program_of(course.version.pk).modules[PRACTICE].config["items"]}
    for attempt in answer(crowd(course.cohort, "many", SIZE, MONDAY_9), PRACTICE, versions, seed=4, now=MONDAY_9):
        score_attempt(attempt.pk, now=MONDAY_9)
    version = next(iter(versions.values()))
    label = next(label for label in ("none", "mild", "severe") if version.key != key_for(label))
    return correct_item(version, key=key_for(label), ambiguity="ambiguous")


def rows():
    left_out = ("id", "created_at", "finished_at")
    return [
        sorted(
            tuple(sorted((k, str(v)) for k, v in row.items() if k not in left_out)) for row in table.objects.values()
        )
        for table in (Regrade, Score, Standing, Rescoring)
    ]


def of_one_run(new):
    """What one undisturbed run leaves; it is taken back."""
    savepoint = connection.savepoint()
    jobs.run_due()
    assert Rescoring.objects.get().finished_at is not None
    found = rows()
    connection.savepoint_rollback(savepoint)
    return found


def killed_at(monkeypatch, module, name, calls):
    """The process dies when the function is called for the so-many-th time."""
    real, count = getattr(module, name), [0]

    def dying(*args, **kwargs):
        count[0] += 1
        if count[0] == calls:
            raise Killed
        return real(*args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(module, name, dying)
        with pytest.raises(Killed):
            jobs.run_due()


def lease_runs_out():
    Job.objects.filter(state=Job.State.RUNNING).update(leased_until=F("leased_until") - leases.LEASE)
    assert leases.sweep(timezone.now()) == 1


@pytest.mark.parametrize(
    ("module", "name", "calls"),
    [
        (rescoring, "regrade", 2),
        (rescoring, "_score_next", 1),
        (rescoring, "revise_scores", 2),
        (rescoring, "revise_standings", 2),
        (rescoring, "_score_next", 2),
        (rescoring, "_conclude", 1),
    ],
)
def test_killed_and_run_again_is_as_once(new, monkeypatch, module, name, calls):
    expected = of_one_run(new)
    killed_at(monkeypatch, module, name, calls)
    assert Rescoring.objects.get().finished_at is None
    lease_runs_out()
    jobs.run_due()
    assert rows() == expected
    assert AuditEvent.objects.filter(action="item.rescored").count() == 1
    assert Job.objects.filter(name="assessments.rescore_people").count() > 2
    check_invariants()
