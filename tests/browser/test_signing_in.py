"""Everybody signs in by the real form and lands where their work is."""

from playwright.sync_api import expect

from tests.browser.steps import expect_path, fill_sign_in, sign_out
from tests.people import PASSWORD


def test_each_person_lands_where_their_work_is(page, live_people):
    for person, path, heading in (
        (live_people.trainee, "/today/", "Today"),
        (live_people.instructor, "/cohorts/", "Cohorts"),
        (live_people.operations, "/operations/", "Operations"),
    ):
        fill_sign_in(page, person.email)
        expect_path(page, path)
        expect(page.get_by_role("navigation", name="Main").locator("[aria-current]")).to_have_text(heading)
        expect(page.get_by_text(person.name).first).to_be_visible()
        sign_out(page)
        page.goto(path)
        expect_path(page, "/accounts/login/")


def test_a_wrong_password_says_so_and_lets_one_try_again(page, live_people):
    fill_sign_in(page, live_people.trainee.email, "not this one")
    expect_path(page, "/accounts/login/")
    summary = page.get_by_role("alert").filter(has_text="not correct")
    expect(summary).to_be_visible()
    expect(summary).to_be_focused()
    page.goto("/today/")
    expect_path(page, "/accounts/login/")
    fill_sign_in(page, live_people.trainee.email)
    expect_path(page, "/today/")


def test_one_is_led_on_to_the_page_one_came_for(page, live_people):
    page.goto("/progress/")
    expect_path(page, "/accounts/login/")
    page.get_by_label("E-mail address").fill(live_people.trainee.email.upper())
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect_path(page, "/progress/")
