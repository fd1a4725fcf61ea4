"""Imports by the page, below the page: states, jobs, files, and what happens when things happen twice."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from courseware.domain import audit, import_files, item_imports, jobs
from courseware.domain.importing import store_items
from courseware.importers.candidates import Options
from courseware.models import AuditEvent, Item, ItemImport, ItemVersion, Job
from tests.courseware.importers.reading import TONE
from tests.imports import imports_dir  # noqa: F401
from tests.people import make_person
from tests.rows_of_items import ROWS, row, text_of_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("imports_dir")]
State = ItemImport.State


@pytest.fixture
def operator(db):
    return make_person("oki@attune.example", "Oki Operations", is_operations=True)


@pytest.fixture
def begin(operator):
    def begun(*rows, content=None, **options):
        data = (content or text_of_rows(*rows)).encode()
        return item_imports.begin(
            [data[:10], data[10:]],
            file_name="items.jsonl",
            format_name="jsonl",
            bank="tone",
            options=Options(**options),
            by=operator,
            now=timezone.now(),
        )

    return begun


@pytest.fixture
def checked(begin, drain_jobs):
    """An import that is looked through and waits for a decision."""

    def made(*rows, **options):
        begun = begin(*rows, **options)
        drain_jobs()
        begun.refresh_from_db()
        return begun

    return made


def ask(found, operator, leave_out=False):
    return item_imports.ask_to_store(found, leave_out=leave_out, by=operator, now=timezone.now())


def files():
    folder = import_files.path_of("")
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_the_file_is_kept_for_this_account_alone_under_a_name_that_tells_nothing(begin):
    begun = begin(*ROWS)
    assert files() == [begun.stored_as]
    path = import_files.path_of(begun.stored_as)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.read_text() == text_of_rows(*ROWS)
    assert len(begun.stored_as) == 32
    assert "items" not in begun.stored_as


def test_looking_through_keeps_the_report_and_stores_nothing(checked):
    found = checked(*ROWS, row(9, label="tepid"))
    assert (found.state, found.rows_done) == (State.CHECKED, 5)
    assert (found.report["accepted"], found.report["rejected_count"]) == (4, 1)
    assert found.report["rejected"][0]["row"] == 6
    assert [one["slug"] for one in found.report["first"]] == ["t-1", "t-2", "t-3", "t-4"]
    assert not Item.objects.exists()


def test_storing_brings_the_items_and_deletes_the_file(
    checked, operator, drain_jobs, django_capture_on_commit_callbacks
):
    found = checked(*ROWS)
    with django_capture_on_commit_callbacks(execute=True):
        assert ask(found, operator)
        drain_jobs()
    found.refresh_from_db()
    assert (found.state, found.stored_as) == (State.STORED, "")
    assert Item.objects.filter(bank="tone").count() == 4
    assert files() == []
    assert AuditEvent.objects.get(action="bank.imported").data["file"] == "items.jsonl"
    assert audit.verify_chain("bank") is audit.verify_chain("item_import") is None


def test_a_second_click_changes_nothing(checked, operator, drain_jobs):
    found = checked(*ROWS)
    assert [ask(found, operator), ask(found, operator)] == [True, False]
    assert Job.objects.filter(name=item_imports.STORE).count() == 1
    drain_jobs()
    assert not ask(found, operator)
    assert not item_imports.drop(found, by=operator, now=timezone.now())
    assert AuditEvent.objects.filter(action="bank.imported").count() == 1


def test_a_job_that_runs_again_does_nothing_more(checked, operator, drain_jobs):
    found = checked(*ROWS)
    ask(found, operator)
    for _ in range(3):
        item_imports.store_import(found.pk, operator.pk, timezone.now())
        item_imports.look_through_import(found.pk, timezone.now())
    assert ItemVersion.objects.count() == 4
    assert AuditEvent.objects.filter(action="bank.imported").count() == 1


def test_rejected_rows_are_left_out_only_when_somebody_says_so(checked, operator, drain_jobs):
    found = checked(row(1), row(2, label="tepid"))
    assert not ask(found, operator)
    assert ask(found, operator, leave_out=True)
    drain_jobs()
    found.refresh_from_db()
    assert (found.state, found.skip_rejected) == (State.STORED, True)
    assert list(Item.objects.values_list("slug", flat=True)) == ["t-1"]


def test_more_rejected_rows_than_were_shown_bring_it_back(checked, operator, tmp_path, drain_jobs):
    """Between the look and the decision the bank got a guideline of that name that says otherwise."""
    found = checked(*ROWS)
    other = tmp_path / "other.jsonl"
    other.write_text(text_of_rows(row(50)).replace("Which tone?", "Is it kind?"))
    from courseware.domain.importing import ItemFile

    store_items(ItemFile(other, "jsonl", "tone", Options()), skip_rejected=False, by=None, now=timezone.now())
    ask(found, operator)
    drain_jobs()
    found.refresh_from_db()
    assert (found.state, found.report["looked_again"], found.report["rejected_count"]) == (State.CHECKED, True, 1)
    assert list(Item.objects.values_list("slug", flat=True)) == ["t-50"]
    # The person sees it, and decides once more.
    assert ask(found, operator, leave_out=True)


def test_an_unreadable_file_fails_with_the_place(checked):
    found = checked(content='{"slug": "a"}\n\x00')
    assert found.state == State.FAILED
    assert found.report == {"error": "row 2: holds a NUL character: this is not a text file"}
    assert found.finished_at is not None
    assert files() == []


def test_a_file_that_is_gone_fails(begin, drain_jobs):
    begun = begin(*ROWS)
    import_files.delete(begun.stored_as)
    drain_jobs()
    begun.refresh_from_db()
    assert "cannot be opened" in begun.report["error"]


def test_dropping_deletes_the_file_and_is_audited_once(checked, operator, django_capture_on_commit_callbacks):
    found = checked(*ROWS)
    with django_capture_on_commit_callbacks(execute=True):
        assert item_imports.drop(found, by=operator, now=timezone.now())
        assert not item_imports.drop(found, by=operator, now=timezone.now())
    assert files() == []
    event = AuditEvent.objects.get(action="item_import.dropped")
    assert (event.actor, event.data) == (operator, {"file": "items.jsonl", "bank": "tone", "format": "jsonl"})
    assert not ask(found, operator)


def test_dropped_while_it_is_looked_through_stays_dropped(begin, operator):
    begun = begin(*ROWS)
    item_imports.drop(begun, by=operator, now=timezone.now())
    item_imports.look_through_import(begun.pk, timezone.now())
    begun.refresh_from_db()
    assert begun.state == State.DROPPED


def test_what_nobody_decides_on_is_dropped_after_two_weeks(checked, django_capture_on_commit_callbacks):
    found = checked(*ROWS)
    early, late = timezone.now() + timedelta(days=13), timezone.now() + timedelta(days=15)
    jobs.run_due(now=early)
    found.refresh_from_db()
    assert found.state == State.CHECKED
    with django_capture_on_commit_callbacks(execute=True):
        jobs.run_due(now=late)
        item_imports.abandon(found.pk, late)
    found.refresh_from_db()
    assert found.state == State.DROPPED
    assert AuditEvent.objects.get(action="item_import.dropped").actor is None
    assert files() == []


def test_a_file_that_belongs_to_nothing_is_deleted_in_time_and_a_needed_one_kept(checked):
    found = checked(*ROWS)
    import_files.save([b"left by a process that died"])
    import_files.delete_forgotten({found.stored_as}, timezone.now() - timedelta(days=1))
    assert len(files()) == 2
    import_files.delete_forgotten({found.stored_as}, timezone.now() + timedelta(days=1))
    assert files() == [found.stored_as]


def test_nothing_is_left_of_an_upload_that_breaks_off(operator):
    def chunks():
        yield b"half"
        raise OSError("connection reset")

    with pytest.raises(OSError, match="reset"):
        item_imports.begin(
            chunks(),
            file_name="a",
            format_name="jsonl",
            bank="tone",
            options=Options(),
            by=operator,
            now=timezone.now(),
        )
    assert files() == []
    assert not ItemImport.objects.exists()


def test_the_options_of_an_import_come_back_as_they_were(begin):
    options = {"guidelines": {"tone": TONE}, "guideline": "tone", "columns": {"text": "sentence"}, "licence": "CC0"}
    begun = begin(*ROWS, **options)
    begun.refresh_from_db()
    assert item_imports._options_of(begun.options) == Options(**options)


def test_progress_is_written_now_and_then(begin, monkeypatch):
    monkeypatch.setattr(item_imports, "PROGRESS_SECONDS", 0)
    seen = []
    begun = begin(*(row(n) for n in range(1200)))
    original = item_imports._progress

    def watched(import_row):
        tell = original(import_row)

        def told(rows):
            tell(rows)
            seen.append(ItemImport.objects.get(pk=import_row.pk).rows_done)

        return told

    monkeypatch.setattr(item_imports, "_progress", watched)
    item_imports.look_through_import(begun.pk, timezone.now())
    assert seen == [500, 1000, 1200]


def test_a_file_name_is_one_line_without_a_path():
    names = {
        "../../etc/passwd": "passwd",
        "C:\\x\\a.jsonl": "a.jsonl",
        "a\u202egpj.exe\n": "agpj.exe",
        "..": "..",
        "/": "file",
    }
    assert {given: item_imports._plain(given) for given in names} == names


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_store_once(checked, operator):
    found = checked(*ROWS)
    ask(found, operator)
    failed = []

    def work():
        try:
            item_imports.store_import(found.pk, operator.pk, timezone.now())
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert ItemVersion.objects.count() == 4
    assert AuditEvent.objects.filter(action="bank.imported").count() == 1
    assert files() == []
