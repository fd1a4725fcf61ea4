"""Exposures in the browser: a sitting by keyboard and without scripts, what the boxes do, what leaving does."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from courseware.models import Enrolment
from tests.browser.looking import check
from tests.browser.steps import expect_path, tab_to
from tests.browser.test_layout import PHONE, TOO_WIDE
from tests.ladder_course import SHOWN, Climbers
from tests.training.exposure_pages.steps import set_care
from training.domain.exposure import consents, sittings
from training.models import Attempt, ExposureEntry, Response

STOP = "Stop here"
# Computed styles of the text and of what is around it.
LOOKS = """() => {
    const style = (selector) => getComputedStyle(document.querySelector(selector));
    const text = style(".passage-text"), around = style(".exposure");
    return {blur: text.filter, size: parseFloat(text.fontSize), font: text.fontFamily, grey: around.filter};
}"""

# What the page hears when somebody turns to another tab, and back.
BECOMES = """(state) => {
    Object.defineProperty(document, "visibilityState", {get: () => state, configurable: true});
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def attempt(live_climbers: Climbers) -> Attempt:
    return begin(live_climbers.enrolment)


@pytest.fixture
def bare_page(browser, site, live_climbers) -> Iterator[Page]:
    """A phone without scripts, signed in. `page_guard` does not watch it: without scripts nothing complains."""
    context = browser.new_context(java_script_enabled=False, base_url=site, locale="en-GB", viewport=PHONE)
    client = Client()
    client.force_login(live_climbers.trainee, backend="django.contrib.auth.backends.ModelBackend")
    context.add_cookies([{"name": name, "value": morsel.value, "url": site} for name, morsel in client.cookies.items()])
    yield context.new_page()
    context.close()


def begin(enrolment: Enrolment) -> Attempt:
    now = timezone.now()
    consents.give(enrolment, 1, "tier-1-v1", now=now)
    return sittings.begin(enrolment, 0, now=now, seed=1)


def path_of(attempt: Attempt) -> str:
    return reverse("exposure_sitting", args=[attempt.public_id])


def after(attempt: Attempt) -> str:
    return reverse("exposure_after", args=[attempt.public_id])


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def is_hidden() -> bool:
    return not ExposureEntry.objects.filter(hidden_at=None).exists()


def test_a_sitting_without_scripts_from_the_ladder_to_the_page_after_it(bare_page, live_climbers):
    page, enrolment = bare_page, live_climbers.enrolment
    page.goto("/today/")
    page.get_by_role("link", name="Look at it").click()
    page.get_by_role("link", name="Read what it shows").first.click()
    page.get_by_role("checkbox").check()
    press(page, "Agree")
    page.get_by_role("button", name="Start").click()
    attempt = Attempt.objects.get(enrolment=enrolment, kind="exposure")
    expect_path(page, path_of(attempt))
    for name in ["Show the first item", *["Show the item"] * (attempt.length - 1)]:
        assert SHOWN not in page.content()
        press(page, name)
        expect(page.get_by_text(SHOWN)).to_be_visible()
        page.get_by_label("Mild").check()
        press(page, "Submit")
    expect_path(page, after(attempt))
    assert Response.objects.filter(attempt=attempt).count() == attempt.length
    page.get_by_role("link", name="Back to Today").click()
    expect_path(page, "/today/")


def test_without_scripts_the_stop_is_in_view_and_ends_it_in_every_state(bare_page, live_climbers, attempt):
    page = bare_page
    set_care(live_climbers.operations, break_every=1)
    stop = page.get_by_role("button", name=STOP)

    def is_there() -> tuple[float, float]:
        box = stop.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= PHONE["height"]
        page.mouse.wheel(0, 5000)
        page.wait_for_timeout(50)
        moved = stop.bounding_box()
        assert moved is not None
        assert 0 <= moved["y"] <= box["y"]
        return box["x"], box["y"]

    page.goto(path_of(attempt))
    places = [is_there()]
    press(page, "Show the first item")
    places.append(is_there())
    press(page, "Hide again")
    places.append(is_there())
    press(page, "Show it again")
    page.get_by_label("Mild").check()
    press(page, "Submit")
    expect(page.get_by_text("A pause, if you like one")).to_be_visible()
    places.append(is_there())
    sittings.rest(live_climbers.trainee, now=timezone.now())
    page.goto("/exposure/")
    places.append(is_there())
    assert len(set(places)) == 1
    page.goto(path_of(attempt))
    stop.click()
    expect_path(page, after(attempt))
    assert Attempt.objects.get(pk=attempt.pk).completed_at is not None


def test_without_scripts_the_boxes_change_how_a_text_looks(bare_page, attempt):
    page = bare_page
    page.goto(path_of(attempt))
    press(page, "Show the first item")
    page.mouse.move(0, 0)
    before = looks(page)
    assert (before["blur"], before["grey"]) == ("none", "none")
    page.get_by_label("Blurred").check()
    assert "blur(" in looks(page)["blur"]
    page.locator(".exposure-text").focus()
    assert looks(page)["blur"] == "none"
    page.get_by_label("Grey").check()
    assert looks(page)["grey"] == "grayscale(1)"
    page.get_by_label("Smaller").check()
    assert looks(page)["size"] < before["size"]
    page.get_by_label("Plain").check()
    assert looks(page)["font"] != before["font"]


def test_without_scripts_what_was_chosen_beforehand_holds_from_item_to_item(bare_page, attempt):
    page = bare_page
    page.goto(path_of(attempt))
    page.get_by_label("Grey").check()
    page.get_by_label("Grey").press("Enter")
    expect(page.get_by_text(SHOWN)).to_have_count(0)
    press(page, "Show the first item")
    assert looks(page)["grey"] == "grayscale(1)"
    page.get_by_label("Blurred").check()
    press(page, "Hide again")
    expect(page.get_by_label("Blurred")).to_be_checked()
    press(page, "Show it again")
    page.mouse.move(0, 0)
    assert "blur(" in looks(page)["blur"]
    page.get_by_label("Grey").uncheck()
    page.get_by_label("Mild").check()
    page.get_by_label("Mild").press("Enter")  # by the first button of the form, which is not the one that hides
    expect(page.get_by_text("The next item is hidden")).to_be_visible()
    assert Response.objects.filter(attempt=attempt).count() == 1
    expect(page.get_by_label("Blurred")).to_be_checked()
    expect(page.get_by_label("Grey")).not_to_be_checked()


def test_keys_are_told_where_there_are_some(page, bare_page, sign_in, live_climbers, attempt):
    bare_page.goto(path_of(attempt))
    press(bare_page, "Show the first item")
    expect(bare_page.locator(".option kbd").first).to_be_hidden()
    expect(bare_page.get_by_text("Enter submits")).to_be_hidden()
    sign_in(page, live_climbers.trainee)
    page.goto(path_of(attempt))
    expect(page.locator(".option kbd").first).to_be_visible()
    expect(page.get_by_text("Enter submits, G opens and closes the guideline")).to_be_visible()


def test_after_a_high_distress_whom_to_talk_to_is_in_view_on_a_phone(bare_page, live_climbers, attempt):
    page = bare_page
    page.goto(path_of(attempt))
    page.get_by_text("Say how you are before it").click()
    page.get_by_label("(the worst you can imagine)").fill("95")
    page.get_by_role("button", name="Save").click()
    expect_path(page, after(attempt))
    box = page.get_by_role("link", name="Whom you can talk to").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= PHONE["height"]


def looks(page: Page) -> dict:
    """What we ask is no script of the page, and so answered where it runs none."""
    return page.evaluate(LOOKS)


def test_a_whole_sitting_by_keyboard(page, sign_in, live_climbers, attempt):
    sign_in(page, live_climbers.trainee)
    page.goto(path_of(attempt))
    for number in range(attempt.length):
        expect(page.locator("main")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name=STOP)).to_be_focused()
        page.keyboard.press("Tab")
        if number == 0:  # the boxes come before the first item, and Enter on one of them shows nothing
            expect(page.get_by_label("Blurred")).to_be_focused()
            page.keyboard.press("Enter")
            tab_to(page, page.get_by_role("button", name="Show the first item"))
        page.keyboard.press("Enter")
        expect(page.get_by_text(SHOWN)).to_be_visible()
        expect(page.locator("main")).to_be_focused()  # the page's scripts are there, and so are its keys
        page.keyboard.press("g")
        expect(page.get_by_text("How badly people are treated.")).to_be_visible()
        page.keyboard.press("3")
        expect(page.get_by_label("Moderate")).to_be_checked()
        page.keyboard.press("Enter")
        expect(page.get_by_text(SHOWN)).to_have_count(0)
        assert Response.objects.filter(attempt=attempt, answer={"choice": "moderate"}).count() == number + 1
    expect_path(page, after(attempt))
    tab_to(page, page.get_by_role("link", name="Back to Today"))


