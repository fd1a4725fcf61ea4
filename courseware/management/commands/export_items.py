"""manage.py export_items --bank SLUG [--retired] [FILE]: a bank as JSON Lines, which import_items jsonl reads back."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courseware.domain.exporting import lines
from courseware.models import Item


class Command(BaseCommand):
    help = "Writes a bank's guidelines and items as JSON Lines, to FILE or to standard output."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--bank", required=True)
        parser.add_argument("--retired", action="store_true", help="also items that are no longer asked")

    def handle(self, *args: Any, **options: Any) -> None:
        bank, path = options["bank"], options["file"]
        if not Item.objects.filter(bank=bank).exists():
            banks = ", ".join(Item.objects.order_by("bank").values_list("bank", flat=True).distinct()) or "none yet"
            raise CommandError(f"There is no bank {bank!r}. Banks: {banks}.")
        if path is None:
            for line in lines(bank, retired=options["retired"]):
                self.stdout.write(line)
            return
        try:
            written = _write(path, bank, options["retired"])
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        self.stdout.write(f"{path}: {written} lines.")


def _write(path: Path, bank: str, retired: bool) -> int:
    """The whole file or none: it takes its name only once it is complete."""
    written = 0
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        try:
            for line in lines(bank, retired=retired):
                file.write(line + "\n")
                written += 1
        except BaseException:
            os.unlink(file.name)
            raise
    os.replace(file.name, path)
    return written
