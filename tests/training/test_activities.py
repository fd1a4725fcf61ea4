"""What every activity promises: a plan by seed, a view without the key, a grade, and simulated people alike."""

import contextlib
import dataclasses
import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.steps import KINDS, canaries_in, configured, every_item, item_views, step_views
from training.activities import ACTIVITIES, check_config
from training.activities.base import Answer, InvalidAnswer, SimulatedPerson, StepView

seeds = st.integers(0, 2**63 - 1)
shares = st.floats(0, 1)
people = st.builds(
    SimulatedPerson,
    skill=shares,
    attention=shares,
    position_bias=shares,
    overconfidence=st.floats(-0.5, 0.5),
    speed=st.floats(0.3, 3),
)

on_every_kind = pytest.mark.parametrize("kind", KINDS)


def test_these_tests_cover_every_kind():
    assert set(KINDS) == set(ACTIVITIES)


@on_every_kind
class TestPlan:
    @given(seed=seeds)
    def test_the_seed_decides_the_plan(self, kind: str, seed: int):
        activity, config, items = ACTIVITIES[kind], configured(kind), item_views(kind)
        plans = [activity.plan(config, items, random.Random(seed)) for _ in range(2)]
        assert plans[0] == plans[1]

    @given(seed=seeds)
    def test_a_plan_can_be_stored_and_asks_every_item_once(self, kind: str, seed: int):
        items = item_views(kind)
        planned = ACTIVITIES[kind].plan(configured(kind), items, random.Random(seed))
        assert [json.loads(json.dumps(step.plan)) for step in planned] == [step.plan for step in planned]
        asked = [step.item for step in planned if step.item is not None]
        assert sorted(asked) == sorted(item.slug for item in items)

    def test_other_seeds_give_other_plans(self, kind: str):
        activity, config, items = ACTIVITIES[kind], configured(kind), item_views(kind)
        plans = {repr(activity.plan(config, items, random.Random(seed))) for seed in range(20)}
        assert len(plans) > 5 or kind == "skill"  # which asks nothing that could be shuffled


@on_every_kind
class TestPresent:
    @given(seed=seeds)
    def test_nothing_of_the_key_is_in_what_the_browser_gets(self, kind: str, seed: int):
        for step in step_views(kind, seed):
            assert canaries_in(json.dumps(ACTIVITIES[kind].present(step))) == []

    def test_every_step_of_a_kind_has_the_same_shape(self, kind: str):
        shapes = {tuple(ACTIVITIES[kind].present(step)) for seed in range(5) for step in step_views(kind, seed)}
        assert len(shapes) == 1

    @given(seed=seeds)
    def test_two_items_that_look_alike_are_presented_alike_whatever_their_keys(self, kind: str, seed: int):
        for step in step_views(kind, seed):
            if step.item is not None:
                twins = [StepView(step.plan, step.config, twin, step.guideline) for twin in every_item(step.item)]
                assert len({json.dumps(ACTIVITIES[kind].present(twin)) for twin in twins}) == 1


@on_every_kind
class TestGradeAndSimulate:
    @given(seed=seeds, person=people)
    def test_whatever_a_simulated_person_answers_can_be_graded(self, kind: str, seed: int, person: SimulatedPerson):
        rng = random.Random(seed)
        for step in step_views(kind, seed):
            simulated = ACTIVITIES[kind].simulate(step, person, rng)
            sent = json.loads(json.dumps(simulated.value))
            graded = ACTIVITIES[kind].grade(step, Answer(sent, simulated.confidence))
            assert simulated.seconds > 0
            assert graded.credit is None or 0 <= graded.credit <= 1
            assert (graded.credit is None) == (graded.correct is None)
            assert json.loads(json.dumps(graded.stored)) == graded.stored

    @given(seed=seeds)
    def test_the_same_person_and_chance_answer_the_same(self, kind: str, seed: int):
        person = SimulatedPerson()
        for step in step_views(kind, seed):
            first, second = (ACTIVITIES[kind].simulate(step, person, random.Random(seed)) for _ in range(2))
            assert first == second

    @given(
        seed=seeds,
        value=st.dictionaries(
            st.sampled_from(["choice", "trials", "device", "key"]),
            st.none() | st.text(max_size=5) | st.integers() | st.lists(st.integers(), max_size=3),
        ),
        confidence=st.none() | shares,
    )
    def test_any_other_answer_is_graded_or_refused(
        self, kind: str, seed: int, value: dict[str, Any], confidence: float | None
    ):
        step = step_views(kind, seed)[0]
        with contextlib.suppress(InvalidAnswer):
            assert ACTIVITIES[kind].grade(step, Answer(value, confidence)).stored


