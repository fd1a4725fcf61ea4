"""Ambiguity modules: the flag, shares that sum to a hundred, a case for each reading, and what each is worth."""

import dataclasses
import random
from statistics import NormalDist
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.curriculum import Guideline, ItemContent, Label
from courseware.keys import parse_key
from training.activities import check_config
from training.activities.ambiguity import Ambiguity
from training.activities.base import Answer, Graded, InvalidAnswer, ItemView, SimulatedPerson, StepView
from training.activities.base import given as as_given
from training.activities.reference import per_cents, reference_of

ACTIVITY = Ambiguity()
NAMES = ("none", "mild", "severe")
SEVERITY = Guideline("severity", "Severity", "How severe?", "ordinal", tuple(map(Label, NAMES, NAMES)), "")
CONFIG: dict[str, Any] = {"guideline": "severity", "items": ["x"], "confidence": False}
SURE = {"label": "mild"}
RATED = {"distribution": {"none": 0.1, "mild": 0.5, "severe": 0.4}, "raters": 25}
ESTIMATED = {"distribution": {"none": 0.1, "mild": 0.5, "severe": 0.4}, "estimated": True}
TEXTS = {"mild": "Nobody is threatened in it.", "severe": "It calls others to harm them."}
AS_KEYED = {"none": 10, "mild": 50, "severe": 40}


def step(key: dict[str, Any] = SURE, ambiguity: str = "clear", **config: Any) -> StepView:
    body = {"text": "Read this."}
    item = ItemView("x", "ordinal", body, key, "Why.", (), 0.5, ambiguity)
    return StepView({}, {**CONFIG, **config}, item, SEVERITY)


def grade(
    view: StepView, choice: str = "mild", *, flag: bool = False, soft: dict[str, int] = AS_KEYED, **parts: Any
) -> Graded:
    if flag and not parts and view.config.get("cases", True):
        parts = {"cases": {choice: TEXTS["mild"], "severe" if choice != "severe" else "mild": TEXTS["severe"]}}
    return ACTIVITY.grade(view, Answer({"choice": choice, "parts": {"flag": flag, "soft": soft, **parts}}))


class TestCredit:
    def test_is_one_less_half_the_squared_distance_from_the_reference(self):
        soft = {"none": 20, "mild": 50, "severe": 30}
        # (0.1^2 + 0 + 0.1^2) / 2 = 0.01
        assert grade(step(RATED, "ambiguous"), flag=True, soft=soft).credit == pytest.approx(0.99)

    @pytest.mark.parametrize(
        ("key", "soft", "credit"),
        [
            (SURE, {"none": 0, "mild": 100, "severe": 0}, 1.0),
            (SURE, {"none": 100, "mild": 0, "severe": 0}, 0.0),
            (SURE, {"none": 0, "mild": 50, "severe": 50}, 0.75),
            ({"accepted": {"mild": 1.0, "severe": 0.5}}, {"none": 0, "mild": 67, "severe": 33}, 1.0),
            (ESTIMATED, AS_KEYED, 1.0),
        ],
    )
    def test_a_label_counts_as_all_on_it_and_accepted_answers_by_their_credits(self, key, soft, credit):
        assert grade(step(key), soft=soft).credit == pytest.approx(credit, abs=1e-4)

    def test_without_shares_it_is_that_of_the_choice(self):
        view = step(RATED, "ambiguous", soft=False)
        answer = {"choice": "severe", "parts": {"flag": False}}
        assert ACTIVITY.grade(view, Answer(answer)).credit == pytest.approx(0.8)

    @given(st.lists(st.integers(0, 100), min_size=3, max_size=3).filter(any))
    def test_stating_the_reference_is_best(self, weights: list[int]):
        reference = reference_of(parse_key(RATED, NAMES), NAMES)
        stated = {name: weight / sum(weights) for name, weight in zip(NAMES, weights, strict=True)}
        assert 0 <= reference.closeness(stated) <= reference.closeness(reference.shares) == 1


class TestCorrect:
    @pytest.mark.parametrize(
        ("ambiguity", "flag", "choice", "correct"),
        [
            ("clear", False, "mild", True),
            ("clear", False, "none", False),
            ("clear", True, "mild", False),
            ("ambiguous", True, "none", True),
            ("ambiguous", False, "mild", False),
            ("undecided", True, "mild", True),
            ("undecided", False, "none", False),
        ],
    )
    def test_is_a_flag_that_fits_and_on_clear_items_the_right_choice(self, ambiguity, flag, choice, correct):
        assert grade(step(RATED, ambiguity), choice, flag=flag).correct is correct

    def test_without_the_flag_it_is_the_choice(self):
        view = step(RATED, "ambiguous", flag=False)
        answers = [{"choice": choice, "parts": {"soft": AS_KEYED}} for choice in ("mild", "none")]
        assert [ACTIVITY.grade(view, Answer(answer)).correct for answer in answers] == [True, False]


