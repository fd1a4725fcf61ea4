"""Check the audit chains."""

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from courseware.domain import audit


class Command(BaseCommand):
    help = "Check every audit chain link by link; exits with an error if one does not hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--heads",
            type=Path,
            metavar="FILE",
            help="also check that the heads an earlier run noted in FILE are still there, then note the "
            "present ones; nothing else shows that the latest events are gone: keep FILE elsewhere",
        )

    def handle(self, *args: object, heads: Path | None, **options: object) -> None:
        noted = json.loads(heads.read_text()) if heads and heads.exists() else {}
        problems = [
            f"{stream}: the noted head {sequence} {known_hash} is gone."
            for stream, (sequence, known_hash) in noted.items()
            if not audit.holds_head(stream, sequence, known_hash)
        ]
        present = {}
        for stream in audit.streams():
            broken = audit.verify_chain(stream)
            present[stream] = sequence, known_hash = audit.head(stream)
            if broken is None:
                self.stdout.write(f"{stream}: {sequence} events, head {known_hash}")
            else:
                problems.append(f"{stream}: broken at event {broken}.")
        if problems:
            raise CommandError("\n".join(problems))
        if heads:
            heads.write_text(json.dumps(present, indent=2) + "\n")
