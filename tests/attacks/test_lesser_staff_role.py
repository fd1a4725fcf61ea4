"""Attack 3: staff with a lesser role reaching for more. Whoever holds no role that opens a page is refused.

tests/test_pages_matrix.py has every role on every page; here are the roads around it.
"""

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.test import Client

from courseware.models import AuditEvent, User
from tests.people import People
from tests.site import Site, build

OPERATIONS_PAGES = ("operations", "dossier", "certificates", "certificate", "policies", "people", "audit")
OPERATIONS_FORMS = ("certify", "defer", "certificate_revoke", "change_roles")


@pytest.fixture
def site(people: People) -> Site:
    return build(people)


def statuses(client: Client, site: Site) -> set[int]:
    """What all pages and forms of operations answer."""
    found = {client.get(site.path(name)).status_code for name in OPERATIONS_PAGES}
    return found | {client.post(site.path(name), site.forms()[name]).status_code for name in OPERATIONS_FORMS}


def test_django_s_own_staff_flag_opens_nothing(site, client):
    User.objects.filter(pk=site.people.stranger.pk).update(is_staff=True)
    client.force_login(site.people.stranger)
    assert statuses(client, site) == {403}
    assert client.get("/cohorts/").status_code == 403


def test_permissions_of_django_s_own_tables_open_nothing(site, client):
    site.people.stranger.user_permissions.set(Permission.objects.all())
    client.force_login(site.people.stranger)
    assert statuses(client, site) == {403}


def test_there_is_no_django_admin(site, client):
    client.force_login(site.people.operations)
    for path in ("/admin/", "/admin/login/", "/django-admin/"):
        assert client.get(path).status_code == 404


def test_a_withdrawn_role_ends_with_the_next_request(site, client):
    client.force_login(site.people.operations)
    assert client.get("/operations/").status_code == 200
    User.objects.filter(pk=site.people.operations.pk).update(is_operations=False)
    assert statuses(client, site) == {403}


def test_an_instructor_cannot_make_themself_operations(site, client):
    client.force_login(site.people.instructor)
    path = f"/operations/people/{site.people.instructor.public_id}/roles/"
    assert client.post(path, {"role": "operations", "granted": "yes"}).status_code == 403
    assert not User.objects.get(pk=site.people.instructor.pk).is_operations


def test_operations_do_not_change_their_own_roles(site, client):
    client.force_login(site.people.operations)
    path = f"/operations/people/{site.people.operations.public_id}/roles/"
    for form in ({"role": "instructor", "granted": "yes"}, {"role": "operations", "granted": "no"}):
        assert client.post(path, form).status_code == 403
    operations = User.objects.get(pk=site.people.operations.pk)
    assert (operations.is_operations, operations.is_instructor) == (True, False)


@pytest.mark.parametrize("role", ["trainee", "superuser", "is_superuser", "staff", ""])
def test_no_other_role_can_be_granted(site, client, role):
    client.force_login(site.people.operations)
    reply = client.post(site.path("change_roles"), {"role": role, "granted": "yes"})
    assert reply.status_code == 400
    stranger = User.objects.get(pk=site.people.stranger.pk)
    assert not any((stranger.is_superuser, stranger.is_staff, stranger.is_instructor, stranger.is_operations))


def test_operations_see_no_cohort_as_its_instructor(site, client):
    client.force_login(site.people.operations)
    assert {client.get(site.path(name)).status_code for name in ("cohorts", "cohort", "trainee", "cohort_people")} == {
        403
    }


def test_no_command_makes_an_account_that_stands_above_the_roles(people):
    call_command("createsuperuser", email="root@attune.example", interactive=False)
    root = User.objects.get(email="root@attune.example")
    assert (root.is_operations, root.is_superuser, root.is_staff) == (True, False, False)


def test_who_grants_a_role_is_on_record(site, client):
    client.force_login(site.people.operations)
    client.post(site.path("change_roles"), {"role": "instructor", "granted": "yes"})
    event = AuditEvent.objects.get(action="person.role_granted")
    assert (event.actor, event.data) == (site.people.operations, {"role": "instructor"})
