"""The long look's page by itself: marks that survive, and answers that do not get through."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.modules import person
from tests.browser.modules.fake_site import FakeAttempt, error

FACTS = [{"name": "Labels", "text": "mild and severe."}]
LINES = [{"id": f"l{n}", "text": f"Item {n} went down as mild."} for n in range(1, 4)]


def look(step: str, section: int, turn: int = 0, turns: int = 1) -> dict:
    return {
        "step": step,
        "shape": "look",
        "drill": "long_look",
        "practice": turn > 0,
        "turn": turn,
        "turns": turns,
        "section": section,
        "sections": 1,
        "title": f"Log {step}",
        "intro": "Each entry is an item.",
        "facts": FACTS,
        "lines": LINES,
    }


def feedback(*, met: bool) -> dict:
    lines = [{"id": "l1", "planted": True, "marked": met, "why": "Because."}]
    lines += [{"id": line["id"], "planted": False, "marked": False, "why": ""} for line in LINES[1:]]
    return {"correct": met, "lines": lines}


@pytest.fixture
def attempt() -> FakeAttempt:
    steps = [look("p1", 0, 1, 2), look("p2", 0, 2, 2), look("s1", 1)]
    return FakeAttempt(steps, feedback={"p1": feedback(met=False), "p2": feedback(met=False)}, title="A look")


def card(page: Page, title: str, go: str) -> None:
    expect(page.locator("h2.card-title")).to_have_text(title)
    page.get_by_role("button", name=go).click()


def finish(page: Page) -> None:
    page.get_by_role("button", name="Finish this section").click()


def test_after_the_last_practice_it_goes_on_whatever_was_found(page, site, attempt):
    page.goto(site.add(attempt))
    card(page, "A long look", "Start the practice")
    finish(page)
    card(page, "Look again", "Practise once more")
    card(page, "Another practice section", "Start")
    finish(page)
    expect(page.get_by_text("Then it counts.")).to_be_visible()
    card(page, "Look again", "Go on")
    card(page, "Now it counts", "Start")
    finish(page)
    person.expect_done(page)
    assert [body["answer"] for body in attempt.stored.values()] == [{"marked": [], "marks": []}] * 3
    assert all(body["timing"]["rtMs"] > 0 and body["confidence"] is None for body in attempt.stored.values())


def test_a_practice_section_that_is_refused_is_done_again(page, site, attempt, page_guard):
    page_guard.expect("400")
    site.faults.append(error(400, "invalid", "That was no section."))
    page.goto(site.add(attempt))
    card(page, "A long look", "Start the practice")
    finish(page)
    expect(page.get_by_text("This section was not saved: That was no section.")).to_be_visible()
    card(page, "Not saved", "Do it again")
    card(page, "A long look", "Start the practice")
    finish(page)
    expect(page.locator("h2.card-title")).to_have_text("Look again")


@pytest.mark.parametrize("code", ["closed", "consent", "not_found"])
def test_practice_that_can_never_be_saved_leads_back_to_today(page, site, attempt, page_guard, code):
    page_guard.expect("status of 409")
    site.faults.append(error(409, code, "This attempt is over."))
    page.goto(site.add(attempt))
    card(page, "A long look", "Start the practice")
    finish(page)
    expect(page.get_by_text("This section was not saved: This attempt is over.")).to_be_visible()
    expect(page.get_by_role("button", name="Do it again")).to_have_count(0)
    page.get_by_role("link", name="Back to today").click()
    expect(page).to_have_url(f"{site.url}/today/")


def test_a_section_that_is_refused_is_done_again_with_its_marks(page, site, page_guard):
    page_guard.expect("status of 400")
    attempt = FakeAttempt([look("s1", 1)], title="A look")
    site.faults.append(error(400, "invalid", "That was no section."))
    page.goto(site.add(attempt))
    card(page, "A long look", "Start")
    page.locator("button.look-line").nth(1).click()
    finish(page)
    page.get_by_role("button", name="Answer again").click()
    expect(page.get_by_text("1 line marked")).to_be_visible()
    page.locator("button.look-line").nth(2).click()
    finish(page)
    person.expect_done(page)
    assert attempt.by_step["s1"]["answer"]["marked"] == ["l2", "l3"]


def test_keys_go_on_from_a_clicked_line_where_clicks_give_no_focus(page, site):
    page.goto(site.add(FakeAttempt([look("s1", 1)], title="A look")))
    card(page, "A long look", "Start")
    page.evaluate("document.addEventListener('mousedown', (event) => event.preventDefault())")  # as Safari does
    lines = page.locator("button.look-line")
    lines.nth(1).click()
    expect(lines.nth(1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(lines.nth(2)).to_be_focused()
    page.keyboard.press("x")
    expect(page.get_by_text("2 lines marked")).to_be_visible()


def test_feedback_that_comes_after_a_reload_does_not_hold_up_the_end(page, site, attempt, page_guard):
    page_guard.expect("ERR_")
    page.goto(site.add(attempt))
    site.down = True
    card(page, "A long look", "Start the practice")
    finish(page)
    card(page, "Practice done", "Go on")
    expect(page.locator("h2.card-title")).to_have_text("Now it counts")
    site.down = False
    page.reload()
    # Which practice was skipped is on the device; what is left is the section.
    card(page, "Now it counts", "Start")
    finish(page)
    person.expect_done(page)
    assert [body["answer"].get("skipped", False) for body in attempt.stored.values()] == [False, True, False]


def test_a_page_without_storage_marks_all_the_same(page, site, attempt):
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('blocked'); }")
    page.goto(site.add(attempt))
    card(page, "A long look", "Start the practice")
    line = page.locator("button.look-line").first
    line.click()
    expect(line).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("status").filter(has_text="1 line marked")).to_be_visible()


def test_marks_are_kept_with_their_history_and_go_on_in_time(run_js):
    kept = """(m) => {
        const first = m.Marks.of("step-1");
        first.toggle("l1", 1000);
        first.toggle("l2", 2000.4);
        first.toggle("l1", 3000);
        const second = m.Marks.of("step-1");
        second.toggle("l3", 500);
        const answer = second.answer;
        second.forget();
        return [first.restored, second.restored, second.count, answer, m.Marks.of("step-1").restored];
    }"""
    assert run_js("look/marks.js", kept) == [
        False,
        True,
        2,
        {
            "marked": ["l2", "l3"],
            "marks": [
                {"line": "l1", "atMs": 1000, "on": True},
                {"line": "l2", "atMs": 2000, "on": True},
                {"line": "l1", "atMs": 3000, "on": False},
                {"line": "l3", "atMs": 3500, "on": True},
            ],
        },
        False,
    ]


def test_more_changes_than_the_server_takes_keep_the_state(run_js):
    many = """(m) => {
        const marks = m.Marks.of("step-2");
        for (let n = 0; n < 601; n += 1) marks.toggle("l1", n);
        const { marked, marks: history } = marks.answer;
        marks.forget();
        return [marked, history.length];
    }"""
    assert run_js("look/marks.js", many) == [["l1"], 500]


@pytest.mark.parametrize("left", ["not JSON", "null", "3", '{"marked": 3}', '{"marked": ["l1"], "marks": 3}'])
def test_what_cannot_be_read_is_as_if_nothing_were_there(run_js, left):
    read = """(m, left) => {
        localStorage.setItem("attune-look-step-3", left);
        const marks = m.Marks.of("step-3");
        return [marks.restored, marks.answer];
    }"""
    assert run_js("look/marks.js", read, left) == [False, {"marked": [], "marks": []}]
