"""Attack 14: scripts in items, names, cohort names and reasons are text like any other, on everybody's pages."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, expect

from courseware.models import Cohort, User
from tests.browser import world as worlds
from tests.browser.attempts import address
from tests.browser.modules import person
from tests.browser.short_course import PAIRS, begin, shorten
from tests.browser.world import World
from tests.people import People

# Names have room for 120 characters, so the corpus comes in parts.
TAGS = "<script>alert(1)</script> <img src=x onerror=alert(2)> <svg onload=alert(3)></svg> </title></script>"
LINKS = '"><a href="javascript:alert(4)">press</a> [press](javascript:alert(5)) \'onfocus=alert(6) autofocus=\''
BRACES = '{{ 7*7 }} {% now "Y" %} ${7*7} {{constructor.constructor("alert(7)")()}} <!-- ]]> &lt;b&gt; \\u003cb\\u003e'
REASON = f"{TAGS} {LINKS} {BRACES}"
TEXTS = ("text", "source", "claim", "prompt", "response_a", "response_b", "rationale")
# What may be planted in an item, but for labels and the slugs of claims.
PLANTED_TEXTS = {"source", "warm", "curt", "mirror", "a", "b"}

# What no page of ours has: handlers in attributes, scripts in the page, links that run.
UNSAFE = """() => [...document.querySelectorAll("*")].filter((node) =>
    node.getAttributeNames().some((name) => name.startsWith("on"))
    || /^\\s*javascript:/i.test(node.getAttribute("href") ?? "")
    || (node.localName === "script" && !node.src && node.type !== "application/json")
).map((node) => node.outerHTML.slice(0, 200))"""


def spoil(item: dict[str, Any]) -> None:
    for name in TEXTS:
        if name in item:
            item[name] += f"\n{REASON}"
    for plant in item.get("planted", {}).values():
        for name in PLANTED_TEXTS & plant.keys():
            plant[name] += f"\n{REASON}\n{REASON}"  # twice: what is padded stays the longer text
    for factor in item.get("factors", ()):
        factor["text"] += f" {REASON}"


@pytest.fixture
def world(live_people, tmp_path) -> World:
    people = shorten(live_people, tmp_path, in_order=False, edit_item=spoil)
    rename(people)
    return worlds.build(people, reason=REASON)


def rename(people: People) -> None:
    Cohort.objects.filter(pk=people.cohort.pk).update(name=TAGS)
    Cohort.objects.filter(pk=people.other_cohort.pk).update(name=LINKS)
    names = {people.trainee: LINKS, people.other_trainee: TAGS, people.other_cohorts_trainee: BRACES}
    for user, name in {**names, people.instructor: BRACES, people.operations: LINKS}.items():
        User.objects.filter(pk=user.pk).update(name=name)
        user.refresh_from_db()
    people.cohort.refresh_from_db()


@pytest.fixture
def dialogs(page) -> Iterator[list[str]]:
    """What alert() and its like said; what the security policy stopped is a complaint to `page_guard`."""
    said: list[str] = []

    def note(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    yield said
    assert said == []


def open_harmless(page: Page, path: str, *shown: str) -> None:
    """The page has nothing that could run, and shows these texts as they were written."""
    page.goto(path)
    assert_harmless(page, *shown)


def assert_harmless(page: Page, *shown: str) -> None:
    assert page.evaluate(UNSAFE) == [], page.url
    text = " ".join(str(page.locator("body").evaluate("(body) => body.innerText")).split())
    for expected in shown:
        assert " ".join(expected.split()) in text, f"{page.url} does not show {expected}"


@pytest.mark.usefixtures("dialogs")
def test_pages_of_trainees(page, world, sign_in):
    people = world.people
    sign_in(page, people.trainee)
    # The site's trainee has done the practice set: its texts are met where its keys are contested.
    for module, shown in ((PAIRS, 3),):
        page.goto(address(begin(people.enrolment, module)))
        person.ready(page)
        assert_harmless(page, REASON)
        person.answer_by_keyboard(page, "1", "7")
        expect(page.locator(".feedback")).to_contain_text("alert(1)")
        assert_harmless(page)
        # In the texts to judge, in the rationale, and in each factor.
        assert page.get_by_text("onload=alert(3)").count() >= shown + 2
    for path in world.paths("trainee"):
        open_harmless(page, path)
    open_harmless(page, "/settings/", TAGS)
    sign_in(page, people.other_trainee)
    for path in world.paths("other_trainee"):
        open_harmless(page, path)
    open_harmless(page, "/progress/", REASON)


@pytest.mark.usefixtures("dialogs")
def test_pages_of_instructors(page, world, sign_in):
    sign_in(page, world.people.instructor)
    for path in world.paths("instructor"):
        open_harmless(page, path)
    open_harmless(page, world.site.path("cohorts"), TAGS)
    open_harmless(page, world.site.path("cohort"), TAGS, LINKS)
    open_harmless(page, world.site.path("trainee"), TAGS)
    open_harmless(page, world.site.path("cohort_people"), TAGS, LINKS)


@pytest.mark.usefixtures("dialogs")
def test_pages_of_operations_and_of_the_public(page, world, sign_in):
    for path in world.paths("visitor"):
        open_harmless(page, path)
    open_harmless(page, world.site.path("join"), TAGS, BRACES)
    open_harmless(page, world.site.path("verify_certificate"), LINKS)
    sign_in(page, world.people.operations)
    for path in world.paths("operations"):
        open_harmless(page, path)
    open_harmless(page, world.site.path("dossier"), TAGS, REASON)
    open_harmless(page, world.site.path("certificate"), LINKS)
    open_harmless(page, world.site.path("people"), TAGS, LINKS, BRACES)
