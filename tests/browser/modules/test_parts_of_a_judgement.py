"""What a judgement carries besides its choice: the pause before it goes, the points, several answers at once."""

import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.modules import person
from tests.browser.modules.fake_site import FakeAttempt
from tests.browser.modules.steps import SCALE, choice, feedback

CHANGE = {"pauses": {"question": "change", "longest": 500}}
TWICE = {"pauses": {"question": "twice", "longest": 500}}
ROWS = [{"confidence": p, "right": 100 - (100 - p) ** 2 // 100, "wrong": 100 - p * p // 100} for p in SCALE["points"]]
POINTS = {"points": {"rows": ROWS}}
SEVERAL = {
    "question": "Which of these do you think moved you?",
    "options": [{"id": slug, "name": slug.title()} for slug in ("position", "anchoring", "halo", "none")],
    "multiple": True,
    "confidence": None,
}
on_both_widths = pytest.mark.parametrize("width", [360, 1280])


def at(page, site, width: int, *steps: dict, replies: dict | None = None) -> FakeAttempt:
    """The page of an attempt at these steps, open in a window of that width."""
    attempt = FakeAttempt(list(steps), replies or {})
    page.set_viewport_size({"width": width, "height": 740})
    person.visit(page, site.add(attempt))
    return attempt


def sound(page) -> None:
    """Nothing sticks out, and nothing stands in anybody's way."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    axe.assert_no_axe_violations(page)


def the_answer(attempt: FakeAttempt) -> dict:
    [body] = attempt.stored.values()
    return body


def focused(page) -> str:
    return page.evaluate("document.activeElement.textContent || document.activeElement.value")


class TestPauses:
    @on_both_widths
    def test_an_answer_waits_once_and_goes_when_it_is_confirmed_again(self, page, site, width):
        attempt = at(page, site, width, choice("one", parts=CHANGE))
        expect(page.locator(".pause")).to_be_hidden()
        person.rush(page, "2", "8")
        expect(page.get_by_text("What would change your mind?")).to_be_focused()
        sound(page)
        assert attempt.stored == {}
        page.keyboard.press("Tab")
        page.keyboard.type("A second witness, c or g")
        page.keyboard.press("Control+Enter")
        person.expect_done(page)
        body = the_answer(attempt)
        pause = body["answer"]["parts"]["pauses"]
        assert (body["answer"]["choice"], body["confidence"], body["first"]) == ("mild", 80, None)
        assert (pause["question"], pause["answer"]) == ("change", "A second witness, c or g")
        assert 0 < pause["ms"] <= body["timing"]["rtMs"]

    def test_nothing_need_be_said(self, page, site):
        attempt = at(page, site, 1280, choice("one", parts=CHANGE))
        person.rush(page, "2", "8")
        page.keyboard.press("Enter")
        person.expect_done(page)
        assert the_answer(attempt)["answer"]["parts"]["pauses"]["answer"] == ""

    @on_both_widths
    def test_which_impression_it_was_is_asked_for_until_it_is_said(self, page, site, width):
        attempt = at(page, site, width, choice("one", parts=TWICE))
        person.rush(page, "2", "8")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert").first).to_have_text("Say which it was, or step back.")
        sound(page)
        page.keyboard.press("2")
        expect(page.get_by_role("alert")).to_have_count(0)
        page.keyboard.press("Escape")
        expect(page.get_by_role("radio", name="Mild")).to_be_focused()
        page.keyboard.press("Enter")
        person.expect_done(page)
        assert the_answer(attempt)["answer"]["parts"]["pauses"]["answer"] == "twice"

    def test_c_steps_back_from_a_pause_and_it_does_not_come_again(self, page, site):
        attempt = at(page, site, 1280, choice("one", parts=TWICE))
        person.rush(page, "3", "9")
        page.keyboard.press("1")
        page.keyboard.press("c")
        expect(page.get_by_text("Your first answer is kept")).to_be_visible()
        expect(page.locator(".pause")).to_be_hidden()
        person.rush(page, "1", "6")
        person.expect_done(page)
        body = the_answer(attempt)
        assert (body["answer"]["choice"], body["confidence"]) == ("none", 60)
        assert (body["first"]["choice"], body["first"]["confidence"]) == ("severe", 90)
        assert body["first"]["parts"]["pauses"]["answer"] == "first"
        assert body["answer"]["parts"]["pauses"] == body["first"]["parts"]["pauses"]

    def test_another_answer_given_during_the_pause_keeps_the_first_as_well(self, page, site):
        attempt = at(page, site, 1280, choice("one", parts=CHANGE))
        person.rush(page, "3", "9")
        expect(page.locator(".pause")).to_be_visible()
        page.get_by_text("Mild", exact=True).click()
        expect(page.get_by_text("Your first answer is kept.")).to_be_visible()
        page.get_by_role("button", name="Confirm").click()
        person.expect_done(page)
        body = the_answer(attempt)
        assert body["answer"]["choice"] == "mild"
        assert (body["first"]["choice"], body["first"]["confidence"]) == ("severe", 90)
        assert 0 < body["first"]["atMs"] < body["timing"]["rtMs"]

    def test_in_a_pause_for_words_a_digit_chooses(self, page, site):
        attempt = at(page, site, 1280, choice("one", parts=CHANGE))
        person.rush(page, "3", "9")
        expect(page.get_by_text("What would change your mind?")).to_be_focused()
        page.keyboard.press("2")
        expect(page.get_by_role("radio", name="Mild")).to_be_checked()
        page.keyboard.press("Enter")
        person.expect_done(page)
        assert the_answer(attempt)["first"]["choice"] == "severe"

    def test_who_is_quick_and_pauses_is_stopped_once(self, page, site):
        attempt = at(page, site, 1280, choice("one", parts=CHANGE, floorMs=600_000))
        person.rush(page, "2", "8")
        expect(page.locator(".pause")).to_be_visible()
        expect(page.locator(".nudge")).to_be_empty()
        page.keyboard.press("Enter")
        person.expect_done(page)
        assert the_answer(attempt)["timing"]["nudged"] is False

    def test_only_the_steps_that_pause_do(self, page, site):
        attempt = at(page, site, 1280, choice("one"), choice("two", parts=CHANGE))
        person.rush(page)
        expect(page.locator(".items-left")).to_have_text("1 item left")
        assert "parts" not in attempt.by_step["one"]["answer"]


class TestPoints:
    @on_both_widths
    def test_they_stand_by_the_scale_and_are_told_afterwards(self, page, site, width):
        said = {"points": {"earned": 96, "stated": 80, "expected": 84}}
        replies = {"one": {**feedback(), "parts": said}}
        attempt = at(page, site, width, choice("one", parts=POINTS), replies=replies)
        expect(page.locator(".points [data-percent='100']")).to_have_text(["100", "100", "0"])
        page.keyboard.press("2")
        expect(page.get_by_label("50 %")).to_be_focused()
        page.keyboard.press("8")
        expect(page.get_by_role("status").filter(has_text="At 80 %")).to_have_text(
            "At 80 %: 96 points if your answer is right, 36 points if it is wrong."
        )
        expect(page.locator(".points .is-stated")).to_have_text(["80", "96", "36"])
        sound(page)
        page.keyboard.press("Enter")
        expect(page.locator(".feedback")).to_contain_text("96 points of 100.")
        sound(page)
        assert the_answer(attempt)["answer"] == {"choice": "mild"}


class TestSeveralAnswers:
    @on_both_widths
    def test_digits_choose_several_and_take_them_back(self, page, site, width):
        attempt = at(page, site, width, choice("one", **SEVERAL))
        for digit in "3121":
            page.keyboard.press(digit)
        sound(page)
        page.keyboard.press("1")
        page.keyboard.press("Enter")
        person.expect_done(page)
        assert the_answer(attempt)["answer"] == {"choice": "position,anchoring,halo"}

    def test_none_of_them_excludes_the_others(self, page, site):
        attempt = at(page, site, 1280, choice("one", **SEVERAL))
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert").first).to_have_text("Choose at least one answer first.")
        page.get_by_text("Halo").click()
        page.get_by_text("None").click()
        expect(page.get_by_role("checkbox", name="Halo")).not_to_be_checked()
        page.keyboard.press("2")
        expect(page.get_by_role("checkbox", name="None")).not_to_be_checked()
        page.keyboard.press("4")
        page.keyboard.press("Enter")
        person.expect_done(page)
        assert the_answer(attempt)["answer"] == {"choice": "none"}


class TestWhatIsNeitherRightNorWrong:
    def test_has_nothing_to_be_caught_at(self, page, site):
        attempt = at(page, site, 1280, choice("one", confidence=None, contestUrl=None))
        expect(page.get_by_role("button", name="Confirm")).to_be_visible()
        expect(page.get_by_role("button", name="I caught myself")).to_have_count(0)
        page.keyboard.press("1")
        page.keyboard.press("c")
        page.keyboard.press("2")
        page.keyboard.press("Enter")
        person.expect_done(page)
        assert the_answer(attempt)["first"] is None


class TestListOfKeys:
    def test_it_names_the_keys_that_do_something_here(self, page, site):
        at(page, site, 1280, choice("one", **SEVERAL))
        page.keyboard.press("?")
        keys = page.get_by_role("dialog", name="Keys")
        expect(keys).to_contain_text("again takes one back")
        expect(keys).not_to_contain_text("confidence scale")
        expect(keys).not_to_contain_text("ambiguous")

    def test_a_part_adds_its_own(self, page, site):
        at(page, site, 1280, choice("one", parts=TWICE))
        page.keyboard.press("?")
        keys = page.get_by_role("dialog", name="Keys")
        expect(keys).to_contain_text("in a pause that asks for one of two answers")
        expect(keys).to_contain_text("confidence scale")
