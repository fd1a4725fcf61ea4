"""The items of a program version, kept in memory: item versions are immutable, so this can never be stale."""

from collections.abc import Mapping
from functools import lru_cache

from courseware.models import ItemVersion
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


def view(version: ItemVersion, first_left: str | None = None) -> ItemView:
    return ItemView(
        slug=version.item.slug,
        kind=version.kind,
        body=version.body,
        key=version.key,
        rationale=version.rationale,
        factors=version.factors,
        difficulty=version.difficulty,
        first_left=first_left,
    )
