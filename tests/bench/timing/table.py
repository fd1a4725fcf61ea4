"""The tables as they are printed, and the same as JSON in build/bench/timing.json."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from tests.bench import report
from tests.bench.timing.summary import PressRow, StimulusRow

STIMULI_HEAD = """
                                    exactly the planned     error, ms     frames   recorded on/   slipped,
stimulus  machine  by         number  frames (by round)     mean  largest   missed   offset off, ms  flagged"""
PRESSES_HEAD = """
press     machine  by         number  missed  bias, ms  SD, ms"""
NAMES = {"ours": "ours", "bare": "bare loop", "jspsych": "jsPsych"}


def publish(
    machine: dict[str, str], notes: Sequence[str], stimuli: Sequence[StimulusRow], presses: Sequence[PressRow]
) -> None:
    """Print both tables and write build/bench/timing.json."""
    print(" · ".join(f"{key} {value}" for key, value in machine.items()))
    print(*notes, sep="\n")
    print(STIMULI_HEAD, *map(_stimuli, stimuli), sep="\n")
    if presses:
        print(PRESSES_HEAD, *map(_press, presses), sep="\n")
    path = report.FOLDER / "timing.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    document = {
        "machine": machine,
        "notes": list(notes),
        "stimuli": [asdict(row) for row in stimuli],
        "presses": [asdict(row) for row in presses],
    }
    path.write_text(json.dumps(document, indent=1) + "\n")
    print(f"\nwritten to {path.relative_to(report.FOLDER.parents[1])}")


def _stimuli(row: StimulusRow) -> str:
    low, high = row.exact_spread
    by_round = f"({low:.1%}-{high:.1%})"
    record = f"{_number(row.onset_off_ms)}/{_number(row.offset_off_ms)}"
    flagged = "never" if row.flagged is None else row.flagged
    return (
        f"{row.duration_ms:>5} ms  {row.load:7}  {NAMES[row.contestant]:9}{row.stimuli:>8}  {row.exact:>6.1%} "
        f"{by_round:15}{row.mean_ms:>6.2f}{row.most_ms:>9.1f}{row.dropped:>9}   {record:16}{row.slipped}, {flagged}"
    )


def _press(row: PressRow) -> str:
    return (
        f"{row.delay_ms:>5} ms  {row.load:7}  {NAMES[row.contestant]:9}{row.presses:>8}{row.missed:>8}"
        f"{_number(row.bias_ms):>10}{_number(row.sd_ms):>8}"
    )


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
