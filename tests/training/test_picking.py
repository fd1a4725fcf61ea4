"""What adaptive practice picks: near the person's level, some easier, what was not met before first."""

import random

from training.activities.base import ConfigCheck
from training.activities.picking import authored, check_picks, pick_near

POOL = {f"i{n:02d}": -3 + n / 5 for n in range(31)}  # -3 to 3 in steps of a fifth


def picked(theta: float, count: int = 8, seed: int = 1, **more: object) -> list[str]:
    return pick_near(POOL, theta, count, random.Random(seed), **more)


def test_three_of_four_are_near_the_level_and_the_rest_easier():
    for theta in (-1.0, 0.0, 1.5):
        values = sorted(POOL[slug] for slug in picked(theta))
        assert len(set(values)) == 8
        assert all(value <= theta - 1 for value in values[:2])
        assert all(abs(value - theta) <= 1.0 for value in values[2:])


def test_at_the_bottom_of_the_pool_the_easiest_stand_in_for_easier_ones():
    assert {"i00", "i01"} <= set(picked(-3.0))


def test_the_same_seed_picks_the_same_and_another_one_others():
    assert picked(0.0) == picked(0.0)
    assert len({tuple(sorted(picked(0.0, seed=seed))) for seed in range(20)}) > 5


def test_what_was_met_comes_only_where_the_others_do_not_suffice():
    met = [slug for slug in POOL if slug > "i05"]
    assert {"i00", "i01", "i02", "i03", "i04", "i05"} <= set(picked(2.0, later=met))
    assert not set(picked(-2.5, count=6, later=met)) & set(met)


def test_a_small_pool_is_asked_whole():
    assert sorted(pick_near({"a": 0.0, "b": 1.0}, 0.0, 8, random.Random(1))) == ["a", "b"]


def test_an_authors_middle_is_the_middle_of_the_scale():
    assert (authored(0.5), authored(0.0), authored(1.0)) == (0.0, -2.0, 2.0)


def test_a_config_that_picks_more_than_there_is_says_so():
    checked = ConfigCheck({"pool": ["a", "b"], "pick": 3})
    check_picks(checked)
    assert checked.problems == ["config.pick is 3, but config.pool has only 2 items"]


def test_a_pool_without_a_count_is_a_problem():
    checked = ConfigCheck({"reserve": ["a"]})
    check_picks(checked)
    assert checked.problems == ["config.review is None; expected a whole number from 1 to 60"]
