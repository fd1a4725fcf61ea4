"""Active and idle time: a page with a clock of its own, which the test turns."""

import pytest

# Runs `script` (a list of [ms, what happens then]) on a stopwatch and returns what it says at the end.
RUN = """(m, { script, idleAfterMs }) => {
    let now = 1000, focused = true, visible = true;
    document.hasFocus = () => focused;
    const state = { get: () => (visible ? "visible" : "hidden"), configurable: true };
    Object.defineProperty(document, "visibilityState", state);
    const happen = {
        move: () => document.body.dispatchEvent(new PointerEvent("pointermove", { bubbles: true })),
        touch: () => document.body.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true })),
        key: () => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "x", bubbles: true })),
        scroll: () => document.body.dispatchEvent(new Event("scroll")),  // of a part of the page: it does not bubble
        blur: () => { focused = false; window.dispatchEvent(new Event("blur")); },
        focus: () => { focused = true; window.dispatchEvent(new Event("focus")); },
        hide: () => { visible = false; document.dispatchEvent(new Event("visibilitychange")); },
        show: () => { visible = true; document.dispatchEvent(new Event("visibilitychange")); },
        nothing: () => {},
    };
    const watch = new m.Stopwatch({ idleAfterMs, now: () => now });
    let active = 0;
    for (const [at, what] of script) {
        now = 1000 + at;
        active = watch.active;
        happen[what]();
    }
    const timing = watch.stop();
    happen.move();  // what comes after the end changes nothing
    delete document.hasFocus;
    delete document.visibilityState;
    return { ...timing, activeBefore: active };
}"""


@pytest.fixture
def timed(run_js):
    def run(*script, idle_after_ms=30_000):
        return run_js("runner/stopwatch.js", RUN, {"script": script, "idleAfterMs": idle_after_ms})

    return run


def test_time_in_front_is_active(timed):
    timing = timed([4_000, "nothing"])
    assert timing == {"rtMs": 4_000, "activeMs": 4_000, "idleMs": 0, "hidden": False, "activeBefore": 4_000}


def test_reading_without_a_touch_is_active_until_it_has_lasted_too_long(timed):
    assert timed([30_000, "nothing"])["idleMs"] == 0
    timing = timed([75_000, "nothing"])
    assert (timing["activeMs"], timing["idleMs"], timing["rtMs"]) == (30_000, 45_000, 75_000)
    assert timing["activeBefore"] == 30_000


@pytest.mark.parametrize("sign", ["move", "touch", "key", "scroll"])
def test_any_input_begins_the_quiet_anew(timed, sign):
    timing = timed([20_000, sign], [45_000, sign], [70_000, "nothing"])
    assert (timing["activeMs"], timing["idleMs"]) == (70_000, 0)
    late = timed([50_000, sign], [60_000, "nothing"])
    assert (late["activeMs"], late["idleMs"]) == (40_000, 20_000)


@pytest.mark.parametrize(("away", "back", "hidden"), [("blur", "focus", False), ("hide", "show", True)])
def test_time_away_is_neither_active_nor_idle(timed, away, back, hidden):
    timing = timed([10_000, away], [100_000, back], [105_000, "nothing"])
    assert timing["rtMs"] == 105_000
    assert (timing["activeMs"], timing["idleMs"], timing["hidden"]) == (15_000, 0, hidden)


def test_coming_back_is_a_sign_of_life(timed):
    timing = timed([25_000, "blur"], [26_000, "focus"], [54_000, "nothing"])
    assert (timing["activeMs"], timing["idleMs"]) == (53_000, 0)


def test_input_while_the_page_is_not_in_front_counts_for_nothing(timed):
    timing = timed([1_000, "blur"], [40_000, "move"], [41_000, "nothing"])
    assert (timing["activeMs"], timing["idleMs"], timing["activeBefore"]) == (1_000, 0, 1_000)


def test_looking_at_the_clock_is_no_sign_of_life(timed):
    timing = timed(*([ms, "nothing"] for ms in range(1_000, 60_001, 1_000)))
    assert (timing["activeMs"], timing["idleMs"]) == (30_000, 30_000)


@pytest.mark.parametrize(("characters", "seconds"), [(0, 30), (300, 30), (450, 30), (900, 60), (6_000, 400)])
def test_a_long_text_may_be_read_for_longer_without_a_touch(run_js, characters, seconds):
    assert run_js("runner/stopwatch.js", "(m, n) => m.idleAfter(n)", characters) == 1000 * seconds
