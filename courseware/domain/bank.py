"""Looking into the bank: which items it holds by what is asked for, what became of one, and in which versions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from courseware.curriculum import Guideline
from courseware.item_files import BODY_FIELDS
from courseware.models import AuditEvent, GuidelineVersion, Item, ItemVersion

# Each word is looked for in every text of every item: more of them find nothing more.
MAX_WORDS = 8
STATES: Mapping[str, tuple[str, Q]] = {
    "all": ("All", Q()),
    "asked": ("In practice", Q(item__retired_at=None, item__sittings_only=False)),
    "sittings": ("Sittings only", Q(item__retired_at=None, item__sittings_only=True)),
    "retired": ("Retired", Q(item__retired_at__isnull=False)),
}


@dataclass(frozen=True)
class Wanted:
    """What is asked for; "" and None are no condition. Difficulties are 0..1, both ends included."""

    bank: str = ""
    kind: str = ""
    guideline: str = ""
    ambiguity: str = ""
    domain: str = ""
    provenance: str = ""
    easiest: float | None = None
    hardest: float | None = None
    words: str = ""


def search(wanted: Wanted) -> QuerySet[ItemVersion]:
    """The newest version of every item that is wanted, by bank and slug, with the item."""
    later = ItemVersion.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number"))
    return (
        ItemVersion.objects.filter(~Exists(later), _condition(wanted))
        .select_related("item")
        .defer("sketch", "factors")
        .order_by("item__bank", "item__slug")
    )


def _condition(wanted: Wanted) -> Q:
    exact = {
        "item__bank": wanted.bank,
        "kind": wanted.kind,
        "guideline": wanted.guideline,
        "ambiguity": wanted.ambiguity,
        "domain__iexact": wanted.domain,
        "provenance__startswith": wanted.provenance,
        "difficulty__gte": wanted.easiest,
        "difficulty__lte": wanted.hardest,
    }
    found = Q(**{field: value for field, value in exact.items() if value not in ("", None)})
    return reduce(and_, (_says(word) for word in wanted.words.split()[:MAX_WORDS]), found)


def _says(word: str) -> Q:
    places = ("item__slug", "domain", "rationale", *(f"body__{field}" for field in BODY_FIELDS))
    return reduce(or_, (Q(**{f"{place}__icontains": word}) for place in places))


def counts(versions: QuerySet[ItemVersion]) -> Mapping[str, int]:
    """State -> how many of `versions` are in it. One query."""
    return versions.order_by().aggregate(**{state: Count("pk", filter=own) for state, (_, own) in STATES.items()})


def banks() -> list[str]:
    """The names of all banks."""
    return list(Item.objects.order_by("bank").values_list("bank", flat=True).distinct())


def guideline_slugs(bank: str) -> list[str]:
    """The guidelines that items of the bank ("" for all banks) can be judged by."""
    rows = GuidelineVersion.objects.filter(bank=bank) if bank else GuidelineVersion.objects.all()
    return list(rows.order_by("slug").values_list("slug", flat=True).distinct())


def guidelines_for(versions: Iterable[ItemVersion]) -> Mapping[tuple[str, str], Guideline]:
    """(bank, slug) -> the guideline in force, for those of `versions`. One query; none for no versions."""
    wanted = {(version.item.bank, version.guideline) for version in versions}
    rows = GuidelineVersion.objects.filter(
        bank__in={bank for bank, _ in wanted}, slug__in={slug for _, slug in wanted}
    ).order_by("number")
    return {(row.bank, row.slug): Guideline.from_document(row.document) for row in rows}


def versions_of(item: Item) -> list[ItemVersion]:
    """Every version, newest first, with who made it; each has `item` loaded. One query."""
    rows = ItemVersion.objects.filter(item=item).select_related("edited_by").defer("sketch")
    versions = list(rows.order_by("-number"))
    for version in versions:
        version.item = item
    return versions


def in_force(versions: Iterable[ItemVersion]) -> ItemVersion:
    """The item as it is: its newest version."""
    return max(versions, key=lambda version: version.number)


def replaced_by(versions: Iterable[ItemVersion]) -> Mapping[int, int]:
    """Primary key of a version -> number of the correction that is asked in its place."""
    return {version.supersedes_id: version.number for version in versions if version.supersedes_id}


def acts_on(item: Item) -> list[AuditEvent]:
    """What was done to the item as such (retired, restored, kept for sittings, ...), newest first."""
    events = AuditEvent.objects.filter(subject=f"courseware.item:{item.pk}").exclude(action="item.corrected")
    return list(events.select_related("actor").order_by("-at", "-sequence"))


def has_item(bank: str, slug: str) -> bool:
    return Item.objects.filter(bank=bank, slug=slug).exists()
