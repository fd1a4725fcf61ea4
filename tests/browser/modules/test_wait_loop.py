"""Waiting for a disc on a made-up display: whole waits, exact onsets, false starts that count and start anew."""

import pytest

# `presses`: [ms after the first frame, repeat?]; each is handled in the first callback after it.
RUN = """(m, {hz, waits, duration = null, limit = 10000, presses = [], gaps = {}}) => {
    const frameMs = 1000 / hz;
    const said = [];
    const came = [];
    const due = [...presses];
    let displayed = 0, callback = 0;
    const say = (what) => said.push([displayed + 1, what]);
    const loop = new m.WaitLoop({
        waitsMs: waits, durationMs: duration, limitMs: limit, frameMs, presses: came,
        show: () => say("disc"), hide: (ms) => say(ms === null ? "none" : Math.round(ms)),
        warn: () => say("soon"), rest: () => say("cross"),
    });
    while (!loop.done && callback < 100000) {
        const now = displayed * frameMs;
        while (due.length && due[0][0] <= now) {
            const [time, repeat] = due.shift();
            came.push({time: 1000 + time, handled: 1000 + now, key: "Space", repeat});
        }
        loop.tick(1000 + now);
        callback += 1;
        displayed += gaps[callback] ?? 1;
    }
    return {timings: loop.timings, shown: loop.shown, said, frameMs, lastedMs: displayed * frameMs};
}"""


def run(run_js, waits, presses=(), hz: int = 60, **plan) -> dict:
    presses = [list(press) if isinstance(press, tuple) else [press, False] for press in presses]
    return run_js("drill/wait-loop.js", RUN, {"hz": hz, "waits": list(waits), "presses": presses, **plan})


def at(timing: dict) -> float:
    """ms after the first frame."""
    return timing["onset"] - 1000


@pytest.mark.parametrize("hz", [60, 75, 90, 120, 144])
def test_the_disc_comes_after_its_wait_and_stays_until_the_press(run_js, hz):
    ran = run(run_js, [2000, 3000], [2250, 5600], hz)
    first, second = ran["timings"]
    frame = ran["frameMs"]
    assert at(first) == pytest.approx(2000, abs=frame)
    assert first["onset"] == pytest.approx(first["plannedOnset"])
    # Off in the frame after the one in which the press was seen; the next wait counts from there.
    assert 2250 <= first["offset"] - 1000 <= 2250 + 2 * frame
    assert second["onset"] - first["offset"] == pytest.approx(3000, abs=frame)
    for timing in (first, second):
        assert timing["framesShown"] == timing["framesPlanned"]
        assert timing["framesShown"] * frame == pytest.approx(timing["offset"] - timing["onset"])
        assert (timing["falseStarts"], timing["frozen"]) == (0, False)
    assert ran["shown"] == 2


def test_onset_is_the_frame_after_the_change(run_js):
    ran = run(run_js, [2000], [2400])
    shown = [frame for frame, what in ran["said"] if what == "disc"]
    assert at(ran["timings"][0]) == pytest.approx(shown[0] * ran["frameMs"])


def test_the_own_time_is_shown_for_a_second(run_js):
    ran = run(run_js, [2000, 3000], [2287, 5700])
    onset = at(ran["timings"][0])
    (shown, time), (gone, cross) = ran["said"][1:3]
    assert (time, cross) == (round(2287 - onset), "cross")
    assert (gone - shown) * ran["frameMs"] == pytest.approx(1000, abs=ran["frameMs"])


def test_the_last_own_time_is_shown_before_the_end(run_js):
    ran = run(run_js, [2000], [2300])
    assert ran["lastedMs"] == pytest.approx(3320, abs=3 * ran["frameMs"])


def test_a_press_in_the_wait_is_a_false_start_and_the_wait_begins_anew(run_js):
    ran = run(run_js, [2000, 2000], [1500, 3700, 6000])
    first, second = ran["timings"]
    assert (first["falseStarts"], second["falseStarts"]) == (1, 0)
    assert at(first) == pytest.approx(3500, abs=2 * ran["frameMs"])
    assert [what for _, what in ran["said"]][:3] == ["soon", "cross", "disc"]


