"""Items that may be ambiguous, by keyboard alone and by hand: the flag, shares of a hundred, a case per reading."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import assert_no_axe_violations, both_themes
from tests.browser.modules import person
from tests.browser.modules.fake_site import FakeAttempt
from tests.browser.modules.steps import choice, feedback

PARTS = {"flag": {}, "soft": {}, "cases": {"shortest": 15, "longest": 600}}
OWN, OTHER = "It only teases, and everybody laughs.", "It singles one person out before all."
ROWS = [
    {"name": "None", "stated": 20, "reference": 0, "chance": 0},
    {"name": "Mild", "stated": 50, "reference": 62, "chance": 11},
    {"name": "Severe", "stated": 30, "reference": 38, "chance": 11},
]
SAID = {
    **feedback(key=None, name="Mild"),
    "verdict": {"kind": "good", "text": "Genuinely ambiguous, as you said"},
    "parts": {
        "flag": {"flagged": True, "agrees": True, "text": "You called it ambiguous, and it is."},
        "soft": {"rows": ROWS, "closeness": 96, "text": "20 people answered this item."},
    },
}


def nuanced(step: str = "one", **more: object) -> dict:
    return choice(step, **{"parts": PARTS, **more})


def shares(page) -> list[int]:
    return [int(slider.input_value()) for slider in page.get_by_role("slider").all()]


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def sideways(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [360, 1280])
def test_an_ambiguous_item_by_keyboard_alone(page, site, width):
    page.set_viewport_size({"width": width, "height": 800})
    attempt = FakeAttempt([nuanced()], {"one": SAID})
    person.visit(page, site.add(attempt))
    press(page, "2")  # the focus goes to the share of the chosen answer
    expect(page.get_by_role("slider", name="Mild")).to_be_focused()
    press(page, "5", "ArrowRight", "ArrowLeft")
    assert shares(page) == [25, 50, 25]
    press(page, "Tab", "Shift+ArrowRight", "ArrowRight", "Shift+ArrowLeft")
    expect(page.get_by_role("slider", name="Severe")).to_have_attribute("aria-valuetext", "30 %")
    assert shares(page) == [23, 47, 30]
    press(page, "a")  # a letter works with the focus in a slider
    expect(page.get_by_role("checkbox", name="Genuinely ambiguous")).to_be_checked()
    expect(page.get_by_role("checkbox")).to_be_focused()
    for _ in both_themes(page):
        assert_no_axe_violations(page)
    assert not sideways(page)
    press(page, "Enter")  # on to what is new
    expect(page.get_by_role("textbox", name="For Mild")).to_be_focused()
    expect(page.get_by_role("alert")).to_have_count(0)
    press(page, "Control+Enter")
    expect(page.get_by_role("alert").first).to_contain_text("Write the best case for each reading")
    page.keyboard.type(OWN)
    press(page, "Tab")
    # The likelier of the others is the other reading, unless the person says otherwise.
    expect(page.get_by_role("combobox", name="The other reading")).to_have_value("severe")
    press(page, "Tab")
    page.keyboard.type(OTHER)
    press(page, "Tab", "8", "Enter")
    if page.locator(".nudge:not(:empty)").count():
        press(page, "Enter")
    expect(page.locator(".feedback")).to_be_focused()
    expect(page.locator(".verdict")).to_have_text("Genuinely ambiguous, as you said")
    expect(page.locator(".option.is-key")).to_have_count(0)
    expect(page.get_by_role("row", name="Mild 50 % 62 ± 11 %")).to_be_visible()
    for _ in both_themes(page):
        assert_no_axe_violations(page)
    assert not sideways(page)
    press(page, "Enter")
    person.expect_done(page)
    [body] = attempt.stored.values()
    assert body["answer"] == {
        "choice": "mild",
        "parts": {
            "flag": True,
            "soft": {"none": 23, "mild": 47, "severe": 30},
            "cases": {"mild": OWN, "severe": OTHER},
        },
    }
    assert body["confidence"] == 80


def test_a_clear_item_needs_no_cases_and_shares_must_be_stated(page, site):
    attempt = FakeAttempt([nuanced()])
    person.visit(page, site.add(attempt))
    press(page, "1", "Enter")
    expect(page.get_by_role("alert").first).to_contain_text("Say how 100 careful people would divide")
    expect(page.get_by_role("textbox")).to_have_count(0)
    press(page, "e")
    assert shares(page) == [34, 33, 33]
    press(page, "Enter")  # what is asked for next is how sure one is
    expect(page.get_by_label("50 %")).to_be_focused()
    expect(page.get_by_role("alert")).to_have_count(0)
    press(page, "Enter")
    expect(page.get_by_role("alert").first).to_have_text("Say how sure you are.")
    press(page, "9", "Enter")
    if page.locator(".nudge:not(:empty)").count():
        press(page, "Enter")
    person.expect_done(page)
    [body] = attempt.stored.values()
    assert body["answer"]["parts"] == {"flag": False, "soft": {"none": 34, "mild": 33, "severe": 33}}


def test_stepping_back_keeps_all_of_the_first_answer(page, site):
    attempt = FakeAttempt([nuanced(confidence=None)])
    person.visit(page, site.add(attempt))
    press(page, "3", "End", "c")
    expect(page.get_by_text("Your first answer is kept")).to_be_visible()
    assert shares(page) == [34, 33, 33]
    press(page, "2", "e", "Enter")
    if page.locator(".nudge:not(:empty)").count():
        press(page, "Enter")
    person.expect_done(page)
    [body] = attempt.stored.values()
    assert body["first"]["parts"] == {"flag": False, "soft": {"none": 0, "mild": 0, "severe": 100}}
    assert body["answer"]["choice"] == "mild"


def test_by_hand_a_slider_takes_from_the_others_and_gives_back(page, site):
    person.visit(page, site.add(FakeAttempt([nuanced(confidence=None)])))
    page.get_by_role("slider", name="Severe").fill("90")
    assert shares(page) == [5, 5, 90]
    page.get_by_role("slider", name="Severe").fill("33")
    assert shares(page) == [34, 33, 33]
    page.get_by_role("slider", name="None").fill("0")
    assert sum(shares(page)) == 100
    page.get_by_role("button", name="Equal shares").click()
    assert shares(page) == [34, 33, 33]


def test_the_other_reading_can_be_picked_and_then_stays(page, site):
    attempt = FakeAttempt([nuanced(confidence=None)])
    person.visit(page, site.add(attempt))
    page.get_by_text("Mild", exact=True).first.click()
    page.get_by_role("slider", name="Severe").fill("60")
    page.get_by_text("Genuinely ambiguous", exact=True).click()
    expect(page.get_by_role("combobox")).to_have_value("severe")
    page.get_by_role("combobox").select_option("none")
    page.get_by_role("slider", name="Severe").fill("80")
    expect(page.get_by_role("combobox")).to_have_value("none")
    page.get_by_role("textbox", name="For Mild").fill(OWN)
    page.get_by_role("textbox", name="The best case for it").fill(OWN.upper())
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("alert").first).to_contain_text("The two cases are the same")
    page.get_by_role("textbox", name="The best case for it").fill(OTHER)
    page.get_by_role("button", name="Confirm").click()
    if page.locator(".nudge:not(:empty)").count():
        page.get_by_role("button", name="Confirm").click()
    person.expect_done(page)
    [body] = attempt.stored.values()
    assert body["answer"]["parts"]["cases"] == {"mild": OWN, "none": OTHER}


def test_a_case_belongs_to_its_reading_whichever_box_it_was_written_in(page, site):
    attempt = FakeAttempt([nuanced(confidence=None)])
    person.visit(page, site.add(attempt))
    press(page, "2", "e", "a")
    own, other = page.get_by_role("textbox").all()
    reading = page.get_by_role("combobox")
    own.fill("Mild: " + OWN)
    reading.select_option("severe")
    other.fill("Severe: " + OTHER)
    reading.select_option("none")
    expect(other).to_have_value("")
    other.fill("None: nothing in it hurts.")
    page.get_by_role("radio", name="Severe").check()
    expect(own).to_have_value("Severe: " + OTHER)
    expect(other).to_have_value("None: nothing in it hurts.")
    page.get_by_role("radio", name="None").check()
    expect(own).to_have_value("None: nothing in it hurts.")
    reading.select_option("mild")
    expect(other).to_have_value("Mild: " + OWN)
    confirm(page)
    person.expect_done(page)
    [body] = attempt.stored.values()
    # Of the third reading nothing is sent.
    assert body["answer"]["parts"]["cases"] == {"none": "None: nothing in it hurts.", "mild": "Mild: " + OWN}


def test_after_the_flag_a_digit_chooses_and_escape_leads_back(page, site):
    person.visit(page, site.add(FakeAttempt([nuanced()])))
    press(page, "1", "a", "3")
    expect(page.get_by_role("radio", name="Severe")).to_be_checked()
    expect(page.get_by_role("slider", name="Severe")).to_be_focused()
    assert page.get_by_role("checkbox").is_checked()
    press(page, "a", "Escape")
    expect(page.get_by_role("radio", name="Severe")).to_be_focused()


def test_digits_in_quick_succession_make_a_number(page, site):
    person.visit(page, site.add(FakeAttempt([nuanced()])))
    press(page, "2")
    for typed, share in (("70", 70), ("35", 35), ("100", 100), ("05", 5)):
        press(page, *typed)
        assert shares(page)[1] == share
        page.get_by_role("slider", name="Severe").focus()
        press(page, "4")  # alone, its ten
        assert shares(page)[2] == 40
        page.get_by_role("slider", name="Mild").focus()
    press(page, "7", "ArrowRight", "2")
    assert shares(page)[1] == 20
    page.wait_for_timeout(1_050)
    press(page, "3")
    assert shares(page)[1] == 30


def test_a_reload_keeps_the_cases_and_the_first_answer(page, site):
    attempt = FakeAttempt([nuanced(confidence=None), choice("two", confidence=None)])
    person.visit(page, site.add(attempt))
    press(page, "3", "e", "c", "2", "e", "a")
    page.get_by_role("textbox", name="For Mild").fill(OWN)
    page.get_by_role("textbox", name="The best case for it").fill(OTHER)
    other = page.get_by_role("combobox").input_value()
    page.reload()
    person.ready(page)
    expect(page.get_by_text("first answer is kept")).to_have_count(0)
    press(page, "2", "e", "a")
    expect(page.get_by_role("textbox", name="For Mild")).to_have_value(OWN)
    confirm(page)
    expect(page.locator(".items-left")).to_have_text("1 item left")
    body = attempt.by_step["one"]
    assert body["answer"]["parts"]["cases"] == {"mild": OWN, other: OTHER}
    assert body["first"]["choice"] == "severe"
    assert page.evaluate("sessionStorage.length") == 0


def confirm(page) -> None:
    page.get_by_role("button", name="Confirm").click()
    if page.locator(".nudge:not(:empty)").count():
        page.get_by_role("button", name="Confirm").click()


@pytest.mark.parametrize(
    ("before", "index", "value", "after"),
    [
        ([34, 33, 33], 0, 60, [60, 20, 20]),
        ([10, 60, 30], 1, 0, [25, 0, 75]),
        ([100, 0, 0], 0, 40, [40, 30, 30]),
        ([50, 50], 1, 130, [0, 100]),
        ([20, 30, 50], 2, -7, [40, 60, 0]),
        ([33, 33, 34], 0, 12.6, [13, 43, 44]),
    ],
)
def test_shares_stay_a_hundred_together(run_js, before, index, value, after):
    found = run_js("runner/shares.js", "(m, [b, i, v]) => m.withShare(b, i, v)", [before, index, value])
    assert found == after


def test_however_shares_are_moved_they_are_whole_and_together_a_hundred(run_js):
    moves = """(m) => {
        let seed = 7;
        const next = (below) => (seed = (seed * 16807) % 2147483647) % below;
        for (let count = 2; count <= 9; count += 1) {
            let shares = m.equalShares(count);
            for (let move = 0; move < 300; move += 1) {
                shares = m.withShare(shares, next(count), next(101));
                const whole = shares.every((share) => Number.isInteger(share) && share >= 0);
                if (!whole || shares.reduce((a, b) => a + b, 0) !== 100) return shares;
            }
        }
        return "always";
    }"""
    assert run_js("runner/shares.js", moves) == "always"
