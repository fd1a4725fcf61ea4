"""Imports of items: upload a file, see what it holds, and have it stored or drop it."""

import csv
import json
import uuid
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courseware.domain import item_imports
from courseware.import_form import ImportForm
from courseware.import_preview import previews
from courseware.importers.formats import all_formats
from courseware.importers.spreadsheet import harmless
from courseware.models import Item, ItemImport, Job, User
from courseware.roles import operations_only

PAGE_SIZE = 25
# Of each list of a report; more of the rejected rows are folded away.
SHOWN = 20
PREVIEWED = 5
State = ItemImport.State
UNDER_WAY = (State.CHECKING, State.STORING)
UNDECIDED = (*UNDER_WAY, State.CHECKED)


@operations_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    rows = ItemImport.objects.select_related("uploaded_by").order_by("-created_at", "-pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "courseware/bank/imports.html", {"page": page})


@operations_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        made = item_imports.begin(
            upload.chunks(),
            file_name=upload.name,
            format_name=form.cleaned_data["format"],
            bank=form.cleaned_data["bank"],
            options=form.cleaned_data["options"],
            by=_actor(request),
            now=timezone.now(),
        )
        return redirect("bank_import", made.public_id)
    return render(request, "courseware/bank/import_new.html", {"form": form})


@operations_only
@never_cache
@require_safe
def show(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    row = _fetch(import_id)
    trouble = item_imports.trouble_of(row)
    report = row.report
    shown = previews(report)
    context: dict[str, Any] = {
        "row": row,
        "report": report,
        "under_way": row.state in UNDER_WAY,
        "trouble": trouble,
        "given_up": trouble is not None and trouble.state == Job.State.DEAD,
        "is_new_bank": row.state in UNDECIDED and not Item.objects.filter(bank=row.bank).exists(),
        "storable": report.get("new", 0) + report.get("changed", 0),
        "previews": shown,
        "previews_first": shown[:PREVIEWED],
        "previews_rest": shown[PREVIEWED:],
        "rejected_first": report.get("rejected", [])[:SHOWN],
        "rejected_rest": report.get("rejected", [])[SHOWN:],
        "duplicates_first": report.get("duplicates", [])[:SHOWN],
        "title": next((one.title for one in all_formats() if one.name == row.format), row.format),
    }
    return render(request, "courseware/bank/import.html", context)


@operations_only
@require_POST
def store(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    row = _fetch(import_id)
    leave_out = request.POST.get("leave_out") == "yes"
    if not item_imports.ask_to_store(row, leave_out=leave_out, by=_actor(request), now=timezone.now()):
        row.refresh_from_db(fields=["state"])
        if row.state == State.CHECKED:
            messages.warning(request, "Nothing was stored: some rows cannot be, and nobody said to leave them out.")
        elif row.state not in (State.STORING, State.STORED):
            messages.warning(request, "This import can no longer be stored.")
    return redirect("bank_import", row.public_id)


@operations_only
@require_POST
def drop(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    row = _fetch(import_id)
    if item_imports.drop(row, by=_actor(request), now=timezone.now()):
        messages.success(request, f"{row.file_name} is dropped. Nothing of it was stored, and the upload is deleted.")
        return redirect("bank_imports")
    row.refresh_from_db(fields=["state"])
    if row.state != State.DROPPED:
        messages.warning(request, "This import can no longer be dropped.")
    return redirect("bank_import", row.public_id)


@operations_only
@require_safe
def rejected(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """The rejected rows that the report lists, as CSV, or as JSON (?as=json)."""
    row = _fetch(import_id)
    listed = row.report.get("rejected", [])
    if request.GET.get("as") == "json":
        response = HttpResponse(json.dumps(listed, ensure_ascii=False, indent=1), content_type="application/json")
        return _download(response, row, "json")
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    writer = csv.writer(response)
    writer.writerow(("row", "column", "reason"))
    writer.writerows((one["row"], harmless(one["column"]), harmless(one["reason"])) for one in listed)
    return _download(response, row, "csv")


def _download(response: HttpResponse, row: ItemImport, kind: str) -> HttpResponse:
    # The file's own name is somebody else's text; ours says enough.
    response["Content-Disposition"] = f'attachment; filename="rejected-{row.public_id}.{kind}"'
    return response


def _fetch(import_id: uuid.UUID) -> ItemImport:
    return get_object_or_404(ItemImport.objects.select_related("uploaded_by"), public_id=import_id)


def _actor(request: HttpRequest) -> User:
    return cast(User, request.user)  # operations_only lets nobody else through
