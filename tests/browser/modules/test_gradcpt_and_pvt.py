"""The cross-fade and vigilance drills on the page: practice that tells, touch, and a way out for whom it is not."""

import pytest
from playwright.sync_api import expect

from tests.browser.drill_device import STEADY_DEVICE
from tests.browser.modules import drilling, person
from tests.browser.modules.fake_site import FakeAttempt


def gradcpt(step: str, scenes: list[int], *, practice: bool = False) -> dict:
    return {
        "step": step, "shape": "drill", "drill": "gradcpt", "practice": practice, "block": 0 if practice else 1,
        "blocks": 1, "scenes": scenes, "trialMs": 400,
    }  # fmt: skip


def pvt(step: str, waits: list[int], *, practice: bool = False, duration_ms: int | None = None) -> dict:
    return {
        "step": step, "shape": "drill", "drill": "pvt", "practice": practice, "block": 0 if practice else 1,
        "blocks": 1, "waitsMs": waits, "durationMs": duration_ms, "limitMs": 10_000,
    }  # fmt: skip


def test_practice_says_what_went_wrong_and_comes_again(page, site):
    attempt = FakeAttempt([gradcpt("practice", [0, 1, 2, 12], practice=True), gradcpt("one", [3, 4])])
    person.visit(page, site.add(attempt))
    expect(page.get_by_text("for every city. Hold back for mountains.")).to_be_visible()
    drilling.run_block(page, "Start the practice")
    drilling.see_card(page, "Press for every city.")
    drilling.see_card(page, "Practice done")
    expect(page.get_by_text("You held back on 1 of 1 mountains and pressed on 0 of 3 cities.")).to_be_visible()
    expect(page.locator(".drill-card .button-primary")).to_have_text("Practise again")
    assert site.posts == []


def trial(scene: int, onset: float, *presses: float) -> dict:
    return {"scene": scene, "onset": onset, "presses": list(presses)}


@pytest.mark.parametrize(
    ("trials", "said", "first"),
    [
        # Pressed in time for both cities; the mountain was left alone.
        ([trial(1, 0), trial(2, 800, 900), trial(12, 1600, 1700)], "1 of 1 mountains and pressed on 2 of 2", "go"),
        ([trial(1, 0), trial(2, 800), trial(12, 1600, 1700)], "1 of 1 mountains and pressed on 1 of 2", "again"),
        ([trial(1, 0, 700), trial(12, 800, 1500)], "0 of 1 mountains and pressed on 1 of 1", "again"),
    ],
)
def test_whoever_has_the_rule_goes_on(run_js, trials, said, first):
    result = "(m, trials) => m.practiceResult({trialMs: 800}, trials)"
    card = run_js("drill/gradcpt-cards.js", result, trials)
    assert said in card["lines"][0]
    assert card["buttons"][0]["id"] == first


@pytest.mark.parametrize(
    ("times", "early", "said", "first"),
    [
        ([250, 300, 900, 280], 0, "4 of 4 discs, and never pressed too soon", "go"),
        ([250, 300, None, 280], 2, "3 of 4 discs, and pressed too soon 2 times", "go"),
        ([250, None, None, 280], 0, "2 of 4 discs", "again"),
        ([250, 300, 310, 60], 2, "3 of 4 discs, and pressed too soon 3 times", "again"),
    ],
)
def test_whoever_waits_for_the_disc_goes_on(run_js, times, early, said, first):
    trials = [
        {"eventTime": time, "anticipation": time is not None and time < 100, "falseStarts": early if not place else 0}
        for place, time in enumerate(times)
    ]
    card = run_js("drill/pvt-cards.js", "(m, trials) => m.practiceResult({}, trials)", trials)
    assert said in card["lines"][0]
    assert card["buttons"][0]["id"] == first


def test_a_vigilance_block_ends_with_the_first_response_after_its_time(page, site):
    attempt = FakeAttempt([pvt("one", [1200] * 6, duration_ms=2000)])
    person.visit(page, site.add(attempt))
    page.evaluate(
        """() => new MutationObserver(() => {
            if (!document.querySelector(".drill-disc:not([data-off])")) return;
            setTimeout(() => document.dispatchEvent(new KeyboardEvent("keydown", {code: "Space", bubbles: true})), 200);
        }).observe(document.body, {subtree: true, attributes: true, attributeFilter: ["data-off"]})"""
    )
    drilling.run_block(page)
    drilling.to_the_end(page)
    trials = drilling.trials_of(attempt, "one")
    assert len(trials) == 2
    assert [t["waitMs"] for t in trials] == [1200, 1200]
    assert all(t["falseStarts"] == 0 and t["responseTime"] > 100 for t in trials if not t["frozen"])


def test_touch_answers_the_disc(browser, site):
    context = browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 360, "height": 740})
    context.add_init_script(STEADY_DEVICE)
    page = context.new_page()
    attempt = FakeAttempt([pvt("one", [1200, 1300], practice=True)])
    person.visit(page, site.add(attempt))
    page.get_by_role("button", name="Start the practice").tap()
    for _ in range(2):
        page.wait_for_function("() => document.querySelector('.drill-disc:not([data-off])')", timeout=30_000)
        page.wait_for_timeout(200)  # put on, but not yet painted: nobody is so quick
        page.touchscreen.tap(180, 650)
        page.wait_for_function("() => document.querySelector('.drill-words:not([data-off])')")
    drilling.see_card(page, "Practice done")
    page.get_by_role("button", name="Go on").tap()
    person.expect_done(page)
    trials = drilling.trials_of(attempt, "one")
    assert [t["key"] for t in trials] == ["touch", "touch"]
    context.close()


def test_whoever_wants_less_motion_may_do_another_drill(browser, site):
    context = browser.new_context(reduced_motion="reduce")
    context.add_init_script(STEADY_DEVICE)
    page = context.new_page()
    attempt = FakeAttempt([gradcpt("practice", [0, 1], practice=True)])
    person.visit(page, site.add(attempt))
    expect(page.locator(".drill-card")).to_contain_text("Your device asks for less motion.")
    expect(page.locator(".drill-card .button-primary")).to_have_text("Start the practice")
    page.get_by_role("button", name="Do a drill that needs no timing").click()
    page.wait_for_url("**/untimed-planned/")
    assert attempt.untimed == [{"faults": ["reduced_motion"]}]
    context.close()


def test_others_are_not_offered_another_drill(page, site):
    person.visit(page, site.add(FakeAttempt([gradcpt("practice", [0, 1], practice=True)])))
    expect(page.get_by_role("button", name="Start the practice")).to_be_visible()
    expect(page.get_by_role("button", name="Do a drill that needs no timing")).to_have_count(0)
