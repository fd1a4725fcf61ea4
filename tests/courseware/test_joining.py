"""Join links: what a visitor sees, how they come in, and when a link is refused."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courseware.domain import invitations
from courseware.domain.invitations import LinkRefused
from courseware.domain.pending import SESSION_ENTRY
from courseware.models import AuditEvent, Consent, Enrolment, JoinLink
from tests.people import People


@pytest.fixture
def link(people: People) -> JoinLink:
    return invitations.new_join_link(people.cohort, people.instructor, now=timezone.now())


def path(link: JoinLink) -> str:
    return invitations.join_url(link).removeprefix("http://127.0.0.1:8000")


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_visitor_sees_the_cohort_and_two_ways_on(client, link):
    page = client.get(path(link))
    text = page.content.decode()
    assert page.status_code == 200
    assert "Spring cohort" in text
    assert "Foundations of careful annotation" in text
    assert "Monday, 5 January 2026" in text
    assert f"/accounts/signup/?next={path(link)}" in text
    assert f"/accounts/login/?next={path(link)}" in text
    assert "no-store" in page["Cache-Control"]


def test_looking_changes_nothing_but_the_visitors_own_session(client, link, people):
    before = (Enrolment.objects.count(), AuditEvent.objects.count())
    client.get(path(link))
    assert client.session[SESSION_ENTRY][0] == "join"
    with CaptureQueriesContext(
        connection,
    ) as queries:
        signed_in(people.stranger).get(path(link))
    writes = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert all("django_session" in sql or "last_login" in sql for sql in writes), writes
    assert (Enrolment.objects.count(), AuditEvent.objects.count()) == before


def test_joining_leads_to_consent_and_enrols_once(link, people):
    client = signed_in(people.stranger)
    assert "Join this cohort" in client.get(path(link)).content.decode()
    first = client.post(path(link))
    again = client.post(path(link))
    enrolment = Enrolment.objects.get(user=people.stranger)
    assert enrolment.cohort == people.cohort
    assert first["Location"] == again["Location"] == f"/consent/{enrolment.public_id}/"
    assert AuditEvent.objects.filter(action="enrolment.joined", actor=people.stranger).count() == 1


def test_who_is_in_already_is_led_on(link, people):
    assert signed_in(people.trainee).get(path(link))["Location"] == "/today/"
    Consent.objects.filter(enrolment=people.enrolment).update(withdrawn_at=timezone.now())
    assert signed_in(people.trainee).get(path(link))["Location"] == f"/consent/{people.enrolment.public_id}/"


def test_signed_out_in_another_tab(client, link):
    reply = client.post(path(link))
    assert reply["Location"] == f"/accounts/login/?next={path(link)}"


def test_joining_needs_a_token(link, people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.stranger, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(path(link)).status_code == 403
    assert not Enrolment.objects.filter(user=people.stranger).exists()


def test_a_forged_link_is_404_and_asks_the_database_nothing(client, link, people, django_assert_num_queries):
    good = path(link)
    changed = "B" if good[-2] == "A" else "A"
    for forged in [good[:-2] + changed + "/", good.replace("/join/", "/invitations/"), good[:45] + "/x/"]:
        with django_assert_num_queries(0):
            assert client.get(forged).status_code == 404
        assert signed_in(people.stranger).post(forged).status_code == 404
    assert SESSION_ENTRY not in client.session


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"revoked_at": timezone.now()}, "withdrawn"),
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "expired"),
    ],
)
def test_a_closed_link_is_410_and_lets_nobody_in(client, link, people, change, words):
    client.get(path(link))
    JoinLink.objects.update(**change)
    page = client.get(path(link))
    assert page.status_code == 410
    assert words in page.content.decode()
    assert signed_in(people.stranger).post(path(link)).status_code == 410
    assert not Enrolment.objects.filter(user=people.stranger).exists()
    assert "An invitation is needed" in client.get("/accounts/signup/").content.decode()


def test_an_archived_cohort_takes_nobody(client, link, people):
    people.cohort.archived_at = timezone.now()
    people.cohort.save()
    assert client.get(path(link)).status_code == 410


def test_a_link_revoked_between_page_and_press_is_refused(link, people):
    invitations.revoke(link, people.instructor, now=timezone.now())
    with pytest.raises(LinkRefused):
        invitations.accept(link, people.stranger, now=timezone.now())  # `link` was read before


def test_a_person_without_role_or_with_every_role_may_join(link, people):
    for user in (people.stranger, people.operations, people.instructor):
        assert signed_in(user).post(path(link)).status_code == 302
        assert Enrolment.objects.filter(user=user, cohort=people.cohort).exists()


def test_names_are_escaped(client, link, people):
    people.cohort.name = "<script>alert(1)</script>"
    people.cohort.save()
    assert "<script>alert" not in client.get(path(link)).content.decode()


def test_other_methods_are_refused(client, link):
    assert client.put(path(link)).status_code == 405
    assert client.head(path(link)).status_code == 200
