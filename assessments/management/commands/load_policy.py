"""manage.py load_policy [FILE ...]: policy files -> immutable versions. The same policy twice changes nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from assessments.domain.policies import POLICY_ROOT, store_policy
from assessments.policy_files import load_policy
from courseware.reading import ContentError


class Command(BaseCommand):
    help = "Loads certification policies; without a file, every one of assessments/policies/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        files = options["files"] or sorted(POLICY_ROOT.glob("*.toml"))
        try:
            policies = [load_policy(file) for file in files]
        except ContentError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        for policy in policies:
            version, is_new = store_policy(policy, now=timezone.now())
            self.stdout.write(f"Loaded {version}." if is_new else f"{version} is already loaded; nothing changed.")
