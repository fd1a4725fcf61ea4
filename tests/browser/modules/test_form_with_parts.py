"""How the form goes with its parts, on one made up here: order, focus, digits, letters, stepping back, locking."""

import pytest
from playwright.sync_api import expect

from tests.browser.modules import person
from tests.browser.modules.fake_site import FakeAttempt
from tests.browser.modules.steps import choice, feedback

# A rating from 1 to 3, which R sets to 3. It shows what it is told.
PART = """
export const KEYS = [[["R"], "rates 3"]];
export class Part {
  node = document.createElement("fieldset");
  keys = { r: () => this.digit(3) };
  constructor({ place, name }, step, changed) {
    this.place = place;
    this.title = name;
    this.node.append(Object.assign(document.createElement("legend"), { textContent: name }));
    for (const value of [1, 2, 3]) {
      const input = Object.assign(document.createElement("input"), { type: "radio", name, value, onchange: changed });
      input.setAttribute("aria-label", `${name} ${value}`);
      this.node.append(input);
    }
  }
  get inputs() { return [...this.node.querySelectorAll("input")]; }
  get value() { return Number(this.inputs.find((input) => input.checked)?.value ?? 0) || null; }
  get problem() { return this.value === null ? `Rate the ${this.title} first.` : null; }
  focus() { (this.inputs.find((input) => input.checked) ?? this.inputs[0]).focus(); }
  clear() { for (const input of this.inputs) input.checked = false; }
  set disabled(disabled) { this.node.disabled = disabled; }
  chose(choice) { this.node.dataset.chose = choice; }
  rated(percent) { this.node.dataset.rated = percent; }
  digit(number) {
    const input = this.inputs[number - 1];
    if (!input) return false;
    input.checked = true;
    input.focus();
    return true;
  }
}
"""
# They take the place of two real ones.
TONE, PROOF = {"points": {"place": "before", "name": "tone"}}, {"pauses": {"name": "proof"}}


@pytest.fixture
def form(page, site):
    """form(step, reply): the page of an attempt at the step, whose parts are the made-up one."""

    def open_form(step: dict, reply: dict | None = None) -> FakeAttempt:
        for name in ("points", "pauses"):
            page.route(
                f"**/runner/parts/{name}.js", lambda route: route.fulfill(body=PART, content_type="text/javascript")
            )
        attempt = FakeAttempt([step], {"one": reply} if reply else {})
        person.visit(page, site.add(attempt))
        return attempt

    return open_form


def the_answer(attempt: FakeAttempt) -> dict:
    [body] = attempt.stored.values()
    return body


def test_digits_go_from_the_top_of_the_form_to_its_end(page, form):
    attempt = form(choice("one", parts={**TONE, **PROOF}))
    legends = ["tone", "How severe is this?", "proof", "How sure are you that this is right?"]
    expect(page.locator("form legend")).to_have_text(legends)
    page.keyboard.press("3")
    expect(page.get_by_label("tone 3")).to_be_checked()
    expect(page.get_by_role("radio", name="None")).to_be_focused()
    page.keyboard.press("2")
    expect(page.get_by_label("proof 1")).to_be_focused()
    page.keyboard.press("7")  # not there
    page.keyboard.press("2")
    expect(page.get_by_label("50 %")).to_be_focused()
    page.keyboard.press("9")
    expect(page.locator("fieldset[data-chose=mild][data-rated='90']")).to_have_count(2)
    page.keyboard.press("Enter")
    person.expect_done(page)
    body = the_answer(attempt)
    assert body["answer"] == {"choice": "mild", "parts": {"points": 3, "pauses": 2}}
    assert body["confidence"] == 90


def test_what_is_missing_is_said_in_the_order_of_the_form(page, form):
    form(choice("one", parts={**TONE, **PROOF}))
    problem = page.get_by_role("alert").first
    for words, key in (
        ("Rate the tone first.", "1"),
        ("Choose an answer first.", "1"),
        ("Rate the proof first.", "1"),
        ("Say how sure you are.", None),
    ):
        page.locator(".items-left").focus()
        page.keyboard.press("Enter")
        expect(problem).to_have_text(words)
        if key:
            page.keyboard.press(key)


def test_confirming_on_the_way_down_leads_on_and_the_second_time_says_what_is_missing(page, form):
    form(choice("one", parts={**TONE, **PROOF}))
    alerts = page.get_by_role("alert")
    page.get_by_label("tone 2").check()
    for here, words in (
        (page.get_by_role("radio", name="None"), "Choose an answer first."),
        (page.get_by_label("proof 1"), "Rate the proof first."),
        (page.get_by_label("50 %"), "Say how sure you are."),
    ):
        page.keyboard.press("Enter")
        expect(here).to_be_focused()
        expect(alerts).to_have_count(0)
        page.keyboard.press("Enter")
        expect(alerts).to_have_text([words])
        page.keyboard.press("Space")
    page.get_by_label("tone 2").evaluate("(input) => (input.checked = false)")
    page.keyboard.press("Enter")  # what was passed over is missing
    expect(alerts).to_have_text(["Rate the tone first."])


def test_the_button_says_at_once_what_is_missing(page, form):
    form(choice("one", parts=PROOF))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("alert")).to_have_text(["Choose an answer first."])


def test_a_right_part_is_changed_without_losing_the_focus(page, form):
    form(choice("one", parts=PROOF))
    page.keyboard.press("1")
    page.keyboard.press("1")
    page.get_by_label("proof 1").focus()
    page.keyboard.press("3")
    expect(page.get_by_label("proof 3")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("radio", name="None")).to_be_focused()


def test_c_clears_the_parts_and_keeps_what_they_held(page, form):
    attempt = form(choice("one", parts=PROOF))
    for key in ("3", "2", "8", "c"):
        page.keyboard.press(key)
    expect(page.locator("form input:checked")).to_have_count(0)
    for key in ("1", "3", "6", "Enter"):
        page.keyboard.press(key)
    person.expect_done(page)
    body = the_answer(attempt)
    assert (body["first"]["choice"], body["first"]["parts"]) == ("severe", {"pauses": 2})
    assert body["answer"] == {"choice": "none", "parts": {"pauses": 3}}


def test_letters_of_a_part_act_wherever_the_focus_is_and_are_listed(page, form):
    form(choice("one", parts=PROOF))
    page.keyboard.press("x")
    page.keyboard.press("r")
    expect(page.get_by_label("proof 3")).to_be_checked()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("rates 3")


def test_nothing_can_be_changed_once_it_is_confirmed(page, form):
    form(choice("one", parts={**TONE, **PROOF}), feedback())
    for key in ("1", "2", "2", "8", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(".feedback")).to_be_focused()
    expect(page.locator("form fieldset:disabled")).to_have_count(4)
    page.keyboard.press("r")
    expect(page.get_by_label("proof 2")).to_be_checked()
    expect(page.get_by_label("tone 1")).to_be_checked()
