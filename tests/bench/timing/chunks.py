"""One contestant shows some stimuli in a page of its own; what the observer saw and what the contestant recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median
from typing import Any

from playwright.sync_api import Browser

from training.activities.drills.kernel import trials_of

CONTESTANTS = ("ours", "bare", "jspsych")
# A load is the number of processes that use a core each meanwhile.
LOADS = {"idle": 0, "busy": 2}
GAP_MS = 200
# Room for the last press before the next stimulus.
GAP_WITH_PRESSES_MS = 300
PRESSES_MS = (200, 500, 800)
# Presses are made with stimuli of this duration: the trial is then long enough for each of them.
PRESSED_MS = 800
PATIENCE_MS = 60_000


@dataclass(frozen=True)
class Stimulus:
    """One that was asked for: frames planned and, as the observer saw it, frames shown; times in ms."""

    planned: int
    shown: int
    error_ms: float
    onset_off: float | None  # recorded minus actual; None where nothing was recorded or nothing was seen
    offset_off: float | None
    flagged: bool | None  # None: this contestant flags nothing

    @property
    def exact(self) -> bool:
        return self.shown == self.planned


@dataclass(frozen=True)
class Chunk:
    """`presses`: (delay asked for, recorded minus true response time), in ms; None where nothing was recorded.

    `refused`: how often the contestant would not begin, since the display was unfit at that moment.
    """

    stimuli: list[Stimulus]
    frames: int
    dropped: int
    presses: list[tuple[int, float | None]]
    refused: int


def run(browser: Browser, url: str, contestant: str, stimulus_ms: int, count: int) -> Chunk:
    """A fresh page, `count` stimuli of `stimulus_ms`."""
    pressed = stimulus_ms == PRESSED_MS
    gap = GAP_WITH_PRESSES_MS if pressed else GAP_MS
    plan = {"count": count, "stimulusMs": stimulus_ms, "gapMs": gap, "delays": PRESSES_MS if pressed else []}
    page = browser.new_page()
    try:
        page.set_default_timeout(PATIENCE_MS)
        page.goto(f"{url}/{contestant}/")
        page.wait_for_function("() => globalThis.runChunk")
        # Nothing goes to and fro between the browser and here until it is done.
        raw = page.evaluate("([name, plan]) => runChunk(name, plan)", [contestant, plan])
    finally:
        page.close()
    return evaluate(contestant, stimulus_ms, count, raw)


def evaluate(contestant: str, stimulus_ms: float, count: int, raw: dict[str, Any]) -> Chunk:
    """What the observer saw (`raw`, as pages/run.js gives it) against what was asked for and what was recorded."""
    frame_ms, frames, dropped = frames_of(raw["timestamps"])
    planned = max(1, round(stimulus_ms / frame_ms))
    seen = {stimulus["index"]: (stimulus["on"], stimulus["off"]) for stimulus in raw["seen"]}
    recorded = raw["recorded"].get("trials")
    flags = _flags(recorded) if contestant == "ours" else [None] * count
    stimuli = []
    for index in range(count):
        # One that was never painted was on for no frame.
        on, off = seen.get(index, (None, None))
        lasted = 0.0 if on is None or off is None else off - on
        trial = recorded[index] if recorded else {}
        stimuli.append(
            Stimulus(
                planned=planned,
                shown=round(lasted / frame_ms),
                error_ms=abs(lasted - planned * frame_ms),
                onset_off=_difference(trial.get("onset"), on),
                offset_off=_difference(trial.get("offset"), off),
                flagged=flags[index],
            )
        )
    return Chunk(stimuli, frames, dropped, _presses(raw), raw["recorded"].get("refused", 0))


def frames_of(timestamps: Sequence[float]) -> tuple[float, int, int]:
    """Duration of a frame in ms, frames that the display had, and how many of them the page missed."""
    gaps = [later - earlier for earlier, later in pairwise(timestamps)]
    middle = median(gaps)
    frame_ms = fmean(gap for gap in gaps if gap < 1.5 * middle)
    frames = round((timestamps[-1] - timestamps[0]) / frame_ms)
    return frame_ms, frames, frames - len(gaps)


def _flags(trials: list[dict[str, Any]]) -> list[bool]:
    """By the server's own rule."""
    clean = trials_of(trials, "digit", [trial["digit"] for trial in trials])
    return [trial["slipped"] or trial["void"] for trial in clean]


def _difference(recorded: float | None, actual: float | None) -> float | None:
    return None if recorded is None or actual is None else recorded - actual


def _presses(raw: dict[str, Any]) -> list[tuple[int, float | None]]:
    times = raw["recorded"].get("responseTimes")
    if times is None:
        return []
    return [(press["delay"], _difference(times[press["index"]], press["after"])) for press in raw["presses"]]
