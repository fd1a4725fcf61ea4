"""The trial loop on a made-up display: whole frames, an absolute schedule, and no slip in silence."""

import itertools

import pytest

# Runs a loop on a display at `hz`; `gaps` says how many frames pass before the given callback (usually one).
RUN = """(m, {hz, count, stimulus, mask, gaps = {}, hold = {}}) => {
    const frameMs = 1000 / hz;
    const changes = [];
    let displayed = 0, callback = 0;
    const loop = new m.TrialLoop({
        count, frameMs, stimulusFrames: stimulus, maskFrames: mask,
        show: (index) => changes.push([displayed, "show", index]),
        hide: (index) => changes.push([displayed, "hide", index]),
        holdAfter: (index) => hold[index] ?? 0,
    });
    while (!loop.done && callback < 10000) {
        loop.tick(1000 + displayed * frameMs);
        callback += 1;
        displayed += gaps[callback] ?? 1;
    }
    return {timings: loop.timings, changes, frameMs};
}"""


def run(run_js, hz: int = 60, **plan) -> dict:
    return run_js("drill/trial-loop.js", RUN, {"hz": hz, "count": 4, "stimulus": 15, "mask": 54, **plan})


DISPLAYS = [(60, 15, 54), (75, 19, 68), (90, 23, 81), (120, 30, 108), (144, 36, 130)]


@pytest.mark.parametrize(("hz", "stimulus", "mask"), DISPLAYS)
def test_every_stimulus_is_on_for_the_planned_frames(run_js, hz, stimulus, mask):
    ran = run(run_js, hz, stimulus=stimulus, mask=mask)
    for timing in ran["timings"]:
        assert timing["framesPlanned"] == timing["framesShown"] == stimulus
        assert timing["offset"] - timing["onset"] == pytest.approx(stimulus * ran["frameMs"])
        assert timing["onset"] == pytest.approx(timing["plannedOnset"])
        assert not timing["frozen"]
        assert timing["longestGap"] == pytest.approx(ran["frameMs"])
    onsets = [timing["onset"] for timing in ran["timings"]]
    steps = [later - earlier for earlier, later in itertools.pairwise(onsets)]
    assert steps == pytest.approx([(stimulus + mask) * ran["frameMs"]] * 3)


def test_onset_is_the_frame_after_the_change(run_js):
    ran = run(run_js)
    shown = [frame for frame, change, _ in ran["changes"] if change == "show"]
    onsets = [timing["onset"] for timing in ran["timings"]]
    assert onsets == pytest.approx([1000 + (frame + 1) * ran["frameMs"] for frame in shown])


def test_one_frame_stimuli(run_js):
    ran = run(run_js, stimulus=1, mask=5)
    assert [timing["framesShown"] for timing in ran["timings"]] == [1, 1, 1, 1]


def test_a_missed_frame_in_the_middle_changes_nothing_shown(run_js):
    ran = run(run_js, gaps={60: 2})  # the first stimulus is on from frame 55
    assert [timing["framesShown"] for timing in ran["timings"]] == [15] * 4
    assert ran["timings"][0]["longestGap"] == pytest.approx(2 * ran["frameMs"])


def test_a_frame_missed_at_the_end_is_recorded(run_js):
    ran = run(run_js, gaps={70: 3})
    shown = [timing["framesShown"] for timing in ran["timings"]]
    assert shown == [17, 15, 15, 15]


def test_a_late_onset_keeps_its_duration_and_does_not_delay_the_next(run_js):
    ran = run(run_js, gaps={54: 5})
    first, second = ran["timings"][:2]
    assert first["framesShown"] == 15
    assert first["onset"] - first["plannedOnset"] == pytest.approx(4 * ran["frameMs"])
    assert second["onset"] == pytest.approx(second["plannedOnset"])
    assert second["onset"] - first["plannedOnset"] == pytest.approx(69 * ran["frameMs"])


def test_slips_do_not_add_up(run_js):
    gaps = dict.fromkeys(range(50, 700, 23), 3)
    ran = run(run_js, count=10, gaps=gaps)
    first, last = ran["timings"][0], ran["timings"][-1]
    assert last["plannedOnset"] - first["plannedOnset"] == pytest.approx(9 * 69 * ran["frameMs"])
    for timing in ran["timings"]:
        assert 0 <= timing["onset"] - timing["plannedOnset"] <= 3 * ran["frameMs"]


def test_a_freeze_is_flagged_and_moves_the_rest(run_js):
    ran = run(run_js, gaps={60: 10})  # 167 ms in the first stimulus
    flags = [timing["frozen"] for timing in ran["timings"]]
    assert flags == [True, False, False, False]
    first, second = ran["timings"][:2]
    assert second["onset"] - first["onset"] == pytest.approx((69 + 9) * ran["frameMs"])
    assert [timing["framesShown"] for timing in ran["timings"][1:]] == [15] * 3


def test_after_an_absence_the_mask_stays_a_while(run_js):
    ran = run(run_js, gaps={80: 3600})  # a minute, in the first mask
    second = ran["timings"][1]
    assert ran["timings"][0]["frozen"]
    assert not second["frozen"]
    back = 1000 + (79 + 3600) * ran["frameMs"]
    assert second["onset"] - back >= 1500


def test_a_hold_delays_the_next_trial_only_once(run_js):
    ran = run(run_js, hold={"1": 120})
    onsets = [timing["onset"] for timing in ran["timings"]]
    frames = [round((later - earlier) / ran["frameMs"]) for earlier, later in itertools.pairwise(onsets)]
    assert frames == [69, 69 + 120, 69]


def test_the_last_mask_is_shown_in_full(run_js):
    ended = """(m) => {
        const loop = new m.TrialLoop({count: 1, frameMs: 10, stimulusFrames: 2, maskFrames: 7, show() {}, hide() {}});
        let frame = 0;
        for (; !loop.done; frame += 1) loop.tick(frame * 10);
        return loop.timings[0].offset / 10 + 7 - frame;
    }"""
    # The last look is at the frame before the mask would give way.
    assert run_js("drill/trial-loop.js", ended) == 0
