"""Work for later: exists with its cause, runs at its time, by one runner, and comes back when it fails."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from celery import shared_task
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from courseware.domain import jobs, leases
from courseware.models import Job
from courseware.tasks import relay_jobs

ran: list[int] = []


@shared_task(name="tests.note")
def note(number: int) -> None:
    ran.append(number)


@shared_task(name="tests.fail")
def fail(number: int) -> None:
    ran.append(number)
    raise RuntimeError("the shelf is full")


@shared_task(name="tests.give_up")
def give_up(number: int) -> None:
    raise jobs.PermanentFailure("there is no such shelf")


@pytest.fixture(autouse=True)
def nothing_ran() -> Iterator[None]:
    ran.clear()
    yield
    ran.clear()


@pytest.mark.django_db
class TestEnqueue:
    def test_a_job_shares_the_fate_of_its_cause(self):
        with transaction.atomic():
            jobs.enqueue("tests.note", number=1)
            transaction.set_rollback(True)
        assert not Job.objects.exists()

    def test_the_same_key_is_the_same_job_even_when_it_is_done(self, django_assert_num_queries):
        first = jobs.enqueue("tests.note", key="note:1", number=1)
        jobs.run_due()
        with django_assert_num_queries(2):
            second = jobs.enqueue("tests.note", key="note:1", number=1)
        assert second.pk == first.pk
        assert second.state == Job.State.DONE
        assert jobs.run_due() == 0
        assert ran == [1]

    def test_without_a_key_every_call_is_a_job(self, django_assert_num_queries):
        with django_assert_num_queries(2):
            jobs.enqueue("tests.note", number=1)
            jobs.enqueue("tests.note", number=1)
        assert jobs.run_due() == 2

    def test_a_key_stands_for_one_piece_of_work(self):
        jobs.enqueue("tests.note", key="note:1", number=1)
        with pytest.raises(jobs.KeyReused, match="note:1"):
            jobs.enqueue("tests.note", key="note:1", number=2)

    @pytest.mark.parametrize("value", [1.5, True, None, {"a": 1}, [1]])
    def test_only_ids_travel(self, value):
        with pytest.raises(TypeError, match="number"):
            jobs.enqueue("tests.note", number=value)

    def test_the_database_refuses_a_lease_without_a_runner(self):
        job = jobs.enqueue("tests.note", number=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING)


@pytest.mark.django_db
class TestRunning:
    def test_in_the_order_of_their_time_and_not_before(self):
        now = timezone.now()
        jobs.enqueue("tests.note", run_at=now - timedelta(seconds=1), number=2)
        jobs.enqueue("tests.note", run_at=now - timedelta(seconds=2), number=1)
        jobs.enqueue("tests.note", run_at=now + timedelta(minutes=1), number=3)
        assert jobs.run_due() == 2
        assert ran == [1, 2]
        assert jobs.run_due(now=now + timedelta(minutes=2)) == 1
        assert ran == [1, 2, 3]

    def test_at_most_as_many_as_asked_for(self):
        for number in range(3):
            jobs.enqueue("tests.note", number=number)
        assert jobs.run_due(limit=2) == 2
        assert jobs.run_one()
        assert not jobs.run_one()

    def test_a_done_job_says_when_and_after_how_many_tries(self):
        job = jobs.enqueue("tests.note", number=1)
        jobs.run_due()
        job.refresh_from_db()
        assert (job.state, job.attempts, job.lease, job.last_error) == (Job.State.DONE, 1, None, "")
        assert job.finished_at

    def test_a_job_delivered_twice_runs_once(self):
        job = jobs.enqueue("tests.note", number=1)
        assert jobs.run_job(job.pk)
        assert not jobs.run_job(job.pk)
        assert ran == [1]

    def test_work_this_process_does_not_know_yet_is_tried_again(self):
        job = jobs.enqueue("tests.not_deployed_here")
        jobs.run_due()
        job.refresh_from_db()
        assert job.state == Job.State.QUEUED
        assert "tests.not_deployed_here" in job.last_error


@pytest.mark.django_db
class TestFailing:
    def test_every_pause_is_longer_up_to_a_maximum(self):
        for attempts in range(1, 40):
            longest = min(leases.FIRST_BACKOFF * 2 ** (attempts - 1), leases.MAX_BACKOFF)
            assert longest / 2 <= leases.backoff(attempts) <= longest

    def test_jobs_that_failed_together_come_back_apart(self):
        assert len({leases.backoff(5) for _ in range(20)}) > 10

    def test_a_failed_job_waits_and_says_why(self):
        job = jobs.enqueue("tests.fail", number=1)
        assert jobs.run_due() == 1
        job.refresh_from_db()
        assert job.state == Job.State.QUEUED
        assert job.last_error == "RuntimeError: the shelf is full"
        assert timezone.now() < job.run_at <= timezone.now() + leases.FIRST_BACKOFF
        assert jobs.run_due(now=job.run_at) == 1

    def test_a_job_that_failed_too_often_is_dead_until_somebody_revives_it(self):
        job = jobs.enqueue("tests.fail", number=1)
        for _ in range(leases.MAX_ATTEMPTS):
            assert jobs.run_one(now=timezone.now() + leases.MAX_BACKOFF)
        assert not jobs.run_one(now=timezone.now() + leases.MAX_BACKOFF)
        assert list(jobs.dead()) == [job]
        assert jobs.revive(job.pk, timezone.now())
        assert not jobs.revive(job.pk, timezone.now())
        assert jobs.run_one()
        assert not jobs.dead().exists()

    def test_a_permanent_failure_is_dead_at_once(self):
        job = jobs.enqueue("tests.give_up", number=1)
        jobs.run_due()
        assert [dead.last_error for dead in jobs.dead()] == ["PermanentFailure: there is no such shelf"]
        assert jobs.dead().get() == job

    def test_the_jobs_behind_a_failing_one_run(self):
        jobs.enqueue("tests.fail", number=1)
        jobs.enqueue("tests.note", number=2)
        assert jobs.run_due() == 2
        assert ran == [1, 2]


@pytest.mark.django_db
class TestLeases:
    def test_a_claimed_job_is_nobody_elses(self):
        job = jobs.enqueue("tests.note", number=1)
        assert leases.claim(timezone.now()) == job
        assert leases.claim(timezone.now()) is None
        assert leases.claim(timezone.now(), job.pk) is None

    def test_a_lost_job_is_queued_again_and_its_first_runner_may_not_end_it(self):
        jobs.enqueue("tests.note", number=1)
        slow = leases.claim(timezone.now())
        assert leases.sweep(timezone.now()) == 0
        assert leases.sweep(timezone.now() + leases.LEASE) == 1
        quick = leases.claim(timezone.now() + leases.LEASE)
        assert not leases.renew(slow)
        assert not leases.finish(slow)
        assert not leases.fail(slow, "late")
        assert leases.finish(quick)
        quick.refresh_from_db()
        assert (quick.state, quick.attempts) == (Job.State.DONE, 2)

    def test_a_job_that_kills_every_runner_is_buried(self):
        job = jobs.enqueue("tests.note", number=1)
        for _ in range(leases.MAX_ATTEMPTS):
            assert leases.claim(timezone.now() + leases.LEASE)
            assert leases.sweep(timezone.now() + leases.LEASE) == 1
        assert list(jobs.dead()) == [job]

    def test_a_renewed_lease_outlives_the_first(self):
        jobs.enqueue("tests.note", number=1)
        job = leases.claim(timezone.now())
        Job.objects.update(leased_until=timezone.now())
        assert leases.renew(job)
        assert leases.sweep(timezone.now() + leases.LEASE / 2) == 0


def test_a_long_job_keeps_its_lease(transactional_db, monkeypatch):
    monkeypatch.setattr(leases, "RENEW_EVERY", timedelta(milliseconds=20))
    jobs.enqueue("tests.note", number=1)
    job = leases.claim(timezone.now())
    with leases.kept(job):
        deadline = time.monotonic() + 10
        while Job.objects.get().leased_until == job.leased_until and time.monotonic() < deadline:
            time.sleep(0.01)
    assert Job.objects.get().leased_until > job.leased_until


def test_of_many_runners_one_gets_each_job(transactional_db):
    for number in range(40):
        jobs.enqueue("tests.note", number=number)

    def run() -> None:
        try:
            jobs.run_due()
        finally:
            connection.close()

    runners = [threading.Thread(target=run) for _ in range(8)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    assert sorted(ran) == list(range(40))
    assert set(Job.objects.values_list("state", "attempts")) == {(Job.State.DONE, 1)}


def test_of_many_callers_with_one_key_all_get_one_job(transactional_db):
    found: list[int] = []
    begin = threading.Barrier(8)

    def call() -> None:
        begin.wait()
        try:
            with transaction.atomic():
                found.append(jobs.enqueue("tests.note", key="note:1", number=1).pk)
        finally:
            connection.close()

    callers = [threading.Thread(target=call) for _ in range(8)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert len(found) == 8
    assert len(set(found)) == 1


@pytest.mark.django_db
class TestRelay:
    def test_celery_is_told_once_and_reminded_of_what_it_lost(self):
        job = jobs.enqueue("tests.note", number=1)
        jobs.enqueue("tests.note", run_at=timezone.now() + timedelta(hours=1), number=2)
        now = timezone.now()
        assert leases.take_for_relay(now, 10) == [job.pk]
        assert leases.take_for_relay(now + leases.RELAY_AGAIN_AFTER / 2, 10) == []
        assert leases.take_for_relay(now + leases.RELAY_AGAIN_AFTER, 10) == [job.pk]

    def test_a_failed_job_is_relayed_again_when_its_pause_is_over(self):
        job = jobs.enqueue("tests.fail", number=1)
        leases.take_for_relay(timezone.now(), 10)
        jobs.run_job(job.pk)
        job.refresh_from_db()
        assert leases.take_for_relay(job.run_at, 10) == [job.pk]

    def test_as_many_as_asked_for(self):
        for number in range(3):
            jobs.enqueue("tests.note", number=number)
        assert len(leases.take_for_relay(timezone.now(), 2)) == 2
        assert len(leases.take_for_relay(timezone.now(), 2)) == 1

    def test_the_relay_also_sweeps(self):
        job = jobs.enqueue("tests.note", number=1)
        leases.claim(timezone.now())
        # On its last try, so that there is nothing left to tell a broker of.
        Job.objects.update(leased_until=timezone.now(), attempts=leases.MAX_ATTEMPTS)
        relay_jobs()
        assert list(jobs.dead()) == [job]

    def test_a_beat_with_nothing_due_needs_no_broker(self):
        relay_jobs()
