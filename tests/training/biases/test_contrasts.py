"""What single answers say about each bias, by hand."""

from dataclasses import replace
from typing import Any

import pytest

from courseware.curriculum import Guideline
from tests.training.biases.exercises import (
    EVIDENCE,
    LEVELS,
    PAIRS,
    SEVERITY,
    evidence,
    pair_item,
    suggested,
    text_item,
    toned,
)
from training.activities.base import ItemView
from training.activities.biases import BIASES, Contrast, Judged


def judged(
    item: ItemView | None, choice: str, guideline: Guideline = SEVERITY, *, correct: bool | None = None, **plan: Any
) -> Judged:
    return Judged(plan, item, guideline, {"choice": choice}, correct, None)


def of_pair(item: ItemView, side: str, left: str, **plan: Any) -> Judged:
    place = side if side not in "ab" else "left" if side == left else "right"
    return Judged({"left": left, **plan}, item, PAIRS, {"choice": place, "side": side}, None, None)


def said(slug: str, *answers: Judged) -> list[tuple[bool, float]]:
    return [(contrast.treated, contrast.outcome) for contrast in BIASES[slug].contrasts(answers)]


def test_the_biases_are_these_in_this_order():
    assert list(BIASES) == [
        "position", "verbosity", "anchoring", "authority", "confirmation", "halo", "contrast", "fatigue",
    ]  # fmt: skip


def test_every_bias_is_told_in_words():
    for slug, bias in BIASES.items():
        assert bias.slug == slug
        texts = [bias.name, bias.question, bias.planted, bias.towards, bias.away, bias.advice, bias.outcome]
        assert all(text.strip() for text in texts)
        assert all(text.endswith(".") for text in (bias.planted, bias.advice))
        assert bias.question.endswith("?")


class TestPosition:
    def test_a_response_is_followed_from_side_to_side(self):
        item = pair_item(0, key="a")
        answers = [of_pair(item, side, left) for left in "ab" for side in ("a", "b", "tie", "both_bad")]
        assert said("position", *answers) == [
            (True, 1), (True, 0), (True, 0.5), (True, 0.5),
            (False, 1), (False, 0), (False, 0.5), (False, 0.5),
        ]  # fmt: skip

    def test_attention_checks_say_nothing(self):
        assert said("position", of_pair(pair_item(1), "a", "a", check=True)) == []


class TestVerbosity:
    def test_errors_are_told_by_which_response_is_longer(self):
        item = pair_item(0, key="a")
        padded = {"bias": "verbosity"}
        answers = [of_pair(item, side, "a", arm=arm, **padded) for arm in "ab" for side in ("a", "b", "tie")]
        assert said("verbosity", *answers) == [
            (False, 0), (False, 1), (False, 0.5),
            (True, 0), (True, 1), (True, 0.5),
        ]  # fmt: skip

    def test_pairs_that_differ_by_themselves_count_too(self):
        assert said("verbosity", of_pair(pair_item(1, padded=False, key="a"), "b", "b")) == [(True, 1)]

    @pytest.mark.parametrize("arm", ["a", "b"])
    def test_a_padded_tie_says_both_an_error_to_the_longer_and_one_to_the_shorter(self, arm: str):
        shorter = "b" if arm == "a" else "a"
        answers = [
            of_pair(pair_item(0, key="tie"), side, "b", bias="verbosity", arm=arm)
            for side in (arm, shorter, "tie", "both_bad")
        ]
        assert said("verbosity", *answers) == [
            (True, 1), (False, 0),
            (True, 0), (False, 1),
            (True, 0), (False, 0),
            (True, 0), (False, 0),
        ]  # fmt: skip

    def test_a_pair_that_was_corrected_after_it_was_padded_says_what_its_new_key_says(self):
        padded = {"bias": "verbosity", "arm": "a"}
        assert said("verbosity", of_pair(pair_item(0, key="both_bad"), "a", "a", **padded)) == []
        assert said("verbosity", of_pair(pair_item(0, key="b"), "a", "a", **padded)) == [(True, 1)]

    @pytest.mark.parametrize("key", [{"side": "tie"}, {"distribution": {"a": 0.6, "b": 0.4}, "raters": 10}])
    def test_unpadded_pairs_without_a_better_response_say_nothing(self, key: dict[str, Any]):
        assert said("verbosity", of_pair(replace(pair_item(1, padded=False), key=key), "a", "a")) == []

    def test_pairs_of_nearly_one_length_say_nothing(self):
        assert said("verbosity", of_pair(pair_item(1), "a", "a")) == []


