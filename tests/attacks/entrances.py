"""The ways into the site as somebody at a keyboard uses them: password, code, reset link."""

import re
import time

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.http import HttpResponse
from django.test import Client

from courseware.models import OutgoingMail, User
from tests.people import PASSWORD

LOGIN, CODE, RESET = "/accounts/login/", "/accounts/2fa/authenticate/", "/accounts/password/reset/"
NEW_PASSWORD = "another horse, another battery"


def enter(client: Client, email: str, password: str = PASSWORD, **request: str) -> HttpResponse:
    """The sign-in form; `request` holds headers and addresses in WSGI's names."""
    return client.post(LOGIN, {"login": email, "password": password}, **request)


def is_signed_in(client: Client) -> bool:
    """Whether a page that is nobody's but the person's own is shown."""
    return client.get("/settings/").status_code == 200


def give_second_factor(person: User) -> str:
    """Sets up a code generator for the person; returns its secret."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def code_of(secret: str) -> str:
    """What the code generator shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD))


def half_signed_in(person: User, **options: bool) -> Client:
    """A browser that has given the right password and owes the code."""
    client = Client(**options)
    assert enter(client, person.email)["Location"].startswith(CODE)
    return client


def links_in_mails(email: str) -> list[str]:
    """Every address in every mail to this person, as it stands there."""
    bodies = OutgoingMail.objects.filter(to=email).order_by("pk").values_list("body", flat=True)
    return [link for body in bodies for link in re.findall(r"https?://\S+", body)]


def reset_path(email: str) -> str:
    """Asks for a reset; returns the path of the link that was mailed."""
    Client().post(RESET, {"email": email})
    return re.sub(r"^https?://[^/]+", "", links_in_mails(email)[-1])


def choose_password(client: Client, path: str, password: str = NEW_PASSWORD) -> HttpResponse:
    """Opens a reset link and fills in the form behind it, as far as it is shown."""
    page = client.get(path)
    form = page["Location"] if page.status_code == 302 else path
    return client.post(form, {"password1": password, "password2": password})
