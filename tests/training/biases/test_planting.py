"""What the seed plants: by chance, balanced, and never where it would spoil something else."""

import json
import random
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from tests.training.biases.a_course import PAIR_CONFIG, RESPONSES, TEXT_CONFIG, TEXTS, contents
from tests.training.biases.exercises import CLAIMS, EVIDENCE, PAIRS, SEVERITY, evidence, pair_item, steps_of, suggested
from training.activities import ACTIVITIES, check_config
from training.activities.base import ItemView, SimulatedPerson, StepView
from training.activities.biases.people import answer_shares, first_shares, give
from training.activities.biases.plants import plan_plants


def planted(items: list[ItemView], biases: list[str], seed: int, **config: Any) -> dict[str, Any]:
    return plan_plants({"biases": biases, **config}, items, random.Random(seed))


@pytest.mark.parametrize("seed", range(5))
def test_both_arms_are_as_large_to_one(seed: int):
    plans = planted([suggested(number) for number in range(9)], ["anchoring"], seed)
    arms = Counter(plan["arm"] for plan in plans.values())
    assert abs(arms["shown"] - arms["hidden"]) == 1


@pytest.mark.parametrize("seed", range(5))
def test_the_better_response_is_padded_as_often_as_the_worse(seed: int):
    pairs = [pair_item(number, key="aaabbbbb"[number]) for number in range(8)]
    plans = planted(pairs, ["verbosity"], seed)
    better = [plans[pair.slug]["arm"] == pair.key["side"] for pair in pairs]
    assert sum(better) == 4


@pytest.mark.parametrize("seed", range(5))
def test_of_ties_either_response_is_padded_as_often_and_the_others_stay_balanced(seed: int):
    pairs = [pair_item(number, key=key) for number, key in enumerate(["tie"] * 4 + list("aaabbb"))]
    plans = planted(pairs, ["verbosity"], seed)
    assert sorted(plans[pair.slug]["arm"] for pair in pairs[:4]) == ["a", "a", "b", "b"]
    assert sum(plans[pair.slug]["arm"] == pair.key["side"] for pair in pairs[4:]) == 3


SOFT = {"distribution": {"a": 0.6, "b": 0.4}, "raters": 10}


@pytest.mark.parametrize("key", [{"side": "both_bad"}, SOFT])
@pytest.mark.parametrize("strength", [False, True])
def test_a_pair_that_was_corrected_to_no_single_answer_is_planned_without_a_plant(key: dict[str, Any], strength: bool):
    corrected = replace(pair_item(0), key=key)
    pairs = [corrected, *(pair_item(number, key="aabb"[number - 1]) for number in range(1, 5))]
    for seed in range(5):
        steps = steps_of({"items": [], "biases": ["verbosity"], "strength": strength}, pairs, PAIRS, seed)
        plans = {step.item.slug: step.plan for step in steps if step.item}
        assert "bias" not in plans["pair-0"]
        assert sum(plans[pair.slug]["arm"] == pair.key["side"] for pair in pairs[1:]) == 2
    assert planted([corrected], ["verbosity"], 1) == {}


@pytest.mark.parametrize("seed", range(5))
def test_each_claim_gets_evidence_on_either_side(seed: int):
    pieces = [evidence(number) for number in range(8)]
    plans = planted(pieces, ["confirmation"], seed)
    arms = Counter((piece.planted["confirmation"]["claim"], plans[piece.slug]["arm"]) for piece in pieces)
    assert set(arms.values()) == {2}


def test_chance_decides_every_item():
    items = [suggested(number) for number in range(6)]
    shown = Counter(
        slug
        for seed in range(400)
        for slug, plan in planted(items, ["anchoring"], seed).items()
        if plan["arm"] == "shown"
    )
    # Five standard deviations of a binomial count.
    assert all(abs(shown[item.slug] - 200) < 50 for item in items)


def test_an_item_gets_one_bias_and_those_that_fit_several_are_shared_out():
    both = [
        replace(suggested(number), planted={**suggested(number).planted, **suggested(number, "authority").planted})
        for number in range(8)
    ]
    counts = Counter(plan["bias"] for plan in planted(both, ["anchoring", "authority"], 3).values())
    assert counts == {"anchoring": 4, "authority": 4}


def test_a_source_that_pulls_nowhere_wrong_is_shown_and_compared_with_nothing():
    sound = replace(suggested(9), planted={"authority": {"source": "The office"}})
    plans = planted([*(suggested(number, "authority") for number in range(4)), sound], ["authority"], 1)
    assert plans[sound.slug] == {"bias": "authority", "arm": "decoy"}
    assert Counter(plan["arm"] for plan in plans.values()) == {"shown": 2, "hidden": 2, "decoy": 1}
    assert planted([sound], ["anchoring"], 1) == {}


