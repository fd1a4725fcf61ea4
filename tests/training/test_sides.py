"""Which response stands left: chance decides, and the longer one stands there as often as not."""

import dataclasses
import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tests.training.pair_steps import item
from training.activities import ACTIVITIES
from training.activities.sides import longer, sides_for

lengths = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), max_size=20)


def pairs_of(sizes: list[tuple[int, int]]) -> list:
    return [item(f"pair-{n}", response_a="x" * a, response_b="x" * b) for n, (a, b) in enumerate(sizes)]


@given(sizes=lengths, seed=st.integers(0, 2**32))
def test_the_longer_response_stands_left_as_often_as_right_to_one(sizes: list[tuple[int, int]], seed: int):
    pairs = pairs_of(sizes)
    left = sides_for(pairs, random.Random(seed))
    assert set(left) == {pair.slug for pair in pairs}
    stands = Counter(left[pair.slug] == longer(pair) for pair in pairs if longer(pair))
    assert abs(stands[True] - stands[False]) <= 1


def test_who_comes_back_is_swapped_and_nobody_else_makes_up_for_it():
    pairs = [dataclasses.replace(pair, first_left="a") for pair in pairs_of([(9, 1)] * 4)] + [
        item(f"new-{n}", response_a="long", response_b="x") for n in range(4)
    ]
    left = sides_for(pairs, random.Random(3))
    assert [left[pair.slug] for pair in pairs[:4]] == ["b"] * 4
    assert Counter(left[f"new-{n}"] for n in range(4)) == {"a": 2, "b": 2}


def test_every_pair_stands_either_way_as_often():
    pairs = pairs_of([(9, 1), (1, 9), (5, 2), (3, 3)])
    counts = Counter(
        (slug, side) for seed in range(400) for slug, side in sides_for(pairs, random.Random(seed)).items()
    )
    assert all(160 < counts[pair.slug, side] < 240 for pair in pairs for side in "ab")


def test_the_plan_of_a_module_is_balanced():
    pairs = pairs_of([(9, 1)] * 5 + [(1, 9)] * 5)
    config = {"guideline": "preference", "items": [pair.slug for pair in pairs]}
    planned = ACTIVITIES["preference"].plan(config, pairs, random.Random(11))
    by_slug = {pair.slug: pair for pair in pairs}
    assert sum(step.plan["left"] == longer(by_slug[step.item]) for step in planned if step.item) == 5
