"""Storing loaded content as immutable versions. Storing the same content twice changes nothing."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from courseware.curriculum import Content, ItemContent, Ladder
from courseware.domain.guidelines import store_guidelines
from courseware.domain.hashing import content_hash
from courseware.domain.versions import new_version
from courseware.models import Item, ItemVersion, Program, ProgramVersion
from courseware.reading import ContentError, Problem


@dataclass(frozen=True)
class Stored:
    """What storing did: the version in force, whether it is new, and how many item versions are."""

    version: ProgramVersion
    is_new: bool
    new_items: int


@transaction.atomic
def store(content: Content, *, now: datetime) -> Stored:
    """All of `content` or nothing. Items are versioned one by one, the program as a whole.

    Raises ContentError where a tier of the ladder has other words than the newest version has under the same name.
    """
    bank = content.program.slug
    if content.program.ladder is not None:
        _refuse_other_words(bank, content.program.ladder)
    store_guidelines(bank, content.program.guidelines, now)
    versions, new_items = _store_items(bank, content.items, now)
    document = content.program.to_document()
    digest = content_hash({"program": document, "items": sorted(version.content_hash for version in versions)})
    program, _ = Program.objects.get_or_create(slug=content.program.slug)
    existing = ProgramVersion.objects.filter(program=program, content_hash=digest).first()
    if existing is not None:
        return Stored(existing, is_new=False, new_items=new_items)
    number = (program.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = ProgramVersion.objects.create(
        program=program, number=number, content_hash=digest, document=document, loaded_at=now
    )
    version.items.set(versions)
    return Stored(version, is_new=True, new_items=new_items)


def _refuse_other_words(program: str, ladder: Ladder) -> None:
    """People have agreed to the words of a version: under its name there are no others."""
    newest = ProgramVersion.objects.filter(program__slug=program).order_by("-number").first()
    known = (newest.document.get("ladder") or {}).get("tiers", ()) if newest else ()
    texts = {(tier["number"], tier["version"]): tier["text"] for tier in known}
    problems = [
        Problem("ladder", f"tiers.{tier.number}", f"the words changed; give them another version than {tier.version!r}")
        for tier in ladder.tiers
        if texts.get((tier.number, tier.version), tier.text) != tier.text
    ]
    if problems:
        raise ContentError(problems)


def _store_items(bank: str, contents: tuple[ItemContent, ...], now: datetime) -> tuple[list[ItemVersion], int]:
    """The stored version of each item, in order, and how many were new."""
    slugs = [content.slug for content in contents]
    items = {item.slug: item for item in Item.objects.filter(bank=bank, slug__in=slugs)}
    Item.objects.bulk_create(Item(bank=bank, slug=slug) for slug in slugs if slug not in items)
    items = {item.slug: item for item in Item.objects.filter(bank=bank, slug__in=slugs)}
    known: dict[int, dict[str, ItemVersion]] = {item.pk: {} for item in items.values()}
    for version in ItemVersion.objects.filter(item__in=items.values()):
        known[version.item_id][version.content_hash] = version
    versions = []
    new = 0
    for content in contents:
        item = items[content.slug]
        stored = known[item.pk].get(content_hash(content.to_document()))
        if stored is None:
            number = max((version.number for version in known[item.pk].values()), default=0) + 1
            stored = new_version(item, number, content, now)
            stored.save(force_insert=True)
            new += 1
        versions.append(stored)
    return versions, new
