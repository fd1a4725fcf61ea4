"""The numbers of the ladder recover simulated people of known reactivity, and find nothing where there is none."""

import math
import random
from collections import Counter

import pytest

from assessments.validation.exposures import chances, judge, truth, twins
from assessments.validation.items import ORDERED
from assessments.validation.reactivity import LEAST, MOST, TRAITS, recoveries
from assessments.validation.reactivity_report import as_data, as_section
from training.activities.base import SimulatedPerson

# `make validate` takes 300 people at 16, 32 and 64 pairs; so many are enough to see it go wrong.
PEOPLE, PAIRS, SEED = 150, 16, 1


@pytest.fixture(scope="module")
def found():
    return list(recoveries(PEOPLE, SEED, pairs=(PAIRS,)))


def test_every_trait_is_recovered_as_stated(found):
    assert {(one.trait, one.amount) for one in found if one.amount} == {
        (trait, amount) for trait, (amounts, _) in TRAITS.items() for amount in amounts
    }
    assert [one for one in found if not one.holds] == []


@pytest.mark.parametrize("measure", ["lost", "steps", "slower"])
def test_the_intervals_of_a_measure_hold_the_truth_as_often_as_they_say(found, measure):
    shares = [one.coverage for one in found if one.measure == measure]
    assert LEAST <= sum(shares) / len(shares) <= MOST


def test_nothing_leans_one_way(found):
    # Of 150 means, each with a standard error of its half width / 1.96 / sqrt(150).
    assert all(abs(one.bias) < 3 * one.half / 1.96 / math.sqrt(PEOPLE) for one in found)


def test_people_without_reactivity_are_left_alone(found):
    without = [one for one in found if one.without]
    assert {one.measure for one in without} == {"lost", "steps", "slower", "drift"}
    assert all(one.excluded <= 0.08 for one in without)  # .05, and two standard errors of a share of 150


def test_the_stated_truth_is_what_the_simulation_does():
    person = SimulatedPerson(skill=0.8, reactivity=0.2, harshness=0.3)
    pairs = twins(4, random.Random(1))
    given = Counter()
    for seed in range(1500):
        given.update((one.item, one.place) for one in judge(pairs, person, random.Random(seed)))
    for number, (charged, neutral) in enumerate(pairs):
        for item, is_charged in ((charged, True), (neutral, False)):
            expected = chances(item, person, charged=is_charged)
            assert sum(expected.values()) == pytest.approx(1)
            for place in range(len(ORDERED)):
                share = given[2 * number + is_charged, place] / 1500
                assert share == pytest.approx(expected.get(place, 0), abs=0.05)
    assert truth(pairs, SimulatedPerson()).lost == truth(pairs, SimulatedPerson()).steps == 0


def test_the_report_says_whether_it_holds(found):
    data = as_data(found)
    assert data["holds"] is True
    assert len(data["recoveries"]) == len(found)
    section = as_section(found, {"people": PEOPLE, "seed": SEED, "machine": "here"})
    assert "| accuracy lost | unreactive | 16 | +0.000 |" in section
    assert "| severity, in steps | harshness 0.4 | 16 |" in section
