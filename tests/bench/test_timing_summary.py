"""What `make bench-timing` makes of what its observer saw: counted by hand on a few stimuli."""

import math
from collections.abc import Sequence

from tests.bench.timing.chunks import Chunk, evaluate, frames_of
from tests.bench.timing.summary import press_rows, stimulus_row

FRAME_MS = 20.0


def record(*, shown: int = 5, onset: float = 200.0, **flags: bool) -> dict:
    """One trial as our kernel writes it down, of five planned frames."""
    disturbed = dict.fromkeys(("hidden", "blurred", "frozen", "resized", "anticipation", "repeat"), False)
    times = {"onset": onset, "offset": onset + shown * FRAME_MS, "longestGap": FRAME_MS}
    return {"digit": 1, "framesPlanned": 5, "framesShown": shown, **times, **disturbed, **flags}


def raw(trials: list[dict], seen: Sequence[tuple[int, float, float | None]], presses: list[dict]) -> dict:
    """As pages/run.js gives it: 60 frames, of which one was missed."""
    return {
        "timestamps": [FRAME_MS * frame for frame in range(61) if frame != 30],
        "seen": [{"index": index, "on": on, "off": off} for index, on, off in seen],
        "presses": presses,
        "recorded": {
            "trials": [{**trial, "index": index} for index, trial in enumerate(trials)],
            "responseTimes": [210.0, None, None, None],
        },
    }


def four() -> Chunk:
    """100 ms: exact; a frame long and recorded so; never painted though recorded as exact; void for a lost focus."""
    trials = [record(onset=200.5), record(shown=6, onset=400), record(onset=600), record(onset=800, blurred=True)]
    seen = [(0, 200.0, 300.0), (1, 400.0, 520.0), (3, 800.0, 900.0)]
    presses = [{"index": 0, "delay": 200, "after": 200.5}, {"index": 1, "delay": 500, "after": 500.2}]
    return evaluate("ours", 100, 4, raw(trials, seen, presses))


def test_missed_frames_are_counted_and_do_not_lengthen_a_frame() -> None:
    frame_ms, frames, dropped = frames_of([FRAME_MS * frame for frame in range(61) if frame not in (30, 31, 40)])
    assert (frame_ms, frames, dropped) == (FRAME_MS, 60, 3)


def test_a_stimulus_is_as_long_as_the_observer_saw_it() -> None:
    row = stimulus_row("ours", "idle", 100, [four()])
    assert (row.stimuli, row.exact, row.slipped, row.dropped, row.frames) == (4, 0.5, 2, 1, 60)
    assert math.isclose(row.mean_ms, (0 + 20 + 100 + 0) / 4)
    assert row.most_ms == 100
    assert row.onset_off_ms == 0  # of 0.5, 0 and 0; the third was never seen


def test_a_slip_that_the_record_does_not_show_is_not_counted_as_flagged() -> None:
    row = stimulus_row("ours", "idle", 100, [four()])
    assert (row.slipped, row.flagged) == (2, 1)


def test_only_ours_can_flag() -> None:
    chunk = evaluate("bare", 100, 1, raw([record()], [(0, 200.0, 320.0)], []))
    assert stimulus_row("bare", "idle", 100, [chunk]).flagged is None


def test_recorded_response_times_are_held_against_the_true_ones() -> None:
    rows = {row.delay_ms: row for row in press_rows("ours", "idle", [four()])}
    assert set(rows) == {200, 500}
    assert (rows[200].presses, rows[200].missed, rows[200].bias_ms) == (1, 0, 9.5)
    assert (rows[500].presses, rows[500].missed, rows[500].bias_ms) == (1, 1, None)


def test_a_row_is_the_median_of_its_rounds() -> None:
    whole = evaluate("bare", 100, 1, raw([record()], [(0, 200.0, 300.0)], []))
    late = evaluate("bare", 100, 1, raw([record()], [(0, 200.0, 320.0)], []))
    row = stimulus_row("bare", "busy", 100, [whole, late, whole])
    assert (row.exact, row.exact_spread, row.slipped) == (1, (0, 1), 1)
