"""Parts of a judgement: a pause before it goes, and points that nobody raises by saying what they do not believe."""

import json
import random
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.steps import configured, item_views, step_views
from training.activities import ACTIVITIES, check_config
from training.activities.base import Answer, InvalidAnswer, PlannedStep, StepView, scale_for
from training.activities.parts.pauses import CHANGE, LONGEST, TWICE, Pauses
from training.activities.parts.points import expected_points, points

seeds = st.integers(0, 2**63 - 1)
chances = st.floats(0, 1)
how_many = st.integers(2, 9)
ITEMS = [PlannedStep(f"text-{n}", {}) for n in range(12)]
ASIDE = PlannedStep(None, {"aside": "guess"})


def paused(question: str) -> StepView:
    """A practice step that pauses with this question."""
    step = step_views("practice", 1)[0]
    return replace(step, plan={**step.plan, "pause": question})


def grade(step: StepView, pause: Any) -> dict[str, Any]:
    answer = {"choice": "mild"} if pause is None else {"choice": "mild", "parts": {"pauses": pause}}
    return ACTIVITIES["practice"].grade(step, Answer(answer, 0.7)).stored


class TestPauses:
    @pytest.mark.parametrize(("share", "count"), [(0.25, 3), (0.05, 1), (0.5, 6), (1, 12)])
    @given(seed=seeds)
    def test_the_asked_share_of_the_items_pauses(self, share: float, count: int, seed: int):
        planned = Pauses().plan({"pauses": share}, [*ITEMS, ASIDE], random.Random(seed))
        asked = Counter(step.plan["pause"] for step in planned if "pause" in step.plan)
        assert asked.total() == count
        assert abs(asked[CHANGE] - asked[TWICE]) <= 1
        assert planned[-1] == ASIDE

    def test_every_item_pauses_about_equally_often(self):
        places = Counter[int]()
        for seed in range(400):
            planned = Pauses().plan({"pauses": 0.25}, ITEMS, random.Random(seed))
            places.update(place for place, step in enumerate(planned) if "pause" in step.plan)
        assert all(60 < places[place] < 140 for place in range(12))

    @pytest.mark.parametrize("kind", ["practice", "preference"])
    def test_a_module_that_asks_for_pauses_has_them(self, kind: str):
        config = {**configured(kind), "pauses": 0.5}
        assert check_config(kind, config) == []
        planned = ACTIVITIES[kind].plan(config, item_views(kind), random.Random(3))
        assert sum("pause" in step.plan for step in planned) == round(len(planned) / 2)
        assert not any(
            "pause" in step.plan for step in ACTIVITIES[kind].plan(configured(kind), item_views(kind), random.Random(3))
        )

    def test_the_page_is_told_the_question_and_nothing_else(self):
        assert ACTIVITIES["practice"].present(paused(CHANGE))["parts"] == {
            "pauses": {"question": "change", "longest": LONGEST}
        }

    def test_what_is_said_in_it_is_kept_beside_the_choice(self):
        kept = grade(paused(CHANGE), {"question": "change", "answer": " A witness. ", "ms": 4200})
        assert kept == {
            "choice": "mild",
            "parts": {"pauses": {"question": "change", "answer": "A witness.", "ms": 4200.0}},
        }
        assert grade(paused(CHANGE), kept["parts"]["pauses"]) == kept

    @pytest.mark.parametrize(
        ("question", "pause", "field"),
        [
            (CHANGE, None, ""),
            (CHANGE, "because", ""),
            (CHANGE, {"question": "change", "answer": "x"}, ""),
            (CHANGE, {"question": "twice", "answer": "first", "ms": 1}, ".question"),
            (CHANGE, {"question": "change", "answer": "x" * (LONGEST + 1), "ms": 1}, ".answer"),
            (CHANGE, {"question": "change", "answer": None, "ms": 1}, ".answer"),
            (TWICE, {"question": "twice", "answer": "thrice", "ms": 1}, ".answer"),
            (TWICE, {"question": "twice", "answer": "first", "ms": -1}, ".ms"),
        ],
    )
    def test_anything_else_is_refused(self, question: str, pause: Any, field: str):
        with pytest.raises(InvalidAnswer) as refused:
            grade(paused(question), pause)
        assert refused.value.field == f"answer.parts.pauses{field}"

    def test_an_answer_without_a_pause_may_not_hold_one(self):
        with pytest.raises(InvalidAnswer):
            grade(step_views("practice", 1)[0], {"question": "change", "answer": "", "ms": 1})

    @pytest.mark.parametrize("share", [0, 1.2, True, "half"])
    def test_a_share_that_cannot_be_is_named(self, share: Any):
        problems = check_config("practice", {**configured("practice"), "pauses": share})
        assert problems == [f"config.pauses is {share!r}; expected a share from 0.05 to 1"]