def test_presses_before_the_block_are_nobodys(run_js):
    ran = run(run_js, [2000], [2300])
    assert ran["timings"][0]["falseStarts"] == 0


def test_a_press_while_the_disc_is_on_its_way_is_too_soon_and_the_disc_stays(run_js):
    ran = run(run_js, [2000], [1990, 2300])
    (timing,) = ran["timings"]
    assert timing["falseStarts"] == 1
    assert at(timing) == pytest.approx(2000, abs=ran["frameMs"])
    assert [what for _, what in ran["said"]] == ["disc", round(2300 - at(timing))]


def test_a_held_key_is_one_press(run_js):
    ran = run(run_js, [2000, 2000], [2300, (2330, True), (2800, True), (3400, True), 4700])
    assert [timing["falseStarts"] for timing in ran["timings"]] == [0, 0]


def test_a_second_press_on_the_way_to_the_next_frame_belongs_to_the_first(run_js):
    ran = run(run_js, [2000, 2000], [2300, 2310, 4700])
    assert [timing["falseStarts"] for timing in ran["timings"]] == [0, 0]


def test_a_disc_that_nobody_answers_goes_away(run_js):
    ran = run(run_js, [2000, 2000], [6500], limit=1500)
    first, second = ran["timings"]
    assert first["offset"] - first["onset"] == pytest.approx(1500, abs=2 * ran["frameMs"])
    assert [what for _, what in ran["said"]][:2] == ["disc", "none"]
    assert second["offset"] > second["onset"]


@pytest.mark.parametrize(("duration", "trials"), [(2200, 1), (2400, 2), (4700, 3), (None, 4)])
def test_the_first_response_after_its_time_ends_the_block(run_js, duration, trials):
    ran = run(run_js, [2000] * 4, [2300, 4600, 6900, 9200], duration=duration)
    assert ran["shown"] == trials
    assert [timing["onset"] > 0 for timing in ran["timings"]] == [True] * trials + [False] * (4 - trials)


def test_false_starts_before_the_first_disc_do_not_shorten_the_block(run_js):
    # The server reckons a block's length from its first wait on (training/activities/drills/pvt.py).
    ran = run(run_js, [2000] * 3, [1900, 4200, 6500, 8800], duration=4500)
    assert ran["shown"] == 2


def test_a_freeze_in_the_wait_is_flagged_and_the_disc_still_comes_on_time(run_js):
    ran = run(run_js, [2000], [2300], gaps={30: 10})
    (timing,) = ran["timings"]
    assert timing["frozen"]
    assert timing["longestGap"] == pytest.approx(10 * ran["frameMs"])
    assert at(timing) == pytest.approx(2000, abs=ran["frameMs"])


def test_after_an_absence_the_wait_begins_anew(run_js):
    ran = run(run_js, [2000], [7300], gaps={60: 240})
    (timing,) = ran["timings"]
    assert at(timing) == pytest.approx(1000 + 4000 + 2000, abs=3 * ran["frameMs"])


RESPOND = """(m, [timings, presses]) => m.drill.respond(
    timings, presses.map((time) => ({time, handled: time + 1, key: "Space", repeat: false})))"""


def test_only_a_press_while_the_disc_is_on_is_a_response(run_js):
    timings = [{"onset": 2000, "offset": 2320}, {"onset": 5000, "offset": 15_000}, {"onset": 18_000, "offset": 18_100}]
    presses = [1500, 2300, 2310, 3000, 16_000, 18_080]
    found = run_js("drill/pvt.js", RESPOND, [timings, presses])
    assert [response["responseTime"] for response in found] == [300, None, 80]
    assert [response["extraPresses"] for response in found] == [1, 0, 0]
    assert [response["anticipation"] for response in found] == [False, False, True]
