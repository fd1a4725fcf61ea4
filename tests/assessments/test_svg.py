"""Small charts as numbers: places, ticks, and what is never drawn."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.catalog import shown
from assessments.svg import (
    BOTTOM,
    LEFT,
    RIGHT,
    SPARK_POINTS,
    TOP,
    Estimate,
    heat_level,
    line_chart,
    nice_ticks,
    sparkline,
)

SHARES = st.floats(0, 1)


def percent(value: float) -> str:
    return shown("accuracy", value)


def chart_of(*values: float, half: float = 0.1, **options):
    estimates = [Estimate(value, max(0.0, value - half), min(1.0, value + half)) for value in values]
    return line_chart(estimates, limits=(0, 1), label=percent, **options)


def test_a_higher_value_stands_higher_and_later_further_right():
    first, second, third = chart_of(0.5, 0.7, 0.6).marks
    assert second.y < third.y < first.y
    assert first.x < second.x < third.x
    assert (first.last, second.last, third.last) == (False, False, True)


def test_every_point_carries_its_interval():
    for mark in chart_of(0.4, 0.8).marks:
        assert mark.top < mark.y < mark.bottom


def test_without_an_interval_none_is_drawn():
    (mark,) = line_chart([Estimate(0.5)], limits=(0, 1), label=percent).marks
    assert (mark.top, mark.bottom) == (None, None)


def test_the_cut_and_its_region_are_in_the_plot():
    chart = chart_of(0.95, cut=0.79, region=(0.7, 0.88))
    top, height = chart.region
    assert TOP <= top <= chart.cut <= top + height <= BOTTOM
    # Where less is better, the region comes the other way round.
    assert chart_of(0.95, cut=0.79, region=(0.88, 0.7)).region == chart.region


def test_the_axis_has_units_and_stays_on_the_scale():
    labels = [tick.label for tick in chart_of(0.9, 1.0, cut=0.79).y_ticks]
    assert labels[-1] == "100\u00a0%"
    assert all(label.endswith("%") for label in labels)
    assert len(labels) == len(set(labels)) >= 3


def test_small_differences_do_not_look_large():
    first, second = chart_of(0.80, 0.81, half=0.005).marks
    assert abs(first.y - second.y) < 0.1 * (BOTTOM - TOP)


def test_one_attempt_is_a_chart_but_no_sparkline_and_none_is_neither():
    assert chart_of(0.5).marks[0].x == pytest.approx((LEFT + RIGHT) / 2)
    assert sparkline([Estimate(0.5)]) is None
    assert chart_of() is None
    assert sparkline([]) is None


def test_many_attempts_keep_their_numbers_apart():
    ticks = chart_of(*([0.5] * 40)).x_ticks
    assert ticks[0].label == "1"
    assert len(ticks) <= 9
    assert all(after.at - before.at > 20 for before, after in pairwise(ticks))


def test_a_sparkline_keeps_the_newest_points():
    spark = sparkline([Estimate(n, n - 1, n + 1) for n in range(30)])
    assert len(spark.marks) == SPARK_POINTS
    assert spark.marks[-1].last
    assert spark.path.count("L") == SPARK_POINTS - 1


@given(st.lists(SHARES, min_size=1, max_size=30), SHARES)
def test_nothing_is_drawn_outside_the_plot(values, cut):
    chart = chart_of(*values, cut=cut)
    places = [place for mark in chart.marks for place in (mark.y, mark.top, mark.bottom)]
    assert all(TOP <= place <= BOTTOM for place in [*places, chart.cut])
    assert all(LEFT <= mark.x <= RIGHT for mark in chart.marks)


@given(st.floats(-1000, 1000), st.floats(0.001, 1000))
def test_ticks_cover_the_range_in_even_steps(low, width):
    ticks = nice_ticks(low, low + width)
    steps = [after - before for before, after in pairwise(ticks)]
    assert ticks[0] <= low + 1e-6 * width
    assert ticks[-1] >= low + width - 1e-6 * width
    assert max(steps) == pytest.approx(min(steps), rel=1e-3)
    assert 2 <= len(ticks) <= 7


def test_a_range_without_width_is_refused():
    with pytest.raises(ValueError, match="low must be below high"):
        nice_ticks(1, 1)


@pytest.mark.parametrize(
    ("done", "of", "level"), [(0, 4, 0), (1, 4, 1), (2, 4, 2), (3, 4, 3), (4, 4, 4), (1, 40, 1), (39, 40, 3), (0, 0, 0)]
)
def test_heat_says_nothing_begun_and_complete_apart(done, of, level):
    assert heat_level(done, of) == level
