"""Rounds of chunks to the rows of the two tables: stimuli and presses."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median, stdev

from tests.bench.timing.chunks import PRESSES_MS, Chunk


@dataclass(frozen=True)
class StimulusRow:
    """One contestant, load and duration. Shares and errors are medians over rounds, `most_ms` is of all stimuli."""

    contestant: str
    load: str
    duration_ms: int
    stimuli: int
    exact: float  # share with exactly the planned frames
    exact_spread: tuple[float, float]  # lowest and highest round
    mean_ms: float  # actual minus planned duration, without its sign
    most_ms: float
    dropped: int  # frames that the page missed, of `frames`
    frames: int
    onset_off_ms: float | None  # recorded minus actual, the median's size
    offset_off_ms: float | None
    slipped: int
    flagged: int | None  # of the slipped; None where nothing is ever flagged
    refused: int  # times it would not begin, the display being unfit at that moment


@dataclass(frozen=True)
class PressRow:
    """Recorded minus true response time of presses `delay_ms` after the stimulus, in ms: medians over rounds."""

    contestant: str
    load: str
    delay_ms: int
    presses: int
    missed: int  # not recorded at all
    bias_ms: float | None
    sd_ms: float | None


def stimulus_row(contestant: str, load: str, duration_ms: int, rounds: Sequence[Chunk]) -> StimulusRow:
    everything = [stimulus for chunk in rounds for stimulus in chunk.stimuli]
    shares = [fmean(stimulus.exact for stimulus in chunk.stimuli) for chunk in rounds]
    slipped = [stimulus for stimulus in everything if not stimulus.exact]
    flags = any(stimulus.flagged is not None for stimulus in everything)
    return StimulusRow(
        contestant=contestant,
        load=load,
        duration_ms=duration_ms,
        stimuli=len(everything),
        exact=median(shares),
        exact_spread=(min(shares), max(shares)),
        mean_ms=median(fmean(stimulus.error_ms for stimulus in chunk.stimuli) for chunk in rounds),
        most_ms=max(stimulus.error_ms for stimulus in everything),
        dropped=sum(chunk.dropped for chunk in rounds),
        frames=sum(chunk.frames for chunk in rounds),
        onset_off_ms=_middle([stimulus.onset_off for stimulus in everything]),
        offset_off_ms=_middle([stimulus.offset_off for stimulus in everything]),
        slipped=len(slipped),
        flagged=sum(bool(stimulus.flagged) for stimulus in slipped) if flags else None,
        refused=sum(chunk.refused for chunk in rounds),
    )


def press_rows(contestant: str, load: str, rounds: Sequence[Chunk]) -> list[PressRow]:
    """One for each delay; none where the contestant records no responses or none was made."""
    rows = []
    for delay in PRESSES_MS:
        by_round = [[off for asked, off in chunk.presses if asked == delay] for chunk in rounds]
        made = sum(len(offs) for offs in by_round)
        if not made:
            continue
        known = [[off for off in offs if off is not None] for offs in by_round]
        biases = [fmean(offs) for offs in known if offs]
        spreads = [stdev(offs) for offs in known if len(offs) > 1]
        rows.append(
            PressRow(
                contestant=contestant,
                load=load,
                delay_ms=delay,
                presses=made,
                missed=made - sum(len(offs) for offs in known),
                bias_ms=median(biases) if biases else None,
                sd_ms=median(spreads) if spreads else None,
            )
        )
    return rows


def _middle(differences: list[float | None]) -> float | None:
    """Median size of what is known."""
    known = [abs(difference) for difference in differences if difference is not None]
    return median(known) if known else None
