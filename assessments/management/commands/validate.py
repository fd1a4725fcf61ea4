"""manage.py validate: simulated people with known truth, and how well the estimates recover it."""

import json
import platform
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.validation.report import as_json, as_markdown, replaced
from assessments.validation.studies import studies

PAGE, NUMBERS = "docs/validation.md", "build/validation.json"


class Command(BaseCommand):
    help = "Lets simulated people do exercises of judgement and writes how well their truth comes back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=300)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--root", type=Path, default=settings.BASE_DIR, help="where docs/ and build/ are")

    def handle(self, *args: Any, **options: Any) -> None:
        people, seed, root = options["people"], options["seed"], options["root"]
        if not 20 <= people <= 100_000:
            raise CommandError(f"--people is {people}; expected 20 to 100,000: the shares would say nothing.")
        done = []
        for name, study in studies().items():
            done.append(study(people, seed))
            last = done[-1]
            self.stdout.write(f"{name}: {last.coverage:.3f} hold the truth{'' if last.holds else ', NOT AS STATED'}")
        about = {"people": people, "seed": seed, "machine": f"Python {platform.python_version()}, {platform.machine()}"}
        page, numbers = root / PAGE, root / NUMBERS
        text = replaced(page.read_text(encoding="utf-8"), as_markdown(done, about))
        numbers.parent.mkdir(parents=True, exist_ok=True)
        numbers.write_text(json.dumps(as_json(done, about), indent=2) + "\n", encoding="utf-8")
        page.write_text(text, encoding="utf-8")
        if not all(study.holds for study in done):
            raise CommandError("Some estimates do not recover the truth as stated; the table says which.")
