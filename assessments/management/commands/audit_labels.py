"""manage.py audit_labels FILE: what the labels of any annotation project say of its people and items."""

import json
import os
import shutil
import time
from argparse import ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper

if TYPE_CHECKING:
    from assessments.label_audit.findings import LabelAudit
    from assessments.label_audit.table import LabelTable

# As assessments.measures.agreement.Level, which is not loaded for this.
LEVELS = ("nominal", "ordinal", "interval", "ratio")
# Where stdout is no terminal, and says nothing of its width.
WIDTH = 100
# On a terminal the one line of progress is written over; in a log every line stays.
TERMINAL_SECONDS, LOG_SECONDS = 0.2, 10.0
CLEAR_LINE = "\r\x1b[K"


class Command(BaseCommand):
    help = (
        "Reads labels (CSV or JSON Lines, gzipped or not, with the columns item, annotator and label and, where there "
        "are any, gold, confidence, rt_ms and timestamp) and reports agreement, accuracy, people and items."
    )
    # A file in, a report out: neither the database nor the site's pages have a part in it.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--gold", metavar="COLUMN", help="the gold column; without it one named gold, if any")
        parser.add_argument(
            "--columns",
            default="",
            metavar="ROLE=COLUMN,...",
            help="columns of other names, as in item=question_id,annotator=worker,confidence=sure",
        )
        parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
        parser.add_argument("--html", type=Path, metavar="FILE", help="also write the report as one HTML file")
        parser.add_argument(
            "--level",
            default="nominal",
            choices=LEVELS,
            help="scale of the labels, for alpha; all but nominal: numbers",
        )
        parser.add_argument("--confidence-percent", action="store_true", help="confidence is 0 to 100, not 0 to 1")
        parser.add_argument("--seed", type=seed, default=0, help="of the resampling behind the interval of alpha")
        parser.add_argument("--strict", action="store_true", help="measure nothing where anything is doubtful")

    def handle(self, *args: Any, **options: Any) -> None:
        file, html = Path(options["file"]), options["html"] and Path(options["html"])
        if html:
            check_target(html, file)
        progress = Progress(self.stderr)
        try:
            table = self._read(file, options, progress)
            audit = self._audit(table, options, progress)
        finally:
            progress.clear()
        self._show(audit, options, html)

    # numpy and scipy load when there is something to measure, not when manage.py looks at its commands.

    def _read(self, file: Path, options: dict[str, Any], progress: "Progress") -> "LabelTable":
        from assessments.label_audit import columns
        from assessments.label_audit.faults import LabelFileError, placed
        from assessments.label_audit.reading import read_labels

        try:
            chosen = columns.parse(options["columns"], options["gold"])
        except ValueError as error:
            raise CommandError(f"--columns: {error}") from error
        try:
            table = read_labels(file, chosen, percent=options["confidence_percent"], progress=progress.rows)
        except LabelFileError as error:
            raise CommandError(str(error)) from error
        progress.clear()
        for problem in table.problems:
            self.stderr.write(f"{table.source}: {placed(problem.row, problem.column, problem.message)}", plain)
        if table.problems and options["strict"]:
            raise CommandError(f"{table.source}: nothing was measured: --strict, and the file is doubtful as listed.")
        return table

    def _audit(self, table: "LabelTable", options: dict[str, Any], progress: "Progress") -> "LabelAudit":
        import numpy as np

        from assessments.label_audit.findings import audit

        level = options["level"]
        if level != "nominal" and table.values is None:
            raise CommandError(f"--level {level} needs labels that are numbers; {table.source} has others.")
        try:
            return audit(table, np.random.default_rng(options["seed"]), level, progress.begin)
        except ValueError as error:
            raise CommandError(f"{table.source}: {error}") from error

    def _show(self, audit: "LabelAudit", options: dict[str, Any], html: Path | None) -> None:
        from assessments.label_audit import as_html, as_json, as_text

        if html:
            write_whole(html, as_html.page(audit))
        if options["json"]:
            document = as_json.document(audit) | {"seed": options["seed"]}
            self.stdout.write(json.dumps(document, indent=2, allow_nan=False))
        else:
            for line in as_text.lines(audit, shutil.get_terminal_size((WIDTH, 0)).columns):
                self.stdout.write(line)
        if html:
            self.stderr.write(f"The report is in {html}.", plain)


class Progress:
    """What goes on, on stderr: one line that is written over on a terminal, a line now and then in a log."""

    def __init__(self, stderr: OutputWrapper, now: Callable[[], float] = time.monotonic) -> None:
        self._stderr = stderr
        self._now = now
        self._terminal = stderr.isatty()
        self._told = now()
        self._dirty = False

    def rows(self, read: int) -> None:
        self.tell(f"{read:,} rows read")

    def begin(self, stage: str) -> None:
        """Something that may take long. On a terminal it is told at once: nothing may follow for minutes."""
        self.tell(stage, at_once=self._terminal)

    def tell(self, text: str, *, at_once: bool = False) -> None:
        now = self._now()
        if not at_once and now - self._told < (TERMINAL_SECONDS if self._terminal else LOG_SECONDS):
            return
        self._told = now
        if self._terminal:
            self._stderr.write(f"{CLEAR_LINE}{text}", plain, ending="")
            self._stderr.flush()
            self._dirty = True
        else:
            self._stderr.write(text, plain)

    def clear(self) -> None:
        if self._dirty:
            self._stderr.write(CLEAR_LINE, plain, ending="")
            self._stderr.flush()
            self._dirty = False


def plain(text: str) -> str:
    """Not in the red that Django gives to everything on stderr."""
    return text


def seed(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError(f"{text!r} is not a whole number from 0 on")
    return int(text)


def check_target(html: Path, labels: Path) -> None:
    """Before the work, not after it: can the report be written there?"""
    if not html.parent.is_dir():
        raise CommandError(f"--html: there is no folder {html.parent}.")
    if html.exists() and not html.is_file():
        raise CommandError(f"--html: {html} is there and is no file.")
    if html.exists() and labels.exists() and html.samefile(labels):
        raise CommandError("--html: that is the file of the labels itself.")


def write_whole(path: Path, text: str) -> None:
    """The whole text or what was there before; nobody ever reads half a report."""
    target = path.resolve()
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(target)
    except OSError as error:
        raise CommandError(f"--html: {path} cannot be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)
