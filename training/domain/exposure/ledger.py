"""The dose ledger of one person over all their courses: what was shown, what is left, what is on the screen now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Q, QuerySet, Sum

from courseware.models import User
from training.domain.care import care_in_force
from training.domain.exposure.dose import (
    DAY,
    WEEK,
    Allowance,
    Block,
    Kind,
    Limits,
    Shown,
    allowance,
    block_for,
    shown_within,
)
from training.models import CarePolicy, ExposureEntry, ExposureRest

RESTS: Mapping[str, Kind] = {ExposureRest.Cause.DISTRESS: "distress", ExposureRest.Cause.OWN: "own"}


@dataclass(frozen=True)
class Summary:
    """Charged items shown in the last 24 hours and in the last 7 days, and the limits of both."""

    today: int
    week: int
    per_day: int
    per_week: int


@dataclass(frozen=True)
class Dose:
    """All that decides what a person may be shown at one moment, read by three queries."""

    shown: tuple[Shown, ...]
    rest_until: Mapping[Kind, datetime]
    limits: Limits
    now: datetime

    @property
    def allowance(self) -> Allowance:
        return allowance(self.shown, self.rest_until, self.limits, self.now)

    @property
    def summary(self) -> Summary:
        day, week = (shown_within(self.shown, window, self.now) for window in (DAY, WEEK))
        return Summary(day, week, self.limits.per_day, self.limits.per_week)

    def block_for(self, step: int) -> Block | None:
        """What keeps the item of this step (its key) from being shown now; that does not tell if it is charged."""
        return block_for(step, self.shown, self.rest_until, self.limits, self.now)


def dose_of(user: User, *, care: CarePolicy, now: datetime) -> Dose:
    charged = ExposureEntry.objects.filter(user=user, charged=True)
    recent = charged.filter(Q(revealed_at__gt=now - WEEK) | Q(hidden_at=None))
    return Dose(
        # What is still on the screen is shown now, however long ago it was revealed.
        shown=tuple(
            Shown(at if hidden_at is not None else max(at, now), step)
            for at, hidden_at, step in recent.values_list("revealed_at", "hidden_at", "step_id")
        ),
        rest_until=_rests(user, care, now),
        limits=Limits(care.per_day, care.per_week),
        now=now,
    )


def _rests(user: User, care: CarePolicy, now: datetime) -> dict[Kind, datetime]:
    asked = ExposureRest.objects.filter(user=user, until__gt=now).values_list("cause").annotate(last=Max("until"))
    rests = {RESTS[cause]: last for cause, last in asked}
    pause = timedelta(hours=care.rest_hours)
    hard = ExposureEntry.objects.filter(
        user=user, charged=True, rung__gte=care.hard_rung, step__attempt__completed_at__gt=now - pause
    ).aggregate(last=Max("step__attempt__completed_at"))["last"]
    if hard is not None:
        rests["rest"] = hard + pause
    return rests


def allowance_of(user: User, *, now: datetime) -> Allowance:
    """What may still be shown to the person now."""
    return dose_of(user, care=care_in_force(), now=now).allowance


def shown_summary(user: User, *, now: datetime) -> Summary:
    return dose_of(user, care=care_in_force(), now=now).summary


def close_open(user: User, *, now: datetime) -> None:
    """Nothing is on the screen any more: the open entry gets its end and its seconds."""
    for entry in ExposureEntry.objects.filter(user=user, hidden_at=None):
        close(entry, now)


def close(entry: ExposureEntry, now: datetime) -> None:
    """Ends an open entry; by a clock that was moved back it lasted no time."""
    entry.hidden_at = max(now, entry.revealed_at)
    entry.seconds = (entry.hidden_at - entry.revealed_at).total_seconds()
    # Only where it is still open: what was closed meanwhile stays as it is.
    ExposureEntry.objects.filter(pk=entry.pk, hidden_at=None).update(hidden_at=entry.hidden_at, seconds=entry.seconds)


def seconds_shown(entry: ExposureEntry, now: datetime) -> float:
    """How long its item has been on the screen until now, with the times before it was hidden and shown again."""
    before = ExposureEntry.objects.filter(step=entry.step_id).aggregate(seconds=Sum("seconds"))["seconds"]
    return (before or 0.0) + max(0.0, (now - entry.revealed_at).total_seconds())


def entries_of(user: User) -> QuerySet[ExposureEntry]:
    """Everything that was ever shown to the person, newest first."""
    return ExposureEntry.objects.filter(user=user).order_by("-revealed_at", "-pk")