class TestShares:
    @pytest.mark.parametrize(
        "soft",
        [
            {"none": 10, "mild": 50, "severe": 41},
            {"none": 10, "mild": 50},
            {"none": -10, "mild": 60, "severe": 50},
            {"none": 10.0, "mild": 50, "severe": 40},
            {"none": True, "mild": 59, "severe": 40},
            {"none": 10, "mild": 50, "severe": 40, "other": 0},
            None,
            [10, 50, 40],
        ],
    )
    def test_are_whole_per_cent_of_every_answer_that_sum_to_a_hundred(self, soft):
        with pytest.raises(InvalidAnswer) as refused:
            grade(step(), soft=soft)
        assert refused.value.field == "answer.parts.soft"

    @given(st.lists(st.floats(0, 1, allow_nan=False), min_size=2, max_size=9).filter(lambda w: sum(w) > 0.001))
    def test_in_whole_per_cent_sum_to_a_hundred_and_are_off_by_less_than_one(self, weights: list[float]):
        shares = {str(place): weight / sum(weights) for place, weight in enumerate(weights)}
        rounded = per_cents(shares)
        assert sum(rounded.values()) == 100
        assert all(abs(rounded[name] - 100 * share) < 1 for name, share in shares.items())


class TestFeedback:
    def test_the_reference_stands_beside_the_stated_shares_with_its_spread_by_chance(self):
        feedback = grade(step(RATED, "ambiguous"), flag=True, soft={"none": 0, "mild": 60, "severe": 40}).feedback
        soft = feedback["parts"]["soft"]
        assert [(row["stated"], row["reference"]) for row in soft["rows"]] == [(0, 10), (60, 50), (40, 40)]
        # sqrt(.1 * .9 / 25) = .06, sqrt(.5 * .5 / 25) = .1, sqrt(.4 * .6 / 25) = .098
        assert [row["chance"] for row in soft["rows"]] == [6, 10, 10]
        assert soft["text"].startswith("25 people answered this item.")
        assert soft["closeness"] == 99

    def test_of_an_estimate_it_says_so_and_tells_the_spread_of_a_panel_of_twenty(self):
        soft = grade(step(ESTIMATED, "ambiguous"), flag=True).feedback["parts"]["soft"]
        assert "authors' estimate; no panel has rated this item yet" in soft["text"]
        assert [row["chance"] for row in soft["rows"]] == [7, 11, 11]

    @pytest.mark.parametrize(
        ("key", "says"), [(SURE, "one agreed answer"), ({"accepted": {"mild": 1, "none": 0.5}}, "more than one answer")]
    )
    def test_a_key_without_a_panel_has_no_spread(self, key, says):
        soft = grade(step(key)).feedback["parts"]["soft"]
        assert {row["chance"] for row in soft["rows"]} == {None}
        assert says in soft["text"]

    @pytest.mark.parametrize(
        ("ambiguity", "flag", "choice", "kind", "says"),
        [
            ("clear", False, "mild", "good", "Matches the key"),
            ("clear", False, "none", "warn", "Accepted in part. The key is: mild"),
            ("clear", True, "mild", "warn", "Clear, not ambiguous. The key is: mild"),
            ("clear", True, "none", "bad", "Clear, not ambiguous. The key is: mild"),
            ("ambiguous", True, "none", "good", "Genuinely ambiguous, as you said"),
            ("ambiguous", False, "mild", "warn", "Genuinely ambiguous: careful people differ here"),
            ("undecided", True, "mild", "good", "Matches the key"),
        ],
    )
    def test_the_first_words_are_about_what_decided(self, ambiguity, flag, choice, kind, says):
        feedback = grade(step(RATED, ambiguity), choice, flag=flag).feedback
        assert feedback["verdict"] == {"kind": kind, "text": says}

    def test_no_answer_of_an_ambiguous_item_is_marked_as_the_key(self):
        assert grade(step(RATED, "ambiguous"), flag=True).feedback["key"] is None
        assert grade(step(RATED, "clear")).feedback["key"] == "mild"

    def test_a_flag_on_what_nobody_has_decided_counts_neither_way(self):
        flag = grade(step(RATED, "undecided"), flag=True).feedback["parts"]["flag"]
        assert flag["agrees"] is None
        assert "counts neither way" in flag["text"]


