"""The item bank: browse and search, one item with its history, and a whole bank as a file."""

from dataclasses import dataclass
from typing import cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from courseware.domain import bank as bank_items
from courseware.domain import exporting
from courseware.domain.comparing import FIELD_NAMES
from courseware.domain.guidelines import guidelines_of
from courseware.forms_bank import KIND_NAMES, ActForm, FilterForm, state_asked
from courseware.key_words import KEY_FORMS, KeyInWords, in_words
from courseware.models import FormEntry, Item, ItemVersion
from courseware.plants_in_words import plants_in_words
from courseware.roles import operations_only
from courseware.wording import unseen

PAGE_SIZE = 25
EXCERPT = 150
# Acts on an item, as its history says them.
ACT_NAMES = {
    "item.retired": "Retired",
    "item.restored": "Restored",
    "item.kept_for_sittings": "Kept for sittings only",
    "item.allowed_in_practice": "Allowed in practice",
}


@dataclass(frozen=True)
class Row:
    version: ItemVersion
    kind: str
    key: KeyInWords
    excerpt: str


@operations_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    banks = bank_items.banks()
    asked = request.GET.get("bank", "")
    guidelines = bank_items.guideline_slugs(asked if asked in banks else "")
    form = FilterForm(request.GET or None, banks=banks, guidelines=guidelines)
    state = state_asked(request.GET.get("state"))
    found = bank_items.search(form.wanted)
    counts = bank_items.counts(found)
    paginator = Paginator(found.filter(bank_items.STATES[state][1]), PAGE_SIZE)
    paginator.count = counts[state]  # counted already, with the others
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "state": state,
        "states": [(name, label, counts[name]) for name, (label, _) in bank_items.STATES.items()],
        "found": counts[state],
        "page": page,
        "rows": _rows(list(page.object_list)),
        "banks": banks,
        "chosen": form.wanted.bank,
    }
    return render(request, "courseware/bank/index.html", context)


def _rows(versions: list[ItemVersion]) -> list[Row]:
    guidelines = bank_items.guidelines_for(versions)
    return [
        Row(
            version=version,
            kind=KIND_NAMES.get(version.kind, version.kind),
            key=in_words(version.key, guidelines.get((version.item.bank, version.guideline)), version.body),
            excerpt=_excerpt(version),
        )
        for version in versions
    ]


def _excerpt(version: ItemVersion) -> str:
    text = " ".join(" ".join(str(text)[: 4 * EXCERPT].split()) for text in version.body.values())
    return text if len(text) <= EXCERPT else text[:EXCERPT].rstrip() + "…"


@operations_only
@require_safe
def item(request: HttpRequest, bank: str, slug: str) -> HttpResponse:
    return item_page(request, fetch_item(bank, slug), ActForm())


def fetch_item(bank_name: str, slug: str) -> Item:
    return get_object_or_404(Item, bank=bank_name, slug=slug)


def fetch_versions(item: Item) -> list[ItemVersion]:
    """Newest first; an item that has none is not there."""
    versions = bank_items.versions_of(item)
    if not versions:
        raise Http404("This item has no version.")
    return versions


def item_page(request: HttpRequest, found: Item, form: ActForm, act: str = "") -> HttpResponse:
    """The item's page; `form` is what was typed for `act` (retire, restore or sittings), with its errors."""
    versions = fetch_versions(found)
    current = bank_items.in_force(versions)
    guideline = guidelines_of(found.bank).get(current.guideline)
    context = {
        "item": found,
        "version": current,
        "guideline": guideline,
        "kind": KIND_NAMES.get(current.kind, current.kind),
        "key": in_words(current.key, guideline, current.body),
        "key_form": KEY_FORMS,
        "texts": named_texts(current),
        "plants": plants_in_words(current.planted, guideline, current.body),
        "twin_there": bool(current.twin) and bank_items.has_item(found.bank, current.twin),
        "history": _history(versions),
        "acts": [(event, ACT_NAMES.get(event.action, event.action)) for event in bank_items.acts_on(found)],
        "entry": FormEntry.objects.filter(item=found).select_related("form").first(),
        "form": form,
        "act": act,
    }
    return render(request, "courseware/bank/item.html", context)


def named_texts(version: ItemVersion) -> list[tuple[str, str, tuple[tuple[str, int], ...]]]:
    """(name, text, what in it cannot be seen) for each text of the body."""
    return [(FIELD_NAMES.get(name, name), text, unseen(text)) for name, text in version.body.items()]


@dataclass(frozen=True)
class Past:
    """One line of the history; numbers are None where there is none."""

    version: ItemVersion
    supersedes: int | None
    replaced_by: int | None
    compare_with: int | None


def _history(versions: list[ItemVersion]) -> list[Past]:
    numbers = {version.pk: version.number for version in versions}
    replaced = bank_items.replaced_by(versions)
    past = []
    for place, version in enumerate(versions):
        supersedes = numbers.get(version.supersedes_id or 0)
        before = versions[place + 1].number if place + 1 < len(versions) else None
        past.append(Past(version, supersedes, replaced.get(version.pk), supersedes or before))
    return past


@operations_only
@require_safe
def export(request: HttpRequest, bank: str) -> HttpResponse:
    """Every item that is asked, as it is in force, in our own JSON Lines; retired ones, too, with ?retired=yes."""
    if not Item.objects.filter(bank=bank).exists():
        raise Http404("No such bank.")
    lines = exporting.lines(bank, retired=request.GET.get("retired") == "yes")
    response = StreamingHttpResponse((f"{line}\n" for line in lines), content_type="application/x-ndjson")
    response["Content-Disposition"] = f'attachment; filename="{bank}.jsonl"'
    response["Cache-Control"] = "no-store"
    return cast(HttpResponse, response)  # answered like any other; Django has no common type for the two
