"""Which version of an item is asked: the program's own, or where a chain of corrections ends."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from courseware.curriculum import Guideline, ItemContent, Label
from courseware.domain.guidelines import guidelines_of, store_guidelines
from courseware.domain.versions import content_of, in_force, new_version
from courseware.models import GuidelineVersion, Item, ItemVersion

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def content(slug: str = "note", rationale: str = "Because.", **changes: object) -> ItemContent:
    fields = {
        "slug": slug,
        "kind": "classification",
        "guideline": "tone",
        "domain": "mail",
        "body": {"text": f"A short text called {slug}."},
        "key": {"label": "calm"},
        "rationale": rationale,
        "factors": ({"name": "calm", "text": "Nothing is pressing.", "weight": 1.0},),
        "difficulty": 0.5,
        "intensity": 0,
        "ambiguity": "clear",
        "language": "en",
        "licence": "MIT",
        "provenance": "authored",
        **changes,
    }
    return ItemContent(**fields)


def version(item: Item, number: int, supersedes: ItemVersion | None = None) -> ItemVersion:
    made = new_version(item, number, content(item.slug, f"Because of {number}."), NOW)
    made.supersedes = supersedes
    made.save()
    return made


def test_a_version_gives_its_content_back():
    for twin in ("", "note-neutral"):
        written = content(f"note{twin}", twin=twin)
        item = Item.objects.create(bank="tones", slug=written.slug)
        new_version(item, 1, written, NOW).save()
        assert content_of(ItemVersion.objects.select_related("item").get(item=item)) == written


def test_a_chain_of_corrections_is_followed_to_its_end():
    item, other = (Item.objects.create(bank="tones", slug=slug) for slug in ("note", "other"))
    first, alone = version(item, 1), version(other, 1)
    second = version(item, 2, supersedes=first)
    third = version(item, 3, supersedes=second)
    found = in_force([first.pk, second.pk, alone.pk])
    assert found == {first.pk: third.pk, second.pk: third.pk, alone.pk: alone.pk}


def test_two_corrections_of_one_version_cannot_both_stand():
    item = Item.objects.create(bank="tones", slug="note")
    first = version(item, 1)
    version(item, 2, supersedes=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        version(item, 3, supersedes=first)


def test_a_guideline_is_stored_again_only_when_it_changed():
    tone = Guideline("tone", "Tone", "Which tone?", "nominal", (Label("calm", "Calm"), Label("angry", "Angry")), "")
    assert store_guidelines("tones", [tone], NOW) == 1
    assert store_guidelines("tones", [tone], NOW) == 0
    changed = Guideline("tone", "Tone", "What is its tone?", "nominal", tone.labels, "")
    assert store_guidelines("tones", [changed], NOW) == 1
    assert guidelines_of("tones") == {"tone": changed}
    assert [row.number for row in GuidelineVersion.objects.order_by("number")] == [1, 2]
    assert guidelines_of("elsewhere") == {}
