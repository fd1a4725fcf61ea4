"""No pair of sides, order or manipulation can be told from the page before the answer.

What is planted is a text among texts: a step with a plant is sent as the same texts would be without one.
"""

import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from scipy.stats import binom

from courseware.curriculum import Guideline
from courseware.keys import SIDES
from tests.people import MONDAY_9, People
from tests.training.biases.a_course import PAIR_CONFIG, RESPONSES, TEXT_CONFIG, TEXTS, enrolled_in_it
from tests.training.biases.exercises import PAIRS, SEVERITY, steps_of, text_item
from training.activities import ACTIVITIES
from training.activities.base import ItemView, StepView
from training.activities.biases import BIASES
from training.activities.biases.base import DECOY, best_label
from training.activities.biases.plants import PLANTED
from training.domain.attempts import start

# What a plan says, and nothing that an ordinary text would hold.
TELLING = ('"arm"', '"bias"', '"planted"', '"after"', '"late"', '"check"', '"key"', DECOY, *(f'"{b}"' for b in BIASES))
SEEDS = 60


def presented(step: StepView) -> dict[str, Any]:
    kind = "preference" if step.guideline is PAIRS else "practice"
    return ACTIVITIES[kind].present(step)


def text_steps(seed: int) -> list[StepView]:
    return steps_of(TEXT_CONFIG, TEXTS, SEVERITY, seed)


def pair_steps(seed: int) -> list[StepView]:
    return steps_of(PAIR_CONFIG, RESPONSES, PAIRS, seed)


def in_arm(item: ItemView, bias: str, arm: str, guideline: Guideline = SEVERITY, **more: Any) -> StepView:
    config = PAIR_CONFIG if guideline is PAIRS else TEXT_CONFIG
    return StepView({"bias": bias, "arm": arm, **more}, config, item, guideline)


def planted_for(bias: str) -> ItemView:
    return next(item for item in (*TEXTS, *RESPONSES) if bias in item.planted)


def test_these_exercises_plant_everything_that_can_be():
    found = {
        (step.plan["bias"], step.plan["arm"]) for seed in range(5) for step in text_steps(seed) if "bias" in step.plan
    }
    found |= {(step.plan["bias"], step.plan["arm"]) for step in pair_steps(1) if "bias" in step.plan}
    assert found == {(slug, arm) for slug, bias in PLANTED.items() for arm in bias.arms} | {("anchoring", DECOY)}


@pytest.mark.parametrize("seed", range(5))
def test_no_word_of_a_plan_is_sent(seed: int):
    for step in (*text_steps(seed), *pair_steps(seed)):
        if step.item is not None:
            sent = json.dumps(presented(step))
            assert [word for word in TELLING if word in sent] == []


@pytest.mark.parametrize("bias", PLANTED)
def test_the_arms_differ_in_their_texts_alone(bias: str):
    guideline = PAIRS if bias == "verbosity" else SEVERITY
    texts = {"passages", "left", "right", "floorMs"}
    sent = [presented(in_arm(planted_for(bias), bias, arm, guideline, left="a")) for arm in PLANTED[bias].arms]
    assert len({tuple(one) for one in sent}) == 1
    rest = [{name: value for name, value in one.items() if name not in texts} for one in sent]
    assert rest[0] == rest[1]
    assert sent[0] != sent[1]


@pytest.mark.parametrize(("bias", "arm"), [("halo", "warm"), ("halo", "curt"), ("confirmation", "contradicts")])
def test_a_text_that_stands_in_for_another_is_sent_like_any_text(bias: str, arm: str):
    item = planted_for(bias)
    plant = item.planted[bias]
    written = replace(item, body={"text": plant["mirror" if bias == "confirmation" else arm]}, planted={})
    plain = StepView({}, TEXT_CONFIG, written, SEVERITY)
    assert json.dumps(presented(in_arm(item, bias, arm))) == json.dumps(presented(plain))


@pytest.mark.parametrize("padded", SIDES)
@pytest.mark.parametrize("left", SIDES)
def test_a_padded_response_is_sent_like_any_response(padded: str, left: str):
    item = planted_for("verbosity")
    body = {**item.body, f"response_{padded}": item.planted["verbosity"][padded]}
    plain = StepView({"left": left}, PAIR_CONFIG, replace(item, body=body, planted={}), PAIRS)
    planted = in_arm(item, "verbosity", padded, PAIRS, left=left)
    assert json.dumps(presented(planted)) == json.dumps(presented(plain))


