"""A passkey that Chromium itself plays: no fingerprint, no dialogue, every question answered at once."""

from playwright.sync_api import Page, expect

from tests.browser.steps import expect_path


def plug_in(page: Page) -> None:
    """Give this page a virtual authenticator; it lasts until the page is closed."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def add_key(page: Page, name: str, *, alone: bool) -> None:
    """On the site's own page, whose door was opened with the password; ends at the recovery codes.

    `alone`: a key that signs in without a password.
    """
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Name of the key").fill(name)
    page.get_by_label("Sign in with this key alone").set_checked(alone)
    page.get_by_role("button", name="Add the key").click()
    expect(page.get_by_text("Shown only now")).to_be_visible()


def put_codes_away(page: Page) -> None:
    """Say that they are stored: without that, the browser asks before it leaves the page."""
    page.get_by_label("I have stored the codes in a safe place").check()
    page.get_by_role("link", name="Done").click()
    expect_path(page, "/accounts/2fa/")
