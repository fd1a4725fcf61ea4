"""Times as credentials write them: RFC 3339 text and JWT seconds, always whole seconds.

A JWT says the same instant twice (`nbf` and `validFrom`) and Open Badges 3.0 wants the two equal, so a
fraction of a second is cut off before it is written.
"""

import re
from datetime import UTC, datetime

_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII)


def written(moment: datetime) -> str:
    """An aware datetime as RFC 3339 in UTC: `2026-03-01T09:30:00Z`. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a credential's times must be aware datetimes")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def instant(text: str) -> datetime:
    """RFC 3339 text as an aware datetime. Raises ValueError for anything else.

    The pattern is needed because `fromisoformat` also takes week dates and texts without a zone.
    """
    if not _RFC_3339.fullmatch(text):
        raise ValueError("not an RFC 3339 date and time")
    return datetime.fromisoformat(text)


def seconds(moment: datetime) -> int:
    """An aware datetime as a JWT NumericDate: whole seconds since 1970-01-01T00:00:00Z."""
    return int(moment.timestamp() // 1)
