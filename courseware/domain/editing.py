"""What operations do to an item of the bank; each act is an audited event of its item."""

from datetime import datetime

from django.db import transaction

from courseware.curriculum import ItemContent
from courseware.domain import audit
from courseware.domain.corrections import correct
from courseware.models import Item, ItemVersion, User


@transaction.atomic
def edit(version: ItemVersion, content: ItemContent, *, by: User, note: str, now: datetime) -> ItemVersion:
    """The corrected version that is asked in place of `version`. Raises corrections.Superseded, Unchanged."""
    made = correct(version, content, by=by, note=note, now=now)
    data = {"from": version.number, "to": made.number, "note": note}
    audit.record("item.corrected", actor=by, subject=version.item, data=data, at=now)
    return made


@transaction.atomic
def retire(item: Item, *, by: User, reason: str, now: datetime) -> bool:
    """No longer asked, in practice or in sittings. False where it is retired already."""
    changed = Item.objects.filter(pk=item.pk, retired_at=None).update(retired_at=now)
    return _noted("item.retired", item, by, reason, now) if changed else False


@transaction.atomic
def restore(item: Item, *, by: User, reason: str, now: datetime) -> bool:
    """Asked again. False where it is not retired."""
    changed = Item.objects.filter(pk=item.pk, retired_at__isnull=False).update(retired_at=None)
    return _noted("item.restored", item, by, reason, now) if changed else False


@transaction.atomic
def keep_for_sittings(item: Item, *, by: User, reason: str, now: datetime) -> bool:
    """Never asked in practice from now on. False where it is kept for sittings already."""
    changed = Item.objects.filter(pk=item.pk, sittings_only=False).update(sittings_only=True)
    return _noted("item.kept_for_sittings", item, by, reason, now) if changed else False


@transaction.atomic
def allow_in_practice(item: Item, *, by: User, reason: str, now: datetime) -> bool:
    """Asked in practice, too. False where it is not kept for sittings."""
    changed = Item.objects.filter(pk=item.pk, sittings_only=True).update(sittings_only=False)
    return _noted("item.allowed_in_practice", item, by, reason, now) if changed else False


def _noted(action: str, item: Item, by: User, reason: str, now: datetime) -> bool:
    audit.record(action, actor=by, subject=item, data={"reason": reason}, at=now)
    return True
