"""The report's charts as numbers: in their places, on axes with units, and nothing outside the plot."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.label_audit import words
from assessments.label_audit.confidence import CurveBin
from assessments.label_audit.drawings import calibration_plot, dot_plot, drift_plots, histogram, time_plot
from assessments.label_audit.shares import share_of
from assessments.svg import Estimate

SHARES = st.floats(0, 1)


def labels(ticks):
    return [tick.label for tick in ticks]


def curve_of(*bins):
    return [CurveBin(low, low + 0.1, mean, share_of(right, n)) for low, mean, right, n in bins]


def test_a_higher_share_lies_further_right_and_the_first_row_on_top():
    first, second = dot_plot([("a", Estimate(0.5, 0.4, 0.6)), ("b", Estimate(0.8, 0.7, 0.9))]).dots
    assert first.low < first.x < first.high < second.high
    assert first.x < second.x
    assert first.y < second.y
    assert (first.name, second.name) == ("a", "b")


@given(st.lists(st.tuples(SHARES, SHARES, SHARES), min_size=1, max_size=30))
def test_no_dot_lies_outside_its_plot(rows):
    plot = dot_plot([("name", Estimate(value, min(low, value), max(high, value))) for value, low, high in rows])
    assert all(plot.left <= end <= plot.right for dot in plot.dots for end in (dot.x, dot.low, dot.high))
    assert all(plot.top < dot.y < plot.bottom for dot in plot.dots)
    assert plot.bottom < plot.height


@given(st.lists(SHARES, min_size=1, max_size=20))
def test_an_axis_of_shares_ends_at_100_per_cent_and_shows_no_small_piece(values):
    plot = dot_plot([("name", Estimate(value)) for value in values])
    ends = [float(label.rstrip(" %")) for label in (plot.x_ticks[0].label, plot.x_ticks[-1].label)]
    assert ends[0] >= 0
    assert ends[1] <= 100
    assert ends[1] - ends[0] >= 25
    assert [tick.at for tick in plot.x_ticks] == sorted(tick.at for tick in plot.x_ticks)


@given(st.lists(st.integers(0, 10**7), min_size=10, max_size=10))
def test_the_bars_of_a_histogram_stand_on_the_axis_in_proportion(counts):
    plot = histogram([number / 10 for number in range(11)], counts)
    assert all(bar.y + bar.height == pytest.approx(plot.bottom, abs=0.1) for bar in plot.bars)
    assert all(plot.top - 0.1 <= bar.y for bar in plot.bars)
    highest = max(counts)
    for bar, count in zip(plot.bars, counts, strict=True):
        tallest = max(other.height for other in plot.bars)
        assert not highest or bar.height == pytest.approx(tallest * count / highest, abs=0.2)
    assert all(after.x > before.x + before.width for before, after in pairwise(plot.bars))


def test_a_count_axis_has_whole_numbers():
    assert labels(histogram([0, 0.5, 1], [1, 0]).y_ticks) == ["0", "1"]


def test_calibration_is_square_and_its_dots_follow_the_labels():
    plot = calibration_plot(curve_of((0.5, 0.55, 40, 80), (0.9, 0.95, 18, 20)))
    assert plot.bottom - plot.top == plot.right - plot.left
    first, second = plot.dots
    assert first.radius == pytest.approx(2 * second.radius)
    assert first.high < first.y < first.low  # y points downwards
    assert plot.diagonal


def test_calibration_that_is_right_lies_on_the_diagonal():
    (dot,) = calibration_plot(curve_of((0.7, 0.75, 75, 100))).dots
    plot = calibration_plot(curve_of((0.7, 0.75, 75, 100)))
    assert dot.x - plot.left == pytest.approx(plot.bottom - dot.y, abs=0.1)


def test_calibration_shows_the_upper_half_only_where_all_of_it_is_there():
    assert labels(calibration_plot(curve_of((0.9, 0.95, 95, 100))).x_ticks)[0] == "50 %"
    assert labels(calibration_plot(curve_of((0.9, 0.95, 1, 100))).x_ticks)[0] == "0 %"


def test_people_who_drift_are_drawn_on_one_scale():
    steady, falling = ([share_of(n, 20) for n in right] for right in ([18, 17, 18], [18, 10, 2]))
    first, second = drift_plots([steady, falling])
    assert first.y_ticks == second.y_ticks
    assert first.dots[0].y == second.dots[0].y
    assert second.dots[2].y > second.dots[0].y
    assert second.path.count("L") == 2


@given(st.lists(st.tuples(st.floats(0.5, 1e8), SHARES), min_size=1, max_size=30))
def test_times_lie_on_a_logarithmic_axis(points):
    plot = time_plot(points, words.duration)
    assert all(plot.left <= dot.x <= plot.right and plot.top <= dot.y <= plot.bottom for dot in plot.dots)
    assert 1 <= len(plot.x_ticks) <= 7
    order = sorted(range(len(points)), key=lambda place: points[place][0])
    assert [plot.dots[place].x for place in order] == sorted(dot.x for dot in plot.dots)
