"""Forms of the item bank: what there is, building new ones after a look at them, and one form with its exposure."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courseware.domain import bank as bank_items
from courseware.domain import forms_of_items
from courseware.domain.forms_of_items import Draft, FormsRefused
from courseware.form_balance import Balance, balances, warnings
from courseware.form_building import Candidate
from courseware.models import Form, ItemVersion, User
from courseware.roles import operations_only
from training.domain.exposure_control import Seen, people_who_met, times_seen
from training.forms_items import DissolveForm, NewFormsForm, new_seed

PAGE_SIZE = 20
TABLES = (("Keys", "labels"), ("Difficulty", "bands"), ("Domains", "domains"), ("Ambiguity", "ambiguity"))


@dataclass(frozen=True)
class Looked:
    """A stored form, and what is to be known of it."""

    form: Form
    balance: Balance
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One item of a form with how often it was met."""

    version: ItemVersion
    label: str
    seen: Seen
    practised: int


@operations_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    found = Form.objects.select_related("created_by").order_by("-created_at", "bank", "name")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "training/bank/forms.html", {"page": page, "rows": _looked(list(page.object_list))})


def _looked(forms: Sequence[Form]) -> list[Looked]:
    """Each form with its balance and warnings; the same number of queries for any number of forms."""
    held = forms_of_items.versions_in(forms)
    everything = [version for versions in held.values() for version in versions]
    met = people_who_met([version.item_id for version in everything])
    found = []
    labels = forms_of_items.label_names(everything)
    for form in forms:
        candidates = forms_of_items.as_candidates(held[form.pk], met, labels)
        (balance,) = balances([candidates])
        found.append(Looked(form, balance, _warnings(form, held[form.pk], candidates)))
    return found


def _warnings(form: Form, versions: Sequence[ItemVersion], candidates: tuple[Candidate, ...]) -> tuple[str, ...]:
    """What is said of a stored form; items retired since it was built are the first thing to know."""
    said = warnings([form.name], [candidates], len(candidates))
    retired = sum(version.item.retired_at is not None for version in versions)
    if retired:
        were = "item was" if retired == 1 else "items were"
        said = (f"{retired} {were} retired since and will not be asked.", *said)
    return said


@operations_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """GET: what to draw, and, once that is said in the address, the forms that it comes to. POST: save them."""
    given = request.POST if request.method == "POST" else request.GET
    banks = bank_items.banks()
    asked = given.get("bank", "")
    guidelines = bank_items.guideline_slugs(asked if asked in banks else "")
    initial = {"bank": asked, "seed": new_seed()}
    bound = given if "name" in given or request.method == "POST" else None
    form = NewFormsForm(bound, banks=banks, guidelines=guidelines, initial=initial)
    draft = _draft(form) if form.is_valid() else None
    if request.method == "POST" and draft is not None:
        try:
            return _save(request, form, draft)
        except FormsRefused as refusal:
            form.add_error(None, str(refusal))
    context: dict[str, Any] = {"form": form, "banks": banks, "draft": draft}
    if draft is not None:
        context |= {
            "tables": _tables(draft.names, draft.balances),
            "chosen": [*form.chosen(), ("mark", draft.mark)],
            "drafted": list(zip(draft.names, draft.balances, strict=True)),
            "another": urlencode(dict(form.chosen()) | {"seed": new_seed()}),
            "possible": all(draft.forms),
        }
    return render(request, "training/bank/form_new.html", context)


def _draft(form: NewFormsForm) -> Draft:
    versions = forms_of_items.free_versions(form.filters)
    met = people_who_met([version.item_id for version in versions])
    pool = forms_of_items.candidates(form.filters, versions, met)
    return forms_of_items.draft(pool, form.names, form.cleaned_data["size"], form.cleaned_data["seed"])


def _save(request: HttpRequest, form: NewFormsForm, draft: Draft) -> HttpResponse:
    bank, purpose = form.cleaned_data["bank"], form.cleaned_data["purpose"]
    mark = request.POST.get("mark", "")
    made = forms_of_items.build(draft, bank, purpose, mark=mark, by=cast(User, request.user), now=timezone.now())
    items = sum(map(len, draft.forms))
    messages.success(request, f"Saved: {', '.join(draft.names)}. Practice no longer asks their {items} items.")
    return redirect("bank_form", made[0].public_id) if len(made) == 1 else redirect("bank_forms")


def _tables(names: Sequence[str], found: Sequence[Balance]) -> list[dict[str, Any]]:
    """The balance as tables: a row for each key, third, domain; a column (count, of how many) for each form."""
    return [
        {
            "title": title,
            "names": names,
            "rows": [
                (name or "Unknown", [(getattr(balance, field)[name], balance.size) for balance in found])
                for name in getattr(found[0], field)
            ],
        }
        for title, field in TABLES
    ]


@operations_only
@require_safe
def form(request: HttpRequest, form_id: uuid.UUID) -> HttpResponse:
    return _show(request, _fetch(form_id), DissolveForm())


def _fetch(form_id: uuid.UUID) -> Form:
    return get_object_or_404(Form.objects.select_related("created_by"), public_id=form_id)


def _show(request: HttpRequest, found: Form, dissolve_form: DissolveForm) -> HttpResponse:
    versions = forms_of_items.versions_in([found])[found.pk]
    ids = [version.item_id for version in versions]
    seen, met = times_seen(ids), people_who_met(ids)
    candidates = forms_of_items.as_candidates(versions, met, forms_of_items.label_names(versions))
    (balance,) = balances([candidates])
    context = {
        "form_of_items": found,
        "balance": balance,
        "tables": _tables([found.name], [balance]) if versions else [],
        "warnings": _warnings(found, versions, candidates),
        "lines": _lines(versions, candidates, seen, met),
        "form": dissolve_form,
    }
    return render(request, "training/bank/form.html", context)


def _lines(
    versions: Sequence[ItemVersion],
    candidates: Sequence[Candidate],
    seen: Mapping[int, Seen],
    met: Mapping[int, int],
) -> list[Line]:
    return [
        Line(version, candidate.label, seen[version.item_id], met.get(version.item_id, 0))
        for version, candidate in zip(versions, candidates, strict=True)
    ]


@operations_only
@require_safe
def items(request: HttpRequest, form_id: uuid.UUID) -> HttpResponse:
    """The form's items in its order, in our own JSON Lines."""
    found = _fetch(form_id)
    versions = forms_of_items.versions_in([found], whole=True)[found.pk]
    text = "".join(f"{line}\n" for line in forms_of_items.lines(versions))
    response = HttpResponse(text, content_type="application/x-ndjson")
    response["Content-Disposition"] = f'attachment; filename="form-{found.public_id}.jsonl"'
    response["Cache-Control"] = "no-store"
    return response


@operations_only
@require_POST
def dissolve(request: HttpRequest, form_id: uuid.UUID) -> HttpResponse:
    found = _fetch(form_id)
    given = DissolveForm(request.POST)
    if not given.is_valid():
        return _show(request, found, given)
    to_practice = given.cleaned_data["to_practice"]
    freed = forms_of_items.dissolve(found, by=cast(User, request.user), now=timezone.now(), to_practice=to_practice)
    after = "may be asked in practice again" if to_practice else "stay kept for sittings"
    messages.success(request, f"{found.name} is dissolved. Its {freed} items are free for other forms and {after}.")
    return redirect("bank_forms")
