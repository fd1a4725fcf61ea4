"""manage.py export_items: a bank as JSON Lines, whole or not at all."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from courseware.models import Item
from tests.courseware.importers.reading import TONE, json_lines
from tests.rows_of_items import ROWS

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(tmp_path):
    path = json_lines(tmp_path / "items.jsonl", {"guideline": TONE.to_document()}, *ROWS)
    call_command("import_items", "jsonl", str(path), bank="tone", stdout=StringIO())
    return "tone"


def export(*arguments, **options):
    told = StringIO()
    call_command("export_items", *arguments, stdout=told, **options)
    return told.getvalue()


def test_the_guidelines_come_first_and_then_each_item_by_name(bank):
    documents = [json.loads(line) for line in export(bank=bank).splitlines()]
    assert documents[0] == {"guideline": json.loads(json.dumps(TONE.to_document()))}
    assert [document["slug"] for document in documents[1:]] == ["t-1", "t-2", "t-3", "t-4"]


def test_a_file_is_written_whole_and_read_back_unchanged(bank, tmp_path):
    target = tmp_path / "out.jsonl"
    assert "5 lines" in export(str(target), bank=bank)
    call_command("import_items", "jsonl", str(target), bank="copy", stdout=StringIO())
    assert export(bank="copy") == export(bank=bank)


def test_retired_items_are_left_out_unless_they_are_asked_for(bank):
    Item.objects.filter(slug="t-2").update(retired_at=timezone.now())
    assert len(export(bank=bank).splitlines()) == 4
    assert len(export(bank=bank, retired=True).splitlines()) == 5


def test_a_program_can_be_exported_and_imported_as_a_bank_of_its_own(people, tmp_path):
    target = tmp_path / "out.jsonl"
    export(str(target), bank="foundations")
    told = StringIO()
    call_command("import_items", "jsonl", str(target), bank="copy", json=True, stdout=told)
    report = json.loads(told.getvalue())
    assert (report["accepted"], report["rejected"]) == (Item.objects.filter(bank="foundations").count(), [])
    assert export(bank="copy") == export(bank="foundations")


def test_no_such_bank_and_no_such_folder(bank, tmp_path):
    with pytest.raises(CommandError, match=r"no bank 'nowhere'. Banks: tone"):
        export(bank="nowhere")
    with pytest.raises(CommandError, match="No such file or directory"):
        export(str(tmp_path / "missing" / "out.jsonl"), bank=bank)
