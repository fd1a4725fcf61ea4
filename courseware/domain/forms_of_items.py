"""Forms: sets of a bank's items that sittings ask. An item is in one form at most, and never in practice again."""

import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from courseware import form_balance, form_building
from courseware.curriculum import Guideline
from courseware.domain import audit
from courseware.domain.bank import Wanted, guidelines_for, search
from courseware.domain.hashing import content_hash
from courseware.domain.programs import program_of
from courseware.domain.versions import content_of
from courseware.form_building import Candidate
from courseware.keys import InvalidKey, parse_key
from courseware.models import Form, FormEntry, Item, ItemVersion, ProgramVersion, User

# A page waits while forms are drawn: of a larger bank, so many items are candidates.
MAX_CANDIDATES = 20_000


class FormsRefused(Exception):
    """The forms cannot be stored; nothing was. The message says why."""


class NameTaken(FormsRefused):
    """The bank has a form of that name."""


class Changed(FormsRefused):
    """The bank is no longer what it was when the forms were looked at, so they would be others."""


@dataclass(frozen=True)
class Filters:
    """Which items of the bank a form may hold. `practised`: also those that a program asks in practice."""

    wanted: Wanted
    practised: bool = False


@dataclass(frozen=True)
class Pool:
    """The candidates, and the items that were left out because a program asks them in practice."""

    candidates: tuple[Candidate, ...]
    item_ids: Mapping[str, int]
    practised: int


@dataclass(frozen=True)
class Draft:
    """Forms that are not stored, by name; the same seed gives them again as long as the bank is the same."""

    names: tuple[str, ...]
    forms: tuple[form_building.Form, ...]
    balances: tuple[form_balance.Balance, ...]
    warnings: tuple[str, ...]
    pool: Pool

    @property
    def mark(self) -> str:
        """Equal for drafts that would be stored as the same forms."""
        slugs = [[candidate.slug for candidate in form] for form in self.forms]
        return content_hash({"names": list(self.names), "forms": slugs})[:16]


def _practised_in(version_id: int) -> frozenset[str]:
    """Slugs of the items that modules of the program version ask."""
    modules = program_of(version_id).modules.values()
    return frozenset(slug for module in modules for slug in module.item_slugs)


def practised(bank: str) -> frozenset[str]:
    """Slugs of the items that any version of the bank's program asks in practice, where there is feedback."""
    versions = ProgramVersion.objects.filter(program__slug=bank).values_list("pk", flat=True)
    return frozenset().union(*(_practised_in(pk) for pk in versions))


def free_versions(filters: Filters) -> list[ItemVersion]:
    """The newest version of every item that is neither retired nor in a form; at most MAX_CANDIDATES.

    Items with a twin belong to a ladder: nobody meets them but by their own consent.
    """
    found = search(filters.wanted).filter(item__retired_at=None, item__form_entry=None, twin="")
    # By hash: where the bank has more, these are as good as drawn by lot, and the same ones next time.
    return list(found.order_by("content_hash", "pk")[:MAX_CANDIDATES])


def candidates(filters: Filters, versions: Sequence[ItemVersion], seen: Mapping[int, int]) -> Pool:
    """What a form may hold, of `versions`. `seen`: item -> how many people met it in practice."""
    met = practised(filters.wanted.bank)
    kept = [version for version in versions if filters.practised or version.item.slug not in met]
    return Pool(
        candidates=as_candidates(kept, seen, label_names(kept), met),
        item_ids={version.item.slug: version.item_id for version in kept},
        practised=sum(version.item.slug in met for version in versions),
    )


def as_candidates(
    versions: Sequence[ItemVersion],
    seen: Mapping[int, int],
    labels: Mapping[int, str],
    practised: frozenset[str] = frozenset(),
) -> tuple[Candidate, ...]:
    """The versions as form building sees them; `labels` from `label_names`. `practised` count as seen by somebody."""
    return tuple(
        Candidate(
            slug=version.item.slug,
            label=labels[version.pk],
            difficulty=version.difficulty,
            domain=version.domain,
            ambiguity=version.ambiguity,
            seen=max(seen.get(version.item_id, 0), int(version.item.slug in practised)),
            text_hash=version.text_hash,
        )
        for version in versions
    )


def label_names(versions: Sequence[ItemVersion]) -> Mapping[int, str]:
    """Version -> its best answer by name; with the guideline's title where a bank has several here. One query."""
    guidelines = guidelines_for(versions)
    banks = Counter(bank for bank, _ in {(version.item.bank, version.guideline) for version in versions})
    names = {}
    for version in versions:
        guideline = guidelines.get((version.item.bank, version.guideline))
        name = _best(version, guideline)
        several = banks[version.item.bank] > 1
        names[version.pk] = f"{guideline.title}: {name}" if guideline is not None and several else name
    return names


