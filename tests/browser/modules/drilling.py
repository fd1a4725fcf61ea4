"""What a person does in a drill, in the words of the tests."""

from playwright.sync_api import Page, expect

from tests.browser.modules.fake_site import FakeAttempt

DIGITS = [1, 3, 5, 7, 2, 3, 9, 4, 6, 8, 3, 1]

OPEN_CARD = ".drill-overlay:not([hidden]) .button-primary:not(:disabled)"
SPOILT = "This block cannot be used"
# Every second digit, the page stands still for 150 ms.
STAND_STILL = """() => {
    let seen = 0;
    new MutationObserver(() => {
        if (!document.querySelector(".drill-stimulus:not([data-off])")) return;
        seen += 1;
        const until = performance.now() + 150;
        if (seen % 2) setTimeout(() => { while (performance.now() < until); });
    }).observe(document.body, {subtree: true, attributes: true, attributeFilter: ["data-off"]});
}"""


def run_block(page: Page, start: str = "Start") -> None:
    page.get_by_role("button", name=start, exact=True).click()


def wait_for_digit(page: Page) -> None:
    """Looks in every frame: a digit is on for a tenth of a second."""
    page.wait_for_function("() => document.querySelector('.drill-stimulus:not([data-off])')")


def see_card(page: Page, title: str) -> None:
    """Wait for the card; a block that a busy machine has spoilt before it is done again."""
    card, spoilt = (page.get_by_role("heading", name=name) for name in (title, SPOILT))
    for _ in range(2 if title != SPOILT else 0):
        expect(card.or_(spoilt).first).to_be_visible(timeout=20_000)
        if not spoilt.is_visible():
            break
        run_block(page, "Start the block again")
    expect(card).to_be_visible(timeout=20_000)


def after_block(page: Page) -> str:
    """What comes after the block that runs: a card's title, or "done". A busy machine may spoil a block, which is then
    done again as a person would."""
    for _ in range(4):
        over = f"() => location.pathname.endsWith('/done/') || document.querySelector('{OPEN_CARD}')"
        page.wait_for_function(over, timeout=60_000)
        if page.url.endswith("/done/"):
            return "done"
        title = page.locator(".drill-card h2").inner_text()
        if title != SPOILT:
            return title
        run_block(page, "Start the block again")
    raise AssertionError("a block was spoilt more often than the page allows")


def to_the_end(page: Page) -> None:
    """Until the attempt is done, from its last block."""
    assert after_block(page) == "done"


def trials_of(attempt: FakeAttempt, step: str) -> list[dict]:
    return attempt.by_step[step]["answer"]["trials"]
