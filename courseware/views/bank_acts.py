"""What operations do to an item: retire and restore it, keep it for sittings, allow it in practice."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from courseware.domain import editing
from courseware.forms_bank import ActForm
from courseware.models import Item, User
from courseware.roles import operations_only
from courseware.views.bank import fetch_item, item_page

Act = Callable[..., bool]


@operations_only
@require_POST
def retire(request: HttpRequest, bank: str, slug: str) -> HttpResponse:
    item = fetch_item(bank, slug)
    return _do(request, item, "retire", editing.retire, "The item is retired: it is no longer asked.")


@operations_only
@require_POST
def restore(request: HttpRequest, bank: str, slug: str) -> HttpResponse:
    item = fetch_item(bank, slug)
    return _do(request, item, "restore", editing.restore, "The item is restored: it is asked again.")


@operations_only
@require_POST
def sittings(request: HttpRequest, bank: str, slug: str) -> HttpResponse:
    """Keeps the item for sittings where `keep` is "yes"; allows it in practice otherwise."""
    item = fetch_item(bank, slug)
    if request.POST.get("keep") == "yes":
        return _do(request, item, "sittings", editing.keep_for_sittings, "The item is kept for sittings only.")
    return _do(request, item, "sittings", editing.allow_in_practice, "The item may be asked in practice.")


def _do(request: HttpRequest, item: Item, name: str, act: Act, outcome: str) -> HttpResponse:
    form = ActForm(request.POST)
    if not form.is_valid():
        return item_page(request, item, form, name)
    changed = act(item, by=cast(User, request.user), reason=form.cleaned_data["reason"], now=timezone.now())
    if changed:
        messages.success(request, outcome)
    else:
        messages.info(request, "Nothing was changed: it was so already.")
    return redirect("bank_item", item.bank, item.slug)
