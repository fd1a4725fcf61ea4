"""What the organisation has set for the care of those who meet difficult content: reading it, and setting it anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from courseware.domain import audit
from courseware.models import User
from training.models import CarePolicy

# Everything that can be set, and how a page and the history name it.
NAMES = {
    "offered": "Whether exposures are offered",
    "per_day": "Charged items in any 24 hours",
    "per_week": "Charged items in any 7 days",
    "hard_rung": "Rung from which a rest follows",
    "rest_hours": "Hours of rest",
    "distress_stop": "Rating of distress that stops",
    "break_every": "Items between two offers of a pause",
    "mood_days": "Days that answers about mood are kept",
    "highest_rung": "Highest rung",
    "duty_name": "Name of the duty person",
    "duty_email": "E-mail address of the duty person",
    "contacts": "Whom people can talk to",
}
# Lowest and highest value of each number, as the constraints of the table have them.
RANGES = {
    "per_day": (1, 200),
    "per_week": (1, 200),
    "hard_rung": (0, 5),
    "rest_hours": (1, 720),
    "distress_stop": (1, 100),
    "break_every": (1, 20),
    "mood_days": (1, 730),
    "highest_rung": (0, 5),
}
# Rungs above this one hold an organisation's own content, under its own duty of care.
HIGHEST_OF_OURS = 3
# Never into the audit: the log cannot be changed, and these name or reach people.
PERSONAL = ("duty_name", "duty_email")


class ChangedMeanwhile(Exception):
    """Somebody else set it after the page was loaded; nothing was stored. `newest` is what is in force now."""

    def __init__(self, newest: CarePolicy) -> None:
        self.newest = newest
        super().__init__("It was changed meanwhile.")


@dataclass(frozen=True)
class Setting:
    """One time that it was set: by whom, when, and what differs from before (`changes`)."""

    policy: CarePolicy
    changes: Mapping[str, str]


def care_in_force() -> CarePolicy:
    """The newest, or, where nothing was ever set, the defaults (a row that is not stored). One query."""
    return CarePolicy.objects.order_by("-pk").first() or CarePolicy()


def changes(before: CarePolicy, after: CarePolicy) -> dict[str, str]:
    """Field -> "8 to 6" for each that differs. What names or reaches people is only said to have changed."""
    return {
        name: _in_words(name, getattr(before, name), getattr(after, name))
        for name in NAMES
        if getattr(before, name) != getattr(after, name)
    }


@transaction.atomic
def set_care(values: Mapping[str, Any], *, began_from: int, by: User, now: datetime) -> CarePolicy | None:
    """A new row in force with these values (all of `NAMES`), audited; None, and nothing stored, where none differs.

    `began_from`: the primary key of what the page showed, 0 where that were the defaults. Where answers about mood are
    kept for a shorter time than before, those that are stored get the shorter time too.
    Raises PermissionDenied, ChangedMeanwhile, and IntegrityError for values that the constraints refuse.
    """
    _one_at_a_time()
    # Read again: the role may have been withdrawn since the page was opened.
    if not User.objects.get(pk=by.pk).has_perm("courseware.operate"):
        raise PermissionDenied
    before = care_in_force()
    if (before.pk or 0) != began_from:
        raise ChangedMeanwhile(before)
    after = CarePolicy(**{name: values[name] for name in NAMES}, made_by=by, created_at=now)
    changed = changes(before, after)
    if not changed:
        return None
    after.save(force_insert=True)
    # Imported here: they ask what is in force themselves.
    from training.domain.wellbeing import erasing, moods

    if after.mood_days < before.mood_days:
        moods.shorten(after.mood_days)
    audit.record("care.changed", actor=by, subject=after, data=changed, at=now)
    erasing.plan(now=now)
    return after


def history(limit: int) -> list[Setting]:
    """The newest `limit` times it was set, newest first. One query."""
    rows = list(CarePolicy.objects.select_related("made_by").order_by("-pk")[: limit + 1])
    earlier = rows[1:] if len(rows) > limit else [*rows[1:], CarePolicy()]
    return [Setting(row, changes(before, row)) for row, before in zip(rows[:limit], earlier, strict=False)]


def _in_words(name: str, before: Any, after: Any) -> str:
    if name in PERSONAL:
        return "changed"
    if name == "contacts":
        return f"{len(before)} to {len(after)}" if len(before) != len(after) else "changed"
    if name == "offered":
        return "switched on" if after else "switched off"
    return f"{before} to {after}"


def _one_at_a_time() -> None:
    # On SQLite the transaction holds the only write lock since its BEGIN IMMEDIATE. There may be no row yet to lock.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", ["care"])
