"""Two versions of one item beside each other."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courseware.domain.comparing import compare as compared
from courseware.domain.guidelines import guidelines_of
from courseware.models import ItemVersion
from courseware.roles import operations_only
from courseware.views.bank import fetch_item, fetch_versions


@operations_only
@require_safe
def compare(request: HttpRequest, bank: str, slug: str) -> HttpResponse:
    """?from= and ?to= are version numbers; without them the newest stands beside the one before it."""
    item = fetch_item(bank, slug)
    versions = fetch_versions(item)
    new = _version(versions, request.GET.get("to"), versions[0])
    old = _version(versions, request.GET.get("from"), _before(versions, new))
    context = {
        "item": item,
        "versions": versions,
        "old": old,
        "new": new,
        "comparison": compared(old, new, guidelines_of(bank).get(new.guideline)),
    }
    return render(request, "courseware/bank/compare.html", context)


def _version(versions: list[ItemVersion], asked: str | None, otherwise: ItemVersion) -> ItemVersion:
    """The version with the number asked for. What is no number is not asked for; a number nothing has is 404."""
    if asked is None or not (asked.isascii() and asked.isdigit()):
        return otherwise
    found = next((version for version in versions if str(version.number) == asked.lstrip("0")), None)
    if found is None:
        raise Http404("The item has no such version.")
    return found


def _before(versions: list[ItemVersion], version: ItemVersion) -> ItemVersion:
    """The version that it corrects; else the one before it; else itself."""
    for other in versions:
        if other.pk == version.supersedes_id:
            return other
    return next((other for other in versions if other.number < version.number), version)
