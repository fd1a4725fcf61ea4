"""The cross-fade on a made-up display: every scene fades in for its frames, and what comes late is said."""

import itertools

import pytest

# Runs a loop on a display at `hz`; `gaps` says how many frames pass before the given callback (usually one).
RUN = """(m, {hz, count, frames, gaps = {}, hold = {}}) => {
    const frameMs = 1000 / hz;
    const drawn = [];
    let displayed = 0, callback = 0;
    const loop = new m.FadeLoop({
        count, frameMs, trialFrames: frames,
        draw: (index, coherence) => drawn.push([displayed + 1, index, coherence]),
        holdAfter: (index) => hold[index] ?? 0,
        flag: (timing) => { timing.hidden ||= callback === gaps.hiddenAt; },
    });
    while (!loop.done && callback < 10000) {
        loop.tick(1000 + displayed * frameMs);
        callback += 1;
        displayed += gaps[callback] ?? 1;
    }
    return {timings: loop.timings, shown: loop.shown, drawn, frameMs, callbacks: callback};
}"""
DISPLAYS = [(60, 48), (75, 60), (90, 72), (120, 96), (144, 115)]


def run(run_js, hz: int = 60, **plan) -> dict:
    return run_js("drill/fade-loop.js", RUN, {"hz": hz, "count": 4, "frames": 48, **plan})


def frame_of(ran: dict, time: float) -> int:
    return round((time - 1000) / ran["frameMs"])


@pytest.mark.parametrize(("hz", "frames"), DISPLAYS)
def test_scenes_follow_each_other_without_a_pause(run_js, hz, frames):
    ran = run(run_js, hz, frames=frames)
    assert ran["shown"] == 4
    for timing in ran["timings"]:
        assert timing["framesPlanned"] == timing["framesShown"] == frames
        assert timing["onset"] == pytest.approx(timing["plannedOnset"])
        assert timing["offset"] == pytest.approx(timing["plannedOffset"])
        assert timing["longestGap"] == pytest.approx(ran["frameMs"])
        assert not timing["frozen"]
    for earlier, later in itertools.pairwise(ran["timings"]):
        assert earlier["offset"] == later["onset"]
        assert later["onset"] - earlier["onset"] == pytest.approx(frames * ran["frameMs"])


@pytest.mark.parametrize(("hz", "frames"), DISPLAYS)
def test_the_fade_is_linear_and_starts_from_nothing(run_js, hz, frames):
    ran = run(run_js, hz, frames=frames)
    for index, timing in enumerate(ran["timings"]):
        onset = frame_of(ran, timing["onset"])
        fade = [(frame - onset, coherence) for frame, scene, coherence in ran["drawn"] if scene == index]
        assert [frame for frame, _ in fade] == list(range(frames))
        assert [coherence for _, coherence in fade] == pytest.approx([step / frames for step in range(frames)])


def test_the_last_scene_fades_out_as_long_as_it_faded_in(run_js):
    ran = run(run_js)
    out = [coherence for _, scene, coherence in ran["drawn"] if scene == 4]
    assert out == pytest.approx([step / 48 for step in range(48)])
    assert len(ran["drawn"]) == 5 * 48


def test_a_missed_frame_within_a_fade_changes_no_length(run_js):
    ran = run(run_js, gaps={20: 3})
    assert [timing["framesShown"] for timing in ran["timings"]] == [48] * 4
    assert ran["timings"][0]["longestGap"] == pytest.approx(3 * ran["frameMs"])
    # The fade goes by the clock: the picture after the gap is as far as if none were missed.
    onset = frame_of(ran, ran["timings"][0]["onset"])
    for frame, scene, coherence in ran["drawn"]:
        if scene == 0:
            assert coherence == pytest.approx((frame - onset) / 48)


def test_a_change_that_comes_late_is_seen_in_the_scene_before_and_nowhere_else(run_js):
    ran = run(run_js, gaps={49: 3})  # the second scene is due in frame 49
    shown = [timing["framesShown"] for timing in ran["timings"]]
    assert shown == [50, 48, 48, 48]
    second = ran["timings"][1]
    assert second["onset"] - second["plannedOnset"] == pytest.approx(2 * ran["frameMs"])
    assert second["offset"] - second["onset"] == pytest.approx(48 * ran["frameMs"])


