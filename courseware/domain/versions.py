"""Item versions as rows: making one from content and back, and which version is in force."""

from collections.abc import Collection, Mapping
from datetime import datetime

from courseware.curriculum import ItemContent
from courseware.domain.hashing import content_hash
from courseware.models import Item, ItemVersion

COPIED = (
    "kind", "guideline", "domain", "body", "key", "rationale", "difficulty", "intensity", "ambiguity", "twin",
    "planted", "language", "licence", "provenance",
)  # fmt: skip


def new_version(
    item: Item, number: int, content: ItemContent, now: datetime, fingerprint: tuple[int, bytes] | None = None
) -> ItemVersion:
    """An unsaved version of `item` with that content; `fingerprint` where it is known already."""
    # Imported here: numpy is not for a web process that never stores an item.
    from courseware import likeness

    if fingerprint is None:
        words = likeness.words_of(content.body)
        fingerprint = likeness.text_hash(words), likeness.sketch(words)
    return ItemVersion(
        item=item,
        number=number,
        content_hash=content_hash(content.to_document()),
        factors=[dict(factor) for factor in content.factors],
        text_hash=fingerprint[0],
        sketch=fingerprint[1],
        created_at=now,
        **{name: getattr(content, name) for name in COPIED},
    )


def content_of(version: ItemVersion) -> ItemContent:
    """The version's content; the inverse of `new_version`. The item must be loaded."""
    return ItemContent(
        slug=version.item.slug,
        factors=tuple(version.factors),
        **{name: getattr(version, name) for name in COPIED},
    )


def in_force(version_ids: Collection[int]) -> Mapping[int, int]:
    """Version -> the version asked in its place: itself, or where a chain of corrections ends. By primary keys."""
    successors: dict[int, int] = {}
    frontier = set(version_ids)
    while frontier:
        found = dict(
            ItemVersion.objects.filter(supersedes__in=frontier).values_list("supersedes_id", "pk").order_by("pk")
        )
        successors.update(found)
        frontier = set(found.values())
    return {pk: _end(pk, successors) for pk in version_ids}


def _end(pk: int, successors: Mapping[int, int]) -> int:
    while pk in successors:
        pk = successors[pk]
    return pk
