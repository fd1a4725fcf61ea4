"""Forms as stored: items in one form at most, kept for sittings, and every act of it in the audit log."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from courseware.curriculum import ItemContent
from courseware.domain import forms_of_items as forms
from courseware.domain.audit import verify_chain
from courseware.domain.bank import Wanted
from courseware.domain.bank_rows import store_new
from courseware.domain.content import store
from courseware.domain.corrections import correct
from courseware.domain.guidelines import store_guidelines
from courseware.domain.importing import ItemFile, store_items
from courseware.importers.candidates import Options
from courseware.loader import load
from courseware.models import AuditEvent, Form, FormEntry, Item, ItemVersion, User
from tests.courses import write_course
from tests.courseware.importers.reading import TONE
from tests.people import JOINED, MONDAY_9, make_person
from training.activities import check_config

pytestmark = pytest.mark.django_db

BANK = "tones"


def content(number: int, **changed: object) -> ItemContent:
    made = ItemContent(
        slug=f"t-{number:02}",
        kind="classification",
        guideline="tone",
        domain=("law", "health")[number // 2 % 2],
        body={"text": f"Remark number {number} of a long series."},
        key={"label": ("warm", "cold")[number % 2]},
        rationale="It thanks somebody.",
        factors=(),
        difficulty=number % 10 / 10,
        intensity=0,
        ambiguity="clear",
        language="en",
        licence="CC0-1.0",
        provenance="authored",
    )
    return replace(made, **changed)


@pytest.fixture
def operations(db) -> User:
    return make_person("forms@attune.example", "Oki Operations", is_operations=True)


@pytest.fixture
def bank(db) -> str:
    store_guidelines(BANK, [TONE], JOINED)
    store_new(BANK, [content(number) for number in range(40)], JOINED)
    return BANK


def drafted(*names: str, size: int = 8, seed: int = 5, seen: dict[int, int] | None = None, **filters) -> forms.Draft:
    chosen = forms.Filters(Wanted(bank=filters.pop("bank", BANK), **filters))
    pool = forms.candidates(chosen, forms.free_versions(chosen), seen or {})
    return forms.draft(pool, names, size, seed)


def built(operations: User, *names: str, **options) -> list[Form]:
    return forms.build(drafted(*names, **options), BANK, "exam", by=operations, now=MONDAY_9)


def slugs(form: Form) -> list[str]:
    return list(form.entries.values_list("item__slug", flat=True))


@pytest.mark.usefixtures("bank")
def test_parallel_forms_are_stored_in_order_and_kept_for_sittings(operations):
    draft = drafted("A", "B")
    made = forms.build(draft, BANK, "exam", by=operations, now=MONDAY_9)
    assert [slugs(form) for form in made] == [[c.slug for c in held] for held in draft.forms]
    assert not set(slugs(made[0])) & set(slugs(made[1]))
    kept = set(Item.objects.filter(sittings_only=True).values_list("slug", flat=True))
    assert kept == {*slugs(made[0]), *slugs(made[1])}
    assert {(form.purpose, form.created_by, form.created_at) for form in made} == {("exam", operations, MONDAY_9)}
    assert [balance.labels for balance in draft.balances] == [{"Cold": 4, "Warm": 4}] * 2


@pytest.mark.usefixtures("bank")
def test_building_is_audited_once_for_each_form(operations):
    made = built(operations, "A", "B")
    events = AuditEvent.objects.filter(action="form.built").order_by("sequence")
    assert [(e.subject, e.data["name"], e.data["items"]) for e in events] == [
        (f"courseware.form:{form.pk}", form.name, slugs(form)) for form in made
    ]
    assert verify_chain("form") is None


@pytest.mark.usefixtures("bank")
def test_the_same_seed_gives_the_same_forms_until_the_bank_changes(operations):
    looked_at = drafted("A")
    assert drafted("A").mark == looked_at.mark
    assert drafted("A", seed=6).mark != looked_at.mark
    Item.objects.filter(slug=looked_at.forms[0][0].slug).update(retired_at=MONDAY_9)
    with pytest.raises(forms.Changed, match="has changed"):
        forms.build(drafted("A"), BANK, "exam", mark=looked_at.mark, by=operations, now=MONDAY_9)
    assert not Form.objects.exists()


@pytest.mark.usefixtures("bank")
def test_what_is_in_a_form_or_retired_is_no_candidate(operations):
    (made,) = built(operations, "A")
    Item.objects.filter(slug="t-00").update(retired_at=MONDAY_9)
    free = {candidate.slug for candidate in drafted("B").pool.candidates}
    assert free == {f"t-{n:02}" for n in range(40)} - set(slugs(made)) - {"t-00"}


@pytest.mark.usefixtures("bank")
def test_filters_narrow_the_candidates():
    assert {c.domain for c in drafted("A", domain="law").pool.candidates} == {"law"}
    assert {c.difficulty for c in drafted("A", easiest=0.25, hardest=0.4).pool.candidates} == {0.3, 0.4}
    assert drafted("A", ambiguity="ambiguous").warnings[0].startswith("There are 0 items for 8 places")


@pytest.mark.usefixtures("bank")
def test_the_newest_version_counts(operations):
    version = ItemVersion.objects.get(item__slug="t-00")
    correct(version, content(0, key={"label": "cold"}), by=operations, note="Read again.", now=MONDAY_9)
    labels = {candidate.slug: candidate.label for candidate in drafted("A").pool.candidates}
    assert (labels["t-00"], labels["t-02"]) == ("Cold", "Warm")


@pytest.mark.usefixtures("bank")
def test_a_name_that_is_taken_is_named(operations):
    built(operations, "A")
    with pytest.raises(forms.NameTaken, match="tones has a form named A already"):
        built(operations, "B", "A")
    with pytest.raises(forms.NameTaken):
        built(operations, "C", "C")
    assert Form.objects.count() == 1


@pytest.mark.usefixtures("bank")
def test_an_empty_form_is_not_stored(operations):
    with pytest.raises(forms.FormsRefused, match="not enough items"):
        built(operations, "A", domain="nowhere")
    assert not Form.objects.exists()


@pytest.mark.usefixtures("bank")
def test_of_two_builders_of_the_same_items_the_second_is_told_and_leaves_nothing(operations):
    one, other = drafted("A"), drafted("B")
    forms.build(one, BANK, "exam", by=operations, now=MONDAY_9)
    with pytest.raises(forms.FormsRefused, match="Somebody else has just built"):
        forms.build(other, BANK, "exam", by=operations, now=MONDAY_9)
    assert list(Form.objects.values_list("name", flat=True)) == ["A"]
    assert AuditEvent.objects.filter(action="form.built").count() == 1


@pytest.mark.usefixtures("bank")
def test_the_database_refuses_an_item_in_two_forms(operations):
    (made,) = built(operations, "A")
    other = Form.objects.create(bank=BANK, name="B", purpose="exam", created_by=operations, created_at=MONDAY_9)
    with pytest.raises(IntegrityError), transaction.atomic():
        FormEntry.objects.create(form=other, item=made.entries.first().item, position=0)


@pytest.mark.usefixtures("bank")
@pytest.mark.parametrize("to_practice", [False, True])
def test_dissolving_frees_the_items_and_leaves_them_for_sittings_unless_said(operations, to_practice):
    (made,) = built(operations, "A")
    held = set(slugs(made))
    later = MONDAY_9 + timedelta(days=1)
    assert forms.dissolve(made, by=operations, now=later, to_practice=to_practice) == 8
    assert not Form.objects.exists()
    assert held <= {candidate.slug for candidate in drafted("B").pool.candidates}
    kept = set(Item.objects.filter(sittings_only=True).values_list("slug", flat=True))
    assert kept == (set() if to_practice else held)
    event = AuditEvent.objects.get(action="form.dissolved")
    assert (event.actor, event.at, set(event.data["items"])) == (operations, later, held)


def test_items_that_a_program_asks_in_practice_are_left_out_unless_wanted(operations, tmp_path):
    """Also pairs that only come back, and items of an older version of the program."""
    store(load(write_course(tmp_path / "course"), check_config), now=JOINED)
    store_new("small", [content(1, guideline="severity", kind="ordinal", key={"label": "mild"})], JOINED)
    wanted = forms.Filters(Wanted(bank="small"))
    versions = forms.free_versions(wanted)
    pool = forms.candidates(wanted, versions, {})
    assert [candidate.slug for candidate in pool.candidates] == ["t-01"]
    assert pool.practised == len(versions) - 1 == 8
    everything = forms.candidates(replace(wanted, practised=True), versions, {})
    assert {candidate.slug: candidate.seen for candidate in everything.candidates} == {
        version.item.slug: int(version.item.slug != "t-01") for version in versions
    }
    assert "used in practice" in " ".join(forms.draft(everything, ["A"], 9, 1).warnings)


@pytest.mark.usefixtures("bank")
def test_items_that_people_met_are_drawn_last_and_named():
    met = {item.pk: 3 for item in Item.objects.filter(slug__in=[f"t-{n:02}" for n in range(20)])}
    assert not any("used in practice" in line for line in drafted("A", size=4, seen=met).warnings)
    assert any("used in practice" in line for line in drafted("A", size=30, seen=met).warnings)


def test_labels_of_several_guidelines_and_of_pairs_are_told_apart(tmp_path):
    store(load(write_course(tmp_path / "course"), check_config), now=JOINED)
    wanted = forms.Filters(Wanted(bank="small"), practised=True)
    pool = forms.candidates(wanted, forms.free_versions(wanted), {})
    assert {candidate.label for candidate in pool.candidates} == {"Severity: Mild", "Preference: response B"}


@pytest.mark.usefixtures("bank")
def test_a_form_is_written_as_our_own_jsonl_and_read_back(operations, tmp_path, django_assert_num_queries):
    (made,) = built(operations, "A")
    with django_assert_num_queries(2):
        versions = forms.versions_in([made], whole=True)[made.pk]
        written = list(forms.lines(versions))
    assert [json.loads(line)["slug"] for line in written[1:]] == slugs(made)
    path = tmp_path / "form.jsonl"
    path.write_text("\n".join(written) + "\n")
    report = store_items(ItemFile(path, "jsonl", "again", Options()), skip_rejected=False, by=operations, now=MONDAY_9)
    assert (report.accepted, report.rejected_count) == (8, 0)
