"""PURE: training forms of a drill that grow harder as a person gets better: shorter stimuli, rarer targets.

Only a module that says `adaptive = true` has levels, and what it records is marked as a training form ("level 2"): it
is never evidence, and never compared with the measured form, which is the same for everybody at any time. The steps
and bounds below are working choices, not a published staircase.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FIRST = 1
# With fewer targets than this, one slip decides what share was withheld.
MIN_TARGETS = 8
# Up: both sides nearly faultless. Down: the target is missed as often as not, or presses fail to come.
UP_WITHHELD, UP_PRESSED = 0.80, 0.95
DOWN_WITHHELD, DOWN_PRESSED = 0.50, 0.85
# A SART without `target_share` shows nine digits equally often.
EQUAL_SHARE = 1 / 9


@dataclass(frozen=True)
class Level:
    """Factors on the measured form: how long a stimulus is on, and how often a target comes."""

    duration: float
    targets: float


LEVELS: Mapping[str, Sequence[Level]] = {
    # 250 ms down to 100 ms: still some 6 frames at 60 Hz. One target in 9 down to one in 18.
    "sart": (Level(1.0, 1.0), Level(0.8, 0.9), Level(0.64, 0.75), Level(0.52, 0.6), Level(0.4, 0.5)),
    # 800 ms down to 560 ms for a whole cross-fade: faster, scenes blend before they can be told apart.
    "gradcpt": (Level(1.0, 1.0), Level(0.92, 0.9), Level(0.84, 0.8), Level(0.77, 0.7), Level(0.7, 0.6)),
}


def problems(config: Mapping[str, Any]) -> list[str]:
    """What is wrong with the config of an adaptive module: a level whose run could not move anybody."""
    rarest = levelled(config, FIRST + len(LEVELS[config["drill"]]) - 1)
    share = rarest["nogo_share" if config["drill"] == "gradcpt" else "target_share"]
    targets = round(share * config["trials_per_block"]) * config["blocks"]
    if targets >= MIN_TARGETS:
        return []
    return [f"config.adaptive: the hardest level has {targets} targets; expected {MIN_TARGETS} or more: longer blocks"]


def form_name(level: int) -> str:
    """As it is stored with answers and scores."""
    return f"level {level}"


def levelled(config: Mapping[str, Any], level: int) -> dict[str, Any]:
    """The config of a training form. Raises KeyError for a drill without levels, IndexError beyond them."""
    if level < FIRST:
        raise IndexError(f"levels begin at {FIRST}, not {level}")
    factors = LEVELS[config["drill"]][level - FIRST]
    if config["drill"] == "gradcpt":
        harder = {
            "trial_ms": round(config["trial_ms"] * factors.duration),
            "nogo_share": config["nogo_share"] * factors.targets,
        }
    else:
        stimulus_ms = round(config["stimulus_ms"] * factors.duration)
        harder = {
            "stimulus_ms": stimulus_ms,
            # The pace stays: only the time to see the digit gets shorter.
            "mask_ms": config["mask_ms"] + config["stimulus_ms"] - stimulus_ms,
            "target_share": config.get("target_share", EQUAL_SHARE) * factors.targets,
        }
    return {**config, **harder}


def next_level(drill: str, level: int, blocks: Sequence[Mapping[str, Any]]) -> int:
    """The level of the next run after `blocks`, the stored answers of the last run's measured blocks."""
    go, nogo = (sum(block[name] for block in blocks) for name in ("go", "nogo"))
    if nogo < MIN_TARGETS or not go:
        return level
    withheld = 1 - sum(block["commissions"] for block in blocks) / nogo
    pressed = 1 - sum(block["omissions"] for block in blocks) / go
    if withheld >= UP_WITHHELD and pressed >= UP_PRESSED:
        return min(level + 1, FIRST + len(LEVELS[drill]) - 1)
    if withheld < DOWN_WITHHELD or pressed < DOWN_PRESSED:
        return max(level - 1, FIRST)
    return level
