"""PURE: one answer as the browser sends it, checked and hashed before anything is looked up."""

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from training.activities.base import MAX_MS, Answer, InvalidAnswer, bounded

FIELDS = {"uuid", "step", "answer", "confidence", "first", "timing"}
# ms: since the step was shown; of these in front, with the focus and in use; and so, but without input for too long.
TIMING_NUMBERS = ("rtMs", "activeMs", "idleMs")
# Characters of a choice (a guess names several options), and bytes of what else the first answer held.
MAX_CHOICE = 200
MAX_FIRST_PARTS = 20_000
# Whether the page was hidden meanwhile, and whether it asked for a second look at an answer that came very quickly.
TIMING_FLAGS = ("hidden", "nudged")
# An escaped NUL in JSON; a backslash that is itself escaped is only a backslash.
NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


@dataclass(frozen=True)
class Submission:
    """`request_hash` tells the same answer sent twice from another answer under the same UUID."""

    uuid: UUID
    step: UUID
    answer: Answer
    first: dict[str, Any] | None
    timing: dict[str, Any]
    request_hash: str


def parse(body: bytes) -> Submission:
    """The submission in a request body (JSON). Raises InvalidAnswer that names the field."""
    data, request_hash = read_object(body, FIELDS)
    value = data.get("answer")
    if not isinstance(value, dict):
        raise InvalidAnswer("answer", "expected an object")
    return Submission(
        uuid=uuid_in(data, "uuid"),
        step=uuid_in(data, "step"),
        answer=Answer(value, _confidence(data.get("confidence"), "confidence")),
        first=_first(data.get("first")),
        timing=_timing(data.get("timing", {})),
        request_hash=request_hash,
    )


def read_object(body: bytes, fields: Collection[str]) -> tuple[dict[str, Any], str]:
    """The JSON object in a request body, and a hash that the same object always has. Raises InvalidAnswer."""
    try:
        data = json.loads(body, parse_constant=_refuse_constant)
        canonical = _canonical(data)
    except (ValueError, RecursionError) as error:  # nested deeper than Python reads
        raise InvalidAnswer("body", "is not JSON that can be stored") from error
    if not isinstance(data, dict):
        raise InvalidAnswer("body", "expected a JSON object")
    for unknown in sorted(set(data) - set(fields)):
        raise InvalidAnswer(unknown[:40], "is not a known field")
    return data, hashlib.sha256(canonical).hexdigest()


def uuid_in(data: Mapping[str, Any], field: str) -> UUID:
    """Raises InvalidAnswer where that field is no UUID."""
    try:
        return UUID(data[field])
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise InvalidAnswer(field, "expected a UUID") from error


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _canonical(data: Any) -> bytes:
    """The same bytes for the same data. Raises ValueError for text that PostgreSQL cannot hold."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if NUL.search(text):
        raise ValueError("holds a NUL character")
    return text.encode()  # half of a surrogate pair raises here


def _confidence(value: Any, field: str) -> float | None:
    """Percent on the wire, 0..1 inside."""
    return None if value is None else bounded(value, field, 0, 100) / 100


def _first(value: Any) -> dict[str, Any] | None:
    """The answer before "I caught myself", kept beside the one that counts. `parts` as they were sent, unread."""
    if value is None:
        return None
    if not isinstance(value, dict) or not isinstance(value.get("choice"), str) or len(value["choice"]) > MAX_CHOICE:
        raise InvalidAnswer("first", "expected choice, confidence and atMs")
    parts = value.get("parts")
    if parts is not None and not _can_be_kept(parts):
        raise InvalidAnswer("first.parts", f"expected an object of at most {MAX_FIRST_PARTS:,} bytes")
    first = {
        "choice": value["choice"],
        "confidence": _confidence(value.get("confidence"), "first.confidence"),
        "at_ms": bounded(value.get("atMs", 0), "first.atMs", 0, MAX_MS),
    }
    return {**first, "parts": parts} if parts else first


def _can_be_kept(parts: Any) -> bool:
    """Nobody reads them before they are stored: infinity, which 1e400 becomes, would not be JSON to PostgreSQL."""
    try:
        json.dumps(parts, allow_nan=False)
    except ValueError:
        return False
    return isinstance(parts, dict) and len(_canonical(parts)) <= MAX_FIRST_PARTS


def _timing(value: Any) -> dict[str, Any]:
    """The browser's own clock: data, never what deadlines or order are judged by."""
    if not isinstance(value, dict):
        raise InvalidAnswer("timing", "expected an object")
    timing: dict[str, Any] = {
        name: bounded(value[name], f"timing.{name}", 0, MAX_MS)
        for name in TIMING_NUMBERS
        if value.get(name) is not None
    }
    return timing | {name: value[name] for name in TIMING_FLAGS if isinstance(value.get(name), bool)}
