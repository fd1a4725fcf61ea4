"""Run the background work that is due."""

import signal
from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from courseware.domain import jobs, leases
from courseware.runner import Runner


class Command(BaseCommand):
    help = "Run every job that is due, once each; with --forever, keep looking until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--forever", action="store_true", help="go on until SIGTERM or Ctrl-C")

    def handle(self, *args: object, forever: bool, **options: object) -> None:
        if not forever:
            leases.sweep(timezone.now())
            self.stdout.write(f"{jobs.run_due()} run, {jobs.dead().count()} dead.")
            return
        runner = Runner()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: runner.end())
        runner.run()
