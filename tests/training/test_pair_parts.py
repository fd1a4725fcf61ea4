"""Ratings and reasons beside a preference: what is asked, what is taken, and what is said of them afterwards."""

import json
import random
from typing import Any

import pytest

from tests.training.pair_steps import CHOICES, RATED, REASONED, grade, present, step
from training.activities import ACTIVITIES, check_config
from training.activities.base import Answer, InvalidAnswer, SimulatedPerson
from training.activities.parts.reasons import PULLS, QUALITY

KEYED = {"side": "a", "strength": "clear", "category": "honest"}


def said(name: str, value: Any) -> str:
    feedback = grade(step("b", KEYED, **{name: True}), "right", **{name: value}).feedback or {}
    return " ".join(feedback["parts"][name]["lines"])


class TestRatings:
    def test_both_responses_are_rated_on_all_dimensions(self):
        asked = present(step(ratings=True))["parts"]["ratings"]
        assert [response["id"] for response in asked["responses"]] == ["left", "right"]
        assert [one["id"] for one in asked["dimensions"]] == ["helpful", "honest", "harmless", "instruction"]
        assert [point["value"] for point in asked["points"]] == [1, 2, 3, 4, 5]

    @pytest.mark.parametrize(
        "value",
        [
            None,
            {},
            {"left": RATED["left"]},
            {**RATED, "middle": RATED["left"]},
            {**RATED, "right": {**RATED["right"], "helpful": 6}},
            {**RATED, "right": {**RATED["right"], "helpful": True}},
            {**RATED, "right": {**RATED["right"], "helpful": 2.5}},
            {**RATED, "right": {**RATED["right"], "helpful": "4"}},
            {**RATED, "right": {**RATED["right"], "pretty": 4}},
            {**RATED, "right": {"helpful": 4}},
            [RATED],
        ],
    )
    def test_anything_else_is_refused(self, value: Any):
        with pytest.raises(InvalidAnswer) as refused:
            grade(step(ratings=True), "left", ratings=value)
        assert refused.value.field.startswith("answer.parts.ratings")

    def test_they_are_kept_as_the_responses_stood(self):
        value = {**RATED, "left": {**RATED["left"], "honest": 5}}
        stored = grade(step("b", ratings=True, strength=False), "left", ratings=value).stored
        assert stored == {"choice": "left", "side": "b", "parts": {"ratings": value}}

    def test_their_sums_are_set_beside_what_decides_by_the_key(self):
        value = {"left": {**RATED["left"], "honest": 1}, "right": {**RATED["right"], "honest": 5}}
        words = said("ratings", value)
        assert "the right response ahead: 10 for left, 14 for right" in words
        assert "“Honest”: there you gave 1 and 5" in words
        assert "the two level" in said("ratings", RATED)


class TestReasons:
    def test_what_it_is_worth_is_told_from_what_pulls(self):
        asked = present(step(reasons=True))["parts"]["reasons"]
        assert [one["id"] for one in asked["quality"]] == ["helpful", "honest", "harmless", "instruction"]
        assert [one["id"] for one in asked["pulls"]] == ["position", "length", "style", "familiarity", "agreement"]

    @pytest.mark.parametrize(
        "value",
        [
            None,
            "helpful",
            {"categories": ["helpful"]},
            {"categories": [], "text": "A sentence of some length."},
            {"categories": ["pretty"], "text": "A sentence of some length."},
            {"categories": [["helpful"]], "text": "A sentence of some length."},
            {"categories": "helpful", "text": "A sentence of some length."},
            {"categories": ["helpful"], "text": "   Short.   "},
            {"categories": ["helpful"], "text": "x" * 301},
            {"categories": ["helpful"], "text": 12345678901},
            {**REASONED, "key": "a"},
        ],
    )
    def test_without_a_category_and_a_sentence_it_is_refused(self, value: Any):
        with pytest.raises(InvalidAnswer) as refused:
            grade(step(reasons=True), "left", reasons=value)
        assert refused.value.field.startswith("answer.parts.reasons")

    @pytest.mark.parametrize("choice", ["tie", "both_bad"])
    def test_who_prefers_neither_need_not_pick_a_category(self, choice: str):
        view = step("a", KEYED, reasons=True)
        unpicked = {**REASONED, "categories": []}
        graded = grade(view, choice, reasons=unpicked)
        assert graded.stored["parts"]["reasons"] == unpicked
        assert (graded.feedback or {})["parts"]["reasons"]["lines"] == [
            "The key's reason: “It is more accurate or more honest”."
        ]
        assert grade(view, choice, reasons=REASONED).stored["parts"]["reasons"] == REASONED
        with pytest.raises(InvalidAnswer, match="at least one"):
            grade(view, "left_slight", reasons=unpicked)

    def test_they_are_kept_once_each_and_in_one_order(self):
        given = {"categories": ["length", "honest", "length"], "text": "  It is right about the day. "}
        stored = grade(step(reasons=True), "left", reasons=given).stored["parts"]["reasons"]
        assert stored == {"categories": ["honest", "length"], "text": "It is right about the day."}

    def test_a_pull_that_was_noticed_is_named_and_costs_nothing(self):
        pulled = {**REASONED, "categories": ["honest", "position"]}
        assert "You noticed a pull: “It came first, or stood where I looked”" in said("reasons", pulled)
        assert "The key's reason: “It is more accurate or more honest”" in said("reasons", pulled)
        assert "what the response is worth" in said("reasons", REASONED)
        view = step("b", KEYED, reasons=True)
        credits = {grade(view, "right", reasons=value).credit for value in (REASONED, pulled)}
        assert credits == {1.0}


@pytest.mark.parametrize("name", ["strength", "ratings", "reasons"])
def test_what_is_not_asked_for_is_neither_shown_nor_taken(name: str):
    view = step(strength=False)
    assert name not in present(view).get("parts", {})
    with pytest.raises(InvalidAnswer):
        grade(view, "left", **{name: RATED})
    assert check_config("preference", {"guideline": "p", "items": ["x"], name: True}) == []
    problems = check_config("preference", {"guideline": "p", "items": ["x"], name: "yes"})
    assert problems == [f"config.{name}: expected true or false"]


def test_whatever_simulated_people_say_can_be_graded():
    rng = random.Random(5)
    person = SimulatedPerson(position_bias=0.5, verbosity_bias=0.5)
    keys = (KEYED, {"side": "tie"}, {"side": "both_bad"}, {"distribution": {"a": 0.5, "b": 0.5}, "raters": 4})
    seen = set()
    for _ in range(40):
        for key in keys:
            view = step("b", key, ratings=True, reasons=True)
            simulated = ACTIVITIES["preference"].simulate(view, person, rng)
            sent = json.loads(json.dumps(simulated.value))
            stored = ACTIVITIES["preference"].grade(view, Answer(sent, simulated.confidence)).stored
            seen |= {stored["choice"], *stored["parts"]["reasons"]["categories"]}
    assert seen >= {*CHOICES, *QUALITY, "position", "length"}
    assert not seen & (set(PULLS) - {"position", "length"})


def test_nothing_that_is_asked_depends_on_the_key():
    keys = (KEYED, {"side": "b", "strength": "slight"}, {"side": "tie"}, {"side": "both_bad", "category": "helpful"})
    shown = {json.dumps(present(step("b", key, ratings=True, reasons=True))) for key in keys}
    assert len(shown) == 1
