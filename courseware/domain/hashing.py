"""One way to hash plain data, so that equal content is found again whatever order it was written in."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def content_hash(data: Mapping[str, Any]) -> str:
    """SHA-256 of the data as canonical JSON (hex)."""
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