def test_the_chosen_looks_stay_on_this_device_alone(page, sign_in, live_climbers, attempt):
    sent: list[str] = []
    sign_in(page, live_climbers.trainee)
    page.goto(path_of(attempt))
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    press(page, "Show the first item")
    page.get_by_label("Blurred").check()
    page.get_by_label("Grey").check()
    page.mouse.move(0, 0)
    press(page, "Hide again")
    press(page, "Show it again")
    page.mouse.move(0, 0)
    expect(page.get_by_label("Blurred")).to_be_checked()
    expect(page.get_by_label("Smaller")).not_to_be_checked()
    assert "blur(" in looks(page)["blur"]
    assert not [each for each in sent if re.search("blurred|grey", each, re.I)]


def test_leaving_hides_the_item_and_coming_back_finds_it_hidden(page, sign_in, live_climbers, attempt):
    sign_in(page, live_climbers.trainee)
    page.goto(path_of(attempt))
    press(page, "Show the first item")
    expect(page.get_by_text(SHOWN)).to_be_visible()
    page.goto("/today/")
    eventually(page, is_hidden)
    page.go_back()
    expect(page.get_by_role("button", name="Show it again")).to_be_visible()
    assert SHOWN not in page.content()
    assert ExposureEntry.objects.get().seconds is not None


