"""Programs made up for tests of what depends on nothing but their shape."""

from collections.abc import Sequence
from typing import Any

from courseware.curriculum import ConsentText, Day, Module, Program, Rules, Week


def make_program(days_per_week: Sequence[int] = (5,), *, modules_per_day: int = 2, **rules: Any) -> Program:
    """A program of lessons: module n of day d (counted from 1) has the slug `d<d>m<n>` and takes 10 minutes."""
    numbers = iter(range(1, sum(days_per_week) + 1))
    return Program(
        slug="made-up",
        title="A made-up program",
        summary="Only its shape matters.",
        language="en",
        rules=Rules(**rules),
        consent=ConsentText("1", "Consent", "Yes or no."),
        guidelines=(),
        weeks=tuple(
            Week(f"Week {week}", "", tuple(_day(next(numbers), modules_per_day) for _ in range(count)))
            for week, count in enumerate(days_per_week, start=1)
        ),
    )


def _day(number: int, modules: int) -> Day:
    return Day(
        title=f"Day {number}",
        summary="",
        modules=tuple(
            Module(f"d{number}m{place}", "lesson", f"Module {place}", 10, "", None, {})
            for place in range(1, modules + 1)
        ),
    )
