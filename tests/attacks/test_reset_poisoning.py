"""Attack 23: a mail whose link leads to the attacker, because the request named another host."""

import pytest
from django.conf import settings as site_settings
from django.test import Client
from django.utils import timezone

from courseware.domain import invitations
from courseware.domain.invitees import Invitee
from courseware.models import OutgoingMail
from tests.attacks.entrances import NEW_PASSWORD, RESET, enter
from tests.clients import signed_in
from tests.people import PASSWORD, People
from tests.site import build, names

EVIL = "evil.example"
# What a browser, a proxy or a tool can say about the host, in WSGI's names.
LIES = (
    {"HTTP_HOST": EVIL},
    {"HTTP_HOST": f"{EVIL}:8000"},
    {"HTTP_HOST": f"127.0.0.1@{EVIL}"},
    {"HTTP_HOST": f"127.0.0.1.{EVIL}"},
    {"HTTP_HOST": f"127.0.0.1:80@{EVIL}"},
    {"HTTP_HOST": f"127.0.0.1,{EVIL}"},
    {"SERVER_NAME": EVIL},
)
# Headers that only a proxy of ours could set, and that are not believed; a host of ours with another port.
IGNORED = (
    {"HTTP_X_FORWARDED_HOST": EVIL},
    {"HTTP_X_FORWARDED_SERVER": EVIL},
    {"HTTP_X_HOST": EVIL},
    {"HTTP_FORWARDED": f"host={EVIL};proto=https"},
    {"HTTP_X_ORIGINAL_URL": f"https://{EVIL}/"},
    {"HTTP_REFERER": f"https://{EVIL}/"},
    {"HTTP_HOST": "localhost:6666"},
)


def join_path(people: People) -> str:
    link = invitations.new_join_link(people.cohort, people.instructor, now=timezone.now())
    return invitations.join_url(link).removeprefix(site_settings.SITE_URL)


def send_every_mail(people: People, lie: dict[str, str]) -> None:
    """All roads on which the site writes to somebody, each by a request that lies."""
    stranger = Client(**lie)
    for email in (people.trainee.email, "nobody@attune.example"):
        stranger.post(RESET, {"email": email})
    stranger.get(join_path(people))
    passwords = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    for email in (people.other_trainee.email, "newcomer@attune.example"):
        stranger.post("/accounts/signup/", {"email": email, "name": "N", "time_zone": "UTC", **passwords})
    own = Client(**lie)
    enter(own, people.stranger.email)
    own.post("/accounts/reauthenticate/", {"password": PASSWORD})
    own.post("/accounts/email/", {"action_add": "", "email": "sam.two@attune.example"})
    own.post("/accounts/password/change/", {"oldpassword": PASSWORD, **passwords})
    teaching = signed_in(people.instructor)
    teaching.defaults.update(lie)
    teaching.post(f"/cohorts/{people.cohort.public_id}/people/invite/", {"addresses": "invited@attune.example"})


@pytest.mark.parametrize("lie", LIES, ids=str)
def test_another_host_is_refused_on_every_address(people, lie):
    site = build(people)
    client = Client(raise_request_exception=False, **lie)
    answered = {}
    for name in names():
        answered[f"GET {name}"] = client.get(site.path(name)).status_code
        answered[f"POST {name}"] = client.post(site.path(name)).status_code
    # What never looks at the host, and says the same whatever it is.
    assert {where: status for where, status in answered.items() if status not in (400, 405)} == {}


@pytest.mark.parametrize("lie", LIES, ids=str)
def test_and_no_mail_is_written(people, lie):
    Client(**lie).post(RESET, {"email": people.trainee.email})
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("lie", LIES + IGNORED, ids=str)
def test_every_mail_names_our_own_address(people, settings, lie):
    """Even where a careless operator lets every host in."""
    settings.ALLOWED_HOSTS = ["*"]
    send_every_mail(people, lie)
    kinds = set(OutgoingMail.objects.values_list("kind", flat=True))
    expected = {
        "password_reset_key",
        "unknown_account",
        "account_already_exists",
        "email_confirmation_signup",
        "email_confirmation",
        "password_changed",
        "invitation",
    }
    if "@" not in str(lie) and "," not in str(lie):  # these no setting lets in
        assert expected <= kinds
    for mail in OutgoingMail.objects.all():
        assert "evil" not in mail.subject + mail.body, mail.kind
        assert "6666" not in mail.body
        addresses = [word for word in mail.body.split() if "://" in word]
        assert all(address.startswith(f"{settings.SITE_URL}/") for address in addresses), mail.kind


def test_the_address_comes_from_the_setting(people, settings):
    settings.SITE_URL = "https://attune.example"
    invitations.invite(people.cohort, [Invitee("ivo@attune.example", "Ivo")], people.instructor, now=timezone.now())
    Client().post(RESET, {"email": people.trainee.email})
    bodies = list(OutgoingMail.objects.values_list("body", flat=True))
    assert len(bodies) == 2
    assert all("https://attune.example/" in body and "127.0.0.1" not in body for body in bodies)
