"""Fault 9: the database is restarted between requests. The site says so while it is away, and goes on by itself."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.urls import reverse

from tests.faults.answering import bodies_for, open_attempt
from tests.faults.conftest import load_policy
from tests.faults.databases import in_place_of_the_tests_own
from tests.faults.invariants import check_invariants, undone
from tests.faults.website import Browser, wait_for, website
from tests.people import People, make_people
from tests.services import Server
from training.models import Response

pytestmark = pytest.mark.services


@pytest.fixture
def restartable(postgres_server, django_db_blocker) -> Iterator[tuple[Server, str, People]]:
    """A PostgreSQL of the test's own with everybody in it."""
    server, url = postgres_server
    with django_db_blocker.unblock(), in_place_of_the_tests_own(url):
        people = make_people()
        load_policy()
        yield server, url, people


def test_the_database_is_restarted_between_requests(restartable):
    server, url, people = restartable
    attempt = open_attempt(people.enrolment)
    browser, bodies = Browser(people.trainee), bodies_for(attempt)
    answers, end = (reverse(name, args=[attempt.public_id]) for name in ("attempt_answers", "attempt_finish"))
    with website(DATABASE_URL=url) as site:
        for body in bodies[:4]:
            assert browser.post(site, answers, body).status == 200

        connection.close()
        server.stop()
        for path, body in ((answers, bodies[4]), (end, {}), (reverse("today"), None)):
            reply = site.request(path, browser.headers, body)
            assert (reply.status, reply.body["error"]["code"]) == (500, "server_error")
        page = site.request(reverse("today"), browser.headers | {"Accept": "text/html"})
        assert (page.status, "Answers that were saved stay saved" in page.body) == (500, True)
        assert site.request("/healthz", {}).status == 503

        server.start()
        assert Response.objects.filter(attempt=attempt).count() == 4
        for body in bodies:
            reply = browser.post(site, answers, body)
            assert (reply.status, reply.body["saved"]) == (200, True)
        assert site.request("/healthz", {}).status == 200

        connection.close()
        server.stop()
        server.start()
        assert browser.post(site, end, {}).status == 200, "a restart between two requests is not even noticed"
        wait_for(lambda: not undone().exists(), "background work goes on as well")
    check_invariants()
