"""What a timed drill recorded in one attempt, ready to be measured; practice blocks are not in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessments.domain.devices import device_name
from assessments.domain.score_rows import TIMING_NOTE
from training.models import Response

# Of an attempt that was resumed on another device: its times are of both, and comparable with neither.
SEVERAL_DEVICES = "more than one device"

Trial = Mapping[str, Any]


@dataclass(frozen=True)
class Block:
    number: int
    trials: Sequence[Trial]


@dataclass(frozen=True)
class TimedRun:
    """The measured blocks in order. `device`: in words."""

    blocks: Sequence[Block]
    timing_valid: bool
    device: str

    @property
    def trials(self) -> list[Trial]:
        return [trial for block in self.blocks for trial in block.trials]

    @property
    def times_compare(self) -> bool:
        """Whether measures made of times mean something: one device, and it could time."""
        return self.timing_valid and self.device != SEVERAL_DEVICES

    @property
    def note(self) -> str:
        """What a reader of any of its scores should know, for the score's own note."""
        notes = [] if self.timing_valid else [TIMING_NOTE]
        if self.device == SEVERAL_DEVICES:
            notes.append("done on more than one device")
        void = sum(trial["void"] for trial in self.trials)
        slipped = sum(trial["slipped"] and not trial["void"] for trial in self.trials)
        if void:
            notes.append(f"{void} void trials left out")
        if slipped:
            notes.append(f"{slipped} trials one frame off")
        return "; ".join(notes)


def timed_run(responses: Sequence[Response]) -> TimedRun:
    measured = [r for r in responses if r.recording is not None and r.answer["block"] > 0]
    recordings = [r.recording for r in measured if r.recording is not None]
    devices = {device_name(recording["device"]) for recording in recordings}
    return TimedRun(
        blocks=[Block(r.answer["block"], r.recording["trials"]) for r in measured if r.recording is not None],
        timing_valid=all(recording["device"]["timingValid"] for recording in recordings),
        device=SEVERAL_DEVICES if len(devices) > 1 else "".join(devices),
    )
