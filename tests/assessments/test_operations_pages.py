"""The pages of operations: the queue, a dossier with its two decisions, and what holds for all of them."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.catalog import shown
from assessments.gate_words import rate
from assessments.gates import Verdict
from assessments.models import Certificate, Decision
from courseware.domain import audit
from courseware.domain.enrolments import enrol, give_consent, withdraw_consent
from courseware.models import Enrolment, User
from tests.clients import signed_in, text_of
from tests.decided import issue, passed_gates, stand
from tests.evidence import load_general_policy, make_begun, make_ready
from tests.people import JOINED, People, make_person

REASON = "One more day of practice would settle it."


@pytest.fixture
def operations(people: People) -> Client:
    return signed_in(people.operations)


def dossier(enrolment: Enrolment) -> str:
    return reverse("dossier", args=[enrolment.public_id])


def another_trainee(people: People, number: int, **fields: object) -> Enrolment:
    person = make_person(f"number{number}@attune.example", f"Number {number:02}", **fields)
    enrolment = enrol(person, people.cohort, now=JOINED)
    give_consent(enrolment, now=JOINED)
    return enrolment


class TestQueue:
    def test_each_person_is_in_the_list_of_their_state(self, people: People, operations: Client):
        now = timezone.now()
        stand(people.enrolment, Verdict.PASS)
        stand(people.other_enrolment, Verdict.CONTINUE)
        failed, certified, deferred, again = (another_trainee(people, number) for number in range(4))
        stand(failed, Verdict.FAIL)
        stand(certified, Verdict.PASS)
        issue(certified, by=people.operations)
        stand(deferred, Verdict.PASS, at=now - timedelta(days=2))
        self._defer(people, deferred, now - timedelta(days=1))
        stand(again, Verdict.PASS, at=now - timedelta(days=2))
        self._defer(people, again, now - timedelta(days=1))
        stand(again, Verdict.PASS)

        lists = {show: text_of(operations, f"/operations/?show={show}") for show in ("ready", "deferred", "progress")}
        assert {"Tara Trainee", "Number 03"} == self._named(lists["ready"])
        assert "with new evidence since" in lists["ready"]
        assert {"Number 02"} == self._named(lists["deferred"])
        assert {"Theo Trainee", "Fay Faraway"} == self._named(lists["progress"])
        assert {"Number 00"} == self._named(text_of(operations, "/operations/?show=failed"))
        assert {"Number 01"} == self._named(text_of(operations, "/operations/?show=certified"))
        assert self._named(text_of(operations, "/operations/?show=nonsense")) == {"Tara Trainee", "Number 03"}

    def test_who_left_withdrew_or_is_suspended_is_in_no_list(self, people: People, operations: Client):
        for enrolment in (people.enrolment, people.other_enrolment, people.foreign_enrolment):
            stand(enrolment, Verdict.PASS)
        Enrolment.objects.filter(pk=people.enrolment.pk).update(left_at=timezone.now())
        withdraw_consent(people.other_enrolment, now=timezone.now())
        User.objects.filter(pk=people.other_cohorts_trainee.pk).update(is_active=False)
        assert "Nobody is waiting" in text_of(operations, "/operations/")

    def test_says_estimate_interval_cut_verdict_items_and_error_rates(self, people: People, operations: Client):
        stand(people.enrolment, Verdict.PASS)
        page = text_of(operations, "/operations/")
        for words in ("94\u00a0% (85 to 98\u00a0%)", "Passed", "of 53 items", "iv-clear", dossier(people.enrolment)):
            assert words in page, words
        for gate in passed_gates(load_general_policy()):
            for words in (gate.title, f"Cut {shown(gate.measure, gate.cut)}", f"{rate(gate.false_pass)} wrong passes"):
                assert words in page, words
        assert "Simulated" not in page

    def test_simulated_people_are_labelled(self, people: People, operations: Client):
        stand(another_trainee(people, 1, is_simulated=True), Verdict.PASS)
        assert "Simulated" in text_of(operations, "/operations/")

    def test_search_and_pages(self, people: People, operations: Client):
        for number in range(26):
            stand(another_trainee(people, number), Verdict.PASS)
        assert "Page 1 of 2" in text_of(operations, "/operations/")
        assert "Number 25" in text_of(operations, "/operations/?page=2")
        assert "Number 25" in text_of(operations, "/operations/?page=999")
        found = text_of(operations, "/operations/?q=NUMBER+07")
        assert "Number 07" in found
        assert "Number 08" not in found
        assert "Number 07" in text_of(operations, "/operations/?q=number7%40attune")
        assert "Nobody found" in text_of(operations, "/operations/?q=somebody")

    def test_without_a_policy_it_says_what_to_do(self, operations: Client):
        assert "load_policy" in text_of(operations, "/operations/")

    def _named(self, page: str) -> set[str]:
        return {
            name for name in User.objects.values_list("name", flat=True) if f">{name}" in page.partition("<main")[2]
        }

    def _defer(self, people: People, enrolment: Enrolment, at: object) -> None:
        Decision.objects.create(
            enrolment=enrolment,
            policy_version=load_general_policy(),
            verdict="defer",
            reason=REASON,
            evidence=[],
            scoring_version="1",
            decided_by=people.operations,
            decided_at=at,
        )


class TestDeciding:
    def test_ready_certified_and_what_each_page_says_then(self, people: People, operations: Client):
        version = make_ready(people.enrolment)
        page = text_of(operations, dossier(people.enrolment))
        for words in ("The way here", "Show all 18", "Nobody has decided", "will say", "Tara Trainee", ">Certify<"):
            assert words in page, words

        url = reverse("certify", args=[people.enrolment.public_id])
        response = operations.post(url, {"policy_version": version.pk}, follow=True)
        certificate = Certificate.objects.get()
        assert response.redirect_chain == [(reverse("certificate", args=[certificate.public_id]), 302)]
        assert "The certificate is issued" in response.content.decode()

        page = text_of(operations, dossier(people.enrolment))
        assert ">Certify<" not in page
        assert "by Oki Operations" in page
        assert "issued before" in operations.post(url, {"policy_version": version.pk}, follow=True).content.decode()
        assert Certificate.objects.count() == 1

    def test_not_ready_is_told_why_and_nothing_is_written(self, people: People, operations: Client):
        version = make_begun(people.enrolment)
        page = text_of(operations, dossier(people.enrolment))
        assert "Not every gate is passed. Missing:" in page
        assert ">Certify<" not in page
        url = reverse("certify", args=[people.enrolment.public_id])
        response = operations.post(url, {"policy_version": version.pk}, follow=True)
        assert "No certificate was issued, and nothing was changed." in response.content.decode()
        assert not Decision.objects.exists()

    def test_defer_asks_for_a_reason_and_keeps_what_was_typed(self, people: People, operations: Client):
        version, url = load_general_policy(), reverse("defer", args=[people.enrolment.public_id])
        for reason in ("", "too short"):
            page = operations.post(url, {"policy_version": version.pk, "reason": reason}).content.decode()
            assert "One thing needs another look" in page
            assert "<details" in page
        assert "too short" in page
        assert not Decision.objects.exists()
        response = operations.post(url, {"policy_version": version.pk, "reason": REASON}, follow=True)
        assert REASON in response.content.decode()
        assert Decision.objects.get().reason == REASON

    def test_a_certified_person_is_not_deferred(self, people: People, operations: Client):
        issue(people.enrolment, by=people.operations)
        url = reverse("defer", args=[people.enrolment.public_id])
        response = operations.post(url, {"policy_version": load_general_policy().pk, "reason": REASON}, follow=True)
        assert "Nothing was changed" in response.content.decode()

    @pytest.mark.parametrize("policy", ["", "first", "-1", "9" * 40])
    def test_a_form_that_names_no_policy_is_a_bad_request(self, people: People, operations: Client, policy):
        load_general_policy()
        for name in ("certify", "defer"):
            url = reverse(name, args=[people.enrolment.public_id])
            assert operations.post(url, {"policy_version": policy, "reason": REASON}).status_code == 400
        assert not Decision.objects.exists()

    def test_what_is_not_there_is_404(self, people: People, operations: Client):
        version = load_general_policy()
        for name, method in (("dossier", "get"), ("certify", "post"), ("defer", "post")):
            url = reverse(name, args=[people.cohort.public_id])
            assert getattr(operations, method)(url, {"policy_version": version.pk}).status_code == 404


READING = {
    "queue": "/operations/",
    "certificates": "/operations/certificates/",
    "policies": "/operations/policies/",
    "people": "/operations/people/",
    "audit": "/operations/audit/?stream=person",
}
QUERIES = {"queue": 7, "certificates": 4, "policies": 3, "people": 4, "audit": 5}


class TestAllPages:
    @pytest.mark.parametrize("url", READING.values(), ids=READING.keys())
    def test_for_operations_alone(self, people: People, url):
        for name, status in (("operations", 200), ("trainee", 403), ("instructor", 403), ("stranger", 403)):
            assert signed_in(people.by_name[name]).get(url).status_code == status, name
        assert Client().get(url)["Location"].startswith("/accounts/login/")

    @pytest.mark.parametrize(("name", "queries"), QUERIES.items())
    def test_as_many_queries_for_many_as_for_one(
        self, people: People, operations: Client, name, queries, django_assert_num_queries
    ):
        self._fill(people, 1)
        operations.get(READING[name])
        with django_assert_num_queries(queries):
            operations.get(READING[name])
        self._fill(people, 12)
        operations.get(READING[name])
        with django_assert_num_queries(queries):
            operations.get(READING[name])

    def _fill(self, people: People, more: int) -> None:
        start = User.objects.count()
        for number in range(start, start + more):
            stand(another_trainee(people, number), Verdict.PASS)
            issue(another_trainee(people, 100 + number), by=people.operations)
            audit.record("person.noted", actor=people.operations, subject="test:1", data={}, at=timezone.now())

    def test_a_dossier_takes_as_many_queries_after_much_as_after_little(
        self, people: People, operations: Client, django_assert_num_queries
    ):
        make_begun(people.enrolment)
        make_ready(people.other_enrolment)
        for enrolment in (people.enrolment, people.other_enrolment):
            operations.get(dossier(enrolment))
            with django_assert_num_queries(14):
                operations.get(dossier(enrolment))

    def test_a_certificate_takes_few_queries(self, people: People, operations: Client, django_assert_num_queries):
        url = reverse("certificate", args=[issue(people.enrolment, by=people.operations).public_id])
        operations.get(url)
        with django_assert_num_queries(3):
            operations.get(url)

    def test_what_changes_something_takes_post_alone(self, people: People, operations: Client):
        certificate = issue(people.enrolment, by=people.operations)
        for url in (
            reverse("certify", args=[people.enrolment.public_id]),
            reverse("defer", args=[people.enrolment.public_id]),
            reverse("certificate_revoke", args=[certificate.public_id]),
            reverse("change_roles", args=[people.stranger.public_id]),
        ):
            assert operations.get(url).status_code == 405
            strict = signed_in(people.operations, enforce_csrf_checks=True)
            assert strict.post(url, {"role": "instructor", "granted": "yes"}).status_code == 403
        assert not User.objects.get(pk=people.stranger.pk).is_instructor


def test_serving_pages_loads_no_numerics():
    """numpy and scipy take seconds to import; only judging needs them."""
    code = (
        "import django, sys; django.setup(); from django.urls import reverse; reverse('operations');"
        "sys.exit(any(name in sys.modules for name in ('numpy', 'scipy')))"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "courseware.settings"}
    assert subprocess.run([sys.executable, "-c", code], env=environment, cwd=settings.BASE_DIR).returncode == 0
