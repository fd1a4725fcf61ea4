"""A passkey is added and signs its owner in. This takes a site with a name (localhost): numbers have no passkeys."""

from playwright.sync_api import expect

from tests.browser import passkeys
from tests.browser.steps import expect_path, fill_sign_in, sign_out


def test_a_passkey_is_added_and_signs_in(page, live_people):
    passkeys.plug_in(page)
    fill_sign_in(page, live_people.trainee.email)
    expect_path(page, "/today/")
    passkeys.add_key(page, "My laptop", passwordless=True)
    expect(page.get_by_role("heading", name="recovery codes")).to_be_visible()
