"""manage.py import_items FORMAT FILE --bank SLUG: bring in items from where people keep them."""

import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from courseware.domain.importing import ItemFile, RejectedRows, look_through, store_items
from courseware.importers.candidates import Options
from courseware.importers.choosing import BadGuideline, guideline_from
from courseware.importers.formats import MODULES, UnknownFormat
from courseware.importers.naming import RESERVED_BANKS, SLUG
from courseware.importers.reports import Report
from courseware.importers.source import UnreadableFile

SHOWN = 20
SECONDS_BETWEEN_WORDS = 2.0


class Command(BaseCommand):
    help = "Imports items. A file with rejected rows is stored only with --skip-rejected; otherwise all or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("format", help=f"one of {', '.join(MODULES)}")
        parser.add_argument("file", type=Path)
        parser.add_argument("--bank", required=True, help="the slug of the bank; a new one is made by its first import")
        parser.add_argument("--dry-run", action="store_true", help="look through the file and store nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--skip-rejected", action="store_true", help="store the other rows")
        parser.add_argument("--columns", default="", help="our field=their column, such as text=sentence,label=gold")
        parser.add_argument("--guideline", default="", help="the slug of the guideline to judge by")
        parser.add_argument("--labels", default="", help="make that guideline, with these labels, such as mild,severe")
        parser.add_argument(
            "--scale", default="nominal", help="of the guideline made: nominal, ordinal, preference, span"
        )
        parser.add_argument("--question", default="", help="of the guideline made")
        parser.add_argument("--language", default="en")
        parser.add_argument("--licence", default="", help="for rows that name none")
        parser.add_argument("--domain", default="", help="for rows that name none")

    def handle(self, *args: Any, **options: Any) -> None:
        if not SLUG.fullmatch(options["bank"]):
            raise CommandError(f"--bank {options['bank']!r}: expected up to 50 letters, digits, - and _.")
        if options["bank"] in RESERVED_BANKS:
            raise CommandError(f"--bank {options['bank']!r}: the site has a page called so; choose another name.")
        file = ItemFile(options["file"], options["format"], options["bank"], _options(options))
        try:
            report = self._run(file, options)
        except RejectedRows as refused:
            self._print(refused.report, options)
            raise CommandError(f"{refused} Mend them, or pass --skip-rejected to store the others.") from refused
        except (UnknownFormat, UnreadableFile) as error:
            raise CommandError(f"{file.path}: {error}") from error
        self._print(report, options)

    def _run(self, file: ItemFile, options: dict[str, Any]) -> Report:
        if options["dry_run"]:
            return look_through(file, self._progress("looked through")).report
        progress = self._progress("stored")
        return store_items(file, skip_rejected=options["skip_rejected"], by=None, now=timezone.now(), progress=progress)

    def _progress(self, done: str) -> Any:
        last = time.monotonic()

        def tell(rows: int) -> None:
            nonlocal last
            if time.monotonic() - last > SECONDS_BETWEEN_WORDS:
                last = time.monotonic()
                print(f"{rows:,} rows {done}", file=sys.stderr, flush=True)

        return tell

    def _print(self, report: Report, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(report.to_document(), ensure_ascii=False, indent=1))
            return
        verb = "would be " if options["dry_run"] else ""
        self.stdout.write(
            f"{report.rows:,} rows: {report.new:,} {verb}new, {report.changed:,} {verb}changed, {report.unchanged:,} "
            f"there already, {report.repeated:,} repeated, {report.rejected_count:,} rejected, "
            f"{report.duplicate_count:,} like another."
        )
        for rejection in report.rejected[:SHOWN]:
            self.stdout.write(f"rejected: {rejection}")
        for one in report.duplicates[:SHOWN]:
            like = "the same text as" if one.exact else "nearly the same text as"
            self.stdout.write(f"duplicate: row {one.row}: {like} {one.of}")


def _options(given: dict[str, Any]) -> Options:
    chosen = Options(
        guideline=given["guideline"],
        columns=_columns(given["columns"]),
        language=given["language"],
        licence=given["licence"],
        domain=given["domain"],
    )
    if not given["labels"] and given["scale"] == "nominal":
        return chosen
    slug = given["guideline"] or "labels"
    labels = [{"id": label.strip()} for label in given["labels"].split(",") if label.strip()]
    try:
        guideline = guideline_from(
            {"slug": slug, "scale": given["scale"], "question": given["question"], "labels": labels}
        )
    except BadGuideline as error:
        raise CommandError(f"--labels, --scale: {error}.") from error
    return replace(chosen, guideline=slug, guidelines={slug: guideline})


def _columns(text: str) -> dict[str, str]:
    columns = {}
    for part in filter(None, text.split(",")):
        name, equals, column = part.partition("=")
        if not equals or not name.strip() or not column.strip():
            raise CommandError(f"--columns: {part!r} is not of the form field=column.")
        columns[name.strip()] = column.strip()
    return columns
