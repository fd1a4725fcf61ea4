"""What is expected of a simulated person's bias is what their answers show, and what the formula says."""

import math
from typing import Any

import pytest

from tests.training.biases.exercises import (
    CLAIMS,
    EVIDENCE,
    LEVELS,
    PAIRS,
    SEVERITY,
    done,
    estimated_and_true,
    evidence,
    of_practice,
    pair_item,
    steps_of,
    suggested,
    text_item,
    toned,
)
from training.activities.base import SimulatedPerson
from training.activities.biases import BIASES

TEXTS = [text_item(number, LEVELS[number % 4]) for number in range(16)]
NATURAL = [pair_item(number, padded=False) for number in range(12)]
EXERCISES: dict[str, tuple[list[Any], Any, dict[str, Any]]] = {
    "position": (NATURAL, PAIRS, {}),
    "verbosity": ([pair_item(number) for number in range(12)], PAIRS, {"biases": ["verbosity"]}),
    "anchoring": ([suggested(number) for number in range(12)], SEVERITY, {"biases": ["anchoring"]}),
    "authority": ([suggested(number, "authority") for number in range(12)], SEVERITY, {"biases": ["authority"]}),
    "confirmation": (
        [evidence(number) for number in range(12)],
        EVIDENCE,
        {"biases": ["confirmation"], "claims": CLAIMS},
    ),
    "halo": ([toned(number) for number in range(12)], SEVERITY, {"biases": ["halo"]}),
    "contrast": (TEXTS, SEVERITY, {}),
    "fatigue": (TEXTS, SEVERITY, {}),
}


def person_with(**traits: float) -> SimulatedPerson:
    return SimulatedPerson(**{"position_bias": 0.0, "skill": 0.8, **traits})


@pytest.mark.parametrize("slug", BIASES)
@pytest.mark.parametrize("strength", [0.0, 0.4])
def test_answers_show_the_true_effect(slug: str, strength: float):
    items, guideline, more = EXERCISES[slug]
    # Everybody has a little of everything else, and catches some of their errors.
    others = {BIASES[other].trait: 0.1 for other in BIASES if other != slug}
    person = person_with(**others, **{BIASES[slug].trait: strength}, catching=0.2)
    config = of_practice(items, **more)
    attempts = 50 if slug == "fatigue" else 100
    estimate, error, truth = estimated_and_true(BIASES[slug], config, items, guideline, person, attempts)
    assert abs(estimate - truth) < 4 * error
    assert error < 0.08


@pytest.mark.parametrize("slug", ["position", "verbosity", "halo", "confirmation"])
def test_a_pull_that_goes_all_the_way_is_its_own_effect(slug: str):
    items, guideline, more = EXERCISES[slug]
    judged = done(steps_of(of_practice(items, **more), items, guideline, 5), person_with(), 5)
    truth = BIASES[slug].true_effect(judged, person_with(**{BIASES[slug].trait: 0.3}))
    assert truth == pytest.approx(0.3)


@pytest.mark.parametrize("slug", ["anchoring", "authority"])
def test_a_suggestion_adds_what_was_not_answered_anyway(slug: str):
    """Taken over unread with chance a, it raises the chance q of its label by a (1 - q)."""
    item = text_item(1, "mild", {slug: {"label": "moderate", "source": "The office"}})
    judged = done(steps_of(of_practice([item], [slug]), [item], SEVERITY, 1), person_with(), 1)
    chance = 0.8 + 0.3 * (0.5 - item.difficulty)
    # The lower neighbour is the nearest; the other two share what is left.
    q = (1 - chance) * 0.3 / 3
    assert BIASES[slug].true_effect(judged, person_with(**{slug: 0.4})) == pytest.approx(0.4 * (1 - q))


def test_a_contrast_moves_one_step_of_the_scale():
    items, guideline, _ = EXERCISES["contrast"]
    for seed in range(20):
        judged = done(steps_of(of_practice(items), items, guideline, seed), person_with(), seed)
        if BIASES["contrast"].compared(judged):
            truth = BIASES["contrast"].true_effect(judged, SimulatedPerson(skill=1, contrast=0.3))
            # A step is a third of four labels, away on either side; slips to the ends of the scale go no further.
            assert truth == pytest.approx(-2 * 0.3 / 3, abs=0.01)
            return
    pytest.fail("no order compared anything")


def test_who_tires_errs_more_by_what_they_lose_between_the_thirds():
    items = [text_item(number * 5, LEVELS[number % 4]) for number in range(15)]
    judged = done(steps_of(of_practice(items), items, SEVERITY, 2), person_with(), 2)
    # Items 0 to 4 and 10 to 14 of 0 to 14: on average ten fourteenths of the way apart.
    assert BIASES["fatigue"].true_effect(judged, person_with(fatigue=0.3, skill=0.7)) == pytest.approx(
        0.3 * 10 / 14, abs=1e-3
    )


@pytest.mark.parametrize("slug", BIASES)
def test_who_has_no_bias_has_no_effect(slug: str):
    items, guideline, more = EXERCISES[slug]
    for seed in range(3):
        judged = done(steps_of(of_practice(items, **more), items, guideline, seed), person_with(), seed)
        truth = BIASES[slug].true_effect(judged, person_with())
        assert truth == pytest.approx(0, abs=1e-9) or math.isnan(truth)


class TestPaddedTies:
    """A tie that is answered with one of the two says both how often the longer is chosen and how often the shorter."""

    ITEMS = tuple(pair_item(number, key=("tie", "a", "b")[number % 3]) for number in range(12))

    @pytest.mark.parametrize("strength", [False, True])
    def test_answers_show_the_true_effect(self, strength: bool):
        others = {BIASES[other].trait: 0.1 for other in BIASES if other != "verbosity"}
        person = person_with(**others, verbosity_bias=0.4, catching=0.2)
        config = of_practice(self.ITEMS, ["verbosity"], strength=strength)
        estimate, error, truth = estimated_and_true(BIASES["verbosity"], config, self.ITEMS, PAIRS, person, 100)
        assert abs(estimate - truth) < 4 * error
        assert error < 0.04

    @pytest.mark.parametrize("keys", [["tie"], ["tie", "a", "b"]])
    @pytest.mark.parametrize("strength", [False, True])
    def test_the_effect_is_the_chance_of_the_longer_less_that_of_the_shorter(self, keys: list[str], strength: bool):
        items = [pair_item(number, key=keys[number % len(keys)]) for number in range(6)]
        config = of_practice(items, ["verbosity"], strength=strength)
        judged = done(steps_of(config, items, PAIRS, 5), person_with(), 5)
        truth = BIASES["verbosity"].true_effect(judged, person_with(verbosity_bias=0.3))
        assert truth == pytest.approx(0.3)

    def test_errors_that_are_caught_are_read_again_without_the_pull(self):
        item = pair_item(1, key="tie")
        judged = done(steps_of(of_practice([item], ["verbosity"]), [item], PAIRS, 5), person_with(), 5)
        truth = BIASES["verbosity"].true_effect(judged, person_with(verbosity_bias=0.3, catching=0.5))
        assert truth == pytest.approx(0.15)
