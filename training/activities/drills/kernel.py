"""PURE: what the browser's drill kernel records, the same for every drill, checked on its way in.

A step is a block, so that a run broken off resumes at the block boundary. The browser sends what happened in each
trial; what it means (void, commission, lapse) is worked out on the server. Times are ms on the page's own clock.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from training.activities.base import MAX_MS, Answer, InvalidAnswer, JsonDict, bounded

# A stimulus shown one frame too long or too short is flagged; by more, it was another stimulus and is void.
MAX_FRAME_SLIP = 1
# By the clock that frame may seem one and a half; more is a display that changed its rate while frames were counted.
MAX_CLOCK_SLIP = 1.5
TIMES = ("onset", "offset", "longestGap")
# Kernels before 2.0.0 did not send these; their queued answers may come in at any time.
LATER_TIMES = ("plannedOnset", "plannedOffset", "eventTime", "handledTime", "responseTime")
FRAMES = ("framesPlanned", "framesShown")
MAX_FRAMES = 100_000
FLAGS = ("hidden", "blurred", "frozen", "anticipation", "repeat")
LATER_FLAGS = ("resized",)
KEYS = ("Space", "touch", " ")
DEVICE_TEXTS = ("userAgent", "input", "timeZone", "kernelVersion")
MAX_TEXT = 300
MAX_DEVICE_NUMBER = 100_000
MAX_COUNT = 100_000
# What may speak against a device's timing, as the kernel names it (drill/device.js). Another name is a newer kernel's.
FAULTS = (
    "refresh_rate", "dropped_frames", "uneven_frames", "coarse_clock", "slipped_trials", "event_clock", "key_repeat",
)  # fmt: skip


def recorded(answer: Answer) -> tuple[Any, Any]:
    """The trials and the device of a timed block's answer, both unchecked. Raises InvalidAnswer for other fields."""
    if set(answer.value) != {"trials", "device"}:
        raise InvalidAnswer("answer", "expected exactly 'trials' and 'device'")
    if answer.confidence is not None:
        raise InvalidAnswer("confidence", "is not asked for here")
    return answer.value["trials"], answer.value["device"]


def trials_of(trials: Any, stimulus: str, planned: Sequence[Any], *, whole: bool = True) -> list[JsonDict]:
    """Every trial checked and cleaned. `planned`: what each showed, in order, which `stimulus` names in the record.

    Raises InvalidAnswer that names trial and field; `whole=False` takes the first trials of a run broken off.
    """
    if not isinstance(trials, list) or len(trials) > len(planned) or (whole and len(trials) != len(planned)):
        raise InvalidAnswer("answer.trials", f"expected a list of {len(planned)} trials")
    shown = zip(trials, planned, strict=False)
    cleaned = [_trial(trial, index, stimulus, value) for index, (trial, value) in enumerate(shown)]
    named = [trial["uuid"] for trial in cleaned if trial["uuid"] is not None]
    if len(set(named)) != len(named):
        raise InvalidAnswer("answer.trials", "two trials have the same uuid")
    return cleaned


def device_of(device: Any) -> JsonDict:
    """The device record, cleaned. Raises InvalidAnswer."""
    if not isinstance(device, Mapping):
        raise InvalidAnswer("answer.device", "expected an object")
    clean: JsonDict = {key: str(device.get(key, ""))[:MAX_TEXT] for key in DEVICE_TEXTS}
    for key in ("refreshHz", "pixelRatio"):
        clean[key] = bounded(device.get(key), f"answer.device.{key}", 0, MAX_DEVICE_NUMBER)
    viewport = device.get("viewport")
    if not isinstance(viewport, list) or len(viewport) != 2:
        raise InvalidAnswer("answer.device.viewport", "expected [width, height]")
    clean["viewport"] = [int(bounded(v, "answer.device.viewport", 0, MAX_DEVICE_NUMBER)) for v in viewport]
    if not isinstance(device.get("timingValid"), bool):
        raise InvalidAnswer("answer.device.timingValid", "expected true or false")
    clean["timingValid"] = device["timingValid"]
    if device.get("check") is not None:
        clean["check"] = _check_of(device["check"])
    return clean


