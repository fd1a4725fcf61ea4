"""manage.py validate: simulated people with known truth, and how well the estimates recover it."""

import json
import platform
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.validation.reactivity import MEASURES, recoveries
from assessments.validation.reactivity_report import as_data, as_section
from assessments.validation.report import as_json, as_markdown, replaced
from assessments.validation.studies import studies

PAGE, NUMBERS = "docs/validation.md", "build/validation.json"


class Command(BaseCommand):
    help = "Lets simulated people do exercises and exposures, and writes how well their truth comes back."

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
        recovered = []
        for one in recoveries(people, seed):
            recovered.append(one)
            told = f"{MEASURES[one.measure]}, {one.pairs} pairs: {one.coverage:.3f} hold the truth"
            self.stdout.write(f"{told}{'' if one.holds else ', NOT AS STATED'}")
        about = {"people": people, "seed": seed, "machine": f"Python {platform.python_version()}, {platform.machine()}"}
        page, numbers = root / PAGE, root / NUMBERS
        text = replaced(page.read_text(encoding="utf-8"), as_markdown(done, about))
        text = replaced(text, as_section(recovered, about))
        numbers.parent.mkdir(parents=True, exist_ok=True)
        found = as_json(done, about) | {"reactivity": as_data(recovered)}
        numbers.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
        page.write_text(text, encoding="utf-8")
        if not all(study.holds for study in done) or not all(one.holds for one in recovered):
            raise CommandError("Some estimates do not recover the truth as stated; the table says which.")
