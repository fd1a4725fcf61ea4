"""Drills as plain numbers for drawings: blocks over earlier runs, and every trial of a run."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.svg import Estimate
from assessments.svg_blocks import LABEL_GAP, MOST_EARLIER, BlockRun, apart, block_chart
from assessments.svg_trials import BOTTOM, LEFT, RIGHT, STRIP, TOP, trial_plot
from assessments.trial_log import Outcome, Trial, trial_log
from training.activities.drills.simulated import simulated_trial

AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
TARGET = 3


def run(*values: float, days: int = 0) -> BlockRun:
    blocks = {number: Estimate(value, value - 1, value + 1) for number, value in enumerate(values, start=1)}
    return BlockRun(AT + timedelta(days=days), blocks)


def chart(now: BlockRun, *earlier: BlockRun):
    return block_chart(now, earlier, limits=(0, 5), label=lambda value: f"{value:g}")


def test_a_run_is_drawn_from_left_to_right_with_its_intervals():
    drawn = chart(run(3, 2, 1))
    assert [mark.x for mark in drawn.marks] == sorted(mark.x for mark in drawn.marks)
    assert [mark.y for mark in drawn.marks] == sorted(mark.y for mark in drawn.marks)  # falling: y is downwards
    assert all(mark.top < mark.y < mark.bottom for mark in drawn.marks)
    assert [tick.label for tick in drawn.x_ticks] == ["1", "2", "3"]
    assert drawn.earlier == ()


def test_one_block_alone_is_no_curve():
    assert chart(run(3)) is None
    assert chart(run(3, 2), run(1)).earlier == ()


def test_of_many_earlier_runs_the_newest_are_drawn_and_no_label_lies_on_another():
    drawn = chart(run(2, 2), *(run(2, 2, days=day) for day in range(1, 7)))
    assert [line.at.day for line in drawn.earlier] == [9, 10, 11]
    assert len(drawn.earlier) == MOST_EARLIER
    labels = sorted([drawn.label_y, *(line.label_y for line in drawn.earlier)])
    assert all(after - before >= LABEL_GAP for before, after in pairwise(labels))


def test_blocks_stand_at_their_number_also_where_one_is_missing():
    drawn = chart(BlockRun(AT, {1: Estimate(1), 3: Estimate(2)}), run(1, 1, 1))
    first, last = drawn.marks
    middle = drawn.x_ticks[1].at
    assert middle == pytest.approx((first.x + last.x) / 2, abs=0.1)
    assert first.top is None


@given(st.lists(st.floats(34, 192), min_size=1, max_size=4))
def test_labels_keep_their_order_and_their_distance(places):
    moved = apart(places, 17, 34, 192)
    order = sorted(range(len(places)), key=lambda index: places[index])
    for before, after in pairwise(order):
        assert moved[after] - moved[before] >= 17 - 0.11
    assert all(34 - 17 - 0.1 <= place <= 192.1 for place in moved)


def sart(index: int, digit: int, ms: float | None, **flags: object) -> dict[str, object]:
    trial = simulated_trial(index, index * 1150.0, 250, ms, digit=digit)
    return trial | {"responded": ms is not None, "void": False, "slipped": False} | flags


def test_each_trial_is_what_it_was():
    block = [sart(0, 5, 400), sart(1, 5, None), sart(2, 3, 300), sart(3, 3, None)]
    log = trial_log("sart", [(1, block), (2, [sart(0, 1, 350)])], TARGET)
    assert [trial.outcome for trial in log] == [
        Outcome.PRESS, Outcome.MISSED, Outcome.COMMISSION, Outcome.WITHHELD, Outcome.PRESS,
    ]  # fmt: skip
    assert [trial.number for trial in log] == [1, 2, 3, 4, 5]
    assert [trial.block for trial in log] == [1, 1, 1, 1, 2]


def test_scenes_and_discs_are_told_in_their_own_words():
    scene = simulated_trial(0, 0, 800, 700, scene=12) | {"responded": True, "void": False}
    (shown,) = trial_log("gradcpt", [(1, [scene])], None)
    assert (shown.shown, shown.outcome) == ("mountain", Outcome.COMMISSION)

    def disc(ms: float | None, false_starts: int = 0) -> dict[str, object]:
        trial = simulated_trial(0, 0, 300, ms, waitMs=2500, falseStarts=false_starts)
        return trial | {"responded": ms is not None, "void": False}

    log = trial_log("pvt", [(1, [disc(300), disc(500), disc(None), disc(80), disc(300, 2)])], None)
    assert [trial.outcome for trial in log] == [
        Outcome.PRESS, Outcome.LAPSE, Outcome.MISSED, Outcome.FALSE_START, Outcome.FALSE_START,
    ]  # fmt: skip
    assert log[0].shown == "2.5 s"
    assert log[4].remarks == ("2 too early",)


def test_remarks_say_why_a_trial_is_void():
    spoiled = sart(0, 5, 400, void=True, hidden=True, framesShown=18, extraPresses=1)
    (trial,) = trial_log("sart", [(1, [spoiled])], TARGET)
    assert trial.remarks == ("page hidden", "3 frames too long", "1 more press")


def trials(*outcomes: tuple[Outcome, float | None, bool], per_block: int = 10) -> list[Trial]:
    return [
        Trial(number, 1 + (number - 1) // per_block, "5", ms, outcome, void, ())
        for number, (outcome, ms, void) in enumerate(outcomes, start=1)
    ]


def test_nothing_recorded_is_nothing_drawn():
    assert trial_plot([]) is None


def test_void_trials_side_by_side_are_one_band_and_no_outcome():
    press, void = (Outcome.PRESS, 300.0, False), (Outcome.COMMISSION, 300.0, True)
    plot = trial_plot(trials(press, void, void, press, void))
    step = (RIGHT - LEFT) / 5
    (first, first_width), (last, last_width) = plot.bands
    assert (first, first_width) == pytest.approx((LEFT + step, 2 * step), abs=0.1)
    assert (last, last_width) == pytest.approx((LEFT + 4 * step, step), abs=0.1)
    assert [(kind.name, kind.count) for kind in plot.kinds] == [("press", 2)]
    assert plot.void == 3
    assert plot.void_path.count("M") == 3


def test_no_press_lies_in_the_strip_and_a_pause_of_seconds_at_the_top():
    plot = trial_plot(
        trials((Outcome.PRESS, 300.0, False), (Outcome.LAPSE, 9000.0, False), (Outcome.MISSED, None, False))
    )
    paths = {kind.name: kind.path for kind in plot.kinds}
    assert f" {TOP - 6}l" in paths["lapse"]
    assert f" {STRIP - 4}l" in paths["missed"]
    assert plot.y_ticks[-1].label == "≥ 2000"
    assert STRIP > BOTTOM


def test_blocks_begin_where_their_first_trial_does():
    plot = trial_plot(trials(*[(Outcome.PRESS, 300.0, False)] * 30))
    assert [tick.label for tick in plot.blocks] == ["1", "2", "3"]
    assert plot.blocks[0].at == LEFT
    assert plot.blocks[1].at == pytest.approx(LEFT + (RIGHT - LEFT) / 3, abs=0.1)
