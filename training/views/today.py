"""/today/: the one next thing, how long it takes, and what comes after."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from courseware.curriculum import Program
from courseware.domain.programs import program_of
from courseware.requests import SignedInRequest
from training.activities.exposure import EXPOSURE
from training.domain.care import care_in_force
from training.domain.progress import chosen_enrolment, enrolments_of, offered_again, schedule_of
from training.domain.rulings import reoffers_of
from training.domain.schedule import DayStatus, Schedule
from training.models import Attempt
from training.views.exposure_words import today_line


@login_required
@require_safe
def today(request: SignedInRequest) -> HttpResponse:
    enrolments = list(enrolments_of(request.user))
    enrolment = chosen_enrolment(enrolments, request.GET.get("course", ""))
    if enrolment is None:
        return render(request, "training/today_empty.html")
    enrolment.user = request.user
    program = program_of(enrolment.cohort.program_version_id)
    context: dict[str, Any] = {"enrolment": enrolment, "enrolments": enrolments, "program": program}
    if not enrolment.consented:  # type: ignore[attr-defined]  # annotated by enrolments_of
        return render(request, "training/today_consent.html", context)
    attempts = list(enrolment.attempts.all())
    schedule = schedule_of(enrolment, attempts, now=timezone.now())
    next_module = schedule.next_module
    context |= {
        "schedule": schedule,
        "day": schedule.current,
        "next_module": next_module,
        "started": next_module is not None
        and any(a.module == next_module.module.slug and a.completed_at is None for a in attempts),
        "weeks": _weeks(program, schedule, attempts),
        "again": _again(program, attempts),
        "by_choice": _by_choice(program, attempts),
    }
    return render(request, "training/today.html", context)


def _again(program: Program, attempts: list[Attempt]) -> list[dict[str, Any]]:
    """What may be done once more, in the order of the course, and why. One query where there is any, else none."""
    offers = offered_again(attempts)
    rulings = reoffers_of(offers.values()) if offers else {}
    begun = {attempt.module for attempt in attempts if attempt.completed_at is None}
    return [
        {"module": module, "ruling": rulings.get(offers[slug].pk), "started": slug in begun}
        for slug, module in program.modules.items()
        if slug in offers
    ]


def _by_choice(program: Program, attempts: list[Attempt]) -> str | None:
    """Where the ladder stands; None where there is none. One query where the course has one, else none."""
    if program.ladder is None or not care_in_force().offered:
        return None
    return today_line(started=any(a.kind == EXPOSURE and a.completed_at is None for a in attempts))


def _weeks(program: Program, schedule: Schedule, attempts: list[Attempt]) -> list[dict[str, Any]]:
    """The course for the timeline: weeks of days of modules, each module with its newest completed attempt, if any."""
    in_order = sorted(attempts, key=lambda attempt: attempt.number)
    done = {attempt.module: attempt for attempt in in_order if attempt.completed_at is not None}
    return [
        {"number": number, "title": week.title, "days": [_day(schedule.days[index], done) for index in indices]}
        for number, week, indices in program.numbered_weeks()
    ]


def _day(status: DayStatus, done: dict[str, Attempt]) -> dict[str, Any]:
    return {
        "index": status.index,
        "number": status.number,
        "day": status.day,
        "state": status.state,
        "reason": status.reason,
        "minutes_left": status.minutes_left,
        "entries": [
            {"module": entry.module, "state": entry.state, "attempt": done.get(entry.module.slug)}
            for entry in status.modules
        ],
    }
