"""Imports by the page: a file is uploaded and looked through, a person decides, and it is stored or dropped.

Every change of state is one conditional UPDATE, so that two clicks, or a job that runs twice, do it once. Storing and
the state STORED are one transaction: a runner that is killed leaves the import as it was, and its job runs again.
`rows_done` is written while a file is read, outside any transaction. While rows are being stored it stands still: what
one transaction writes is seen by nobody before it ends, and SQLite has no second writer meanwhile.
"""

import logging
import time
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, transaction

from courseware.curriculum import Guideline
from courseware.domain import audit, import_files, jobs
from courseware.domain.importing import ItemFile, Looked, Progress, look_through, store_looked
from courseware.importers.candidates import Options
from courseware.importers.formats import UnknownFormat
from courseware.importers.source import UnreadableFile
from courseware.models import ItemImport, Job, User

logger = logging.getLogger(__name__)

# Several times what the largest public preference sets weigh when packed. Larger ones: manage.py import_items.
UPLOAD_LIMIT = 200 << 20
# Two weeks are a holiday; a file that nobody decides on for longer is not wanted.
ABANDONED_AFTER = timedelta(days=14)
PROGRESS_SECONDS = 1.0
# Of each text of the preview: enough to recognise it, and twenty of them make a page.
PREVIEW_CHARACTERS = 2000
FILE_NAME_CHARACTERS = 200
# What is wrong with a file may quote its header.
ERROR_CHARACTERS = 1000

State = ItemImport.State
UNDECIDED = (State.CHECKING, State.CHECKED)
LOOK, STORE, ABANDON = "courseware.look_through_import", "courseware.store_import", "courseware.abandon_import"


def begin(
    chunks: Iterable[bytes],
    *,
    file_name: str,
    format_name: str,
    bank: str,
    options: Options,
    by: User,
    now: datetime,
) -> ItemImport:
    """Keep the upload and have it looked through. `options.guidelines` holds a guideline made for it, if any."""
    stored_as = import_files.save(chunks)
    try:
        with transaction.atomic():
            made = ItemImport.objects.create(
                bank=bank,
                format=format_name,
                options=_options_document(options),
                file_name=_plain(file_name),
                stored_as=stored_as,
                uploaded_by=by,
                created_at=now,
            )
            jobs.enqueue(LOOK, import_id=made.pk, now=now)
            jobs.enqueue(ABANDON, import_id=made.pk, now=now, run_at=now + ABANDONED_AFTER)
            audit.record("item_import.begun", actor=by, subject=made, data=_said_of(made), at=now)
    except BaseException:
        import_files.delete(stored_as)
        raise
    return made


def look_through_import(import_id: int, now: datetime) -> None:
    """The job after the upload: find out what the file holds. Nothing happens once somebody has dropped it."""
    row = ItemImport.objects.filter(pk=import_id, state=State.CHECKING).first()
    if row is None:
        return
    try:
        looked = look_through(_file_of(row), _progress(row))
    except (UnreadableFile, UnknownFormat) as error:
        _fail(row, error, now)
        return
    _of(row, State.CHECKING).update(state=State.CHECKED, rows_done=looked.report.rows, report=_report_document(looked))


def ask_to_store(row: ItemImport, *, leave_out: bool, by: User, now: datetime) -> bool:
    """Have it stored, without the rejected rows if `leave_out`; False: it is not, or no longer, to be decided on.

    A file with rejected rows is stored only if somebody says to leave them out.
    """
    if row.report.get("rejected_count") and not leave_out:
        return False
    with transaction.atomic():
        changed = _of(row, State.CHECKED).update(state=State.STORING, skip_rejected=leave_out, rows_done=0)
        if changed:
            jobs.enqueue(STORE, import_id=row.pk, by_id=by.pk, now=now)
    return bool(changed)


def store_import(import_id: int, by_id: int, now: datetime) -> None:
    """The job after the decision: look again (the bank may have changed since), then store all of it or nothing.

    Where more rows are rejected than the person was shown, the import goes back to them.
    """
    row = ItemImport.objects.filter(pk=import_id, state=State.STORING).first()
    if row is None:
        return
    file = _file_of(row)
    shown = row.report.get("rejected_count", 0) if row.skip_rejected else 0
    try:
        looked = look_through(file, _progress(row))
        document = _report_document(looked)
        if looked.report.rejected_count > shown:
            _of(row, State.STORING).update(state=State.CHECKED, report=document | {"looked_again": True})
            return
        with transaction.atomic():
            # First of all, so that a second runner waits here and then finds it done.
            if not _of(row, State.STORING).update(
                state=State.STORED, stored_as="", rows_done=looked.report.rows, report=document, finished_at=now
            ):
                return
            store_looked(file, looked, by=User.objects.get(pk=by_id), now=now)
            transaction.on_commit(lambda: import_files.delete(row.stored_as))
    except UnreadableFile as error:
        _fail(row, error, now)


