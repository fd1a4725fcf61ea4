"""Fault 8: kill -9 of the server while answers come in. What it acknowledged is stored, the rest is sent again."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from django.db import connection
from django.urls import reverse

from courseware.models import Enrolment, Job
from tests.faults.answering import Body, bodies_for, open_attempt
from tests.faults.invariants import check_invariants, undone
from tests.faults.website import Browser, Reply, Unreachable, Website, wait_for, website
from training.models import Attempt, Response

# Killed after so many of the thirty answers: in the middle, whatever the speed of the machine.
ACKNOWLEDGED = 6


@dataclass
class Tab:
    """One trainee's page: the answers to send, what was acknowledged, and what became of the rest."""

    browser: Browser
    attempt: Attempt
    bodies: list[Body]
    acknowledged: dict[str, Reply] = field(default_factory=dict)
    in_doubt: list[Body] = field(default_factory=list)

    def send(self, site: Website, body: Body) -> Reply:
        return self.browser.post(site, reverse("attempt_answers", args=[self.attempt.public_id]), body)

    def send_all(self, site: Website, seen: threading.Semaphore) -> None:
        for body in self.bodies:
            try:
                reply = self.send(site, body)
            except Unreachable:
                self.in_doubt.append(body)
                return
            assert reply.status == 200
            self.acknowledged[body["uuid"]] = reply
            seen.release()


def open_tab(enrolment: Enrolment) -> Tab:
    attempt = open_attempt(enrolment)
    return Tab(Browser(enrolment.user), attempt, bodies_for(attempt))


def stored_answers(tabs: list[Tab]) -> set[str]:
    rows = Response.objects.filter(attempt__in=[tab.attempt for tab in tabs])
    return {str(uuid) for uuid in rows.values_list("uuid", flat=True)}


def test_kill_9_during_submit(live_course):
    enrolments = (live_course.enrolment, live_course.other_enrolment, live_course.foreign_enrolment)
    tabs = [open_tab(enrolment) for enrolment in enrolments]
    seen = threading.Semaphore(0)
    with website() as site, ThreadPoolExecutor(len(tabs)) as pool:
        sending = [pool.submit(tab.send_all, site, seen) for tab in tabs]
        for _ in range(ACKNOWLEDGED):
            assert seen.acquire(timeout=60)
        site.kill()
        for sent in sending:
            sent.result()

    acknowledged = {uuid for tab in tabs for uuid in tab.acknowledged}
    in_doubt = {body["uuid"] for tab in tabs for body in tab.in_doubt}
    stored = stored_answers(tabs)
    assert len(acknowledged) >= ACKNOWLEDGED
    assert in_doubt, "nothing was under way when the server died"
    assert acknowledged <= stored <= acknowledged | in_doubt
    assert database_is_sound()

    with website() as site:
        for tab in tabs:
            for body in tab.bodies:
                reply = tab.send(site, body)
                assert reply.status == 200
                before = tab.acknowledged.get(body["uuid"])
                assert before is None or reply.body["feedback"] == before.body["feedback"]
            end = tab.browser.post(site, reverse("attempt_finish", args=[tab.attempt.public_id]), {})
            assert end.status == 200
        wait_for(lambda: not undone().exists(), "the site scores what was done")
        scored = Job.objects.filter(key__in=[f"score-attempt-{tab.attempt.pk}" for tab in tabs])
        wait_for(lambda: scored.filter(state=Job.State.DONE).count() == len(tabs), "the site scores the attempts")
    for tab in tabs:
        assert stored_answers([tab]) == {body["uuid"] for body in tab.bodies}
    check_invariants()


def database_is_sound() -> bool:
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return cursor.fetchall() == [("ok",)]
