"""The guidelines of a bank: what the labels of its items mean. A changed one is a new version; the newest counts."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Max

from courseware.curriculum import Guideline
from courseware.domain.hashing import content_hash
from courseware.models import GuidelineVersion


def guidelines_of(bank: str) -> Mapping[str, Guideline]:
    """Slug -> guideline in force, for every guideline of the bank. One query."""
    rows = GuidelineVersion.objects.filter(bank=bank).order_by("slug", "number")
    return {row.slug: Guideline.from_document(row.document) for row in rows}


def store_guidelines(bank: str, guidelines: Iterable[Guideline], now: datetime) -> int:
    """Store those that are new or changed; returns how many. Inside the caller's transaction."""
    in_force = guidelines_of(bank)
    stored = 0
    for guideline in guidelines:
        if in_force.get(guideline.slug) == guideline:
            continue
        numbers = GuidelineVersion.objects.filter(bank=bank, slug=guideline.slug)
        document = guideline.to_document()
        GuidelineVersion.objects.create(
            bank=bank,
            slug=guideline.slug,
            number=(numbers.aggregate(last=Max("number"))["last"] or 0) + 1,
            content_hash=content_hash(document),
            document=document,
            created_at=now,
        )
        stored += 1
    return stored
