"""Before the first drill: can this device time it? And what a person does where it cannot."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_no_axe_violations
from tests.browser.drill_device import STEADY_FRAMES
from tests.browser.modules import person
from tests.browser.modules.drilling import DIGITS, run_block, see_card, to_the_end, trials_of
from tests.browser.modules.fake_site import DROP_BEFORE, FakeAttempt, error
from tests.browser.modules.steps import sart

FIRST = "Before the first drill: can this device time it?"
CAN, CANNOT = "This device can time the drill", "This device cannot time the drill now"
# A display at 40 Hz, as when a laptop saves its battery, for as long as `slow` is set.
SLOW_FRAMES = """(() => {
    const really = globalThis.requestAnimationFrame.bind(globalThis);
    let last = NaN, slow = NaN;
    globalThis.requestAnimationFrame = (callback) => really((timestamp) => {
        const isSlow = localStorage.getItem("slow") && document.querySelector("[data-measuring]");
        if (!isSlow) slow = NaN;
        else if (timestamp !== last) slow = Number.isNaN(slow) ? timestamp : slow + 25;
        last = timestamp;
        callback(isSlow ? slow : timestamp);
    });
})()"""
SEEDED = "() => localStorage.getItem('attune-device-check')"


@pytest.fixture
def page(browser, site, page_guard):
    """A browser that has never done a drill."""
    context = browser.new_context(locale="en-GB", timezone_id="Europe/Zurich")
    page_guard.watch(context)
    context.add_init_script(STEADY_FRAMES)
    context.add_init_script(SLOW_FRAMES)  # around the other one
    yield context.new_page()
    page_guard.settle(context)
    context.close()
    assert not page_guard.unexpected()


def press_for_dots(page: Page, dots: int = 3) -> None:
    """A press for each dot, as a person would: when it is there."""
    dot = page.locator(".drill-dot:not([data-off])")
    for _ in range(dots):
        expect(dot).to_be_visible(timeout=30_000)
        page.keyboard.press("Space")
        expect(dot).to_have_count(0)


def set_slow(page: Page, slow: bool) -> None:
    page.evaluate("(slow) => slow ? localStorage.setItem('slow', '1') : localStorage.removeItem('slow')", slow)


def test_a_good_device_is_checked_once_and_by_keyboard(page, site):
    attempt = FakeAttempt([sart("one", DIGITS[:4])])
    address = site.add(attempt)
    person.visit(page, address)
    see_card(page, FIRST)
    assert_no_axe_violations(page)
    page.keyboard.press("Enter")
    press_for_dots(page)
    see_card(page, CAN)
    card = page.locator(".drill-card")
    expect(card).to_contain_text(re.compile(r"Display: 60 pictures a second, .*even to .* ms"))
    expect(card).to_contain_text(re.compile(r"Clock: steps of (less than 0\.1|0\.1|\d\.\d) ms"))
    expect(card).to_contain_text("Presses: 3 seen")
    assert_no_axe_violations(page)
    page.reload()
    see_card(page, "Now it counts")
    page.keyboard.press("Enter")
    to_the_end(page)
    device = attempt.by_step["one"]["answer"]["device"]
    assert set(device["check"]) == {"resolutionMs", "dropped", "jitterMs", "faults"}
    assert trials_of(attempt, "one")[0]["phase"] == "measured"


def test_escape_leads_back_to_the_start_of_the_check(page, site):
    person.visit(page, site.add(FakeAttempt([sart("one", [1, 2])])))
    page.keyboard.press("Enter")
    press_for_dots(page, 1)
    expect(page.locator(".drill-dot:not([data-off])")).to_be_visible()
    page.keyboard.press("Escape")
    see_card(page, FIRST)
    assert page.evaluate(SEEDED) is None


def test_a_device_that_cannot_time_says_why_and_offers_ways_on(page, site):
    attempt = FakeAttempt([sart("one", [1, 2])])
    page.goto(f"{site.url}/empty/")
    set_slow(page, True)
    person.visit(page, site.add(attempt))
    page.keyboard.press("Enter")
    press_for_dots(page)
    see_card(page, CANNOT)
    expect(page.locator(".drill-card")).to_contain_text("The display shows fewer than 50 pictures a second.")
    expect(page.locator(".drill-card .button")).to_contain_text(
        ["Check again", "Do a drill that needs no timing", "Back to today"]
    )
    assert_no_axe_violations(page)
    page.get_by_role("button", name="Do a drill that needs no timing").click()
    expect(page).to_have_url(re.compile("/untimed-planned/$"))
    assert attempt.untimed == [{"faults": ["refresh_rate"]}]
    assert attempt.stored == attempt.runs == {}


def test_no_way_round_without_a_drill_that_needs_no_timing(page, site):
    page.goto(f"{site.url}/empty/")
    set_slow(page, True)
    person.visit(page, site.add(FakeAttempt([sart("one", [1, 2])], takes_runs=False)))
    page.keyboard.press("Enter")
    press_for_dots(page)
    see_card(page, CANNOT)
    expect(page.locator(".drill-card > .cluster .button")).to_have_text(["Check again", "Back to today"])
    page.get_by_role("button", name="Back to today").click()
    expect(page).to_have_url(re.compile("/today/$"))


def test_the_silent_check_stops_a_block_and_another_look_lets_it_go_on(page, site, page_guard):
    page_guard.expect("Failed to load resource")
    attempt = FakeAttempt([sart("one", DIGITS[:4])])
    page.goto(f"{site.url}/empty/")
    page.evaluate("() => localStorage.setItem('attune-device-check', '2.0.0')")
    set_slow(page, True)
    person.visit(page, site.add(attempt))
    see_card(page, "Now it counts")
    run_block(page)
    see_card(page, CANNOT)
    site.down = True
    page.get_by_role("button", name="Do a drill that needs no timing").click()
    expect(page.locator(".drill-card")).to_contain_text("no connection to the server")
    site.down = False
    set_slow(page, False)
    page.get_by_role("button", name="Check again").click()
    press_for_dots(page)
    see_card(page, CAN)
    page.keyboard.press("Enter")
    see_card(page, "Now it counts")
    page.keyboard.press("Enter")
    to_the_end(page)
    assert attempt.by_step["one"]["answer"]["device"]["check"]["faults"] in ([], ["slipped_trials"])
    assert attempt.runs == {} or {run["ending"] for run in attempt.runs.values()} == {"void"}


@pytest.fixture
def unfit(page, site):
    """A drill of two blocks whose first one is done, and before whose second the display has become slow."""
    attempt = FakeAttempt([sart("one", [1, 2], block=1, blocks=2), sart("two", [1, 2], block=2, blocks=2)])
    page.goto(f"{site.url}/empty/")
    page.evaluate("() => localStorage.setItem('attune-device-check', '2.0.0')")
    person.visit(page, site.add(attempt))
    return attempt


def to_the_second_block(page: Page) -> None:
    run_block(page)
    see_card(page, "Block 2 of 2")
    set_slow(page, True)
    run_block(page, "Continue")
    see_card(page, CANNOT)


def go_untimed(page: Page) -> None:
    page.get_by_role("button", name="Do a drill that needs no timing").click()


def test_blocks_that_are_done_are_sent_before_another_drill_takes_the_place(page, site, unfit, page_guard):
    page_guard.expect("Failed to load resource")
    site.faults.extend([DROP_BEFORE] * 50)
    to_the_second_block(page)
    go_untimed(page)
    expect(page.locator(".drill-card")).to_contain_text("still waiting to be sent")
    assert unfit.untimed == []
    site.faults.clear()
    go_untimed(page)
    expect(page).to_have_url(re.compile("/untimed-planned/$"))
    assert list(unfit.by_step) == ["one"]
    assert unfit.untimed == [{"faults": ["refresh_rate"]}]


def test_a_refused_change_is_explained_and_the_other_ways_stay(page, site, unfit, page_guard):
    page_guard.expect("status of 409")
    site.refuse_untimed = error(409, "refused", "A measured block is done already.")
    to_the_second_block(page)
    go_untimed(page)
    expect(page.locator(".drill-card")).to_contain_text("A measured block is done already.")
    set_slow(page, False)
    page.get_by_role("button", name="Check again").click()
    press_for_dots(page)
    see_card(page, CAN)
    page.keyboard.press("Enter")
    see_card(page, "Block 2 of 2")


def test_leaving_with_answers_in_memory_only_waits_for_a_connection(page, site, page_guard):
    page_guard.expect("Failed to load resource")
    page.add_init_script("Object.defineProperty(globalThis, 'indexedDB', {value: undefined});")
    attempt = FakeAttempt([sart("one", [1, 2], block=1, blocks=2), sart("two", [1, 2], block=2, blocks=2)])
    page.goto(f"{site.url}/empty/")
    page.evaluate("() => localStorage.setItem('attune-device-check', '2.0.0')")
    person.visit(page, site.add(attempt))
    site.faults.extend([DROP_BEFORE] * 50)
    to_the_second_block(page)
    page.get_by_role("button", name="Back to today").click()
    expect(page.locator(".drill-card")).to_contain_text("kept in this page only")
    site.faults.clear()
    page.get_by_role("button", name="Back to today").click()
    expect(page).to_have_url(re.compile("/today/$"))
    assert list(attempt.by_step) == ["one"]


def test_a_page_that_was_not_left_asks_again(page, site, unfit):
    to_the_second_block(page)
    page.route("**/today/", lambda route: route.fulfill(status=204))  # the browser stays where it is
    page.get_by_role("button", name="Back to today").click()
    expect(page.get_by_role("button", name="Back to today")).to_be_disabled()
    expect(page.get_by_role("button", name="Check again")).to_be_enabled()
    page.unroute("**/today/")
    page.get_by_role("button", name="Back to today").click()
    expect(page).to_have_url(re.compile("/today/$"))


def test_without_storage_the_check_comes_every_time(page, site):
    page.add_init_script(
        "Object.defineProperty(globalThis, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }});"
    )
    person.visit(page, site.add(FakeAttempt([sart("one", [1, 2])])))
    see_card(page, FIRST)


FAULTS = "(m, presses) => m.pressFaults(presses)"


def press(time: float, handled: float, *, repeat: bool = False, held: bool = False) -> dict:
    return {"time": time, "handled": handled, "repeat": repeat, "held": held}


@pytest.mark.parametrize(
    ("presses", "faults"),
    [
        ([press(1000, 1002), press(2000, 2001), press(3000, 3100)], []),
        ([press(1003, 1000), press(2000, 2001), press(3000, 3001)], []),  # a rounded clock
        ([press(1e12, 1002), press(1e12, 2001), press(3000, 3001)], ["event_clock"]),
        ([press(500, 1002), press(1500, 2001), press(2500, 3001)], ["event_clock"]),
        ([press(500, 1002), press(2000, 2001), press(3000, 3001)], []),  # one late one is a busy page
        ([press(1000, 1001), press(1500, 1501, repeat=True, held=True), press(2000, 2001)], []),
        ([press(1000, 1001), press(1500, 1501, held=True), press(2000, 2001)], ["key_repeat"]),
    ],
)
def test_what_presses_say_about_a_device(run_js, presses, faults):
    assert run_js("drill/press-check.js", FAULTS, presses) == faults
