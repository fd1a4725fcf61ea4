"""Axe on the account pages, with and without second factors, and on the step between the password and the site."""

from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from courseware.accounts import set_password_url
from courseware.domain import invitations
from tests.browser import passkeys
from tests.browser.looking import check, look
from tests.browser.steps import confirm_password, expect_path, fill_sign_in

WITHOUT_FACTORS = (
    "account_email", "account_change_password", "account_reauthenticate", "mfa_index", "mfa_list_webauthn",
)  # fmt: skip
WITH_FACTORS = (
    "mfa_index", "mfa_deactivate_totp", "mfa_list_webauthn", "mfa_generate_recovery_codes",
    "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
)  # fmt: skip


def test_second_factors(page, sign_in, live_people):
    sign_in(page, live_people.trainee)
    for name in WITHOUT_FACTORS:
        look(page, reverse(name))
    page.goto(reverse("mfa_add_webauthn"))
    confirm_password(page)
    look(page, reverse("mfa_add_webauthn"))
    look(page, reverse("mfa_activate_totp"))

    passkeys.plug_in(page)  # only now: axe's own session with the browser, once closed, unplugs it
    passkeys.add_key(page, "My laptop", alone=True)
    expect_path(page, reverse("mfa_view_recovery_codes"))
    check(page)
    passkeys.put_codes_away(page)
    TOTP.activate(live_people.trainee, generate_totp_secret())
    for name in WITH_FACTORS:
        look(page, reverse(name))
    key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    look(page, reverse("mfa_edit_webauthn", args=[key.pk]))
    look(page, reverse("mfa_remove_webauthn", args=[key.pk]))

    page.context.clear_cookies()
    fill_sign_in(page, live_people.trainee.email)
    expect_path(page, reverse("mfa_authenticate"))
    check(page)


def test_forms_with_errors_and_by_link(page, sign_in, live_people):
    people = live_people
    page.goto(urlsplit(set_password_url(people.trainee)).path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    check(page)

    link = invitations.new_join_link(people.cohort, people.instructor, now=timezone.now())
    page.goto(urlsplit(invitations.join_url(link)).path)
    look(page, "/accounts/signup/")
    page.locator("[name=email]").fill("new@attune.example")
    page.get_by_label("Name").fill("Nora New")
    page.locator("input[type=password]").first.fill("short")
    page.locator("input[type=password]").last.fill("different")
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("alert").filter(has_text="another look")).to_be_visible()
    check(page)

    fill_sign_in(page, people.trainee.email, "wrong")
    expect(page.get_by_role("alert").filter(has_text="another look")).to_be_visible()
    check(page)

    people.stranger.set_unusable_password()
    people.stranger.save()
    sign_in(page, people.stranger)
    look(page, "/accounts/password/set/")
