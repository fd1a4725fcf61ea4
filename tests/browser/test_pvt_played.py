"""A simulated person plays the vigilance drill in the real page: what they did is what is counted."""

import random
from itertools import count, pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.modules import drilling, person
from tests.browser.played import begin_drill, planned
from training.activities.base import SimulatedPerson
from training.activities.drill import Drill
from training.models import Response

TRIALS = 6
# The practice block is played: a measured one takes a minute at least, and differs only in when it ends.
CONFIG = {"drill": "pvt", "minutes": 1, "practice_trials": TRIALS, "wait_ms": [1200, 2000]}
PERSON = SimulatedPerson(attention=0.3)

# The disc is put on when it loses its attribute and seen a frame later; the wait begins when it has gone again.
PRESS = """(trials) => {
    const press = () => document.dispatchEvent(new KeyboardEvent("keydown", {code: "Space", key: " ", bubbles: true}));
    let trial = 0;
    new MutationObserver((changes) => {
        for (const {target} of changes) {
            if (!target.matches(".drill-disc")) continue;
            if (!target.hasAttribute("data-off")) {
                if (trials[trial]) setTimeout(press, trials[trial].time + 1000 / 60);
            } else {
                trial += 1;
                if (trials[trial]?.tooSoon) setTimeout(press, trials[trial].wait / 2);
            }
        }
    }).observe(document.body, {subtree: true, attributes: true, attributeFilter: ["data-off"]});
}"""


@pytest.fixture
def attempt(live_people, tmp_path):
    return begin_drill(live_people, tmp_path, CONFIG)


def telling_run(step):
    """A run with a lapse and, after the first wait, a false start; no time is near the edge of a lapse."""
    for seed in count():
        trials = Drill().simulate(step, PERSON, random.Random(seed)).value["trials"]
        times = [trial["responseTime"] for trial in trials]
        near = any(400 < time < 580 for time in times) or max(times) > 1500
        lapsed, too_soon = any(time >= 500 for time in times), [trial["falseStarts"] for trial in trials]
        if lapsed and sum(too_soon) == 1 and not too_soon[0] and not near:
            return trials


def test_what_is_played_is_what_is_counted(page, sign_in, live_people, attempt):
    simulated = telling_run(planned(attempt, CONFIG))
    told = [
        {"time": trial["responseTime"], "wait": trial["waitMs"], "tooSoon": trial["falseStarts"] > 0}
        for trial in simulated
    ]
    sign_in(page, live_people.trainee)
    person.visit(page, f"/attempts/{attempt.public_id}/")
    page.evaluate(PRESS, told)
    page.keyboard.press("Enter")
    drilling.see_card(page, "Practice done")
    said = f"You answered {TRIALS} of {TRIALS} discs, and pressed too soon once."
    expect(page.locator(".drill-card")).to_contain_text(said)
    page.get_by_role("button", name="Go on").click()
    drilling.see_card(page, "Now it counts")
    expect(page.locator(".drill-card .save-state")).to_have_text("Saved")

    played = Response.objects.get(attempt=attempt)
    recorded = played.recording["trials"]
    assert len(recorded) == TRIALS
    sound = [trial for trial in recorded if not trial["void"]]
    assert len(sound) >= TRIALS / 2
    for trial in sound:
        meant = simulated[trial["index"]]
        assert (trial["waitMs"], trial["falseStarts"]) == (meant["waitMs"], meant["falseStarts"])
        assert trial["responseTime"] == pytest.approx(meant["responseTime"], abs=70)
        assert trial["framesShown"] == trial["framesPlanned"] > 0
    for earlier, later in pairwise(sound):
        if later["index"] == earlier["index"] + 1 and not later["falseStarts"]:
            assert later["onset"] - earlier["offset"] == pytest.approx(later["waitMs"], abs=100)
    meant = [simulated[trial["index"]] for trial in sound]
    assert played.answer == {
        "drill": "pvt",
        "block": 0,
        "timing_valid": played.recording["device"]["timingValid"],
        "slipped": 0,
        "trials": TRIALS,
        "void": TRIALS - len(sound),
        "responses": len(sound),
        "lapses": sum(trial["responseTime"] >= 500 for trial in meant),
        "false_starts": sum(trial["falseStarts"] for trial in meant),
    }
