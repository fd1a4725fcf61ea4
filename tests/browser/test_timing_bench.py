"""The short form of `make bench-timing`: it measures, and says what it should. No timing is asserted."""

import json

from tests.bench import report
from tests.bench.timing import __main__ as timing
from tests.bench.timing import jspsych

STIMULI = 3  # of each duration, load and contestant: one press at each delay


def test_the_timing_benchmark_measures_every_contestant_duration_and_load(browser, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(report, "FOLDER", tmp_path / "build" / "bench")
    # Tests fetch nothing from a package registry.
    monkeypatch.setattr(jspsych, "install", lambda: "tests do not install it")
    timing.main(["--stimuli", str(STIMULI), "--rounds", "1", "--durations", "800"], browser)

    document = json.loads((report.FOLDER / "timing.json").read_text())
    printed = capsys.readouterr().out
    assert "written to build/bench/timing.json" in printed
    assert {"processor", "cores", "chromium", "playwright"} <= set(document["machine"])
    assert "jsPsych is left out: tests do not install it." in document["notes"]

    measured = {(row["duration_ms"], row["load"], row["contestant"]) for row in document["stimuli"]}
    assert measured == {(ms, load, by) for ms in (800,) for load in ("idle", "busy") for by in ("ours", "bare")}
    for row in document["stimuli"]:
        assert row["stimuli"] == STIMULI
        assert row["frames"] > 0
        assert row["slipped"] <= STIMULI
        assert row["onset_off_ms"] is not None
        assert (row["flagged"] is None) == (row["contestant"] == "bare")
    pressed = {(row["load"], row["contestant"], row["delay_ms"]): row["presses"] for row in document["presses"]}
    assert pressed == {(load, "ours", delay): 1 for load in ("idle", "busy") for delay in (200, 500, 800)}
