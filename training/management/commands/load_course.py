"""manage.py load_course [FOLDER]: content files -> immutable versions. Loading the same content changes nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from courseware.domain.content import store
from courseware.domain.programs import CONTENT_ROOT, DEFAULT_PROGRAM
from courseware.loader import load
from courseware.reading import ContentError
from training.activities import check_config
from training.domain.wellbeing import erasing


class Command(BaseCommand):
    help = "Loads a content folder into the database as a new program version, unless it is there already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=CONTENT_ROOT / DEFAULT_PROGRAM)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            stored = store(load(options["folder"], check_config), now=timezone.now())
        except ContentError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        if stored.is_new:
            self.stdout.write(f"Loaded {stored.version} ({stored.new_items} new item versions).")
        else:
            self.stdout.write(f"{stored.version} is already loaded; nothing changed.")
        # Every installation comes by here before anybody rates anything: that it erases each night tells nothing then.
        erasing.plan(now=timezone.now())
