"""The way through a block, and out of it: stopping, being asked to do it again, and a page that breaks in it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_no_axe_violations
from tests.browser.drill_device import STEADY_DEVICE
from tests.browser.modules import person
from tests.browser.modules.drilling import (
    DIGITS,
    SPOILT,
    after_block,
    run_block,
    see_card,
    to_the_end,
    trials_of,
    wait_for_digit,
)
from tests.browser.modules.fake_site import FakeAttempt
from tests.browser.modules.steps import sart
from tests.browser.modules.test_gradcpt_and_pvt import gradcpt
from tests.browser.modules.test_recorder_storage import NO_STORAGE

# At the second and the fifth digit of the first block, the page stands still for 150 ms.
STALL_TWICE = """() => {
    let seen = 0;
    new MutationObserver(() => {
        if (!document.querySelector(".drill-stimulus:not([data-off])")) return;
        seen += 1;
        const until = performance.now() + 150;
        if (seen === 2 || seen === 5) setTimeout(() => { while (performance.now() < until); });
    }).observe(document.body, {subtree: true, attributes: true, attributeFilter: ["data-off"]});
}"""
UNTIMED = "Do a drill that needs no timing"


@pytest.fixture
def phone(browser, site, page_guard):
    context = browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 360, "height": 740})
    page_guard.watch(context)
    context.add_init_script(STEADY_DEVICE)
    yield context.new_page()
    page_guard.settle(context)
    context.close()


def stopped_run(page: Page, attempt: FakeAttempt) -> dict:
    see_card(page, "Stopped")
    for _ in range(100):
        if attempt.runs:
            break
        page.wait_for_timeout(50)
    [run] = attempt.runs.values()
    assert run["ending"] == "stopped"
    return run


def test_a_block_that_the_screen_could_not_time_is_done_again(page, site):
    attempt = FakeAttempt([sart("one", DIGITS)])
    person.visit(page, site.add(attempt))
    page.evaluate(STALL_TWICE)
    run_block(page)
    see_card(page, SPOILT)  # two of twelve are fewer than would void the block, and more than a tenth
    expect(page.locator(".drill-card")).to_contain_text(re.compile(r"The screen stalled in \d of 12 trials"))
    assert attempt.stored == {}
    run_block(page, "Start the block again")
    to_the_end(page)
    assert {run["ending"] for run in attempt.runs.values()} == {"void"}
    assert len(trials_of(attempt, "one")) == len(DIGITS)


def test_leaving_the_full_screen_stops_the_block(page, site):
    attempt = FakeAttempt([sart("one", DIGITS)])
    person.visit(page, site.add(attempt))
    page.get_by_role("button", name="Use the full screen").click()
    page.wait_for_function("() => document.fullscreenElement")
    run_block(page)
    wait_for_digit(page)
    page.evaluate("() => document.exitFullscreen()")  # Escape does that without a keydown
    stopped_run(page, attempt)


def test_on_a_phone_a_button_stops_the_block_and_is_no_press(phone, site):
    attempt = FakeAttempt([sart("one", DIGITS)])
    person.visit(phone, site.add(attempt))
    expect(phone.locator(".drill-card")).to_contain_text("If you must stop, touch Stop in the corner")
    stop = phone.get_by_role("button", name="Stop", exact=True)
    expect(stop).to_have_count(0)
    phone.get_by_role("button", name="Start").tap()
    wait_for_digit(phone)
    expect(phone.get_by_text("Esc stops the block")).to_be_hidden()
    box = stop.bounding_box()
    assert box["width"] >= 44
    assert box["height"] >= 44
    assert box["x"] + box["width"] <= 360
    assert_no_axe_violations(phone)
    stop.dispatch_event("pointerdown")
    phone.wait_for_timeout(300)
    stop.tap()
    run = stopped_run(phone, attempt)
    assert run["trials"]
    assert all(trial["key"] is None for trial in run["trials"])


def test_a_keyboard_has_escape_and_no_button(page, site):
    person.visit(page, site.add(FakeAttempt([sart("one", DIGITS)])))
    expect(page.locator(".drill-card")).to_contain_text("If you must stop, press Esc")
    run_block(page)
    wait_for_digit(page)
    expect(page.get_by_text("Esc stops the block")).to_be_visible()
    expect(page.get_by_role("button", name="Stop", exact=True)).to_have_count(0)


def test_a_key_held_since_the_card_before_answers_nothing(page, site):
    person.visit(page, site.add(FakeAttempt([sart("practice", [1], practice=True), sart("one", [1])])))
    see_card(page, "Practice first")
    page.keyboard.down("Enter")
    see_card(page, "Practice done")
    page.keyboard.down("Enter")  # the keyboard repeats it
    page.wait_for_timeout(200)
    see_card(page, "Practice done")
    page.keyboard.up("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Practice done")).to_have_count(0)


def test_every_card_of_the_cross_fade_has_the_way_out(browser, site):
    context = browser.new_context(reduced_motion="reduce")
    context.add_init_script(STEADY_DEVICE)
    page = context.new_page()
    later = {**gradcpt("two", [3, 4, 5, 6] * 5), "block": 2, "blocks": 3}
    attempt = FakeAttempt([later])
    address = site.add(attempt)
    person.visit(page, address)
    see_card(page, "Block 2 of 3")
    way_out = page.get_by_role("button", name=UNTIMED)
    expect(way_out).to_be_visible()
    run_block(page, "Continue")
    page.wait_for_function("() => document.querySelector('.drill-scene:not([data-off])')")
    page.keyboard.press("Escape")
    see_card(page, "Stopped")
    expect(way_out).to_be_visible()
    run_block(page, "Start the block again")
    page.wait_for_function("() => document.querySelector('.drill-scene:not([data-off])')")
    page.wait_for_timeout(1500)
    page.reload()
    person.ready(page)
    see_card(page, "The last block was not finished")
    way_out.click()
    page.wait_for_url("**/untimed-planned/")
    assert attempt.untimed == [{"faults": ["reduced_motion"]}]
    context.close()


def test_an_error_in_a_block_is_told_and_what_was_answered_is_sent(page, site, page_guard):
    page_guard.expect("a stimulus that cannot be shown")
    page_guard.expect("status of 503")
    attempt = FakeAttempt([sart("one", [1], block=1, blocks=2), sart("two", DIGITS, block=2, blocks=2)])
    site.faults.extend([(503, {})] * 2)  # the first block's answer is still queued when the second starts
    person.visit(page, site.add(attempt))
    run_block(page)
    assert after_block(page) == "Block 2 of 2"
    expect(page.locator(".drill-card .save-state")).to_contain_text("queued")
    page.evaluate(
        """() => {
            const really = Element.prototype.removeAttribute;
            Element.prototype.removeAttribute = function (name) {
                if (this.matches(".drill-stimulus")) throw new Error("a stimulus that cannot be shown");
                really.call(this, name);
            };
        }"""
    )
    run_block(page, "Continue")
    expect(page.get_by_text("This page cannot go on")).to_be_visible()
    expect(page.get_by_role("button", name="Reload")).to_be_visible()
    expect(page.locator(".drill-stage")).to_have_count(0)
    assert page.locator("[inert]").count() == 0
    person.expect_state(page, "saved")
    assert list(attempt.by_step) == ["one"]


def test_cards_say_that_the_page_must_stay_open_where_nothing_is_kept(page, site):
    page.add_init_script(NO_STORAGE)
    person.visit(page, site.add(FakeAttempt([sart("one", DIGITS)])))
    see_card(page, "Now it counts")
    expect(page.locator(".drill-card .notice-warn")).to_contain_text("Keep this page open")
    assert_no_axe_violations(page)
    run_block(page)
    wait_for_digit(page)
    expect(page.locator(".drill-card .notice-warn")).to_be_hidden()
    page.keyboard.press("Escape")
    see_card(page, "Stopped")
    expect(page.locator(".drill-card .notice-warn")).to_be_visible()
