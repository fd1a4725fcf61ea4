"""A form pressed when nobody is signed in any more: after signing in, a page that says what was not done."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from tests.clients import signed_in
from tests.ladder_course import SHOWN, Climbers
from tests.people import PASSWORD
from tests.rows import all_rows, changes
from tests.training.exposure_pages.steps import begin, press, read, sitting_path, words
from training.models import Attempt, ExposureEntry

STOPPED = "nothing was stopped yet. “Stop here”, above, ends the sitting."
NOT_DONE = "You were signed out, so this was not done."


@pytest.fixture
def cleo(climbers: Climbers) -> Client:
    return signed_in(climbers.trainee)


@pytest.fixture
def attempt(cleo: Client, climbers: Climbers) -> Attempt:
    attempt = begin(cleo, climbers.enrolment)
    press(cleo, read(cleo, sitting_path(attempt)), "/reveal/")
    return attempt


def test_signing_in_anew_leads_to_the_sitting_with_the_text_hidden_and_the_stop_at_hand(attempt, climbers):
    client = Client()
    stop = reverse("exposure_stop", args=[attempt.public_id])
    login = client.post(stop)["Location"]
    assert parse_qs(urlsplit(login).query) == {"next": [stop]}
    form = {"login": climbers.trainee.email, "password": PASSWORD, "next": stop}
    reply = client.post("/accounts/login/", form, follow=True)
    page = reply.content.decode()
    assert STOPPED in page
    assert SHOWN not in page
    attempt.refresh_from_db()
    assert attempt.completed_at is None
    assert "This sitting has ended" in press(client, page, "/stop/")


@pytest.mark.parametrize("act", ["reveal", "hide", "answer", "stop"])
def test_looking_at_the_address_of_a_form_changes_nothing_and_shows_no_text(cleo, attempt, climbers, act):
    path, before = reverse(f"exposure_{act}", args=[attempt.public_id]), all_rows()
    page = read(cleo, path)
    assert changes(before, all_rows()) == set()
    assert SHOWN not in page
    assert "Hidden again" in page
    assert (STOPPED if act == "stop" else f"{NOT_DONE} The text is hidden.") in page
    for other in (climbers.other_trainee, climbers.instructor, climbers.operations):
        assert signed_in(other).get(path).status_code == 404
    # The item is on the ledger as shown; it comes back by a press, and not before.
    assert SHOWN in press(cleo, page, "/reveal/")
    assert ExposureEntry.objects.filter(hidden_at=None).count() == 1


def test_where_the_sitting_is_over_that_is_what_is_said(cleo, attempt):
    stop = reverse("exposure_stop", args=[attempt.public_id])
    cleo.post(stop)
    page = read(cleo, stop)
    assert "The sitting had ended before." in page
    assert "This sitting has ended" in page


def test_the_other_forms_lead_to_their_pages_too(cleo, climbers):
    start = reverse("exposure_start", args=[climbers.enrolment.public_id])
    before = all_rows()
    for path, leads_to in {
        start: f"/exposure/?course={climbers.enrolment.public_id}",
        reverse("exposure_rest"): "/exposure/",
        reverse("mood_check"): "/wellbeing/",
        reverse("wellbeing_delete"): "/wellbeing/",
        reverse("contact_ask"): "/help/",
        reverse("contact_withdraw"): "/help/",
    }.items():
        assert cleo.get(path)["Location"] == leads_to
        assert NOT_DONE in words(read(cleo, leads_to))
        assert cleo.put(path).status_code == 405
    assert changes(before, all_rows()) == set()
    assert cleo.get(reverse("exposure_start", args=[climbers.other_enrolment.public_id])).status_code == 404


@pytest.mark.parametrize(
    ("referer", "leads_back"),
    [
        ("http://testserver{path}", True),
        ("http://evil.example{path}", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_a_page_that_is_out_of_date_offers_a_way_back(attempt, climbers, referer, leads_back):
    client = signed_in(climbers.trainee, enforce_csrf_checks=True)
    path = sitting_path(attempt)
    reply = client.post(f"{path}stop/", headers={"referer": referer.format(path=path)})
    page = reply.content.decode()
    assert reply.status_code == 403
    assert (f'href="http://testserver{path}"' in page) is leads_back
    assert "evil.example" not in page
    assert "javascript:" not in page
