"""How people say they feel, in a real browser: unanswered until touched, by keyboard, and without scripts."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import check, look
from tests.browser.steps import expect_path
from tests.browser.test_layout import PHONE, too_wide
from tests.ladder_course import Climbers
from tests.training.wellbeing.answers import joined, note
from training.domain.exposure import consents, sittings
from training.domain.wellbeing import weeks
from training.models import MoodCheck

DESKTOP = {"width": 1280, "height": 800}
ANSWERED = "[data-answered]"


@pytest.fixture
def after_page(live_climbers: Climbers) -> str:
    """The page after a sitting that was stopped: it asks for all three ratings."""
    now = timezone.now()
    consents.give(live_climbers.enrolment, 1, "tier-1-v1", now=now)
    attempt = sittings.begin(live_climbers.enrolment, 0, now=now, seed=1)
    sittings.stop(live_climbers.trainee, attempt.public_id, now=now)
    return f"/exposure/sittings/{attempt.public_id}/after/"


@pytest.fixture
def without_scripts(browser, site) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, base_url=site, locale="en-GB")
    yield context.new_page()
    context.close()


def opened(page: Page, path: str) -> Locator:
    """The form of that page."""
    page.goto(path)
    if not page.locator(".mood-form").is_visible():
        page.locator("details:has(.mood-form) > summary").click()
    form = page.locator(".mood-form")
    expect(form).to_be_visible()
    return form


def test_sliders_by_keyboard(page, live_climbers, after_page, sign_in):
    sign_in(page, live_climbers.trainee)
    form = opened(page, after_page)
    sliders = form.get_by_role("slider")
    expect(sliders).to_have_count(3)
    expect(form.locator(ANSWERED)).to_have_count(0)
    pleasure, arousal, distress = sliders.all()
    for slider in (pleasure, arousal, distress):
        expect(slider).to_have_attribute("aria-valuetext", "Not answered")

    pleasure.press("ArrowRight")
    expect(pleasure).to_have_attribute("aria-valuetext", "Neither unpleasant nor pleasant")
    pleasure.press("End")
    expect(pleasure).to_have_attribute("aria-valuetext", "Very pleasant")
    pleasure.press("Home")
    expect(pleasure).to_have_attribute("aria-valuetext", "Very unpleasant")
    # Answered where it stands, and taken back by key, by button, and all at once.
    arousal.press(" ")
    expect(arousal).to_have_attribute("aria-valuetext", "Neither calm nor stirred up")
    arousal.press("Delete")
    expect(arousal).to_have_attribute("aria-valuetext", "Not answered")
    distress.press("ArrowRight")
    expect(distress).to_have_attribute("aria-valuetext", "1 of 100")
    form.get_by_role("button", name="Clear distress").press("Enter")
    expect(distress).to_have_attribute("aria-valuetext", "Not answered")
    expect(distress).to_be_focused()
    expect(form.locator(ANSWERED)).to_have_count(1)
    form.get_by_role("button", name="Clear all").press("Enter")
    expect(form.locator(ANSWERED)).to_have_count(0)

    distress.press("End")
    distress.press("ArrowLeft")
    arousal.press("ArrowLeft")
    check(page)
    form.get_by_role("button", name="Save these ratings").press("Enter")
    expect(page.get_by_text("The ladder rests until")).to_be_visible()
    kept = MoodCheck.objects.get()
    assert (kept.pleasure, kept.arousal, kept.distress) == (None, 49, 99)
    assert "?" not in page.url
    # Nothing but what the window of these tests begins with.
    assert page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]") == ["attune-device-check"]


def test_by_hand_and_left_alone(page, live_climbers, after_page, sign_in):
    sign_in(page, live_climbers.trainee)
    form = opened(page, after_page)
    form.get_by_role("slider").nth(1).click()
    expect(form.locator(ANSWERED)).to_have_count(1)
    form.get_by_role("button", name="Clear arousal").click()
    form.get_by_role("button", name="Save these ratings").click()
    expect_path(page, after_page)
    assert not MoodCheck.objects.exists()


def test_without_scripts_each_rating_is_a_number_that_may_stay_empty(
    without_scripts, live_climbers, after_page, sign_in
):
    page = without_scripts
    sign_in(page, live_climbers.trainee)
    form = opened(page, after_page)
    expect(form.get_by_role("slider")).to_have_count(0)
    numbers = form.get_by_role("spinbutton")
    expect(numbers).to_have_count(3)
    numbers.nth(2).fill("40")
    form.get_by_role("button", name="Save these ratings").click()
    expect(page.get_by_text("Your ratings are saved, for you alone.")).to_be_visible()
    kept = MoodCheck.objects.get()
    assert (kept.pleasure, kept.arousal, kept.distress) == (None, None, 40)


def test_pages_are_readable_at_any_width_in_both_themes(page, live_climbers, after_page, sign_in):
    people, start = live_climbers, timezone.now() - timedelta(days=21)
    crowd = [people.enrolment, *joined(people.cohort, 5)]
    joined(people.cohort, 5, start=5)  # who say nothing
    for number, enrolment in enumerate(crowd):
        for day in range(4 if number else 14):
            now = start + timedelta(days=day)
            note(enrolment, pleasure=30 + 3 * day, arousal=60, distress=20 + day, now=now)
            note(enrolment, "after", pleasure=40 + 2 * day, arousal=66 - day, now=now + timedelta(minutes=20))
    for back in range(0, 28, 7):
        day = (start + timedelta(days=back)).date()
        weeks.publish_week(people.cohort, day - timedelta(days=day.weekday()), timezone.now())
    paths = {
        people.trainee: (after_page, "/wellbeing/"),
        people.other_trainee: ("/wellbeing/",),
        people.instructor: (f"/cohorts/{people.cohort.public_id}/wellbeing/",),
    }
    for person, own in paths.items():
        sign_in(page, person)
        for path in own:
            for size in (PHONE, DESKTOP):
                page.set_viewport_size(size)
                assert too_wide(page, path) == []
            look(page, path)
            targets = page.evaluate(SMALL)
            assert targets == []


# What is pressed and is smaller than 24 px, but for links in a sentence.
SMALL = """() => [...document.querySelectorAll("main :is(button, summary, input:not([type=hidden]))")]
    .map((node) => [node.outerHTML.slice(0, 80), node.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([words]) => words)"""
