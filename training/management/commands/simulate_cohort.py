"""manage.py simulate_cohort: simulated trainees through the same functions that the pages use."""

import random
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from courseware.domain import jobs
from courseware.domain.programs import DEFAULT_PROGRAM, latest_version, program_of
from courseware.models import ProgramVersion, User
from training.domain.simulated_cohort import add_trainees, make_cohort, start_date

MAX_TRAINEES = 5000


class Command(BaseCommand):
    help = "Makes a cohort of simulated people, marked as simulated everywhere, who have done the course's first days."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--trainees", type=int, default=30)
        parser.add_argument("--days", type=int, default=5, help="how many days of the course they have done")
        parser.add_argument("--seed", type=int, default=7, help="the same seed gives the same answers")
        parser.add_argument("--program", default=DEFAULT_PROGRAM)
        parser.add_argument("--instructor", action="append", default=[], help="e-mail address; may be repeated")

    def handle(self, *args: Any, **options: Any) -> None:
        count, days = options["trainees"], options["days"]
        if not 1 <= count <= MAX_TRAINEES:
            raise CommandError(f"--trainees is {count}; expected 1 to {MAX_TRAINEES}.")
        try:
            version = latest_version(options["program"])
        except ProgramVersion.DoesNotExist as error:
            raise CommandError(str(error)) from error
        program = program_of(version.pk)
        if not 0 <= days <= len(program.days):
            raise CommandError(f"--days is {days}; {program.title} has {len(program.days)} days.")
        now = timezone.now()
        starts_on = start_date(program, max(days, 1), now.date())
        cohort = make_cohort(
            f"Simulated cohort (seed {options['seed']})",
            version,
            starts_on,
            [self._instructor(email) for email in options["instructor"]],
            now=now,
        )
        add_trainees(cohort, count, days, random.Random(options["seed"]))
        while jobs.run_due(500):
            pass
        self.stdout.write(f"{cohort.name}: {count} simulated trainees, {days} days, scored.")

    def _instructor(self, email: str) -> User:
        user = User.objects.filter(email__iexact=email, is_instructor=True).first()
        if user is None:
            raise CommandError(f"There is no instructor with the address {email}.")
        return user
