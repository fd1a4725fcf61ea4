"""PURE: names for items whose file has none: made from what the item says, so that they never change."""

import hashlib
import re
from collections.abc import Mapping

SLUG = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,48}[A-Za-z0-9])?")
SLUG_DIGITS = 16
# Words that addresses below /operations/bank/ begin with: a bank called so could not be reached.
RESERVED_BANKS = frozenset({"imports", "forms", "reviews", "health"})
# The word after a bank that gives the bank as a file.
RESERVED_SLUGS = frozenset({"export"})


def slug_for(guideline: str, body: Mapping[str, str]) -> str:
    """`<guideline>-<16 hex digits>`: equal for equal texts, at most 50 characters."""
    digest = hashlib.blake2b(digest_size=SLUG_DIGITS // 2)
    for name in sorted(body):
        digest.update(f"{name}\0{body[name]}\0".encode())
    return f"{guideline[: 50 - SLUG_DIGITS - 1]}-{digest.hexdigest()}"
