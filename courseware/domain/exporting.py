"""A bank as our own JSON Lines: its guidelines, then every item as it is in force. What is read back is the same."""

import json
from collections.abc import Iterator
from typing import Any

from courseware.domain.guidelines import guidelines_of
from courseware.domain.versions import content_of
from courseware.models import Item, ItemVersion

BATCH = 1000


def lines(bank: str, *, retired: bool = False) -> Iterator[str]:
    """One line of JSON each, without its end; `retired`: also items that are no longer asked."""
    for guideline in guidelines_of(bank).values():
        yield _line({"guideline": guideline.to_document()})
    items = Item.objects.filter(bank=bank).order_by("slug")
    if not retired:
        items = items.filter(retired_at__isnull=True)
    keys = list(items.values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        newest: dict[int, ItemVersion] = {}
        rows = ItemVersion.objects.filter(item__in=keys[start : start + BATCH]).select_related("item").defer("sketch")
        for version in rows.order_by("item__slug", "number"):
            newest[version.item_id] = version
        for version in newest.values():
            yield _line(content_of(version).to_document())


def _line(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False)
