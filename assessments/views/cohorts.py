"""Cohorts for those who teach them: all of one's own, one as a table, one trainee. Everything else is not found."""

import uuid
from datetime import timedelta
from typing import cast

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.catalog import MEASURES, shown
from assessments.domain.cohort_table import Show, cohort_table
from assessments.domain.figures import cohort_figures, trajectory_figures
from assessments.domain.score_rows import score_rows
from assessments.domain.trainee_record import trainee_record
from assessments.models import Score
from assessments.views.attempt_answers import answers_page
from courseware.domain.programs import program_of
from courseware.models import Cohort, User
from courseware.roles import fetch_cohort, fetch_trainee, instructors_only
from training.domain import help
from training.domain.private_kinds import attempts_for_staff
from training.models import Attempt

# How far back "practised lately" looks, on the list of cohorts.
RECENT_DAYS = 7


@instructors_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    cohorts = [(cohort, program_of(cohort.program_version_id)) for cohort in _own_cohorts(cast(User, request.user))]
    context = {
        "current": [pair for pair in cohorts if pair[0].archived_at is None],
        "archived": [pair for pair in cohorts if pair[0].archived_at is not None],
        "recent_days": RECENT_DAYS,
    }
    return render(request, "assessments/cohorts.html", context)


def _own_cohorts(user: User) -> QuerySet[Cohort]:
    """The cohorts this person teaches, newest first, each with `trainees` and `active` (how many practised lately)."""
    since = timezone.now() - timedelta(days=RECENT_DAYS)
    active = (
        attempts_for_staff(Attempt.objects.filter(enrolment__cohort=OuterRef("pk")))
        .filter(Q(started_at__gte=since) | Q(completed_at__gte=since))
        .order_by()
        .values("enrolment__cohort")
        .annotate(people=Count("enrolment", distinct=True))
        .values("people")
    )
    return (
        Cohort.objects.filter(instructors=user)
        .annotate(
            trainees=Count("enrolments", filter=Q(enrolments__left_at=None)),
            active=Coalesce(Subquery(active, output_field=IntegerField()), 0),
        )
        .order_by("-starts_on", "name", "pk")
    )


@instructors_only
@require_safe
def cohort(request: HttpRequest, cohort_id: uuid.UUID) -> HttpResponse:
    """?show=all|needs|finished narrows the table; ?part=charts is what js/charts.js asks for."""
    cohort = fetch_cohort(request.user, cohort_id)
    table = cohort_table(cohort, now=timezone.now())
    if request.GET.get("part") == "charts":
        return render(request, "assessments/_figures.html", {"figures": cohort_figures(table)})
    wanted = request.GET.get("show", "")
    show = Show(wanted) if wanted in set(Show) else Show.ALL
    context = {
        "cohort": cohort,
        "program": program_of(cohort.program_version_id),
        "table": table,
        "rows": [row for row in table.rows if row.shown_under(show)],
        "show": show,
        "filters": [(name, words, table.count(name)) for name, words in _FILTERS],
        "columns": [(MEASURES[gate.measure], shown(gate.measure, gate.cut)) for gate in table.gates],
        "day_numbers": range(1, table.days + 1),
        "contact_requests": help.open_requests(cohort),
    }
    return render(request, "assessments/cohort.html", context)


_FILTERS = ((Show.ALL, "Everybody"), (Show.NEEDS, "Needs you"), (Show.FINISHED, "Finished"))


@instructors_only
@require_safe
def trainee(request: HttpRequest, cohort_id: uuid.UUID, enrolment_id: uuid.UUID) -> HttpResponse:
    """?attempt=<id> shows that attempt's answers; ?part=charts is what js/charts.js asks for."""
    enrolment = fetch_trainee(request.user, cohort_id, enrolment_id)
    if "attempt" in request.GET:
        return answers_page(request, enrolment, request.GET["attempt"])
    if request.GET.get("part") == "charts":
        scores = score_rows(Score.objects.filter(attempt__enrolment=enrolment, attempt__voided_at__isnull=True))
        program = program_of(enrolment.cohort.program_version_id)
        figures = trajectory_figures(scores, program, timezone.get_current_timezone())
        return render(request, "assessments/_figures.html", {"figures": figures})
    context = {
        "enrolment": enrolment,
        "cohort": enrolment.cohort,
        "person": enrolment.user,
        "record": trainee_record(enrolment, now=timezone.now()),
        "contact_requests": help.open_requests_of(enrolment),
    }
    return render(request, "assessments/trainee.html", context)
