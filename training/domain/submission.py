"""PURE: one answer as the browser sends it, checked and hashed before anything is looked up."""

import hashlib
import json
import math
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from training.activities.base import Answer, InvalidAnswer

FIELDS = {"uuid", "step", "answer", "confidence", "first", "timing"}
TIMING_NUMBERS = ("rtMs", "activeMs")
# Longer than any step is meant to take; what is above it is a broken clock, not a slow reader.
MAX_MS = 24 * 60 * 60 * 1000


@dataclass(frozen=True)
class Submission:
    """`request_hash` tells the same answer sent twice from another answer under the same UUID."""

    uuid: uuid.UUID
    step: uuid.UUID
    answer: Answer
    first: dict[str, Any] | None
    timing: dict[str, Any]
    request_hash: str


def parse(body: bytes) -> Submission:
    """The submission in a request body (JSON). Raises InvalidAnswer that names the field."""
    try:
        data = json.loads(body, parse_constant=_refuse_constant)
    except ValueError as error:
        raise InvalidAnswer("body", "is not valid JSON") from error
    if not isinstance(data, dict):
        raise InvalidAnswer("body", "expected a JSON object")
    for unknown in sorted(set(data) - FIELDS):
        raise InvalidAnswer(unknown[:40], "is not a known field")
    value = data.get("answer")
    if not isinstance(value, dict):
        raise InvalidAnswer("answer", "expected an object")
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"))
    return Submission(
        uuid=_uuid(data, "uuid"),
        step=_uuid(data, "step"),
        answer=Answer(value, _confidence(data.get("confidence"), "confidence")),
        first=_first(data.get("first")),
        timing=_timing(data.get("timing", {})),
        request_hash=hashlib.sha256(canonical.encode()).hexdigest(),
    )


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _uuid(data: Mapping[str, Any], field: str) -> uuid.UUID:
    try:
        return uuid.UUID(data[field])
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise InvalidAnswer(field, "expected a UUID") from error


def _number(value: Any, field: str, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InvalidAnswer(field, "expected a number")
    if not low <= value <= high:
        raise InvalidAnswer(field, f"must be from {low:g} to {high:g}")
    return float(value)


def _confidence(value: Any, field: str) -> float | None:
    """Percent on the wire, 0..1 inside."""
    return None if value is None else _number(value, field, 0, 100) / 100


def _first(value: Any) -> dict[str, Any] | None:
    """The answer before "I caught myself", kept beside the one that counts."""
    if value is None:
        return None
    if not isinstance(value, dict) or not isinstance(value.get("choice"), str) or len(value["choice"]) > 60:
        raise InvalidAnswer("first", "expected choice, confidence and atMs")
    return {
        "choice": value["choice"],
        "confidence": _confidence(value.get("confidence"), "first.confidence"),
        "at_ms": _number(value.get("atMs", 0), "first.atMs", 0, MAX_MS),
    }


def _timing(value: Any) -> dict[str, Any]:
    """The browser's own clock: data, never what deadlines or order are judged by."""
    if not isinstance(value, dict):
        raise InvalidAnswer("timing", "expected an object")
    timing: dict[str, Any] = {
        name: _number(value[name], f"timing.{name}", 0, MAX_MS)
        for name in TIMING_NUMBERS
        if value.get(name) is not None
    }
    if isinstance(value.get("hidden"), bool):
        timing["hidden"] = value["hidden"]
    return timing
