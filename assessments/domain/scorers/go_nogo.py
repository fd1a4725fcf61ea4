"""What the drills with presses and withheld presses share: their measures by block, and their change over blocks."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.catalog import of_block
from assessments.domain.measured import Measured
from assessments.measures.reaction_time import MIN_FOR_CV_INTERVAL, cv_interval
from assessments.measures.signal_detection import d_prime, d_prime_interval
from assessments.measures.vigilance import MIN_BLOCKS, d_prime_decrement

# A curve needs two points.
MIN_CURVE = 2


@dataclass(frozen=True)
class BlockCounts:
    """The valid trials of one block: hits are presses where to press, false alarms presses where to hold back."""

    number: int
    hits: int
    misses: int
    false_alarms: int
    correct_rejections: int

    @property
    def outcome(self) -> tuple[int, int, int, int]:
        return self.hits, self.misses, self.false_alarms, self.correct_rejections

    @property
    def measurable(self) -> bool:
        return self.hits + self.misses > 0 and self.false_alarms + self.correct_rejections > 0


def spread_interval(times: Sequence[float]) -> tuple[float | None, float | None]:
    """Of the variability of these times; None at both ends where they are too few, or all equal."""
    if len(times) < MIN_FOR_CV_INTERVAL or min(times) == max(times):
        return None, None
    return cv_interval(times)


def block_measures(slug: str, blocks: Sequence[BlockCounts], note: str, device: str, timing: bool) -> list[Measured]:
    """d' of each block; none where there is a single one, which is the run itself."""
    usable = [block for block in blocks if block.measurable]
    if len(usable) < MIN_CURVE:
        return []
    return [
        Measured(
            of_block(slug, block.number),
            d_prime(*block.outcome),
            *d_prime_interval(*block.outcome),
            sum(block.outcome),
            note,
            timing,
            device,
        )
        for block in usable
    ]


def decrement_measure(slug: str, blocks: Sequence[BlockCounts], note: str, device: str, timing: bool) -> list[Measured]:
    """The slope of d' over the blocks, from four on; `n` counts blocks. None where a block in between is lost."""
    if len(blocks) < MIN_BLOCKS or not all(block.measurable for block in blocks):
        return []
    found = d_prime_decrement(
        [block.hits for block in blocks],
        [block.misses for block in blocks],
        [block.false_alarms for block in blocks],
        [block.correct_rejections for block in blocks],
    )
    return [Measured(slug, found.slope, *found.interval, found.n_blocks, note, timing, device)]
