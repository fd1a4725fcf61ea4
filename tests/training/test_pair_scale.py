"""How strongly one response is preferred: the scale, what each answer on it is worth, and what is kept of it."""

import random
from collections import Counter

import pytest

from tests.training.pair_steps import CHOICES, grade, present, step
from training.activities import ACTIVITIES
from training.activities.base import Answer, InvalidAnswer, SimulatedPerson, given

CLEAR, SLIGHT = {"side": "a", "strength": "clear"}, {"side": "a", "strength": "slight"}
TIE, BOTH_BAD = {"side": "tie"}, {"side": "both_bad"}
SOFT = {"distribution": {"a": 0.6, "tie": 0.3, "b": 0.1}, "raters": 10}


def credits(key: dict, left: str = "a") -> list[float | None]:
    return [round(grade(step(left, key), choice).credit or 0, 3) for choice in CHOICES]


class TestCredit:
    @pytest.mark.parametrize(
        ("key", "expected"),
        [
            # much, better, slightly better on the left; tie; the same on the right, from slight; both bad
            (CLEAR, [1, 1, 0.9, 0, 0, 0, 0, 0]),
            (SLIGHT, [0.8, 0.9, 1, 0.5, 0, 0, 0, 0]),
            (TIE, [0, 0, 0.5, 1, 0.5, 0, 0, 0.5]),
            (BOTH_BAD, [0, 0, 0, 0.5, 0, 0, 0, 1]),
        ],
    )
    def test_the_side_decides_and_strength_takes_off_a_little(self, key: dict, expected: list[float]):
        assert credits(key) == expected

    def test_on_the_other_side_it_is_the_mirror_image(self):
        mirrored = [CHOICES.index(choice) for choice in (*reversed(CHOICES[:7]), "both_bad")]
        for key in (CLEAR, SLIGHT, TIE, BOTH_BAD, SOFT):
            here, there = credits(key, "a"), credits(key, "b")
            assert there == [here[place] for place in mirrored]

    def test_soft_gold_grades_the_side_alone(self):
        assert credits(SOFT) == [1, 1, 1, 0.5, 0.167, 0.167, 0.167, 0]

    def test_the_right_side_is_right_however_strongly(self):
        for key in (CLEAR, SLIGHT):
            assert [grade(step(key=key), choice).correct for choice in CHOICES] == [True] * 3 + [False] * 5


class TestAnswer:
    def test_the_page_has_one_scale_from_left_to_right(self):
        shown = present(step())
        assert [option["id"] for option in shown["options"]] == list(CHOICES)
        assert [option["name"] for option in shown["options"]] == [
            "Left is much better", "Left is better", "Left is slightly better", "About equal",
            "Right is slightly better", "Right is better", "Right is much better", "Both are bad",
        ]  # fmt: skip
        assert shown["scale"] is True
        assert shown["confidence"]["points"][0] == 25

    def test_kept_are_the_answer_the_response_and_the_strength(self):
        assert grade(step("b"), "left_slight").stored == {
            "choice": "left_slight", "side": "b", "parts": {"strength": "slight"},
        }  # fmt: skip
        assert grade(step("b"), "tie").stored == {"choice": "tie", "side": "tie"}
        assert grade(step("b"), "both_bad").stored == {"choice": "both_bad", "side": "both_bad"}

    @pytest.mark.parametrize("choice", CHOICES)
    def test_what_is_kept_can_be_graded_again(self, choice: str):
        graded = grade(step("b", SLIGHT), choice)
        again = ACTIVITIES["preference"].grade(step("b", SLIGHT), Answer(given(graded.stored), 0.8))
        assert again == graded

    def test_a_strength_that_is_not_the_chosen_one_is_refused(self):
        with pytest.raises(InvalidAnswer):
            grade(step(), "left", strength="much")

    def test_the_feedback_names_the_keys_answer_where_it_stood(self):
        feedback = grade(step("b", SLIGHT), "left_much").feedback
        assert feedback is not None
        assert (feedback["chosen"], feedback["key"], feedback["keyName"]) == (
            "left_much", "right_slight", "Right is slightly better",
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("key", "choice", "says"),
        [
            (SLIGHT, "left_slight", ["The key calls it slightly better too."]),
            (SLIGHT, "left_much", ["The side is right. You called it much better, the key slightly better."]),
            (SLIGHT, "tie", ["The key prefers one of them, though only slightly: calling them equal earns half."]),
            (TIE, "right_slight", ["The key calls them equal: preferring one of them slightly earns half."]),
            (BOTH_BAD, "tie", ["Neither is better, as you say. By the key, both fail the person."]),
            (CLEAR, "left_much", None),
            (CLEAR, "right", None),
            (TIE, "tie", None),
            (SOFT, "left", None),
        ],
    )
    def test_what_is_said_of_the_strength(self, key: dict, choice: str, says: list[str] | None):
        feedback = grade(step(key=key), choice).feedback or {}
        assert feedback.get("parts", {}).get("strength", {}).get("lines") == says


class TestWithoutStrength:
    @pytest.mark.parametrize("choice", [choice for choice in CHOICES if choice not in ("left", "right")])
    def test_only_the_two_sides_can_be_chosen(self, choice: str):
        view = step(strength=False)
        assert [option["name"] for option in present(view)["options"]] == ["Left", "Right"]
        with pytest.raises(InvalidAnswer):
            grade(view, choice)

    def test_answers_are_graded_and_kept_as_before(self):
        for key in (CLEAR, SLIGHT):
            graded = grade(step("b", key, strength=False), "right")
            assert (graded.credit, graded.correct, graded.stored) == (1.0, True, {"choice": "right", "side": "a"})
        shown = present(step(strength=False))
        assert shown["confidence"]["points"] == [50, 60, 70, 80, 90, 100]
        assert not {"scale", "parts"} & set(shown)


class TestSimulatedPeople:
    def answers(self, key: dict, person: SimulatedPerson) -> Counter[str]:
        rng = random.Random(8)
        return Counter(
            ACTIVITIES["preference"].simulate(step("b", key), person, rng).value["choice"] for _ in range(400)
        )

    @pytest.mark.parametrize(
        ("key", "right"),
        [
            (CLEAR, {"right_much", "right", "right_slight"}),
            (SLIGHT, {"right", "right_slight"}),
            (TIE, {"tie"}),
            (BOTH_BAD, {"both_bad"}),
        ],
    )
    def test_the_skilled_answer_by_the_key(self, key: dict, right: set[str]):
        answers = self.answers(key, SimulatedPerson(skill=0.9, position_bias=0.0))
        assert set(answers) >= right
        assert 0.85 < sum(answers[choice] for choice in right) / 400 < 0.95

    def test_the_pull_of_the_left_side_is_there_whatever_the_key(self):
        for key in (CLEAR, TIE, BOTH_BAD):
            answers = self.answers(key, SimulatedPerson(position_bias=1.0))
            assert {choice.partition("_")[0] for choice in answers} == {"left"}
