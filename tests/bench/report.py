"""What a benchmark leaves behind: a table on the screen, and the same as JSON in build/bench/."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.machine import describe
from tests.bench.stopwatch import Reading

FOLDER = Path(__file__).resolve().parents[2] / "build" / "bench"
PACKAGES = ("numpy", "scipy")


@dataclass(frozen=True)
class Row:
    """One measured thing; `labels` is its size where it was run at several, `input_mib` the arrays it read."""

    name: str
    labels: int | None
    reading: Reading
    bare: Reading
    input_mib: float | None
    target: str


def publish(
    name: str, what: str, grown: Sequence[Row], growth: Sequence[tuple[str, float]], fixed: Sequence[Row]
) -> None:
    """Print the tables and write build/bench/<name>.json."""
    machine = describe(*PACKAGES)
    print(" · ".join(f"{key} {value}" for key, value in machine.items()))
    print(what, "Medians of rounds in turns; (fastest-slowest); peak is memory above what was held before.\n")
    print(_line("measure", "labels", "seconds", "", "bare pass", "ratio", "peak MiB", "input MiB", "target"))
    for row in (*grown, *fixed):
        print(_shown(row))
    print()
    for measure, exponent in growth:
        print(f"growth of {measure}: seconds ~ labels ^ {exponent:.2f} (target <= 1.1)")
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.json"
    document = {
        "machine": machine,
        "rows": [asdict(row) for row in (*grown, *fixed)],
        "growth": dict(growth),
    }
    path.write_text(json.dumps(document, indent=1) + "\n")
    print(f"\nwritten to {path.relative_to(FOLDER.parents[1])}")


def _shown(row: Row) -> str:
    low, high = row.reading.spread
    return _line(
        row.name,
        f"{row.labels:,}" if row.labels else "",
        _seconds(row.reading.seconds),
        f"({_seconds(low)}-{_seconds(high)})",
        _seconds(row.bare.seconds),
        f"{row.reading.seconds / row.bare.seconds:.0f}",
        "" if row.reading.peak_mib is None else f"{row.reading.peak_mib:.0f}",
        "" if row.input_mib is None else f"{row.input_mib:.0f}",
        row.target,
    )


def _line(name: str, size: str, seconds: str, spread: str, bare: str, ratio: str, peak: str, held: str, to: str) -> str:
    return f"{name:38}{size:>11}{seconds:>9} {spread:17}{bare:>10}{ratio:>7}{peak:>10}{held:>11}  {to}".rstrip()


def _seconds(value: float) -> str:
    return f"{value:.3f}" if value >= 0.01 else f"{value:.5f}"
