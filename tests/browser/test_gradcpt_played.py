"""A simulated person plays the cross-fade drill in the real page: every press reaches the scene that it was for."""

import random
from itertools import pairwise

import pytest

from tests.browser.played import begin_drill, planned, play
from training.activities.base import Answer, SimulatedPerson
from training.activities.drill import Drill

CONFIG = {
    "drill": "gradcpt",
    "blocks": 1,
    "trials_per_block": 20,
    "practice_trials": 0,
    "trial_ms": 600,
    "nogo_share": 0.3,
}
# Half of the scenes to hold back on are pressed for, and few others are missed.
PERSON, SEED = SimulatedPerson(attention=0.5), 4
# A press is for a scene from 70 % of its fade until 40 % of the next: here everybody keeps well within that, so that a
# busy machine does not carry one over.
EARLIEST_MS, LATEST_MS = 0.85 * 600, 1.15 * 600

# A scene begins when it is drawn as not there at all; it is seen a frame later. The press goes the way of a key's.
PRESS = """(times) => {
    const draw = CanvasRenderingContext2D.prototype.drawImage;
    const press = () => document.dispatchEvent(new KeyboardEvent("keydown", {code: "Space", key: " ", bubbles: true}));
    let copies = 0, scene = -1;
    CanvasRenderingContext2D.prototype.drawImage = function (...given) {
        draw.apply(this, given);
        copies += 1;
        if (copies % 2) return;
        if (this.globalAlpha === 1) scene = -1;  // the even grey before a block
        if (this.globalAlpha > 0) return;
        scene += 1;
        if (times[scene] !== null && scene < times.length) setTimeout(press, times[scene] + 1000 / 60);
    };
}"""


@pytest.fixture
def attempt(live_people, tmp_path):
    return begin_drill(live_people, tmp_path, CONFIG)


def test_what_is_played_is_what_is_counted(page, sign_in, live_people, attempt):
    drill, step = Drill(), planned(attempt, CONFIG)
    simulated = drill.grade(step, Answer(drill.simulate(step, PERSON, random.Random(SEED)).value))
    times = [
        None if trial["responseTime"] is None else min(LATEST_MS, max(EARLIEST_MS, trial["responseTime"]))
        for trial in simulated.recording["trials"]
    ]
    assert simulated.stored["commissions"] > 0

    sign_in(page, live_people.trainee)
    played = play(page, attempt, PRESS, times)

    trials = played.recording["trials"]
    assert [trial["scene"] for trial in trials] == step.plan["scenes"]
    assert [trial["sequence"] for trial in trials] == list(range(20))
    for earlier, later in pairwise(trials):
        assert earlier["offset"] == later["onset"]
    sound = [trial for trial in trials if not trial["void"]]
    assert len(sound) >= 10
    for trial in sound:
        assert trial["responded"] == (times[trial["index"]] is not None), trial
        if trial["responded"]:
            assert trial["responseTime"] == pytest.approx(times[trial["index"]], abs=90)
    mountains = [trial for trial in sound if trial["scene"] >= 10]
    cities = [trial for trial in sound if trial["scene"] < 10]
    assert played.answer | {"timing_valid": True, "slipped": 0} == {
        "drill": "gradcpt",
        "block": 1,
        "timing_valid": True,
        "slipped": 0,
        "trials": 20,
        "targets": 6,
        "void": 20 - len(sound),
        "void_pressed": sum(trial["void"] and trial["responded"] and trial["scene"] >= 10 for trial in trials),
        "go": len(cities),
        "nogo": len(mountains),
        "omissions": sum(times[trial["index"]] is None for trial in cities),
        "commissions": sum(times[trial["index"]] is not None for trial in mountains),
    }