@pytest.mark.parametrize("slug", ["anchoring", "authority"])
def test_a_suggestion_is_taken_over_or_not(slug: str):
    item = text_item(1, "none", {slug: {"label": "mild", "source": "The office"}})
    answers = [judged(item, label, bias=slug, arm=arm) for arm in ("shown", "hidden") for label in ("mild", "none")]
    assert said(slug, *answers) == [(True, 1), (True, 0), (False, 1), (False, 0)]


def test_a_right_suggestion_is_compared_with_nothing():
    assert said("anchoring", judged(text_item(1, "none"), "none", bias="anchoring", arm="decoy")) == []


def test_an_item_that_lost_its_plant_says_nothing_more():
    assert said("anchoring", judged(text_item(1, "none"), "mild", bias="anchoring", arm="shown")) == []


@pytest.mark.parametrize(("stance", "supporting"), [("agree", "supports"), ("disagree", "contradicts")])
def test_evidence_is_told_by_the_stance_it_supports(stance: str, supporting: str):
    item = evidence(0)
    claim = item.planted["confirmation"]["claim"]
    answers = [
        judged(None, stance, EVIDENCE, aside="stance", claim=claim),
        judged(item, "strong", EVIDENCE, bias="confirmation", arm="supports"),
        judged(item, "weak", EVIDENCE, bias="confirmation", arm="contradicts"),
    ]
    own = supporting == "supports"
    # Strong evidence that was accepted, and rejected.
    assert said("confirmation", *answers) == [(own, 0), (not own, -1)]
    assert said("confirmation", *answers[1:]) == []


def test_tone_is_rated_from_the_worst_to_the_best():
    answers = [judged(toned(1), label, bias="halo", arm="warm") for label in LEVELS]
    assert said("halo", *answers) == [(True, pytest.approx((label - 1) / 3)) for label in range(4)]
    worse_last = replace(toned(1), planted={"halo": {**toned(1).planted["halo"], "better": "first"}})
    assert said("halo", judged(worse_last, "none", bias="halo", arm="curt")) == [(False, pytest.approx(1 / 3))]


class TestContrast:
    def test_answers_are_told_by_the_item_before(self):
        order = [("severe", "severe"), ("mild", "none"), ("none", "none"), ("mild", "moderate")]
        answers = [judged(text_item(n, key), choice) for n, (key, choice) in enumerate(order)]
        # Down by a step after a higher item, up by one after a lower.
        assert said("contrast", *answers) == [(True, pytest.approx(-1 / 3)), (False, pytest.approx(1 / 3))]

    def test_within_one_key_as_many_count_on_either_side(self):
        keys = ["severe", "mild", "severe", "mild", "severe", "mild", "none", "mild"]
        answers = [judged(text_item(n, key), key) for n, key in enumerate(keys)]
        assert sorted(treated for treated, _ in said("contrast", *answers)) == [False, True]
        assert said("contrast", *answers) == said("contrast", *answers)

    def test_labels_without_an_order_say_nothing(self):
        answers = [judged(text_item(n, key), key, EVIDENCE) for n, key in enumerate(["strong", "weak", "none", "weak"])]
        assert said("contrast", *answers) == []

    def test_nothing_comes_before_an_item_that_follows_a_question_without_one(self):
        answers = [judged(text_item(n, key), key) for n, key in enumerate(["severe", "mild", "none", "mild"])]
        assert len(said("contrast", *answers)) == 2
        assert said("contrast", *answers[:1], judged(None, "agree", aside="stance"), *answers[1:]) == []


class TestFatigue:
    def answers(self, right: list[bool]) -> list[Judged]:
        return [judged(text_item(n, "mild"), "mild", correct=correct) for n, correct in enumerate(right)]

    def test_the_last_third_is_compared_with_the_first(self):
        right = [True, True, False, True, True, True, True, False, False, True]
        assert said("fatigue", *self.answers(right)) == [
            (False, 0), (False, 0), (False, 1), (True, 1), (True, 1), (True, 0),
        ]  # fmt: skip

    def test_of_few_answers_nothing_is_said(self):
        assert said("fatigue", *self.answers([True] * 8)) == []

    def test_checks_and_ambiguous_items_do_not_count(self):
        answers = self.answers([True] * 9)
        check = judged(text_item(20, "mild"), "mild", correct=False, check=True)
        ambiguous = judged(replace(text_item(21, "mild"), ambiguity="ambiguous"), "none", correct=False)
        assert said("fatigue", check, ambiguous, *answers, check) == said("fatigue", *answers)


def test_a_contrast_is_an_outcome_and_its_arm():
    bias, item = BIASES["anchoring"], suggested(3)
    label = item.planted["anchoring"]["label"]
    assert bias.contrasts([judged(item, label, bias="anchoring", arm="shown")]) == [Contrast(treated=True, outcome=1)]