def _best(version: ItemVersion, guideline: Guideline | None) -> str:
    """ "" without a guideline that knows the key. For passages: in which half of the text the best one stands."""
    if guideline is None:
        return ""
    try:
        best = parse_key(version.key, guideline.answers_to(version.body)).best
    except InvalidKey:  # a key by an older guideline than the one in force
        return ""
    if guideline.scale == "span":
        half = len(version.body.get("text", "")) / 2
        return "first half" if int(best.partition("-")[0]) < half else "second half"
    if guideline.scale == "preference":
        return {"a": "response A", "b": "response B"}.get(best, best)
    return guideline.name_of(best)


def draft(pool: Pool, names: Sequence[str], size: int, seed: int) -> Draft:
    """The forms that would be stored."""
    forms = form_building.build(pool.candidates, len(names), size, random.Random(seed))
    return Draft(
        names=tuple(names),
        forms=forms,
        balances=form_balance.balances(forms, pool.candidates),
        warnings=form_balance.warnings(names, forms, size, pool.candidates),
        pool=pool,
    )


def build(drafted: Draft, bank: str, purpose: str, *, mark: str = "", by: User, now: datetime) -> list[Form]:
    """Stores the forms and keeps their items for sittings; all of them or none.

    `mark`: that of the draft that was looked at, "" to take what there is now. Raises NameTaken, Changed, and
    FormsRefused where there is nothing to store or somebody else has just put one of the items into a form.
    """
    if mark and mark != drafted.mark:
        raise Changed("The bank has changed since these forms were drawn. Look at them again before you save them.")
    if not all(drafted.forms):
        raise FormsRefused("There are not enough items: a form would be empty.")
    taken = names_taken(bank, drafted.names)
    if taken or len(set(drafted.names)) != len(drafted.names):
        raise NameTaken(f"{bank} has a form named {(taken or drafted.names)[0]} already.")
    try:
        return _store(drafted, bank, purpose, by, now)
    except IntegrityError as error:
        # Two builders at once: the database lets an item into one form, and a bank have a name once.
        raise FormsRefused(
            "Somebody else has just built forms from some of these items. Nothing was saved; draw them again."
        ) from error


def names_taken(bank: str, names: Sequence[str]) -> list[str]:
    """Those of the names that forms of the bank have already."""
    return list(Form.objects.filter(bank=bank, name__in=names).order_by("name").values_list("name", flat=True))


@transaction.atomic
def _store(drafted: Draft, bank: str, purpose: str, by: User, now: datetime) -> list[Form]:
    made = []
    for name, held in zip(drafted.names, drafted.forms, strict=True):
        form = Form.objects.create(bank=bank, name=name, purpose=purpose, created_by=by, created_at=now)
        ids = [drafted.pool.item_ids[candidate.slug] for candidate in held]
        FormEntry.objects.bulk_create(
            FormEntry(form=form, item_id=pk, position=position) for position, pk in enumerate(ids)
        )
        Item.objects.filter(pk__in=ids).update(sittings_only=True)
        made.append(form)
    for form, held, balance in zip(made, drafted.forms, drafted.balances, strict=True):
        items = [candidate.slug for candidate in held]
        data = {"bank": bank, "name": form.name, "purpose": purpose, "items": items, "balance": balance.line}
        audit.record("form.built", actor=by, subject=form, data=data, at=now)
    return made


@transaction.atomic
def dissolve(form: Form, *, by: User, now: datetime, to_practice: bool = False) -> int:
    """Takes the form apart; how many items are free for other forms. They stay kept for sittings unless said."""
    items = list(form.entries.values_list("item_id", "item__slug"))
    if to_practice:
        Item.objects.filter(pk__in=[pk for pk, _ in items]).update(sittings_only=False)
    data = {
        "bank": form.bank,
        "name": form.name,
        "purpose": form.purpose,
        "items": [slug for _, slug in items],
        "to_practice": to_practice,
    }
    subject = f"{form._meta.label_lower}:{form.pk}"
    form.delete()
    audit.record("form.dissolved", actor=by, subject=subject, data=data, at=now)
    return len(items)


def versions_in(forms: Sequence[Form], *, whole: bool = False) -> Mapping[int, list[ItemVersion]]:
    """Form -> the newest version of each of its items, in the form's order; `whole`: with factors. One query."""
    places = {form.pk: form for form in forms}
    found: dict[int, list[ItemVersion]] = {pk: [] for pk in places}
    rows = search(Wanted()).filter(item__form_entry__form__in=list(places)).select_related("item__form_entry")
    rows = rows.defer(None).defer("sketch") if whole else rows
    for version in rows.order_by("item__form_entry__position"):
        found[version.item.form_entry.form_id].append(version)
    return found


def lines(versions: Sequence[ItemVersion]) -> Iterator[str]:
    """Our own JSON Lines: the guidelines of these (whole) versions, then each; `import_items jsonl` reads them."""
    for guideline in guidelines_for(versions).values():
        yield json.dumps({"guideline": guideline.to_document()}, ensure_ascii=False)
    for version in versions:
        yield json.dumps(content_of(version).to_document(), ensure_ascii=False)
