"""manage.py check_content [FOLDER]: is a content folder well formed? Every problem is listed with its place."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courseware.domain.programs import CONTENT_ROOT, DEFAULT_PROGRAM
from courseware.loader import load
from courseware.reading import ContentError
from training.activities import check_config


class Command(BaseCommand):
    help = "Checks a content folder (TOML and Markdown) and lists every problem with file, place and what is expected."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=CONTENT_ROOT / DEFAULT_PROGRAM)

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            content = load(folder, check_config)
        except ContentError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"{len(error.problems)} problem(s) in {folder}.") from error
        program = content.program
        modules = sum(len(day.modules) for day in program.days)
        self.stdout.write(
            f"{program.title}: {len(program.weeks)} week(s), {len(program.days)} days, {modules} modules, "
            f"{len(content.items)} items. No problems."
        )
