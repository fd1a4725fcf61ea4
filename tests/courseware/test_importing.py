"""Bringing a file into a bank: everything is looked through first, and then all of it is stored or nothing."""

import json
from datetime import UTC, datetime

import pytest

from courseware.domain import audit
from courseware.domain.exporting import lines
from courseware.domain.guidelines import guidelines_of
from courseware.domain.importing import ItemFile, RejectedRows, look_through, store_items
from courseware.domain.versions import in_force
from courseware.importers.candidates import Options
from courseware.importers.source import UnreadableFile
from courseware.models import AuditEvent, GuidelineVersion, Item, ItemVersion
from courseware.signals import item_corrected
from tests.courseware.importers.reading import TONE, json_lines, table
from tests.rows_of_items import ROWS, row

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
BANK = "tone"


@pytest.fixture
def file(tmp_path):
    def written(*rows, format_name="jsonl", **options) -> ItemFile:
        path = json_lines(tmp_path / "items.jsonl", *rows)
        options = {"guidelines": {"tone": TONE}, **options}
        return ItemFile(path, format_name, BANK, Options(**options))

    return written


def store(file, **options):
    return store_items(file, **{"skip_rejected": False, "by": None, "now": NOW} | options)


def test_looking_through_stores_nothing_and_tells_how_far_it_is(file):
    heard = []
    report = look_through(file(*ROWS), heard.append).report
    assert (report.rows, report.accepted, report.new, report.rejected_count) == (4, 4, 4, 0)
    assert heard == [4]
    assert [one.slug for one in report.first] == ["t-1", "t-2", "t-3", "t-4"]
    assert not Item.objects.exists()
    assert not GuidelineVersion.objects.exists()


def test_storing_brings_items_guidelines_and_one_audit_event(file, django_user_model):
    operator = django_user_model.objects.create_user("o@attune.example", "x", name="Oki")
    report = store(file(*ROWS), by=operator)
    assert report.new == 4
    assert Item.objects.filter(bank=BANK).count() == ItemVersion.objects.count() == 4
    assert guidelines_of(BANK) == {"tone": TONE}
    event = AuditEvent.objects.get(action="bank.imported")
    assert (event.actor, event.subject) == (operator, "bank:tone")
    assert event.data == {"new": 4, "changed": 0, "rejected": 0, "file": "items.jsonl", "format": "jsonl"}
    assert audit.verify_chain("bank") is None


def test_the_same_file_twice_is_a_no_op(file):
    store(file(*ROWS))
    report = store(file(*ROWS))
    assert (report.new, report.changed, report.unchanged) == (0, 0, 4)
    assert ItemVersion.objects.count() == 4
    assert AuditEvent.objects.filter(action="bank.imported").count() == 1


def test_a_row_that_says_something_else_corrects_the_item(file):
    store(file(*ROWS))
    heard = []

    def hear(**kwargs):
        heard.append(kwargs["version_id"])

    item_corrected.connect(hear)
    try:
        report = store(file(row(1, label="cold"), row(2, rationale="Other words.")))
    finally:
        item_corrected.disconnect(hear)
    assert (report.new, report.changed) == (0, 2)
    first, second = ItemVersion.objects.filter(item__slug="t-1").order_by("number")
    assert (first.key, second.key, second.supersedes) == ({"label": "warm"}, {"label": "cold"}, first)
    assert in_force([first.pk]) == {first.pk: second.pk}
    assert heard == [second.pk]  # the other one's answers are graded as before


def test_a_file_of_last_week_does_not_take_a_correction_back(file):
    """The bank has said that before: importing the old file again changes nothing."""
    store(file(row(1)))
    store(file(row(1, label="cold")))
    assert store(file(row(1))).unchanged == 1
    assert ItemVersion.objects.count() == 2


def test_rejected_rows_stop_everything_unless_they_are_skipped(file):
    bad = file(row(1), row(2, label="tepid"), row(3))
    with pytest.raises(RejectedRows, match="1 of 3 rows cannot be stored") as refused:
        store(bad)
    assert str(refused.value.report.rejected[0]).startswith("row 2, column key: 'tepid'")
    assert not Item.objects.exists()
    assert store(bad, skip_rejected=True).new == 2
    assert list(Item.objects.order_by("slug").values_list("slug", flat=True)) == ["t-1", "t-3"]


def test_rows_that_repeat_or_contradict_an_earlier_one_are_not_stored(file):
    twice = file(row(1), row(1), row(2), row(2, label="cold"))
    report = look_through(twice).report
    assert (report.new, report.repeated, report.rejected_count) == (2, 1, 1)
    store(twice, skip_rejected=True)
    assert ItemVersion.objects.get(item__slug="t-2").key == {"label": "warm"}


def test_an_unreadable_row_late_in_the_file_leaves_nothing(file, monkeypatch):
    spoilt = file(*(row(n) for n in range(700)))
    with spoilt.path.open("ab") as raw:
        raw.write(b'{"slug": "t-700", "text": "\xff"}\n')
    with pytest.raises(UnreadableFile, match="row 701: is not UTF-8"):
        store(spoilt, skip_rejected=True)
    assert not Item.objects.exists()


def test_texts_that_the_bank_has_already_are_reported(file):
    long = "The committee thanked everybody who had stayed late to finish the report"
    store(file(row(1, text=long)))
    report = look_through(file(row(1, text=long), row(8, text=long.lower()), row(9, text=long + " today"))).report
    found = [(one.row, one.of, one.exact) for one in report.duplicates]
    assert (2, "tone/t-1", True) in found or (2, "row 1", True) in found
    assert {row_number for row_number, _, _ in found} == {2, 3}
    assert report.duplicate_count == 2


def test_the_lists_of_a_report_end_and_its_counts_do_not(file, monkeypatch):
    from courseware.domain import importing

    monkeypatch.setattr(importing, "MOST_LISTED", 5)
    report = look_through(file(*(row(n, label="x" * 5000) for n in range(9)))).report
    assert (report.rejected_count, len(report.rejected)) == (9, 5)
    assert len(report.rejected[0].reason) <= importing.MAX_REASON


def test_queries_do_not_grow_with_the_rows_of_a_batch(file, django_assert_num_queries):
    with django_assert_num_queries(3):
        look_through(file(row(1)))
    with django_assert_num_queries(3):
        look_through(file(*(row(n) for n in range(300))))


def test_a_tables_items_and_the_banks_guideline(file, tmp_path):
    store(file(*ROWS))
    path = table(tmp_path / "more.csv", ["text", "gold"], ["Good.", "warm"], ["Bad.", "cold"])
    # The bank has one guideline: nothing needs to be chosen.
    report = store(ItemFile(path, "csv", BANK, Options(columns={"label": "gold"})))
    assert report.new == 2
    assert GuidelineVersion.objects.count() == 1


def test_what_is_exported_can_be_imported_into_an_empty_bank(file, tmp_path):
    store(file(*ROWS))
    store(file(row(1, label="cold")))
    exported = list(lines(BANK))
    path = tmp_path / "back.jsonl"
    path.write_text("\n".join(exported))
    report = store(ItemFile(path, "jsonl", "another", Options()))
    assert report.new == 4
    assert list(lines("another")) == exported
    assert json.loads(exported[1])["key"] == {"label": "cold"}
