"""Blocks that are not finished: what was recorded reaches the server, and the block starts again."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.modules import person
from tests.browser.modules.drilling import DIGITS, run_block, see_card, to_the_end, trials_of, wait_for_digit
from tests.browser.modules.fake_site import FakeAttempt
from tests.browser.modules.steps import sart

JOURNAL = """() => new Promise((resolve, reject) => {
    const open = indexedDB.open("attune-answers", 2);
    open.onerror = () => reject(open.error);
    open.onsuccess = () => {
        const all = open.result.transaction("journal").objectStore("journal").getAll();
        all.onsuccess = () => { open.result.close(); resolve(all.result); };
    };
})"""


def journal_of(page: Page) -> list[dict]:
    return page.evaluate(JOURNAL)


def wait_for_trials(page: Page, count: int) -> None:
    """Until so many trials are written down."""
    for _ in range(100):
        if sum(row["place"] >= 0 for row in journal_of(page)) >= count:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"not {count} trials are written down: {journal_of(page)}")


def runs_of(page: Page, attempt: FakeAttempt) -> list[dict]:
    """What has reached the server, once something has."""
    for _ in range(100):
        if attempt.runs:
            break
        page.wait_for_timeout(100)
    return list(attempt.runs.values())


def test_escape_stops_a_block_and_it_starts_again(page, site):
    attempt = FakeAttempt([sart("one", DIGITS[:6])])
    person.visit(page, site.add(attempt))
    run_block(page)
    wait_for_digit(page)
    page.wait_for_timeout(600)  # two trials and a part of one
    page.keyboard.press("Escape")
    see_card(page, "Stopped")
    [run] = runs_of(page, attempt)
    assert run["ending"] == "stopped"
    assert run["step"] == "one"
    assert [trial["digit"] for trial in run["trials"]] == DIGITS[: len(run["trials"])]
    assert 1 <= len(run["trials"]) < 6
    assert run["device"]["kernelVersion"] == "2.0.0"
    assert journal_of(page) == []
    run_block(page, "Start the block again")
    to_the_end(page)
    assert len(trials_of(attempt, "one")) == 6
    assert len(site.posts) == 1
    uuids = {trial["uuid"] for trial in run["trials"]} | {trial["uuid"] for trial in trials_of(attempt, "one")}
    assert len(uuids) == 6 + len(run["trials"])


def test_a_tab_closed_in_a_block_starts_that_block_again_and_says_so(context, site):
    attempt = FakeAttempt([sart("one", [1, 2], block=1, blocks=2), sart("two", DIGITS, block=2, blocks=2)])
    address = site.add(attempt)
    page = context.new_page()
    person.visit(page, address)
    run_block(page)
    see_card(page, "Block 2 of 2")
    run_block(page, "Continue")
    wait_for_digit(page)
    wait_for_trials(page, 2)
    page.close()
    again = context.new_page()
    person.visit(again, address)
    see_card(again, "The last block was not finished")
    expect(again.locator(".drill-card")).to_contain_text("kept and counts nowhere")
    run_block(again, "Start the block again")
    to_the_end(again)
    assert len(trials_of(attempt, "two")) == len(DIGITS)
    [run] = attempt.runs.values()
    assert (run["ending"], run["step"]) == ("closed", "two")
    assert 2 <= len(run["trials"]) < len(DIGITS)
    assert [trial["index"] for trial in run["trials"]] == list(range(len(run["trials"])))
    assert [trial["sequence"] for trial in run["trials"]] == list(range(2, 2 + len(run["trials"])))
    assert journal_of(again) == []
    assert person.kept_on_device(again) == []


def test_a_run_that_finds_no_connection_is_sent_when_there_is_one(page, site, page_guard):
    page_guard.expect("Failed to load resource")
    attempt = FakeAttempt([sart("one", DIGITS)])
    person.visit(page, site.add(attempt))
    run_block(page)
    wait_for_trials(page, 1)
    site.down = True
    page.keyboard.press("Escape")
    see_card(page, "Stopped")
    # What is queued is a record, not an answer: nothing is said of it.
    expect(page.locator(".drill-card .save-state")).to_have_text("")
    assert [row["kind"] for row in person.kept_on_device(page)] == ["run"]
    assert attempt.runs == {}
    site.down = False
    page.evaluate("() => dispatchEvent(new Event('online'))")
    assert [run["ending"] for run in runs_of(page, attempt)] == ["stopped"]


def test_a_run_refused_for_good_is_let_go(page, site, page_guard):
    page_guard.expect("status of 409")
    attempt = FakeAttempt([sart("one", DIGITS[:4])])
    site.refuse_runs = True
    person.visit(page, site.add(attempt))
    run_block(page)
    wait_for_digit(page)
    page.keyboard.press("Escape")
    see_card(page, "Stopped")
    run_block(page, "Start the block again")
    to_the_end(page)
    assert person.kept_on_device(page) == []
    assert len(trials_of(attempt, "one")) == 4


def test_a_block_that_runs_in_another_tab_is_left_alone(context, site):
    attempt = FakeAttempt([sart("one", DIGITS)])
    address = site.add(attempt)
    page = context.new_page()
    person.visit(page, address)
    run_block(page)
    wait_for_trials(page, 1)
    other = context.new_page()
    person.visit(other, address)
    see_card(other, "Now it counts")
    assert attempt.runs == {}
    other.close()


def test_without_the_servers_road_for_runs_nothing_is_written_down(page, site):
    attempt = FakeAttempt([sart("one", DIGITS[:6])], takes_runs=False)
    person.visit(page, site.add(attempt))
    run_block(page)
    wait_for_digit(page)
    page.keyboard.press("Escape")
    see_card(page, "Stopped")
    assert journal_of(page) == person.kept_on_device(page) == []
    run_block(page, "Start the block again")
    to_the_end(page)
    assert attempt.runs == {}


# What pages before the journal made, with an answer in it.
OLDER_DATABASE = """(queued) => new Promise((resolve, reject) => {
    const open = indexedDB.open("attune-answers", 1);
    open.onupgradeneeded = () => {
        const answers = open.result.createObjectStore("answers", {keyPath: "place", autoIncrement: true});
        answers.createIndex("user", "user");
        answers.createIndex("uuid", "uuid", {unique: true});
    };
    open.onerror = () => reject(open.error);
    open.onsuccess = () => {
        globalThis.olderDatabase = open.result;
        open.result.onversionchange = () => globalThis.holdsOn || open.result.close();
        const adding = open.result.transaction("answers", "readwrite").objectStore("answers").add(queued);
        adding.onsuccess = () => resolve();
    };
})"""


@pytest.mark.parametrize("holds_on", [False, True])
def test_what_an_older_page_kept_is_still_sent_once_it_lets_go(context, site, holds_on):
    attempt = FakeAttempt([sart("one", [1, 2], block=1, blocks=2), sart("two", [1, 2], block=2, blocks=2)])
    address = site.add(attempt)
    older = context.new_page()
    older.goto(f"{site.url}/empty/")
    body = {"uuid": "u-1", "step": "one", "answer": {"trials": [], "device": {}}}
    url = f"/attempts/{attempt.uuid}/answers/"
    text = '{"uuid":"u-1","step":"one","answer":{"trials":[],"device":{}}}'
    queued = {"uuid": "u-1", "user": "ada", "attempt": attempt.uuid, "step": "one", "url": url, "body": text}
    older.evaluate(OLDER_DATABASE, {**queued, "state": "queued", "reason": None})
    older.evaluate("(holdsOn) => { globalThis.holdsOn = holdsOn; }", holds_on)
    page = context.new_page()
    person.visit(page, address)
    if holds_on:  # the page works without, says so, and leaves what is there to the next one
        expect(page.locator("main .notice-warn")).to_contain_text("Keep this page open")
        older.close()
        page.reload()
        person.ready(page)
    see_card(page, "Block 2 of 2")
    page.wait_for_timeout(300)
    assert attempt.by_step["one"] == body