def test_only_the_biases_of_the_module_are_planted():
    assert planted([suggested(number) for number in range(4)], ["authority"], 1) == {}


def test_nothing_is_planted_in_checks_and_returning_pairs():
    items = [suggested(number) for number in range(4)]
    assert "text-0" not in planted(items, ["anchoring"], 1, attention_checks=["text-0"])
    pairs = [replace(pair_item(number), first_left="a") for number in range(4)]
    assert planted(pairs, ["verbosity"], 1) == {}


def test_a_module_without_plants_keeps_the_order_its_seed_always_gave():
    steps = steps_of({"items": [], "confidence": True}, TEXTS, SEVERITY, 11)
    order = [item.slug for item in TEXTS]
    random.Random(11).shuffle(order)
    assert [step.item.slug for step in steps if step.item] == order
    assert not any("bias" in step.plan for step in steps)


def test_stances_come_first_and_the_guess_last():
    asides = [step.plan.get("aside", "") for step in steps_of(TEXT_CONFIG, TEXTS, SEVERITY, 2)]
    assert asides == ["stance", "stance", *[""] * len(TEXTS), "guess"]


def test_where_no_item_is_left_nothing_is_asked():
    assert steps_of(TEXT_CONFIG, [], SEVERITY, 2) == []


class TestSimulatedPeople:
    def step(self) -> StepView:
        return next(
            step
            for step in steps_of(TEXT_CONFIG, TEXTS, SEVERITY, 1)
            if (step.plan.get("bias"), step.plan.get("arm")) == ("anchoring", "hidden")
        )

    @pytest.mark.parametrize("seed", range(3))
    def test_their_answers_come_as_often_as_expected(self, seed: int):
        person = SimulatedPerson(skill=0.6, anchoring=0.4, contrast=0.3, catching=0.5)
        for step in steps_of(TEXT_CONFIG, TEXTS, SEVERITY, seed)[2:6]:
            shares = answer_shares(step, person)
            assert sum(shares.values()) == pytest.approx(1)
            rng = random.Random(seed)
            drawn = Counter(give(step, person, rng).choice for _ in range(800))
            assert all(abs(drawn[choice] / 800 - share) < 0.09 for choice, share in shares.items())

    def test_who_catches_every_error_reads_again_without_being_led(self):
        step = self.step()
        led = SimulatedPerson(skill=0.9, anchoring=1.0, catching=1.0)
        right = step.item.key["label"] if step.item else ""
        assert first_shares(replace(step, plan={**step.plan, "arm": "shown"}), led).get(right, 0) == 0
        assert answer_shares(replace(step, plan={**step.plan, "arm": "shown"}), led)[right] > 0.8

    def test_a_caught_error_is_sent_as_the_page_sends_it(self):
        step = self.step()
        always = SimulatedPerson(skill=0.05, catching=1.0)
        sent = ACTIVITIES["practice"].simulate(step, always, random.Random(4))
        assert sent.first is not None
        assert set(sent.first) == {"choice", "confidence", "atMs", "parts"}
        assert 25 <= sent.first["confidence"] <= 100
        assert 0 < sent.first["atMs"] < 1000 * sent.seconds

    def test_who_catches_nothing_has_no_first_answer(self):
        sent = ACTIVITIES["practice"].simulate(self.step(), SimulatedPerson(skill=0.05), random.Random(4))
        assert sent.first is None


