"""The settings page: one's own name and time zone, and nothing else."""

import pytest
from django.test import Client
from django.utils import timezone

from courseware.domain.enrolments import enrol
from courseware.forms import zone_choices
from courseware.models import User
from tests.people import People


@pytest.fixture
def tara(people: People, client) -> Client:
    client.force_login(people.trainee, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_name_and_time_zone_are_saved(tara, people):
    reply = tara.post("/settings/", {"name": "  Tara  van\tTrainee ", "time_zone": "Asia/Kolkata"}, follow=True)
    people.trainee.refresh_from_db()
    assert (people.trainee.name, people.trainee.time_zone) == ("Tara van Trainee", "Asia/Kolkata")
    assert "Saved." in reply.content.decode()


def test_dates_are_in_the_chosen_zone(tara, people):
    tara.post("/settings/", {"name": "Tara", "time_zone": "Pacific/Kiritimati"})
    assert "+14" in tara.get(f"/consent/{people.enrolment.public_id}/").content.decode()


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "Europe", "../etc/passwd", "europe/lisbon"])
def test_an_unknown_zone_is_refused(tara, people, zone):
    assert b"field-wrong" in tara.post("/settings/", {"name": "Tara", "time_zone": zone}).content
    people.trainee.refresh_from_db()
    assert people.trainee.time_zone == "UTC"


@pytest.mark.parametrize("name", ["Tara\x07", "evil\u202eemaN", "x" * 121, "\u200b\ufeffT"])
def test_a_name_is_one_printable_line(tara, people, name):
    assert b"field-wrong" in tara.post("/settings/", {"name": name, "time_zone": "UTC"}).content
    people.trainee.refresh_from_db()
    assert people.trainee.name == "Tara Trainee"


@pytest.mark.parametrize("name", ["", "می‌خواهم", "O’Brien-Łukasz, Jr.", "李小龍"])
def test_names_of_the_world(tara, people, name):
    tara.post("/settings/", {"name": name, "time_zone": "UTC"})
    people.trainee.refresh_from_db()
    assert people.trainee.name == name


def test_no_other_field_of_the_account_can_be_set(tara, people):
    fields = [field.name for field in User._meta.concrete_fields]
    tara.post("/settings/", {**dict.fromkeys(fields, "1"), "name": "Tara", "time_zone": "Europe/Lisbon"})
    changed = User.objects.get(pk=people.trainee.pk)
    kept = [name for name in fields if name not in ("name", "time_zone")]
    assert [getattr(changed, name) for name in kept] == [getattr(people.trainee, name) for name in kept]
    assert changed.time_zone == "Europe/Lisbon"


def test_a_zone_that_is_no_longer_listed_stays_chosen(tara, people):
    User.objects.filter(pk=people.trainee.pk).update(time_zone="US/Eastern")
    assert '<option value="US/Eastern" selected>' in tara.get("/settings/").content.decode()
    tara.post("/settings/", {"name": "Tara", "time_zone": "US/Eastern"})
    people.trainee.refresh_from_db()
    assert people.trainee.time_zone == "US/Eastern"


def test_zones_are_grouped_by_region_and_hold_what_browsers_report():
    groups = dict(zone_choices())
    assert ("Asia/Calcutta", "Calcutta") in groups["Asia"]
    assert ("America/Argentina/Ushuaia", "Argentina, Ushuaia") in groups["America"]
    assert groups["UTC"] == "UTC"
    assert "Etc" not in groups


def test_it_leads_to_everything_about_the_account(tara, people):
    text = tara.get("/settings/").content.decode()
    for address in ("/accounts/password/change/", "/accounts/email/", "/accounts/2fa/"):
        assert f'href="{address}"' in text
    assert f'href="/consent/{people.enrolment.public_id}/"' in text
    assert f'href="/consent/{people.other_enrolment.public_id}/"' not in text
    assert text.count('name="theme"') == 6  # in the menu and on the page


def test_signed_out(client):
    assert client.get("/settings/")["Location"] == "/accounts/login/?next=/settings/"


def test_queries_do_not_grow_with_cohorts(tara, people, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        tara.get("/settings/")
    enrol(people.trainee, people.other_cohort, now=timezone.now())
    with django_assert_max_num_queries(4):
        tara.get("/settings/")
