"""Attack 2: an instructor of another cohort, with ids of this one in the path, the query and the body."""

import pytest
from django.test import Client

from courseware.domain.enrolments import enrol
from courseware.models import Cohort, Enrolment, Invitation, JoinLink, User
from tests.people import JOINED, People
from tests.site import Site, build


@pytest.fixture
def site(people: People) -> Site:
    return build(people)


@pytest.fixture
def olaf(client: Client, people: People) -> Client:
    client.force_login(people.other_instructor)
    return client


READS = ("", "people/", "?show=needs", "?part=charts")
WRITES = ("people/invite/", "people/links/")


class TestInThePath:
    @pytest.mark.parametrize("end", READS)
    def test_no_page_of_the_cohort_is_found(self, site, olaf, end):
        assert olaf.get(f"/cohorts/{site.people.cohort.public_id}/{end}").status_code == 404

    @pytest.mark.parametrize("end", WRITES)
    def test_nothing_is_changed_in_it(self, site, olaf, end):
        before = (Invitation.objects.count(), JoinLink.objects.count())
        path = f"/cohorts/{site.people.cohort.public_id}/{end}"
        assert olaf.post(path, {"addresses": "nova@attune.example"}).status_code == 404
        assert (Invitation.objects.count(), JoinLink.objects.count()) == before

    def test_ids_of_the_cohort_under_ones_own_are_not_found_either(self, site, olaf):
        people, own = site.people, f"/cohorts/{site.people.other_cohort.public_id}"
        replies = [
            olaf.get(f"{own}/trainees/{people.enrolment.public_id}/"),
            olaf.get(f"{own}/trainees/{people.enrolment.public_id}/?part=charts"),
            olaf.get(f"{own}/trainees/{people.enrolment.public_id}/?attempt={site.done.public_id}"),
            olaf.post(f"{own}/people/links/{site.link.public_id}/revoke/"),
            olaf.post(f"{own}/people/invitations/{site.invitation.public_id}/revoke/"),
        ]
        assert [reply.status_code for reply in replies] == [404] * 5
        assert JoinLink.objects.get(pk=site.link.pk).revoked_at is None
        assert Invitation.objects.get(pk=site.invitation.pk).revoked_at is None


class TestInTheQuery:
    def test_an_attempt_of_the_cohort_is_not_shown_on_ones_own_trainees_page(self, site, olaf):
        people = site.people
        path = f"/cohorts/{people.other_cohort.public_id}/trainees/{people.foreign_enrolment.public_id}/"
        assert olaf.get(path).status_code == 200
        assert olaf.get(f"{path}?attempt={site.done.public_id}").status_code == 404

    def test_nor_is_an_attempt_of_a_fellow_trainee(self, site, client):
        people = site.people
        client.force_login(people.instructor)
        path = f"/cohorts/{people.cohort.public_id}/trainees/{people.other_enrolment.public_id}/"
        assert client.get(f"{path}?attempt={site.done.public_id}").status_code == 404


class TestInTheBody:
    def test_ids_in_a_form_choose_neither_cohort_nor_people(self, site, olaf):
        people = site.people
        form = {"cohort": people.cohort.pk, "cohort_id": people.cohort.public_id, "addresses": "nova@attune.example"}
        olaf.post(f"/cohorts/{people.other_cohort.public_id}/people/invite/", form)
        assert Invitation.objects.get(email="nova@attune.example").cohort == people.other_cohort

    def test_a_new_cohort_is_not_given_to_others_nor_taken_from_them(self, site, olaf):
        people = site.people
        form = site.forms()["cohort_new"] | {"id": people.cohort.pk, "instructors": people.instructor.pk}
        olaf.post("/cohorts/new/", form)
        assert list(people.cohort.instructors.all()) == [people.instructor]
        assert list(Cohort.objects.get(name="Autumn").instructors.all()) == [people.other_instructor]


class TestWhoTeachesNoMore:
    def test_who_was_taken_off_the_cohort_loses_it_at_once(self, site, client):
        people = site.people
        client.force_login(people.instructor)
        path = f"/cohorts/{people.cohort.public_id}/"
        assert client.get(path).status_code == 200
        people.cohort.instructors.remove(people.instructor)
        assert client.get(path).status_code == 404

    def test_who_is_in_the_list_of_instructors_without_the_role_sees_nothing(self, site, client):
        people = site.people
        client.force_login(people.instructor)
        User.objects.filter(pk=people.instructor.pk).update(is_instructor=False)
        assert client.get(f"/cohorts/{people.cohort.public_id}/").status_code == 403


def test_the_list_of_cohorts_and_its_numbers_are_ones_own(site, olaf):
    enrol(site.people.stranger, site.people.cohort, now=JOINED)
    page = olaf.get("/cohorts/").content.decode()
    assert site.people.other_cohort.name in page
    assert site.people.cohort.name not in page
    assert str(site.people.cohort.public_id) not in page
    assert Enrolment.objects.filter(cohort=site.people.other_cohort).count() == 1