class TestContent:
    """What is wrong with a plant is said with the item that carries it."""

    def problems(self, item: ItemView, **changes: Any) -> list[str]:
        pairs = item.kind == "preference"
        guideline, config, others = (PAIRS, PAIR_CONFIG, RESPONSES) if pairs else (SEVERITY, TEXT_CONFIG, TEXTS)
        items = [item, *(other for other in others if other.slug != item.slug)]
        return check_config(
            "preference" if pairs else "practice", {**config, **changes}, guideline, contents(items, guideline.slug)
        )

    def test_what_is_planted_here_is_fine(self):
        assert self.problems(TEXTS[0]) == []
        assert self.problems(RESPONSES[0]) == []

    @pytest.mark.parametrize(
        ("plant", "says"),
        [
            ({"anchorng": {}}, "item 'text-0': planted.anchorng: is not known; expected one of verbosity, anchoring"),
            ({"anchoring": "mild"}, "item 'text-0': planted.anchoring: is 'mild'; expected a table with label"),
            ({"anchoring": {"label": "none"}}, "'label' is 'none', which is the key's best answer; expected another"),
            ({"anchoring": {"label": "dire"}}, "'label' is 'dire'; expected one of none, mild, moderate, severe"),
            ({"authority": {"source": " "}}, "item 'text-0': planted.authority: 'source' is missing; expected text"),
            ({"authority": {"label": "mild"}}, "item 'text-0': planted.authority: 'source' is missing; expected text"),
            ({"halo": {"warm": "Hello", "curt": " "}}, "item 'text-0': planted.halo: 'curt' is missing; expected text"),
            ({"halo": {"warm": "W", "curt": "C", "better": "top"}}, "'better' is 'top'; expected first or last"),
            ({"halo": {"warm": "W", "curt": "C", "cold": "x"}}, "'cold' is not a known entry here"),
            ({"confirmation": {"claim": "sun", "mirror": "M"}}, "the claim 'sun' is not among config.claims"),
            ({"verbosity": {"a": "A", "b": "B"}}, "does not go with the scale 'ordinal'; expected preference"),
            ({"position": {}}, "planted.position: is not known"),
        ],
    )
    def test_a_wrong_plant_is_named(self, plant: dict[str, Any], says: str):
        problems = self.problems(replace(TEXTS[0], planted=plant))
        assert any(says in problem for problem in problems), problems

    @pytest.mark.parametrize("plant", [3, None, [], "text", {"label": 3}, {"claim": []}, {"source": {}}])
    @pytest.mark.parametrize("slug", ["anchoring", "authority", "halo", "confirmation"])
    def test_whatever_stands_there_is_named_and_never_fails(self, slug: str, plant: Any):
        assert self.problems(replace(TEXTS[0], planted={slug: plant}))

    def test_a_key_that_is_wrong_itself_is_left_to_the_item_files(self):
        wrong = replace(TEXTS[0], key={"label": "dire"})
        assert self.problems(wrong) == []

    def test_padding_must_show(self):
        (problem,) = self.problems(replace(RESPONSES[0], planted={"verbosity": {"a": "Short.", "b": "x" * 400}}))
        assert problem.startswith("item 'pair-0': planted.verbosity: 'a' has 6 characters and the longer response")

    def test_a_tie_may_be_padded_and_two_bad_responses_may_not(self):
        assert self.problems(replace(RESPONSES[0], key={"side": "tie"})) == []
        problems = self.problems(replace(RESPONSES[0], key={"side": "both_bad"}))
        assert problems == [
            "item 'pair-0': planted.verbosity: the key names neither a better response nor a tie; "
            "expected 'side' a, b or tie"
        ]

    def test_a_padded_pair_does_not_return(self):
        problems = self.problems(RESPONSES[0], items=["pair-1", "pair-2", "pair-3"], returns=["pair-0"])
        assert "returns: 'pair-0' has planted.verbosity, so it would come back as another text" in problems

    def test_a_claim_without_evidence_is_named(self):
        problems = self.problems(TEXTS[0], claims=[*CLAIMS, {"slug": "tea", "text": "Tea helps."}])
        assert problems == ["claims: there is no evidence on 'tea' among the items"]

    def test_one_item_is_no_comparison(self):
        plain = [replace(item, planted={}) for item in TEXTS[1:4]]
        items = contents([TEXTS[0], *plain, *TEXTS[4:]], SEVERITY.slug)
        (problem,) = check_config("practice", TEXT_CONFIG, SEVERITY, items)
        assert problem == "biases: 1 of the items can be planted for 'anchoring'; expected 2 or more"

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"biases": "halo"}, "config.biases: expected a list of anchoring, authority, confirmation, halo"),
            ({"biases": ["verbosity"]}, "config.biases: 'verbosity' cannot be planted here"),
            ({"biases": ["halo", "halo"]}, "config.biases: 'halo' is there twice"),
            ({"biases": ["halo"]}, "config.claims: expected 'confirmation' among the biases"),
            ({"claims": [{"slug": "x"}]}, "config.claims: expected a list of tables with slug and text"),
            ({"claims": CLAIMS + CLAIMS[:1]}, "config.claims: a slug is there twice"),
            ({"guess": "yes"}, "config.guess: expected true or false"),
            ({"before": {"question": "How?"}}, "config.before: expected a table with the texts question, low, high"),
        ],
    )
    def test_a_wrong_config_says_why(self, changes: dict[str, Any], says: str):
        problems = check_config("practice", {**TEXT_CONFIG, **changes})
        assert any(says in problem for problem in problems), problems


def test_plans_can_be_stored():
    for step in (*steps_of(TEXT_CONFIG, TEXTS, SEVERITY, 1), *steps_of(PAIR_CONFIG, RESPONSES, PAIRS, 1)):
        assert json.loads(json.dumps(step.plan)) == step.plan


def test_evidence_needs_a_scale_of_labels():
    items = contents([replace(evidence(number), key={"label": "weak"}) for number in range(4)], EVIDENCE.slug)
    config = {
        "guideline": "evidence",
        "items": [item.slug for item in items],
        "biases": ["confirmation"],
        "claims": CLAIMS,
    }
    assert check_config("practice", config, EVIDENCE, items) == []
