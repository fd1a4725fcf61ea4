"""PURE: which modules are open, done or locked, and why, by the rules of the program file.

All dates are the trainee's own: `zone` is theirs, `now` is the server's. Nothing here asks the clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from courseware.curriculum import Day, Module, Program, Rules


class State(StrEnum):
    DONE = "done"
    OPEN = "open"
    LOCKED = "locked"


@dataclass(frozen=True)
class ModuleStatus:
    module: Module
    state: State
    completed_at: datetime | None


@dataclass(frozen=True)
class DayStatus:
    """`opens_on` is the first date (trainee's zone) on which the day may be done; `reason` says why it is locked."""

    index: int
    day: Day
    state: State
    opens_on: date
    reason: str
    modules: tuple[ModuleStatus, ...]

    @property
    def number(self) -> int:
        return self.index + 1

    @property
    def minutes_left(self) -> int:
        return sum(status.module.minutes for status in self.modules if status.state != State.DONE)


@dataclass(frozen=True)
class Schedule:
    days: tuple[DayStatus, ...]

    @property
    def days_done(self) -> int:
        return sum(day.state == State.DONE for day in self.days)

    @property
    def finished(self) -> bool:
        return self.days_done == len(self.days)

    @property
    def current(self) -> DayStatus | None:
        """The first day that is not done; None when all are."""
        return next((day for day in self.days if day.state != State.DONE), None)

    @property
    def next_module(self) -> ModuleStatus | None:
        """What to do next; None when nothing is open."""
        return next(
            (status for day in self.days for status in day.modules if status.state == State.OPEN),
            None,
        )

    def status_of(self, module: str) -> ModuleStatus | None:
        return next((s for day in self.days for s in day.modules if s.module.slug == module), None)

    def reason_for(self, module: str) -> str:
        """Why a module is locked, in words."""
        for day in self.days:
            for status in day.modules:
                if status.module.slug == module and status.state == State.LOCKED:
                    return day.reason or "The module before it is not finished yet."
        return ""


def opening_dates(rules: Rules, starts_on: date, days: int) -> list[date]:
    """The date on which each of `days` days opens: one practice weekday after another from `starts_on`."""
    dates: list[date] = []
    candidate = starts_on
    while len(dates) < days:
        if candidate.isoweekday() in rules.practice_weekdays:
            dates.append(candidate)
        candidate += timedelta(days=1)
    return dates


def plan(
    program: Program,
    starts_on: date,
    completed: Mapping[str, datetime],
    *,
    now: datetime,
    zone: tzinfo,
    dates: Mapping[str, date] | None = None,
) -> Schedule:
    """The state of every day and module. `completed`: module slug -> when it was completed (aware).

    `dates`: module slug -> the trainee's own date then; where it is not given, the date in `zone`.
    """
    rules = program.rules
    today = now.astimezone(zone).date()
    own_dates = {slug: at.astimezone(zone).date() for slug, at in completed.items()} | dict(dates or {})
    # Who has travelled west, or says so, meets a date again: what was done on it, or later, still counts.
    practised_today = {program.day_of[slug] for slug, on in own_dates.items() if slug in program.day_of and on >= today}
    statuses: list[DayStatus] = []
    for index, opens_on in enumerate(opening_dates(rules, starts_on, len(program.days))):
        day = program.days[index]
        done = all(module.slug in completed for module in day.modules)
        earlier_done = all(status.state == State.DONE for status in statuses)
        reason = ""
        if not done:
            reason = _locked_because(rules, index, opens_on, today, practised_today, earlier_done)
        modules = _modules(rules, day, completed, locked=bool(reason))
        state = State.DONE if done else State.LOCKED if reason else State.OPEN
        statuses.append(DayStatus(index, day, state, opens_on, reason, modules))
    return Schedule(tuple(statuses))


def _locked_because(
    rules: Rules, index: int, opens_on: date, today: date, practised_today: set[int], earlier_done: bool
) -> str:
    if rules.day_order and not earlier_done:
        return "It opens when the day before it is finished."
    if today < opens_on:
        return f"It opens on {opens_on:%A} {opens_on.day} {opens_on:%B}."
    count = len(practised_today)
    if index not in practised_today and count >= rules.max_days_per_date:
        days = "one day" if count == 1 else f"{count} days"
        return f"You have practised {days} today. Spacing is part of the course, so the next day opens tomorrow."
    return ""


def _modules(rules: Rules, day: Day, completed: Mapping[str, datetime], *, locked: bool) -> tuple[ModuleStatus, ...]:
    statuses = []
    blocked = locked
    for module in day.modules:
        completed_at = completed.get(module.slug)
        if completed_at is not None:
            state = State.DONE
        else:
            state = State.LOCKED if blocked else State.OPEN
            blocked = blocked or rules.module_order
        statuses.append(ModuleStatus(module, state, completed_at))
    return tuple(statuses)
