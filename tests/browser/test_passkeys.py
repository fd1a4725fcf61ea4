"""A passkey is added, and signs its owner in. This takes a site with a name (localhost): numbers have no passkeys."""

from playwright.sync_api import expect

from tests.browser import passkeys
from tests.browser.steps import confirm_password, expect_path, fill_sign_in, sign_out


def test_a_passkey_signs_in_by_itself(page, live_people):
    passkeys.plug_in(page)
    fill_sign_in(page, live_people.trainee.email)
    expect_path(page, "/today/")
    page.goto("/accounts/2fa/webauthn/add/")
    confirm_password(page)
    passkeys.add_key(page, "My laptop", alone=True)
    passkeys.put_codes_away(page)
    page.goto("/accounts/2fa/webauthn/")
    expect(page.locator(".list-row")).to_contain_text(["My laptop"])
    expect(page.locator(".list-row .badge")).to_have_text("Passkey")
    sign_out(page)

    page.goto("/accounts/login/?next=/progress/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect_path(page, "/progress/")
    expect(page.get_by_text(live_people.trainee.name)).to_be_visible()


def test_a_key_as_the_second_step(page, live_people):
    passkeys.plug_in(page)
    fill_sign_in(page, live_people.instructor.email)
    expect_path(page, "/cohorts/")
    page.goto("/accounts/2fa/webauthn/add/")
    confirm_password(page)
    passkeys.add_key(page, "My key", alone=False)
    passkeys.put_codes_away(page)
    sign_out(page)

    fill_sign_in(page, live_people.instructor.email)
    expect_path(page, "/accounts/2fa/authenticate/")
    page.goto("/cohorts/")
    expect_path(page, "/accounts/2fa/authenticate/")  # half signed in is not signed in
    page.get_by_role("button", name="Use a passkey or security key").click()
    expect_path(page, "/cohorts/")
