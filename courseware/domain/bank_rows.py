"""What a bank holds, looked up and stored many items at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from courseware.curriculum import ItemContent
from courseware.domain.versions import content_of, new_version
from courseware.importers.batches import batched
from courseware.models import Item, ItemVersion

BATCH = 2000

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from courseware.importers.survey import Known


@dataclass
class Held:
    """An item of the bank: its newest version, and the content hashes of all of them."""

    current: ItemVersion
    digests: set[str]

    @cached_property
    def content(self) -> ItemContent:
        return content_of(self.current)


def held_by(bank: str, slugs: Sequence[str]) -> dict[str, Held]:
    """Slug -> what the bank has of it. One query."""
    held: dict[str, Held] = {}
    rows = (
        ItemVersion.objects.filter(item__bank=bank, item__slug__in=slugs)
        .select_related("item")
        .defer("sketch")
        .order_by("number")
    )
    for version in rows:
        before = held.get(version.item.slug)
        digests = before.digests if before else set()
        held[version.item.slug] = Held(version, digests | {version.content_hash})
    return held


def store_new(bank: str, contents: Sequence[ItemContent], now: datetime) -> None:
    """Items that the bank does not have, each with its first version."""
    from courseware import likeness

    if not contents:
        return
    words = [likeness.words_of(content.body) for content in contents]
    found = likeness.sketches(words).astype("<u4")
    prints = [(likeness.text_hash(own), row.tobytes()) for own, row in zip(words, found, strict=True)]
    items = Item.objects.bulk_create([Item(bank=bank, slug=content.slug) for content in contents])
    ItemVersion.objects.bulk_create(
        [
            new_version(item, 1, content, now, fingerprint)
            for item, content, fingerprint in zip(items, contents, prints, strict=True)
        ]
    )


def known_texts(bank: str, without: "NDArray[np.int64]") -> "Known":
    """The texts of the bank's items, by the newest version of each; `without` those of a file (sorted name numbers)."""
    import numpy as np

    from courseware.importers.survey import Known, name_number

    newest: dict[int, tuple[str, int, bytes]] = {}
    rows = (
        ItemVersion.objects.filter(item__bank=bank, sketch__isnull=False, item__retired_at__isnull=True)
        .order_by("number", "pk")
        .values_list("item_id", "item__slug", "text_hash", "sketch")
    )
    for batch in batched(rows.iterator(chunk_size=BATCH), BATCH):
        named = np.isin([name_number(slug) for _, slug, _, _ in batch], without)
        for (item_id, slug, text_hash, sketch), in_file in zip(batch, named, strict=True):
            if not in_file:
                newest[item_id] = (f"{bank}/{slug}", int(text_hash or 0), bytes(sketch or b""))
    values = list(newest.values())
    return Known([name for name, _, _ in values], [h for _, h, _ in values], [s for _, _, s in values])