def _check_of(check: Any) -> JsonDict:
    """The look at the display before the block: ms, share, ms, names. A clock that stood still has no resolution."""
    where = "answer.device.check"
    if not isinstance(check, Mapping):
        raise InvalidAnswer(where, "expected an object")
    clean: JsonDict = {
        "dropped": bounded(check.get("dropped"), f"{where}.dropped", 0, 1),
        "jitterMs": bounded(check.get("jitterMs"), f"{where}.jitterMs", 0, MAX_MS),
        "resolutionMs": None,
    }
    if check.get("resolutionMs") is not None:
        clean["resolutionMs"] = bounded(check["resolutionMs"], f"{where}.resolutionMs", 0, MAX_MS)
    faults = check.get("faults")
    if not isinstance(faults, list):
        raise InvalidAnswer(f"{where}.faults", "expected a list of names")
    clean["faults"] = [fault for fault in FAULTS if fault in faults]
    return clean


def _trial(trial: Any, index: int, stimulus: str, planned: Any) -> JsonDict:
    where = f"answer.trials[{index}]"
    if not isinstance(trial, Mapping):
        raise InvalidAnswer(where, "expected an object")
    if trial.get("index") != index or trial.get(stimulus) != planned:
        raise InvalidAnswer(where, f"does not belong to this block: index and {stimulus} must be those planned")
    clean: JsonDict = {"index": index, stimulus: planned, "uuid": _uuid(trial.get("uuid"), where)}
    for key in TIMES:
        clean[key] = bounded(trial.get(key), f"{where}.{key}", 0, MAX_MS)
    for key in LATER_TIMES:
        clean[key] = None if trial.get(key) is None else bounded(trial[key], f"{where}.{key}", 0, MAX_MS)
    for key in FRAMES:
        clean[key] = bounded(trial.get(key), f"{where}.{key}", 0, MAX_FRAMES)
    for key in FLAGS:
        if not isinstance(trial.get(key), bool):
            raise InvalidAnswer(f"{where}.{key}", "expected true or false")
        clean[key] = trial[key]
    for key in LATER_FLAGS:
        clean[key] = trial.get(key) is True
    for key in ("sequence", "extraPresses"):
        clean[key] = None if trial.get(key) is None else int(bounded(trial[key], f"{where}.{key}", 0, MAX_COUNT))
    clean["key"] = trial.get("key") if trial.get("key") in KEYS else None
    clean["phase"] = trial.get("phase") if trial.get("phase") in ("practice", "measured") else None
    clean["responded"] = clean["responseTime"] is not None
    slip = abs(clean["framesShown"] - clean["framesPlanned"])
    clean["slipped"] = slip > 0
    disturbed = clean["hidden"] or clean["blurred"] or clean["frozen"] or clean["resized"]
    clean["void"] = disturbed or slip > MAX_FRAME_SLIP or _off_by_the_clock(clean)
    return clean


def _off_by_the_clock(trial: Mapping[str, Any]) -> bool:
    """Whether the stimulus was on for another time than planned, however many frames were counted."""
    begins, ends = trial["plannedOnset"], trial["plannedOffset"]
    if begins is None or ends is None or ends <= begins or not trial["framesPlanned"]:
        return False
    frame_ms = (ends - begins) / trial["framesPlanned"]
    return bool(abs(trial["offset"] - trial["onset"] - (ends - begins)) > MAX_CLOCK_SLIP * frame_ms)


def void_pressed(trials: Sequence[Mapping[str, Any]], rare: Sequence[bool]) -> int:
    """How many void trials with a rare target had a response: what looking away after a slip would make of it."""
    return sum(is_rare and trial["void"] and trial["responded"] for trial, is_rare in zip(trials, rare, strict=True))


def _uuid(value: Any, where: str) -> str | None:
    if value is None:
        return None
    try:
        return str(UUID(value))
    except (ValueError, AttributeError, TypeError) as error:
        raise InvalidAnswer(f"{where}.uuid", "expected a UUID") from error
