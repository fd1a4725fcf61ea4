"""The journal of runs on the device: what is taken up, what is deleted, and a database that is gone."""

import pytest

from tests.browser.modules import person
from tests.browser.modules.drilling import run_block, see_card
from tests.browser.modules.fake_site import DROP_BEFORE, FakeAttempt
from tests.browser.modules.steps import sart
from tests.browser.modules.test_broken_off import journal_of, runs_of, wait_for_trials

# As browsers do it: the request is taken, and then the whole transaction comes to nothing.
FULL_DISK = """(() => {
    const really = IDBObjectStore.prototype.add;
    IDBObjectStore.prototype.add = function (value) {
        const request = really.call(this, value);
        this.transaction.abort();
        return request;
    };
})()"""
REFUSED_AT_ONCE = "IDBObjectStore.prototype.add = () => { throw new DOMException('full', 'QuotaExceededError'); };"
# Runs `work(store, journal, name)` on a database of its own; `run_js` has one page for all tests.
WITH_STORE = """async (journal, work) => {{
    const {{ openStore }} = await import("/static/training/recorder/store.js");
    const name = `test-${{Math.random()}}`;
    const factory = {{ open: (_, version) => indexedDB.open(name, version) }};
    const locks = Object.getOwnPropertyDescriptor(Navigator.prototype, "locks");
    if ({without_locks}) Object.defineProperty(Navigator.prototype, "locks", {{value: undefined, configurable: true}});
    try {{
        return await work(await openStore(factory), journal, name);
    }} finally {{
        Object.defineProperty(Navigator.prototype, "locks", locks);
        indexedDB.deleteDatabase(name);
    }}
}}"""
HEAD = {"user": "ada", "attempt": "a1", "step": "s1", "url": "/runs/", "device": {}}


@pytest.fixture
def run_journal(run_js):
    def run(work: str, *, without_locks: bool = False):
        inside = WITH_STORE.format(without_locks=str(without_locks).lower())
        return run_js("recorder/journal.js", f"(m, head) => ({inside})(m, {work})".replace("HEAD", "head"), HEAD)

    return run


def test_without_locks_a_run_that_was_taken_up_alive_leaves_nothing_behind(run_journal):
    work = """async (store, journal) => {
        const run = journal.beginRun(store, HEAD);
        run.keep({index: 0});
        const [taken] = await journal.leftBehind(store, "ada");
        await store.add({kind: "run", uuid: taken.uuid, user: "ada"}, taken.uuid);
        run.keep({index: 1});
        const again = await journal.leftBehind(store, "ada");
        await store.add({uuid: "answer", user: "ada"}, run.uuid);
        return [taken.trials.length, again.map(({trials, step}) => [trials, step]), await store.journalOf("ada")];
    }"""
    assert run_journal(work, without_locks=True) == [1, [[[{"index": 1}], "s1"]], []]


@pytest.mark.parametrize("without_locks", [False, True])
def test_trials_without_the_head_of_their_run_are_deleted(run_journal, without_locks):
    work = """async (store, journal) => {
        store.note({run: "r1", place: 4, user: "ada", trial: {index: 4}});
        store.note({run: "r2", place: 0, user: "ben", trial: {index: 0}});
        const left = await journal.leftBehind(store, "ada");
        return [left, await store.journalOf("ada"), (await store.journalOf("ben")).length];
    }"""
    assert run_journal(work, without_locks=without_locks) == [[], [], 1]


def test_with_locks_a_run_that_goes_on_is_not_touched(run_journal):
    work = """async (store, journal) => {
        const run = journal.beginRun(store, HEAD);
        run.keep({index: 0});
        const left = await journal.leftBehind(store, "ada");
        const rows = await store.journalOf("ada");
        run.end();
        return [left, rows.map(({place}) => place)];
    }"""
    assert run_journal(work) == [[], [-1, 0]]


def test_a_database_closed_for_a_newer_page_rejects_and_the_queue_goes_on(run_journal):
    work = """async (store, journal, name) => {
        const newer = indexedDB.open(name, 3);
        await new Promise((resolve) => (newer.onsuccess = resolve));
        newer.result.close();
        const { Queue } = await import("/static/training/recorder/queue.js");
        const queue = new Queue("ada", store);
        await queue.adopt();
        const kept = await queue.add({uuid: "u1", user: "ada", state: "queued"});
        const names = [store.ofUser("ada"), store.journalOf("ada")].map((rows) => rows.catch((error) => error.name));
        return [kept, queue.next().uuid, await Promise.all(names)];
    }"""
    assert run_journal(work) == [False, "u1", ["InvalidStateError"] * 2]


def test_a_block_that_had_to_be_kept_in_memory_is_reported_as_no_broken_off_run(page, site):
    page.add_init_script(FULL_DISK)
    attempt = FakeAttempt([sart("one", [1, 2, 4, 5], block=1, blocks=2), sart("two", [1, 2], block=2, blocks=2)])
    person.visit(page, site.add(attempt))
    run_block(page)
    see_card(page, "Block 2 of 2")
    for _ in range(50):
        if journal_of(page) == []:
            break
        page.wait_for_timeout(100)
    assert list(attempt.by_step) == ["one"]
    assert journal_of(page) == []
    page.reload()
    see_card(page, "Block 2 of 2")
    assert attempt.runs == {}


@pytest.mark.parametrize("full_disk", [FULL_DISK, REFUSED_AT_ONCE])
def test_a_block_in_memory_that_is_lost_with_the_page_is_reported(page, site, page_guard, full_disk):
    page_guard.expect("Failed to load resource")
    page.add_init_script(full_disk)
    attempt = FakeAttempt([sart("one", [1, 2, 4, 5], block=1, blocks=2), sart("two", [1, 2], block=2, blocks=2)])
    address = site.add(attempt)
    person.visit(page, address)
    run_block(page)
    wait_for_trials(page, 1)
    site.faults.extend([DROP_BEFORE] * 50)
    see_card(page, "Block 2 of 2")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    see_card(page, "The last block was not finished")
    assert [run["ending"] for run in runs_of(page, attempt)] == ["closed"]
