"""Seconds and peak memory of a few functions, measured in turns in one run.

Machines drift within minutes, so what is compared takes turns: a round runs each once, and the median over the
rounds counts. Memory is the most that the process held above what it held before, from Linux's own counter;
elsewhere it is not measured.
"""

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROUNDS = 3
STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
RESET_PEAK = "5"


@dataclass(frozen=True)
class Reading:
    """Median `seconds` of the rounds, the `spread` from fastest to slowest, and the peak above the start in MiB."""

    seconds: float
    spread: tuple[float, float]
    peak_mib: float | None


def in_turns(runs: Mapping[str, Callable[[], Any]], rounds: int = ROUNDS) -> dict[str, Reading]:
    """A reading for each name; every run is repeated `rounds` times, after one unmeasured round to warm up."""
    for run in runs.values():
        run()
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    peaks: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            taken, peak = _once(run)
            seconds[name].append(taken)
            if peak is not None:
                peaks[name].append(peak)
    return {
        name: Reading(statistics.median(taken), (min(taken), max(taken)), max(peaks[name]) if peaks[name] else None)
        for name, taken in seconds.items()
    }


def _once(run: Callable[[], Any]) -> tuple[float, float | None]:
    gc.collect()
    before = _restart_peak()
    started = time.perf_counter()
    run()
    taken = time.perf_counter() - started
    peak = _status_mib("VmHWM")
    return taken, None if before is None or peak is None else max(0.0, peak - before)


def _restart_peak() -> float | None:
    """Memory held now, in MiB, after setting the peak back to it; None where there is no such counter."""
    try:
        CLEAR.write_text(RESET_PEAK)
    except OSError:
        return None
    return _status_mib("VmRSS")


def _status_mib(field: str) -> float | None:
    try:
        lines = STATUS.read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{field}:")), None)
