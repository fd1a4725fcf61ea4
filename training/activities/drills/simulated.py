"""PURE: records as the browser's kernel would make them, for simulated people."""

from typing import Any

from training.activities.base import JsonDict

REFRESH_HZ = 60.0
FRAME_MS = 1000 / REFRESH_HZ
# Between an event and the code that handles it.
HANDLING_MS = 1.0


def simulated_device() -> JsonDict:
    """An ordinary display that can time."""
    return {
        "userAgent": "simulated",
        "refreshHz": REFRESH_HZ,
        "viewport": [1280, 800],
        "pixelRatio": 1,
        "input": "keyboard",
        "timeZone": "UTC",
        "kernelVersion": "simulated",
        "timingValid": True,
    }


def simulated_trial(index: int, onset: float, shown_ms: float, reaction_ms: float | None, **stimulus: Any) -> JsonDict:
    """One trial on that display, all frames in time. `reaction_ms` from onset; None for no press."""
    frames = max(1, round(shown_ms / FRAME_MS))
    pressed = None if reaction_ms is None else onset + reaction_ms
    return {
        "uuid": None,
        "sequence": index,
        "index": index,
        **stimulus,
        "plannedOnset": onset,
        "onset": onset,
        "plannedOffset": onset + frames * FRAME_MS,
        "offset": onset + frames * FRAME_MS,
        "framesPlanned": frames,
        "framesShown": frames,
        "longestGap": FRAME_MS,
        "eventTime": pressed,
        "handledTime": None if pressed is None else pressed + HANDLING_MS,
        "responseTime": reaction_ms,
        "key": None if pressed is None else "Space",
        "repeat": False,
        "extraPresses": 0,
        "anticipation": False,
        "hidden": False,
        "blurred": False,
        "frozen": False,
        "resized": False,
    }
