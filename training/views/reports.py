"""Reports of content: made from an item of one's own sitting, read and handled by operations."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courseware.models import User
from courseware.requests import SignedInRequest
from courseware.roles import operations_only
from training.domain import reports
from training.domain.care import care_in_force
from training.forms_care import OutcomeForm, ReportForm
from training.models import ContentReport, Step

PAGE_SIZE = 25


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_content(request: SignedInRequest, attempt_id: uuid.UUID, token: uuid.UUID) -> HttpResponse:
    try:
        step = reports.reportable_step(request.user, attempt_id, token)
    except Step.DoesNotExist as error:
        raise Http404("No such item in your sittings.") from error
    back = "exposure_after" if step.attempt.completed_at else "exposure_sitting"
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = reports.make(step, request.user, **form.cleaned_data, now=timezone.now())
        if made:
            messages.success(request, "Thank you. Your report is stored, and whoever reads reports is told.")
        else:
            messages.info(request, "You have reported this item before. That report is stored and waits to be read.")
        return redirect(back, attempt_id)
    context = {
        "form": form,
        "care": care_in_force(),
        "standing": reports.open_report_of(request.user, step),
        "attempt": step.attempt,
        "back": back,
    }
    return render(request, "training/care/report_content.html", context)


@operations_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    context = {
        "page": Paginator(reports.register(), PAGE_SIZE).get_page(request.GET.get("page")),
        "care": care_in_force(),
    }
    return render(request, "training/care/reports.html", context)


@operations_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    found = _report(report_id)
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reports.handle(found, cast(User, request.user), form.cleaned_data["outcome"], now=timezone.now())
            messages.success(request, "The report is closed, with what was done.")
        except reports.AlreadyHandled as other:
            messages.warning(request, f"{other} What you wrote was not stored.")
        return redirect("report", report_id)
    version = found.item_version
    context: dict[str, Any] = {
        "report": found,
        "version": version,
        "item": version.item,
        "texts": [(name.capitalize(), text) for name, text in version.body.items()],
        "form": form,
    }
    return render(request, "training/care/report.html", context)


def _report(report_id: uuid.UUID) -> ContentReport:
    found = (
        ContentReport.objects.select_related("item_version__item", "reported_by", "handled_by")
        .defer("item_version__sketch")
        .filter(public_id=report_id)
        .first()
    )
    if found is None:
        raise Http404("No such report.")
    return found