def test_a_tab_that_is_put_away_hides_the_item_and_says_so_on_return(page, sign_in, live_climbers, attempt):
    sign_in(page, live_climbers.trainee)
    page.goto(path_of(attempt))
    press(page, "Show the first item")
    expect(page.get_by_text(SHOWN)).to_be_visible()
    page.evaluate(BECOMES, "hidden")
    expect(page.get_by_text(SHOWN)).to_be_hidden()
    eventually(page, is_hidden)
    page.evaluate(BECOMES, "visible")
    expect(page.get_by_role("button", name="Show it again")).to_be_visible()


def test_signing_out_hides_the_item_first(page, sign_in, live_climbers, attempt):
    """Afterwards the server would not know whose item it was."""
    sign_in(page, live_climbers.trainee)
    page.goto(path_of(attempt))
    press(page, "Show the first item")
    expect(page.get_by_text(SHOWN)).to_be_visible()
    # The form is sent and goes nowhere: what is hidden then was not hidden by leaving the page.
    page.route("**/accounts/logout/", lambda route: route.abort())
    page.locator(".menu > summary").click()
    press(page, "Sign out")
    expect(page.get_by_text(SHOWN)).to_be_hidden()
    eventually(page, is_hidden)


def test_an_answer_is_not_overtaken_by_the_hiding_of_its_item(page, sign_in, live_climbers, attempt):
    sign_in(page, live_climbers.trainee)
    page.goto(path_of(attempt))
    press(page, "Show the first item")
    page.get_by_text("Mild", exact=True).click()
    press(page, "Submit")
    expect(page.get_by_role("button", name="Show the item")).to_be_visible()
    assert Response.objects.filter(attempt=attempt).count() == 1
    assert page.locator(".notice-warn").count() == 0


def test_withdrawn_in_one_click_in_another_tab_it_ends(page, context, sign_in, live_climbers, attempt):
    sign_in(page, live_climbers.trainee)
    page.goto(path_of(attempt))
    press(page, "Show the first item")
    other = context.new_page()
    other.goto("/exposure/")
    other.get_by_role("button", name="Withdraw").click()
    expect_path(other, after(attempt))
    page.get_by_text("Mild", exact=True).click()
    press(page, "Submit")
    expect_path(page, after(attempt))
    assert not Response.objects.filter(attempt=attempt).exists()


def test_axe_and_a_phone_on_every_page(page, sign_in, live_climbers):
    enrolment = live_climbers.enrolment
    sign_in(page, live_climbers.trainee)
    page.set_viewport_size(PHONE)

    def fine() -> None:
        check(page)
        assert page.evaluate(TOO_WIDE) == []

    for path in ("/today/", "/exposure/", reverse("exposure_tier", args=[enrolment.public_id, 1])):
        page.goto(path)
        fine()
    press(page, "Agree")  # the browser holds it back: the box is not ticked
    attempt = begin(enrolment)
    set_care(live_climbers.operations, break_every=1)
    page.goto(reverse("exposure_tier", args=[enrolment.public_id, 1]))
    fine()
    page.goto(path_of(attempt))
    page.get_by_text("Say how you are before it").click()
    fine()
    press(page, "Show the first item")
    page.get_by_label("Plain").check()
    page.get_by_text("The guideline: ").click()
    fine()
    press(page, "Hide again")
    fine()
    press(page, "Show it again")
    page.get_by_text("Mild", exact=True).click()
    press(page, "Submit")
    page.get_by_text("Take a moment", exact=True).click()
    fine()
    press(page, "Go on: show the next item")
    sittings.rest(live_climbers.trainee, now=timezone.now())
    page.goto(path_of(attempt))
    fine()
    page.goto("/exposure/")
    page.get_by_text("entries", exact=False).first.click()
    fine()
    press(page, STOP)
    fine()


def eventually(page: Page, happened: Callable[[], bool]) -> None:
    for _ in range(100):
        if happened():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{happened.__name__} did not come true")
