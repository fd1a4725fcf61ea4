"""The frame clock at five refresh rates, with a display that the test makes up."""

import pytest

RATES = [60, 75, 90, 120, 144]

MEASURE = """(m, {hz, skip, rounding}) => {
    let frame = 0, pending = null;
    const clock = {
        requestFrame: (callback) => { pending = callback; },
        now: () => 0,
    };
    const result = m.measureRefresh(clock, 90);
    while (pending) {
        const callback = pending;
        pending = null;
        frame += skip.includes(frame + 1) ? 2 : 1;
        const timestamp = 1000 + frame * 1000 / hz;
        callback(rounding ? Math.round(timestamp / rounding) * rounding : timestamp);
    }
    return result;
}"""


@pytest.mark.parametrize("hz", RATES)
def test_rate_is_measured(run_js, hz):
    refresh = run_js("drill/clock.js", MEASURE, {"hz": hz, "skip": [], "rounding": 0})
    assert refresh["hz"] == pytest.approx(hz, rel=1e-9)
    assert refresh["dropped"] == 0
    assert refresh["jitterMs"] == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("hz", RATES)
def test_missed_frames_do_not_slow_the_rate(run_js, hz):
    refresh = run_js("drill/clock.js", MEASURE, {"hz": hz, "skip": [10, 40, 55, 70], "rounding": 0})
    assert refresh["hz"] == pytest.approx(hz, rel=1e-9)
    assert refresh["dropped"] == pytest.approx(4 / 90)


@pytest.mark.parametrize("hz", RATES)
def test_rounded_timestamps_leave_the_rate_within_a_part_in_thousand(run_js, hz):
    refresh = run_js("drill/clock.js", MEASURE, {"hz": hz, "skip": [], "rounding": 1})
    assert refresh["hz"] == pytest.approx(hz, rel=1e-3)


@pytest.mark.parametrize(
    ("hz", "planned"),
    [(60, [6, 15, 54, 48]), (75, [8, 19, 68, 60]), (90, [9, 23, 81, 72]), (120, [12, 30, 108, 96]),
     (144, [14, 36, 130, 115])],
)  # fmt: skip
def test_durations_become_the_nearest_whole_frames(run_js, hz, planned):
    frames = "(m, hz) => [100, 250, 900, 800].map((ms) => m.framesFor(ms, 1000 / hz))"
    assert run_js("drill/clock.js", frames, hz) == planned


def test_ties_go_the_same_way_whatever_the_noise(run_js):
    # 250 ms at 90 Hz are 22.5 frames
    frames = "(m) => [89.98, 90, 90.02].map((hz) => m.framesFor(250, 1000 / hz))"
    assert run_js("drill/clock.js", frames) == [23, 23, 23]


def test_nothing_is_shorter_than_a_frame(run_js):
    assert run_js("drill/clock.js", "(m) => m.framesFor(1, 16.7)") == 1


def test_too_few_timestamps_are_an_error(run_js):
    caught = "(m) => { try { m.refreshOf([1, 2]); } catch (error) { return error.message; } }"
    assert "at least three" in run_js("drill/clock.js", caught)


@pytest.mark.parametrize(("step", "expected"), [(0.1, 0.1), (1, 1), (100, 100)])
def test_clock_resolution_is_its_smallest_step(run_js, step, expected):
    look = """(m, step) => {
        let reads = 0;
        const now = () => Math.floor((reads += 1) * 0.013 / step) * step;
        return m.clockResolution({now});
    }"""
    assert run_js("drill/clock.js", look, step) == pytest.approx(expected)


def test_a_clock_that_stands_still_has_no_resolution(run_js):
    assert run_js("drill/clock.js", "(m) => m.clockResolution({now: () => 5}, 1000) === Infinity") is True
