"""Stances and guesses: questions without an item, which are kept and never graded."""

from typing import Any

import pytest

from tests.training.biases.a_course import BEFORE, PAIR_CONFIG, RESPONSES, TEXT_CONFIG, TEXTS
from tests.training.biases.exercises import PAIRS, SEVERITY, steps_of
from training.activities import ACTIVITIES
from training.activities.base import Answer, InvalidAnswer, SimulatedPerson, StepView
from training.activities.biases import BIASES
from training.activities.biases.confirmation import leaning

PRACTICE = ACTIVITIES["practice"]
STEPS = steps_of(TEXT_CONFIG, TEXTS, SEVERITY, 6)
STANCE, GUESS = STEPS[0], STEPS[-1]


class TestStance:
    def test_it_shows_its_claim(self):
        shown = PRACTICE.present(STANCE)
        assert shown["passages"] == [{"label": "Claim", "text": "Walks help."}]
        assert [option["id"] for option in shown["options"]] == ["agree", "disagree"]
        assert (shown["confidence"], shown["shape"], "multiple" in shown) == (None, "choice", False)

    @pytest.mark.parametrize("choice", ["agree", "disagree"])
    def test_it_is_kept_and_not_graded(self, choice: str):
        graded = PRACTICE.grade(STANCE, Answer({"choice": choice}))
        assert (graded.stored, graded.credit, graded.correct, graded.feedback) == ({"choice": choice}, None, None, None)

    @pytest.mark.parametrize(
        ("value", "confidence", "field"),
        [
            ({"choice": "maybe"}, None, "answer.choice"),
            ({}, None, "answer"),
            ({"choice": "agree"}, 0.8, "confidence"),
            ({"choice": "agree", "parts": {}}, None, "answer.parts"),
        ],
    )
    def test_anything_else_is_refused(self, value: dict[str, Any], confidence: float | None, field: str):
        with pytest.raises(InvalidAnswer) as refused:
            PRACTICE.grade(STANCE, Answer(value, confidence))
        assert refused.value.field == field

    def test_a_simulated_person_thinks_the_same_whenever_asked(self):
        person = SimulatedPerson(skill=0.7)
        assert len({leaning(person, "walks") for _ in range(5)}) == 1
        stances = {leaning(SimulatedPerson(skill=skill / 100), "walks") for skill in range(60, 90)}
        assert stances == {"agree", "disagree"}


class TestGuess:
    @pytest.mark.parametrize("step", [GUESS, steps_of(PAIR_CONFIG, RESPONSES, PAIRS, 1)[-1]])
    def test_it_offers_every_bias_whatever_was_planted(self, step: StepView):
        shown = ACTIVITIES["preference" if step.guideline is PAIRS else "practice"].present(step)
        assert [option["id"] for option in shown["options"]] == [*BIASES, "none"]
        assert shown["multiple"] is True

    @pytest.mark.parametrize(
        ("sent", "kept"),
        [("none", "none"), ("halo", "halo"), ("halo,anchoring,position", "position,anchoring,halo")],
    )
    def test_it_is_kept_in_one_order(self, sent: str, kept: str):
        graded = PRACTICE.grade(GUESS, Answer({"choice": sent}))
        assert (graded.stored, graded.correct) == ({"choice": kept}, None)
        assert PRACTICE.grade(GUESS, Answer(graded.stored)).stored == graded.stored

    @pytest.mark.parametrize("sent", ["", "none,halo", "halo,halo", "luck", "halo,", 3, None])
    def test_anything_else_is_refused(self, sent: Any):
        with pytest.raises(InvalidAnswer):
            PRACTICE.grade(GUESS, Answer({"choice": sent}))


class TestBefore:
    STEP = STEPS[3]

    def sent(self, value: Any) -> Answer:
        return Answer({"choice": "mild", "parts": {"before": value}}, 0.8)

    def test_it_is_asked_with_its_ends(self):
        assert PRACTICE.present(self.STEP)["parts"]["before"] == {**BEFORE, "points": [1, 2, 3, 4, 5]}

    def test_it_is_kept_beside_the_answer(self):
        assert PRACTICE.grade(self.STEP, self.sent(4)).stored == {"choice": "mild", "parts": {"before": 4}}

    @pytest.mark.parametrize("value", [None, 0, 6, "3", 2.5, True])
    def test_it_is_a_whole_number_from_1_to_5(self, value: Any):
        with pytest.raises(InvalidAnswer) as refused:
            PRACTICE.grade(self.STEP, self.sent(value))
        assert refused.value.field == "answer.parts.before"
