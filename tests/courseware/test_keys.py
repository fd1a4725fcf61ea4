"""Keys: one label, graded labels or a side; and what one answer is worth against each."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.keys import CORRECT_FROM, SIDES, Grade, InvalidKey, parse_key

LABELS = ("none", "mild", "moderate", "severe")


class TestGrading:
    @pytest.mark.parametrize(("choice", "credit"), [("mild", 1.0), ("none", 0.0), ("severe", 0.0)])
    def test_a_single_label_earns_all_or_nothing(self, choice: str, credit: float):
        grade = parse_key({"label": "mild"}, LABELS).grade(choice)
        assert grade == Grade(credit=credit, correct=credit == 1.0, best="mild")

    def test_an_accepted_label_earns_its_credit_but_is_not_correct_below_the_threshold(self):
        key = parse_key({"accepted": {"mild": 0.5, "moderate": 1.0, "severe": CORRECT_FROM}}, LABELS)
        assert key.grade("moderate") == Grade(1.0, True, "moderate")
        assert key.grade("severe") == Grade(CORRECT_FROM, True, "moderate")
        assert key.grade("mild") == Grade(0.5, False, "moderate")
        assert key.grade("none") == Grade(0.0, False, "moderate")

    def test_the_better_side_of_a_pair_is_right_and_its_reason_is_kept(self):
        key = parse_key({"side": "b", "strength": "slight", "reason": "It answers what was asked."}, SIDES)
        assert (key.grade("b").correct, key.grade("a").correct) == (True, False)
        assert (key.strength, key.reason) == ("slight", "It answers what was asked.")

    def test_a_side_is_clearly_better_unless_the_key_says_otherwise(self):
        assert parse_key({"side": "a"}, SIDES).strength == "clear"

    @given(
        credits=st.dictionaries(st.sampled_from(LABELS), st.floats(0.01, 1.0), min_size=1),
        best=st.sampled_from(LABELS),
        choice=st.sampled_from((*LABELS, "unheard of")),
    )
    def test_credit_stays_within_bounds_and_the_best_label_is_always_correct(
        self, credits: dict[str, float], best: str, choice: str
    ):
        key = parse_key({"accepted": {**credits, best: 1.0}}, LABELS)
        grade = key.grade(choice)
        assert 0 <= grade.credit <= 1
        assert grade.correct == (grade.credit >= CORRECT_FROM)
        assert key.grade(grade.best).credit == 1.0


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "exactly one of"),
        ({"label": "mild", "side": "a"}, "exactly one of"),
        ({"label": "nasty"}, "'nasty' is not among the answers mild, moderate, none, severe"),
        ({"label": ["mild"]}, "is not among the answers"),
        ({"label": "mild", "labels": "severe"}, "unknown entry 'labels'"),
        ({"accepted": {}}, "must be a table"),
        ({"accepted": ["mild"]}, "must be a table"),
        ({"accepted": {"mild": 0.9}}, "at least one label the credit 1.0"),
        ({"accepted": {"mild": 1.0, "nasty": 0.5}}, "'nasty' is not among"),
        ({"accepted": {"mild": 1.0, "none": 0}}, "above 0 and at most 1"),
        ({"accepted": {"mild": 1.0, "none": 1.5}}, "above 0 and at most 1"),
        ({"accepted": {"mild": True}}, "above 0 and at most 1"),
        ({"accepted": {"mild": "1"}}, "above 0 and at most 1"),
        ({"accepted": {"mild": float("nan")}}, "above 0 and at most 1"),
        ({"side": "left"}, "'left' is not among the answers a, b"),
        ({"side": "a", "strength": "huge"}, "expected one of clear, slight"),
        ({"side": "a", "note": "x"}, "unknown entry 'note'"),
    ],
)
def test_a_key_that_is_not_well_formed_says_what_was_expected(data: dict[str, Any], says: str):
    with pytest.raises(InvalidKey, match=says):
        parse_key(data, LABELS)
