"""Editing an item into a new version: typed, seen as the trainee will see it, then saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from courseware.curriculum import Guideline
from courseware.domain import bank as bank_items
from courseware.domain import editing
from courseware.domain.corrections import Superseded
from courseware.domain.guidelines import guidelines_of
from courseware.domain.hashing import content_hash
from courseware.item_form import ItemForm
from courseware.item_preview import preview
from courseware.models import Item, ItemVersion, User
from courseware.passages import passages
from courseware.roles import operations_only
from courseware.views.bank import fetch_item, fetch_versions


@dataclass
class Editing:
    """One request of the edit page: the item, all its versions (newest first), and the one that is edited."""

    request: HttpRequest
    item: Item
    versions: list[ItemVersion]
    base: ItemVersion
    guideline: Guideline

    @property
    def newest(self) -> ItemVersion:
        return self.versions[0]


@operations_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, bank: str, slug: str) -> HttpResponse:
    """GET: ?version= edits another than the newest, where people are still asked it. POST: preview or save."""
    item = fetch_item(bank, slug)
    versions = fetch_versions(item)
    data = _taken_over(request.POST) if request.method == "POST" else None
    asked = data.get("base") if data is not None else request.GET.get("version")
    base = _numbered(versions, asked)
    if base is None:
        raise Http404("The item has no such version.")
    guideline = guidelines_of(bank).get(base.guideline)
    if guideline is None:
        messages.error(request, f"The bank has no guideline “{base.guideline}”, so the item cannot be edited here.")
        return redirect("bank_item", bank, slug)
    now = Editing(request, item, versions, base, guideline)
    if data is not None:
        return _posted(now, data)
    replaced = bank_items.replaced_by(versions).get(base.pk)
    if replaced is not None:
        messages.info(request, f"Version {base.number} was corrected; this is what is asked in its place.")
        return redirect("bank_edit", bank, slug)
    return _page(now, ItemForm(base, guideline, now.newest.number))


def _taken_over(posted: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was typed; put on top of a newer version where the person has seen it and says so."""
    data = cast(Any, posted).copy()
    if data.get("over"):
        data["base"] = data["newest"] = data["over"]
    return cast(Mapping[str, Any], data)


def _numbered(versions: list[ItemVersion], asked: str | None) -> ItemVersion | None:
    if asked is None:
        return versions[0]
    return next((version for version in versions if str(version.number) == asked), None)


def _posted(now: Editing, data: Mapping[str, Any]) -> HttpResponse:
    form = ItemForm(now.base, now.guideline, now.newest.number, data)
    if not form.is_valid() or form.content is None:
        return _page(now, form)
    if form.details.cleaned_data["newest"] != now.newest.number:
        return _page(now, form, newer=now.newest)
    if not form.differs():
        return _page(now, form, unchanged=True)
    digest = content_hash(form.content.to_document())
    if data.get("action") != "save" or data.get("previewed") != digest:
        return _page(now, form, digest=digest, again=data.get("action") == "save")
    try:
        made = editing.edit(now.base, form.content, by=cast(User, now.request.user), note=form.note, now=timezone.now())
    except Superseded as error:
        return _page(now, form, newer=error.by)
    messages.success(now.request, f"Saved as version {made.number}. New attempts are asked this one.")
    return redirect("bank_item", now.item.bank, now.item.slug)


def _page(
    now: Editing,
    form: ItemForm,
    *,
    newer: ItemVersion | None = None,
    unchanged: bool = False,
    digest: str = "",
    again: bool = False,
) -> HttpResponse:
    """The form with what was typed. `newer` refused it, `digest` names what is previewed."""
    context = {
        "item": now.item,
        "version": now.base,
        "guideline": now.guideline,
        "form": form,
        "next_number": now.newest.number + 1,
        "newer": newer,
        "unchanged": unchanged,
        "again": again,
        "digest": digest,
        "preview": preview(form.content, now.guideline) if digest and form.content else None,
        "sentences": passages(form.body.get("text", "")) if now.guideline.scale == "span" else (),
    }
    return render(now.request, "courseware/bank/edit.html", context, status=409 if newer else 200)
