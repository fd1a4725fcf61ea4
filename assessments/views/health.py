"""/operations/bank/health/: how the items of a bank do, which are worth a look, and which might become gold."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.domain.gold_health import ItemHealth, health_of
from courseware.domain.bank import banks
from courseware.roles import operations_only

PAGE_SIZE = 25


def _unknown_last(value: float | None) -> tuple[bool, float]:
    return value is None, value or 0.0


# What the address may sort by -> its name, and the order: what is most worth a look first.
SORTS: dict[str, tuple[str, Callable[[ItemHealth], Any]]] = {
    "flags": ("Worth a look", lambda row: -sum(flag.weight for flag in row.flags)),
    "item": ("Item", lambda row: row.version.item.slug),
    "answers": ("Most answers", lambda row: -row.n),
    "right": ("Fewest right", lambda row: row.right),
    "discrimination": ("Lowest discrimination", lambda row: _unknown_last(row.discrimination)),
    "time": ("Longest time", lambda row: _unknown_last(None if row.seconds is None else -row.seconds)),
    "contested": ("Most contested", lambda row: -row.contested),
    "divergence": ("Farthest from key", lambda row: _unknown_last(None if row.divergence is None else -row.divergence)),
}


@operations_only
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """?bank=SLUG, ?sort= one of SORTS, ?show=gold for the candidates alone, ?simulated=1 counts simulated people."""
    names = banks()
    bank = request.GET.get("bank", "")
    bank = bank if bank in names else (names[0] if names else "")
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "flags"
    simulated = request.GET.get("simulated") == "1"
    rows = health_of(bank, simulated=simulated) if bank else []
    candidates = [row for row in rows if row.may_be_gold]
    only_gold = request.GET.get("show") == "gold"
    shown = sorted(candidates if only_gold else rows, key=SORTS[sort][1])
    context = {
        "banks": names,
        "bank": bank,
        "sort": sort,
        "sorts": [(name, label) for name, (label, _) in SORTS.items()],
        "simulated": simulated,
        "only_gold": only_gold,
        "total": len(rows),
        "candidates": len(candidates),
        "flagged": sum(bool(row.flags) for row in rows),
        "page": Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "assessments/bank/health.html", context)