def test_a_wrong_suggestion_is_sent_like_a_right_one():
    wrong = text_item(1, "mild", {"anchoring": {"label": "severe"}})
    right = replace(wrong, key={"label": "severe"}, planted={})
    assert presented(in_arm(wrong, "anchoring", "shown")) == presented(in_arm(right, "anchoring", DECOY))


def test_a_source_with_a_wrong_pull_is_sent_like_one_without():
    pulling = planted_for("authority")
    sound = replace(pulling, planted={"authority": {"source": pulling.planted["authority"]["source"]}})
    assert presented(in_arm(pulling, "authority", "shown")) == presented(in_arm(sound, "authority", DECOY))


def test_a_suggestion_is_right_as_often_as_a_guess():
    """Four labels: one suggestion in four is right, so that none rules its label out, or in."""
    shown = [
        step.plan["arm"]
        for seed in range(SEEDS)
        for step in steps_of(
            {**TEXT_CONFIG, "biases": ["anchoring"], "claims": []},
            [item for item in TEXTS if not item.planted.keys() - {"anchoring"}] + MORE_SUGGESTIONS,
            SEVERITY,
            seed,
        )
        if step.plan.get("bias") == "anchoring" and step.plan["arm"] != "hidden"
    ]
    assert Counter(shown)[DECOY] / len(shown) == pytest.approx(1 / 4)


MORE_SUGGESTIONS = [
    replace(item, slug=f"{item.slug}-again{n}") for n in range(2) for item in TEXTS if "anchoring" in item.planted
]


def test_the_longer_response_is_the_better_one_half_of_the_time_and_stands_on_either_side():
    better = left = n = 0
    for seed in range(SEEDS):
        for step in pair_steps(seed):
            if step.item is not None:
                longer = step.plan["arm"]
                better += longer == step.item.key["side"]
                left += longer == step.plan["left"]
                n += 1
    low, high = binom.ppf([1e-6, 1 - 1e-6], n, 0.5)
    assert low <= better <= high
    assert low <= left <= high


def test_the_arm_is_as_good_as_tossed_wherever_the_item_stands():
    """What came first says nothing of what comes next: every place has either arm equally often."""
    at = Counter(
        (place < len(TEXTS) // 2, step.plan["arm"])
        for seed in range(200)
        for place, step in enumerate(text_steps(seed))
        if step.plan.get("bias") == "halo"
    )
    for early in (True, False):
        n = at[early, "warm"] + at[early, "curt"]
        low, high = binom.ppf([1e-6, 1 - 1e-6], n, 0.5)
        assert low <= at[early, "warm"] <= high


def test_the_key_changes_nothing_that_is_sent():
    for step in text_steps(4):
        if step.item is None or step.guideline is None or step.plan.get("arm") == DECOY:
            continue
        others = [replace(step.item, key={"label": label.id}) for label in step.guideline.labels]
        assert len({json.dumps(presented(replace(step, item=item))) for item in others}) == 1


def test_the_question_before_is_asked_of_every_text_alike():
    asked = {json.dumps(presented(step)["parts"]) for step in text_steps(2) if step.item is not None}
    assert len(asked) == 1


def test_the_page_itself_says_no_more_than_its_steps(people: People, client):
    attempt = start(enrolled_in_it(people.stranger), "texts", now=MONDAY_9, seed=5)
    client.force_login(people.stranger)
    page = client.get(f"/attempts/{attempt.public_id}/")
    steps = page.context["data"]["steps"]
    assert all(set(step) - set(steps[2]) <= {"multiple"} for step in steps)
    sent = json.dumps([step for step in steps if not step.get("multiple")])
    assert [word for word in TELLING if word in sent] == []
    said = page.content.decode()
    assert [word for word in ("planted", "anchoring&quot;", "mirror", "decoy") if word in said] == []
    assert {step.plan.get("bias") for step in attempt.steps.all()} >= set(PLANTED) - {"verbosity"}


def test_the_key_of_a_decoy_is_what_is_suggested():
    """So the tests above compare what they mean to compare."""
    item = TEXTS[-1]
    (notice,) = presented(in_arm(item, "anchoring", DECOY))["passages"][1:]
    assert notice == {"label": "A colleague's answer", "text": SEVERITY.name_of(best_label(item, SEVERITY))}
