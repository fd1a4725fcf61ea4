"""Guided practice as a person meets it: by keyboard, without motion where that is wanted, and nothing of it is sent."""

import json

from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.looking import check
from tests.browser.modules import person
from tests.browser.test_layout import PHONE
from tests.people import MONDAY_9
from training.activities.skill import DONE
from training.domain.planning import create_attempt
from training.models import Attempt, Response

SECRET = "I am afraid of the dark"
WIDE = {"width": 1280, "height": 800}
# What is on the screen, for a wait of a minute that a test does not want to make.
HEARD = """node => {
  window.heard = [];
  new MutationObserver(() => window.heard.push(node.textContent)).observe(node, { childList: true });
}"""


def begin(page: Page, live_people, sign_in, module: str) -> Attempt:
    attempt = create_attempt(live_people.enrolment, module, number=1, seed=1, simulated=False, now=MONDAY_9)
    sign_in(page, live_people.trainee)
    page.goto(reverse("attempt", args=[attempt.public_id]))
    person.ready(page)
    return attempt


def fits(page: Page) -> None:
    for size in (PHONE, WIDE):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_practice_goes_by_keyboard_and_sends_only_that_it_is_over(page, live_people, sign_in):
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    attempt = begin(page, live_people, sign_in, "w3d2-skill")
    expect(page.get_by_text("Nothing that you choose or write in this practice is sent or kept.")).to_be_visible()
    check(page)

    page.keyboard.press("Enter")  # the heading has the focus
    expect(page.get_by_role("heading", name="How is it now?")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("calm")).to_be_checked()
    check(page)
    fits(page)

    page.get_by_role("button", name="Go on").press("Enter")
    expect(page.get_by_text("It is not shown yet.")).to_be_visible()
    page.get_by_role("button", name="Show the text").press("Enter")
    page.get_by_label("Blurred").press("Space")
    check(page)
    fits(page)
    page.get_by_role("button", name="Go on").press("Enter")
    page.get_by_role("button", name="Go on").press("Enter")
    page.get_by_label("I notice ...").fill(SECRET)
    check(page)
    page.get_by_role("button", name="Back").press("Enter")
    page.get_by_role("button", name="Go on").press("Enter")
    expect(page.get_by_label("I notice ...")).to_have_value(SECRET)
    page.get_by_role("button", name="Go on").press("Enter")
    page.get_by_role("button", name="Finish").press("Enter")

    person.expect_done(page)
    expect(page.get_by_text("Practised on")).to_be_visible()
    [body] = [json.loads(text) for text in sent if '"answer"' in text]
    assert (body["answer"], body["first"], body["timing"], body["confidence"]) == (DONE, None, {}, None)
    assert not any(SECRET in text or "calm" in text for text in sent)
    assert Response.objects.get(attempt=attempt).answer == DONE


def test_breathing_moves_or_does_not_and_can_be_stopped_at_any_time(page, live_people, sign_in):
    page.emulate_media(reduced_motion="reduce")
    page.clock.install()
    attempt = begin(page, live_people, sign_in, "w3d1-skill")
    page.get_by_role("button", name="Go on").click()
    still = page.get_by_label("Words and a count, nothing moves")
    circle, word = page.locator(".breath-circle"), page.locator(".breath-word")
    expect(still).to_be_checked()
    expect(circle).to_be_hidden()
    expect(word).to_have_attribute("role", "status")
    word.evaluate(HEARD)
    page.get_by_role("button", name="Begin").press("Enter")
    expect(page.locator(".breath-count")).to_have_text("1")
    check(page)
    for _ in range(20):  # two rounds of four seconds in and six out
        page.clock.run_for(1000)
    # What a screen reader hears: a word when the breath turns, and no seconds.
    assert page.evaluate("window.heard") == ["In", "Out", "In", "Out", "In"]
    assert circle.evaluate("node => node.getAnimations().length") == 0

    page.get_by_label("A circle that grows and shrinks").check()
    expect(circle).to_be_visible()
    for _ in range(4):
        page.clock.run_for(1000)
    assert circle.evaluate("node => node.getAnimations().length") == 1
    page.get_by_role("button", name="Stop").press("Enter")
    expect(word).to_have_text("Stopped")
    assert circle.evaluate("node => node.getAnimations().length") == 0
    check(page)
    fits(page)

    page.get_by_role("button", name="Finish now").press("Enter")
    person.expect_done(page)
    assert Response.objects.get(attempt=attempt).answer == DONE