class TestCases:
    @pytest.mark.parametrize(
        ("cases", "says"),
        [
            (None, "is missing"),
            ({"mild": TEXTS["mild"]}, "two different answers"),
            ({"none": TEXTS["mild"], "severe": TEXTS["severe"]}, "one of them for mild"),
            ({"mild": TEXTS["mild"], "other": TEXTS["severe"]}, "two different answers"),
            ({"mild": "  too short      ", "severe": TEXTS["severe"]}, "has 9 characters; expected 15 to 600"),
            ({"mild": "x" * 601, "severe": TEXTS["severe"]}, "has 601 characters"),
            ({"mild": TEXTS["mild"], "severe": TEXTS["mild"].upper()}, "two different cases"),
            ({"mild": 7, "severe": TEXTS["severe"]}, "expected text"),
        ],
    )
    def test_whoever_flags_writes_one_for_the_choice_and_one_for_another_reading(self, cases, says):
        with pytest.raises(InvalidAnswer, match=says) as refused:
            grade(step(RATED, "ambiguous"), flag=True, cases=cases)
        assert refused.value.field.startswith("answer.parts.cases")

    def test_are_kept_without_the_space_around_them(self):
        cases = {label: f"  {text}\n" for label, text in TEXTS.items()}
        kept = grade(step(RATED, "ambiguous"), flag=True, cases=cases).stored
        assert kept == {"choice": "mild", "parts": {"flag": True, "soft": AS_KEYED, "cases": TEXTS}}

    def test_are_refused_where_nothing_is_called_ambiguous(self):
        with pytest.raises(InvalidAnswer, match="is not asked for where"):
            grade(step(), flag=False, cases=TEXTS)

    def test_are_asked_for_neither_without_the_flag_nor_where_the_config_says_no(self):
        assert set(ACTIVITY.present(step(flag=False))["parts"]) == {"soft"}
        assert set(ACTIVITY.present(step(cases=False))["parts"]) == {"flag", "soft"}
        assert grade(step(RATED, "ambiguous", cases=False), flag=True).correct

    def test_what_is_stored_is_graded_the_same_again_and_by_a_corrected_item_anew(self):
        view = step(RATED, "ambiguous")
        first = grade(view, flag=True)
        again = Answer(as_given(first.stored))
        assert ACTIVITY.grade(view, again) == first
        corrected = dataclasses.replace(view, item=dataclasses.replace(view.item, ambiguity="clear", key=SURE))
        assert ACTIVITY.grade(corrected, again).correct is False
        assert ACTIVITY.grade(corrected, again).stored == first.stored


class TestSimulatedPeople:
    @pytest.mark.parametrize(("ambiguity", "sign"), [("ambiguous", 1), ("clear", -1), ("undecided", 0)])
    def test_flag_at_the_rates_of_their_sensitivity_and_criterion(self, ambiguity: str, sign: int):
        person, rng, n = SimulatedPerson(ambiguity=1.6, flagging=0.4), random.Random(3), 1500
        view = step(RATED, ambiguity, soft=False, cases=False)
        flagged = sum(ACTIVITY.simulate(view, person, rng).value["parts"]["flag"] for _ in range(n))
        rate = NormalDist().cdf(sign * 0.8 - 0.4)
        assert abs(flagged / n - rate) < 3.3 * (rate * (1 - rate) / n) ** 0.5

    def test_without_noise_state_the_reference(self):
        exact = SimulatedPerson(soft_noise=0, ambiguity=9, flagging=0)
        value = ACTIVITY.simulate(step(ESTIMATED, "ambiguous"), exact, random.Random(1)).value
        assert value["parts"]["soft"] == AS_KEYED
        assert value["parts"]["flag"] is True
        assert len(value["parts"]["cases"]) == 2

    def test_with_noise_come_less_close(self):
        def closeness(noise: float) -> float:
            rng, person = random.Random(5), SimulatedPerson(soft_noise=noise)
            answers = [ACTIVITY.simulate(step(RATED), person, rng).value["parts"]["soft"] for _ in range(60)]
            reference = reference_of(parse_key(RATED, NAMES), NAMES)
            return sum(reference.closeness({k: v / 100 for k, v in soft.items()}) for soft in answers) / 60

        assert closeness(0.02) > closeness(0.2) > closeness(0.6)


class TestConfig:
    def test_a_flag_needs_clear_items_and_ambiguous_ones(self):
        def problems(*ambiguities: str, **config: Any) -> list[str]:
            items = [_content(f"item-{n}", ambiguity) for n, ambiguity in enumerate(ambiguities)]
            slugs = [item.slug for item in items]
            return check_config("ambiguity", {**CONFIG, "items": slugs, **config}, SEVERITY, items)

        assert problems("clear", "ambiguous", "undecided") == []
        assert "clear items and ambiguous ones" in problems("ambiguous", "ambiguous")[0]
        assert "clear items and ambiguous ones" in problems("clear", "undecided")[0]
        assert problems("clear", flag=False) == []

    @pytest.mark.parametrize("name", ["flag", "soft", "cases", "confidence"])
    def test_switches_are_true_or_false(self, name: str):
        assert check_config("ambiguity", {**CONFIG, name: "yes"}) == [f"config.{name}: expected true or false"]

    def test_only_labels_can_be_asked_for(self):
        pairs = Guideline("p", "P", "Which?", "preference", (), "")
        assert "expected ordinal or nominal" in check_config("ambiguity", CONFIG, pairs)[0]


def _content(slug: str, ambiguity: str) -> ItemContent:
    return ItemContent(
        slug, "ordinal", "severity", "", {"text": slug}, SURE, "", (), 0.5, 0, ambiguity, "en", "CC0", "authored"
    )
