"""The least time in which a text can have been read: by its length alone."""

import pytest

from tests.training.steps import every_item, step_views
from training.activities import ACTIVITIES
from training.activities.base import StepView
from training.activities.reading import DECIDING_MS, floor_ms


@pytest.mark.parametrize(("characters", "ms"), [(0, 1000), (49, 1980), (50, 2000), (300, 7000), (3000, 61_000)])
def test_it_grows_with_the_length_at_fifty_characters_a_second(characters: int, ms: int):
    assert floor_ms("x" * characters) == ms


def test_several_texts_are_read_one_after_the_other():
    assert floor_ms("x" * 100, "y" * 200) == floor_ms("z" * 300)
    assert floor_ms() == DECIDING_MS


def test_an_average_reader_is_never_below_it():
    words = 240 * 6  # characters an average reader gets through in a minute
    assert floor_ms("x" * words) < 60_000 / 1.5


@pytest.mark.parametrize("kind", ["practice", "preference"])
def test_a_step_sends_the_floor_of_what_it_shows_whatever_its_key(kind: str):
    for step in step_views(kind, 5):
        assert step.item is not None
        shown = ACTIVITIES[kind].present(step)
        assert shown["floorMs"] == floor_ms(*step.item.body.values())
        twins = [StepView(step.plan, step.config, twin, step.guideline) for twin in every_item(step.item)]
        assert {ACTIVITIES[kind].present(twin)["floorMs"] for twin in twins} == {shown["floorMs"]}


@pytest.mark.parametrize("kind", ["lesson", "drill"])
def test_where_nothing_is_judged_there_is_no_floor(kind: str):
    assert "floorMs" not in ACTIVITIES[kind].present(step_views(kind, 5)[0])
