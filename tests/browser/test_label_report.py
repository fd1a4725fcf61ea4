"""The audit's report in a real browser: readable in both themes and on a phone, and nothing in it runs."""

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from assessments.label_audit import as_html
from tests.assessments.label_audit.tables import audited, crowd, table_of
from tests.browser.looking import check
from tests.browser.test_layout import PHONE, TOO_WIDE

HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)>"><svg onload=alert(3)>'
NAMES = [HOSTILE, "\u202eevil", "日本語の名前", "x" * 90, *(f"person {number}" for number in range(8))]


@pytest.fixture
def show(page, site):
    """show(html): the report as a page; addresses that it asked for would be complaints to `page_guard`."""

    def show(html: str) -> Page:
        page.route("**/report.html", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        page.goto("/report.html")
        return page

    return show


def test_the_full_report(show):
    page = show(as_html.page(audited(crowd(items=400, names=NAMES))))
    expect(page.get_by_role("heading", level=1)).to_have_text("labels.csv")
    expect(page.get_by_role("img")).to_have_count(page.locator("figure").count())
    check(page)
    for summary in page.locator("summary").all():
        summary.click()
    check(page)


def test_a_report_of_next_to_nothing(show):
    page = show(as_html.page(audited(table_of([("i", "a", "x"), ("j", "a", "y")]))))
    expect(page.get_by_text("No item has a gold label.")).to_be_visible()
    check(page)


def test_nothing_scrolls_sideways_on_a_phone(show, page):
    page.set_viewport_size(PHONE)
    show(as_html.page(audited(crowd(items=400, names=NAMES))))
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate(TOO_WIDE) == []


def test_names_are_text_and_the_policy_lets_nothing_else_in(show, page, page_guard):
    said = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    html = as_html.page(audited(crowd(items=400, names=NAMES)))
    show(html)
    expect(page.get_by_role("rowheader", name=HOSTILE).first).to_be_visible()
    assert page.locator("script, img, iframe, object, link").count() == 0
    # Even a script that had got in would not run.
    page_guard.expect("Content Security Policy")
    show(html.replace("</main>", "<script>document.title = 'ran'</script></main>"))
    expect(page).to_have_title("Label audit of labels.csv")
    assert said == []


def test_words_on_a_phone_stay_readable(show, page):
    page.set_viewport_size(PHONE)
    show(as_html.page(audited(crowd(items=400))))
    sizes = page.locator(".plot-label").evaluate_all(
        "(labels) => labels.map((label) => label.getBoundingClientRect().height)"
    )
    assert np.min(sizes) >= 11
