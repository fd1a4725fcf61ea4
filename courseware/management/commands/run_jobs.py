"""Run the background work that is due."""

import signal
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courseware.domain import jobs, leases
from courseware.runner import Runner


class Command(BaseCommand):
    help = "Run every job that is due, once each; with --forever, keep looking until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--forever", action="store_true", help="go on until SIGTERM or Ctrl-C")
        parser.add_argument("--dead", action="store_true", help="list what failed for good, with its last error")
        parser.add_argument("--revive", type=int, metavar="ID", help="give one dead job a fresh set of tries")

    def handle(self, *args: object, forever: bool, **options: object) -> None:
        if options["dead"]:
            for job in jobs.dead():
                self.stdout.write(f"{job.pk}  {job.name} {job.arguments}: {job.last_error.strip()[-200:]}")
            return
        if isinstance(options["revive"], int) and not jobs.revive(options["revive"], timezone.now()):
            raise CommandError(f"There is no dead job {options['revive']}.")
        if not forever:
            leases.sweep(timezone.now())
            self.stdout.write(f"{jobs.run_due()} run, {jobs.dead().count()} dead.")
            return
        runner = Runner()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: runner.end())
        runner.run()
