"""Bringing a file's items into a bank: look through it all first, then store all of it or nothing.

The file is read twice and never held: once to check every row, once to store. A row that names an item of the bank
with other content is a correction of it (`courseware.domain.corrections`); one that says what the bank says changes
nothing, so that the same file twice is stored once.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction

from courseware.curriculum import Guideline, ItemContent
from courseware.domain import audit
from courseware.domain.bank_rows import Held, held_by, known_texts, store_new
from courseware.domain.corrections import Superseded, correct
from courseware.domain.guidelines import guidelines_of, store_guidelines
from courseware.domain.hashing import content_hash
from courseware.importers.batches import batched
from courseware.importers.candidates import Candidate, Found, Options, Rejection
from courseware.importers.formats import format_named
from courseware.importers.reports import MOST_LISTED, PREVIEWED, Report
from courseware.importers.source import Source
from courseware.models import ItemVersion, User

# Looked up and stored together.
BATCH = 500
# A reason may quote what the file has, which may be long.
MAX_REASON = 500

Progress = Callable[[int], None]


class RejectedRows(Exception):
    """The file has rows that cannot be stored, and nobody said to skip them; nothing was stored."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__(f"{report.rejected_count} of {report.rows} rows cannot be stored; nothing was.")


@dataclass(frozen=True)
class ItemFile:
    """A file, how to read it, and the bank it is for; `name` is what people call it, if not as its path does."""

    path: Path
    format_name: str
    bank: str
    options: Options
    name: str = ""

    def read(self) -> Iterator[Found]:
        """Every row. Raises UnknownFormat and UnreadableFile."""
        bank_has = guidelines_of(self.bank)
        options = replace(self.options, guidelines={**self.options.guidelines, **bank_has})
        return format_named(self.format_name).read(Source(self.path), options)


@dataclass(frozen=True)
class Looked:
    """The report, the rows that count nowhere, and the guidelines that the items need."""

    report: Report
    skipped: frozenset[int]
    guidelines: tuple[Guideline, ...]


def look_through(file: ItemFile, progress: Progress | None = None) -> Looked:
    """Check every row; nothing is stored. Raises UnknownFormat and UnreadableFile."""
    # Imported here: numpy is not for a web process that never imports items.
    from courseware.importers.survey import Standing, Survey

    survey = Survey()
    rejected = _Rejected()
    guidelines: dict[str, Guideline] = {}
    first: list[ItemContent] = []
    rows = 0
    for batch in batched(file.read(), BATCH):
        candidates = [found for found in batch if isinstance(found, Candidate)]
        rejected.add(found for found in batch if isinstance(found, Rejection))
        held = held_by(file.bank, [one.content.slug for one in candidates])
        for one in candidates:
            digest = content_hash(one.content.to_document())
            standing = _standing(one, held, digest)
            survey.add(one, digest, Standing[standing])
            guidelines.setdefault(one.content.guideline, one.guideline)
        first += [one.content for one in candidates[: PREVIEWED - len(first)]]
        rows += len(batch)
        if progress:
            progress(rows)
    outcome = survey.outcome()
    rejected.add(outcome.contradicting)
    duplicate_count, duplicates = survey.duplicates(known_texts(file.bank, without=survey.names()))
    skipped = frozenset(outcome.repeated.tolist()) | {one.row for one in outcome.contradicting}
    report = Report(
        rows=rows,
        new=outcome.counts[Standing.NEW],
        changed=outcome.counts[Standing.CHANGED],
        unchanged=outcome.counts[Standing.UNCHANGED],
        repeated=len(outcome.repeated),
        rejected_count=rejected.count,
        rejected=tuple(sorted(rejected.listed, key=lambda one: one.row)),
        duplicate_count=duplicate_count,
        duplicates=duplicates,
        first=tuple(first),
    )
    return Looked(report, skipped, tuple(guidelines.values()))


def store_items(
    file: ItemFile, *, skip_rejected: bool, by: User | None, now: datetime, progress: Progress | None = None
) -> Report:
    """Look through the file and store it, in one transaction: all of it or nothing.

    Raises RejectedRows unless `skip_rejected`, UnknownFormat, UnreadableFile.
    """
    looked = look_through(file)
    report = looked.report
    if report.rejected_count and not skip_rejected:
        raise RejectedRows(report)
    with transaction.atomic():
        store_looked(file, looked, by=by, now=now, progress=progress)
    return report


def store_looked(
    file: ItemFile, looked: Looked, *, by: User | None, now: datetime, progress: Progress | None = None
) -> None:
    """Store what looking through the file accepted; inside the caller's transaction. Raises UnreadableFile."""
    report = looked.report
    if not report.new and not report.changed:
        return
    store_guidelines(file.bank, looked.guidelines, now)
    rows = 0
    for batch in batched(file.read(), BATCH):
        wanted = [one for one in batch if isinstance(one, Candidate) and one.row not in looked.skipped]
        _store(file.bank, wanted, by, now)
        rows += len(batch)
        if progress:
            progress(rows)
    counts = {"new": report.new, "changed": report.changed, "rejected": report.rejected_count}
    data = {**counts, "file": file.name or file.path.name, "format": file.format_name}
    audit.record("bank.imported", actor=by, subject=f"bank:{file.bank}", data=data, at=now)


def _store(bank: str, candidates: Sequence[Candidate], by: User | None, now: datetime) -> None:
    held = held_by(bank, [one.content.slug for one in candidates])
    new = []
    for one in candidates:
        standing = _standing(one, held, content_hash(one.content.to_document()))
        if standing == "NEW":
            new.append(one.content)
        elif standing == "CHANGED":
            _correct(held[one.content.slug].current, one.content, by, now)
    store_new(bank, new, now)


def _correct(version: ItemVersion, content: ItemContent, by: User | None, now: datetime) -> None:
    try:
        correct(version, content, by=by, note="Imported anew.", now=now)
    except Superseded as superseded:
        _correct(superseded.by, content, by, now)


def _standing(candidate: Candidate, held: dict[str, Held], digest: str) -> str:
    """The name of a survey.Standing."""
    there = held.get(candidate.content.slug)
    if there is None:
        return "NEW"
    return "UNCHANGED" if digest in there.digests or candidate.content == there.content else "CHANGED"


class _Rejected:
    """Counts rejections and keeps the first of them."""

    def __init__(self) -> None:
        self.count = 0
        self.listed: list[Rejection] = []

    def add(self, rejections: Iterable[Rejection]) -> None:
        for one in rejections:
            self.count += 1
            if len(self.listed) < MOST_LISTED:
                self.listed.append(replace(one, reason=one.reason[:MAX_REASON], column=one.column[:MAX_REASON]))