def test_a_freeze_is_flagged_on_the_scene_it_fell_into(run_js):
    ran = run(run_js, gaps={70: 10})
    assert [timing["frozen"] for timing in ran["timings"]] == [False, True, False, False]
    assert [timing["framesShown"] for timing in ran["timings"]] == [48] * 4


def test_a_freeze_longer_than_a_fade_makes_no_scenes_pile_up(run_js):
    ran = run(run_js, gaps={70: 200})
    shown = [timing["framesShown"] for timing in ran["timings"]]
    assert shown[1] > 200
    assert [shown[0], *shown[2:]] == [48] * 3
    assert ran["timings"][1]["frozen"]


def test_what_happens_while_the_last_scene_fades_out_is_the_last_ones(run_js):
    ran = run(run_js, gaps={"hiddenAt": 48 * 4 + 20})
    assert [timing["hidden"] for timing in ran["timings"]] == [False, False, False, True]


def test_practice_may_hold_a_scene_that_is_whole(run_js):
    ran = run(run_js, hold={1: 30})
    assert [timing["framesShown"] for timing in ran["timings"]] == [48, 78, 48, 48]
    held = [coherence for _, scene, coherence in ran["drawn"] if scene == 1]
    assert held[48:] == [1.0] * 30


def test_blending_is_a_linear_mix_of_two_pictures(run_js):
    middle = run_js(
        "drill/gradcpt-face.js",
        """async (m) => {
            const stage = {add: (node) => document.body.append(node), turnOn: () => {}};
            const face = new m.GradcptFace(stage);
            face.show();
            const canvas = document.querySelector("canvas.drill-scene");
            const level = () => canvas.getContext("2d").getImageData(200, 120, 1, 1).data[0];
            const levels = [];
            for (const coherence of [0, 0.25, 0.5, 1]) {
                face.blend(3, 14, coherence);
                levels.push(level());
            }
            canvas.remove();
            return levels;
        }""",
    )
    first, quarter, half, last = middle
    assert quarter == pytest.approx(0.75 * first + 0.25 * last, abs=1.5)
    assert half == pytest.approx((first + last) / 2, abs=1.5)


SCENES = """(m) => Array.from({length: 20}, (_, scene) => {
    const pixels = m.scenePixels(scene);
    const centre = (m.SIDE - 1) / 2;
    let count = 0, sum = 0, squares = 0, clipped = 0, hash = 0;
    pixels.forEach((level, place) => {
        hash = (Math.imul(hash, 31) + level) | 0;
        if (Math.hypot(place % m.SIDE - centre, Math.floor(place / m.SIDE) - centre) > m.SIDE / 2) return;
        count += 1;
        sum += level;
        squares += level * level;
        clipped += level === 0 || level === 255;
    });
    const mean = sum / count;
    return {mean, spread: Math.sqrt(squares / count - mean * mean), clipped: clipped / count, hash,
            mountain: m.isMountain(scene), pixels: Array.from(pixels.filter((_, place) => place % 97 === 0))};
})"""


def test_no_scene_is_brighter_or_stronger_than_another_and_no_two_are_alike(run_js):
    scenes = run_js("drill/scenes.js", SCENES)
    assert [scene["mountain"] for scene in scenes] == [False] * 10 + [True] * 10
    for scene in scenes:
        assert scene["mean"] == pytest.approx(122, abs=0.5)
        assert scene["spread"] == pytest.approx(50, abs=0.5)
        assert scene["clipped"] < 0.05
    for one, other in itertools.combinations(scenes, 2):
        differences = [abs(a - b) for a, b in zip(one["pixels"], other["pixels"], strict=True)]
        assert sum(differences) / len(differences) > 15


def test_a_scene_is_the_same_picture_every_time(run_js):
    again = "(m) => [0, 13].map((scene) => m.scenePixels(scene).join() === m.scenePixels(scene).join())"
    assert run_js("drill/scenes.js", again) == [True, True]


PRESS_FOR = """(m, [presses, index]) => m.pressFor(
    [0, 800, 1600], 800, presses.map((time) => ({time, repeat: false})), index)"""


@pytest.mark.parametrize(
    ("presses", "index", "pressed"),
    [([900], 0, True), ([430], 0, False), ([1250], 0, False), ([1250], 1, True), ([2700], 2, True), ([2900], 2, False)],
)
def test_in_practice_a_press_is_judged_by_how_far_the_fade_is(run_js, presses, index, pressed):
    assert run_js("drill/gradcpt-cards.js", PRESS_FOR, [presses, index]) is pressed
