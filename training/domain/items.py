"""The items that attempts ask, kept in memory: item versions are immutable, so what is kept can never be stale."""

from collections.abc import Collection, Mapping
from functools import lru_cache

from django.db.models import Q

from courseware.domain.versions import in_force
from courseware.models import Item, ItemVersion
from training.activities.base import ItemView


@lru_cache(maxsize=16)
def items_of(program_version_id: int) -> Mapping[int, ItemVersion]:
    """Primary key -> item version, for every item of the program version."""
    versions = ItemVersion.objects.filter(program_versions=program_version_id).select_related("item")
    return {version.pk: version for version in versions}


@lru_cache(maxsize=16)
def slugs_of(program_version_id: int) -> Mapping[str, ItemVersion]:
    """Item slug -> item version, for every item of the program version."""
    return {version.item.slug: version for version in items_of(program_version_id).values()}


@lru_cache(maxsize=4096)
def version_of(version_id: int) -> ItemVersion:
    """One item version by primary key, as for a corrected item that a program version does not name."""
    return ItemVersion.objects.select_related("item").get(pk=version_id)


def asked_now(program_version_id: int, slugs: Collection[str]) -> Mapping[str, ItemVersion]:
    """Item slug -> the version to ask now, for those of `slugs` that practice may ask.

    An item corrected in the bank is asked as corrected; a retired one, or one kept for sittings, is not asked.
    Two queries, and one more for each link in a chain of corrections.
    """
    named = slugs_of(program_version_id)
    versions = {slug: named[slug] for slug in slugs}
    held_back = set(
        Item.objects.filter(pk__in=[version.item_id for version in versions.values()])
        .filter(Q(retired_at__isnull=False) | Q(sittings_only=True))
        .values_list("pk", flat=True)
    )
    current = in_force([version.pk for version in versions.values()])
    return {
        slug: version if current[version.pk] == version.pk else version_of(current[version.pk])
        for slug, version in versions.items()
        if version.item_id not in held_back
    }


def view(version: ItemVersion, first_left: str | None = None) -> ItemView:
    return ItemView(
        slug=version.item.slug,
        kind=version.kind,
        body=version.body,
        key=version.key,
        rationale=version.rationale,
        factors=version.factors,
        difficulty=version.difficulty,
        ambiguity=version.ambiguity,
        domain=version.domain,
        planted=version.planted,
        first_left=first_left,
    )