@pytest.mark.parametrize("kind", ["lesson", "practice", "preference"])
class TestFeedback:
    def test_it_names_the_right_answer_as_the_person_sees_it(self, kind: str):
        for step in step_views(kind, 3):
            presented = ACTIVITIES[kind].present(step)
            names = {option["id"]: option["name"] for option in presented["options"]}
            confidence = 0.7 if presented["confidence"] else None
            for choice in names:
                feedback = ACTIVITIES[kind].grade(step, Answer({"choice": choice}, confidence)).feedback
                assert feedback is not None
                assert feedback["chosen"] == choice
                assert feedback["keyName"] == names[feedback["key"]]
                assert feedback["correct"] == (choice == feedback["key"])
                assert feedback["rationale"]


class TestConfidence:
    @pytest.mark.parametrize("percent", [None, 0, 32, 101])
    def test_where_it_is_asked_for_it_must_be_on_the_scale(self, percent: int | None):
        step = step_views("practice", 1)[0]
        with pytest.raises(InvalidAnswer) as refused:
            ACTIVITIES["practice"].grade(step, Answer({"choice": "mild"}, percent and percent / 100))
        assert refused.value.field == "confidence"

    def test_where_it_is_not_asked_for_it_is_refused(self):
        view = step_views("practice", 1)[0]
        silent = StepView(view.plan, {**view.config, "confidence": False}, view.item, view.guideline)
        assert ACTIVITIES["practice"].present(silent)["confidence"] is None
        assert ACTIVITIES["practice"].grade(silent, Answer({"choice": "mild"})).stored == {"choice": "mild"}
        with pytest.raises(InvalidAnswer):
            ACTIVITIES["practice"].grade(silent, Answer({"choice": "mild"}, 0.8))


class TestPairs:
    @given(seed=seeds, first_left=st.sampled_from(["a", "b"]))
    def test_a_pair_that_comes_back_has_its_sides_swapped(self, seed: int, first_left: str):
        returning = [dataclasses.replace(item, first_left=first_left) for item in item_views("preference")]
        planned = ACTIVITIES["preference"].plan(configured("preference"), returning, random.Random(seed))
        assert {step.plan["left"] for step in planned} == {"b" if first_left == "a" else "a"}

    def test_new_pairs_stand_on_either_side_about_equally_often(self):
        sides = [step.plan["left"] for seed in range(200) for step in step_views("preference", seed)]
        assert 0.45 < sides.count("a") / len(sides) < 0.55

    def test_both_the_place_and_the_response_chosen_are_kept(self):
        for step in step_views("preference", 5):
            graded = ACTIVITIES["preference"].grade(step, Answer({"choice": "left"}, 0.9))
            assert graded.stored == {"choice": "left", "side": step.plan["left"]}


class TestConfig:
    def test_an_unknown_kind_is_named(self):
        assert check_config("quiz", {}) == [f"the kind 'quiz' is unknown; expected one of {', '.join(ACTIVITIES)}"]

    @on_every_kind
    def test_the_config_of_real_modules_is_fine(self, kind: str):
        assert check_config(kind, configured(kind)) == []

    @on_every_kind
    def test_a_misspelt_entry_is_named(self, kind: str):
        problems = check_config(kind, {**configured(kind), "confidense": True})
        assert problems == ["config.confidense is not a known key here"]

    @pytest.mark.parametrize(
        ("kind", "changes", "says"),
        [
            ("lesson", {"file": " "}, "config.file is missing"),
            ("lesson", {"check": None}, "config.check is missing"),
            ("lesson", {"check": {"question": "?", "answer": "z", "why": "w", "options": []}}, "two or more options"),
            ("drill", {"drill": "stroop"}, "config.drill is 'stroop'; expected one of sart"),
            ("drill", {"blocks": 0}, "config.blocks is 0; expected a whole number from 1 to 20"),
            ("drill", {"trials_per_block": 50}, "expected a multiple of 9"),
            ("drill", {"target": "3"}, "config.target is '3'"),
            ("practice", {"items": []}, "config.items: expected a list of item slugs"),
            ("practice", {"items": ["one", "one"]}, "config.items: a slug is there twice"),
            ("practice", {"confidence": "yes"}, "config.confidence: expected true or false"),
            ("preference", {"items": "pair-1"}, "config.items: expected a list of item slugs"),
            ("preference", {"returns": [4]}, "config.returns: expected a list of item slugs"),
            ("practice", {"attention_checks": "text-6"}, "config.attention_checks: expected a list of item slugs"),
            ("preference", {"attention_checks": ["one", "one"]}, "config.attention_checks: a slug is there twice"),
            ("lesson", {"attention_checks": []}, "config.attention_checks is not a known key here"),
        ],
    )
    def test_what_cannot_run_says_why(self, kind: str, changes: dict[str, Any], says: str):
        problems = check_config(kind, {**configured(kind), **changes})
        assert any(says in problem for problem in problems), problems