def drop(row: ItemImport, *, by: User | None, now: datetime) -> bool:
    """Let go of an import that nobody wants, and of its file; False: it is past that, or dropped already."""
    with transaction.atomic():
        droppable = UNDECIDED if not is_given_up(row) else (*UNDECIDED, State.STORING)
        changed = ItemImport.objects.filter(pk=row.pk, state__in=droppable).update(
            state=State.DROPPED, stored_as="", finished_at=now
        )
        if changed:
            transaction.on_commit(lambda: import_files.delete(row.stored_as))
            audit.record("item_import.dropped", actor=by, subject=row, data=_said_of(row), at=now)
    return bool(changed)


def abandon(import_id: int, now: datetime) -> None:
    """The job long after the upload: drop what nobody has decided on, and files that belong to nothing."""
    row = ItemImport.objects.filter(pk=import_id).first()
    if row is not None:
        drop(row, by=None, now=now)
    needed = set(ItemImport.objects.exclude(stored_as="").values_list("stored_as", flat=True))
    import_files.delete_forgotten(needed, now - ABANDONED_AFTER)


def trouble_of(row: ItemImport) -> Job | None:
    """The import's job if its last run failed: it waits for another, or (`dead`) for somebody to look into it."""
    name = {State.CHECKING: LOOK, State.STORING: STORE}.get(State(row.state))
    found = Job.objects.filter(name=name, arguments__import_id=row.pk).order_by("-pk").first() if name else None
    return found if found is not None and found.last_error else None


def is_given_up(row: ItemImport) -> bool:
    """Whether no run will try again by itself."""
    job = trouble_of(row)
    return job is not None and job.state == Job.State.DEAD


def _of(row: ItemImport, state: State) -> Any:
    return ItemImport.objects.filter(pk=row.pk, state=state)


def _fail(row: ItemImport, error: Exception, now: datetime) -> None:
    changed = _of(row, State(row.state)).update(
        state=State.FAILED, stored_as="", report={"error": str(error)[:ERROR_CHARACTERS]}, finished_at=now
    )
    if changed:
        import_files.delete(row.stored_as)


def _progress(row: ItemImport) -> Progress:
    """Writes `rows_done` now and then, as long as the import is in its present state."""
    last = time.monotonic()

    def tell(rows: int) -> None:
        nonlocal last
        if time.monotonic() - last < PROGRESS_SECONDS:
            return
        last = time.monotonic()
        try:
            _of(row, State(row.state)).update(rows_done=rows)
        except DatabaseError:  # another long import holds SQLite's one write lock: a count is not worth failing for
            logger.info("Import %s: the count of rows was not written", row.pk, exc_info=True)

    return tell


def _file_of(row: ItemImport) -> ItemFile:
    path = import_files.path_of(row.stored_as)
    return ItemFile(path, row.format, row.bank, _options_of(row.options), name=row.file_name)


def _options_document(options: Options) -> dict[str, Any]:
    document = asdict(replace(options, guidelines={}))
    document["guidelines"] = [guideline.to_document() for guideline in options.guidelines.values()]
    return document


def _options_of(document: dict[str, Any]) -> Options:
    made = [Guideline.from_document(one) for one in document["guidelines"]]
    return Options(**document | {"guidelines": {one.slug: one for one in made}})


def _report_document(looked: Looked) -> dict[str, Any]:
    """The report as it is kept, with the first items and the guidelines they are judged by."""
    first = [one.to_document() for one in looked.report.first]
    for document in first:
        document["body"] = {name: _cut(text) for name, text in document["body"].items()}
        document["rationale"] = _cut(document["rationale"])
    guidelines = {one.slug: one.to_document() for one in looked.guidelines}
    return looked.report.to_document() | {"first": first, "guidelines": guidelines}


def _cut(text: str) -> str:
    return text if len(text) <= PREVIEW_CHARACTERS else text[:PREVIEW_CHARACTERS].rstrip() + " …"


def _plain(file_name: str) -> str:
    """The last part of a name, without characters that do not print or turn the text around."""
    last = file_name.replace("\\", "/").rpartition("/")[2]
    return "".join(character for character in last if character.isprintable())[-FILE_NAME_CHARACTERS:] or "file"


def _said_of(row: ItemImport) -> dict[str, Any]:
    return {"file": row.file_name, "bank": row.bank, "format": row.format}