class TestPointsAreProper:
    @given(chance=chances, confidence=chances, answers=how_many)
    def test_no_confidence_earns_more_than_the_one_that_is_believed(
        self, chance: float, confidence: float, answers: int
    ):
        honest = expected_points(chance, max(chance, 1 / answers), answers)
        other = expected_points(confidence, max(chance, 1 / answers), answers)
        assert other <= honest + 1e-9
        if abs(max(confidence, 1 / answers) - max(chance, 1 / answers)) > 0.01:
            assert other < honest

    @given(chance=chances, answers=how_many)
    def test_of_the_points_on_the_scale_the_nearest_to_the_belief_earns_most(self, chance: float, answers: int):
        chance = max(chance, 1 / answers)
        stated = [percent / 100 for percent in scale_for(answers).points]
        earned = {c: expected_points(c, chance, answers) for c in stated}
        nearest = min(stated, key=lambda c: abs(max(c, 1 / answers) - chance))
        assert earned[nearest] == pytest.approx(max(earned.values()), abs=1e-9)

    @given(better=chances, worse=chances, confidence=chances, answers=how_many)
    def test_an_answer_that_is_believed_in_less_never_earns_more(
        self, better: float, worse: float, confidence: float, answers: int
    ):
        better, worse = max(better, worse, 1 / answers), min(better, worse)
        assert expected_points(confidence, worse, answers) <= expected_points(better, better, answers) + 1e-9

    @pytest.mark.parametrize(
        ("confidence", "answers", "right", "wrong"),
        [
            (1.0, 2, 100, 0), (0.5, 2, 75, 75), (0.8, 2, 96, 36), (0.9, 2, 99, 19),
            (1.0, 4, 100, 0), (0.25, 4, 62.5, 62.5), (0.1, 4, 62.5, 62.5), (0.7, 4, 94, 34),
        ],
    )  # fmt: skip
    def test_worked_by_hand(self, confidence: float, answers: int, right: float, wrong: float):
        assert points(confidence, True, answers) == pytest.approx(right)
        assert points(confidence, False, answers) == pytest.approx(wrong)

    @given(confidence=chances, answers=how_many)
    def test_they_lie_from_0_to_100_and_right_is_never_less(self, confidence: float, answers: int):
        right, wrong = (points(confidence, outcome, answers) for outcome in (True, False))
        assert -1e-9 <= wrong <= right + 1e-9 <= 100 + 2e-9


class TestPointsOnThePage:
    @pytest.mark.parametrize(("kind", "lowest"), [("practice", 33), ("preference", 50)])
    def test_every_point_of_the_scale_has_what_it_earns(self, kind: str, lowest: int):
        config = {**configured(kind), "points": True}
        assert check_config(kind, config) == []
        for view in step_views(kind, 4):
            shown = ACTIVITIES[kind].present(replace(view, config=config))
            rows = shown["parts"]["points"]["rows"]
            assert [row["confidence"] for row in rows] == shown["confidence"]["points"]
            assert rows[0]["confidence"] == lowest
            assert rows[0]["right"] == rows[0]["wrong"]
            assert (rows[-1]["right"], rows[-1]["wrong"]) == (100, 0)
            assert json.loads(json.dumps(rows)) == rows

    def test_what_was_earned_and_what_it_is_worth_on_average_is_told(self):
        step = replace(step_views("preference", 4)[0], config={**configured("preference"), "points": True})
        right = {"a": "left", "b": "right"} if step.plan["left"] == "a" else {"a": "right", "b": "left"}
        best = right[step.item.key["side"]]
        said = {
            choice: ACTIVITIES["preference"].grade(step, Answer({"choice": choice}, 0.8)).feedback["parts"]["points"]
            for choice in ("left", "right")
        }
        assert said.pop(best) == {"earned": 96, "stated": 80, "expected": 84}
        assert said.popitem()[1] == {"earned": 36, "stated": 80, "expected": 84}

    def test_points_without_confidence_are_named(self):
        problems = check_config("practice", {**configured("practice"), "points": True, "confidence": False})
        assert problems == ["config.points: points are for stated confidence, and none is asked for"]
