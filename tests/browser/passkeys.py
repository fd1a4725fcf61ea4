"""A passkey that Chromium itself plays: no fingerprint, no dialogue, every question answered at once."""

from playwright.sync_api import CDPSession, Page


def plug_in(page: Page) -> CDPSession:
    """A virtual authenticator for this page; it lasts until the page is closed. Gives the session that rules it."""
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
    return devtools


def add_key(page: Page, name: str, *, passwordless: bool) -> None:
    """On the site's own page; the person must have signed in a moment ago."""
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Name of the key").fill(name)
    page.get_by_label("Sign in with this key alone").set_checked(passwordless)
    page.get_by_role("button", name="Add the key").click()
