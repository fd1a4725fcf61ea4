"""manage.py erase_moods: what the job of every night does, now; for cron, or after background work failed."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from training.domain.wellbeing import erasing


class Command(BaseCommand):
    help = "Erases the ratings of mood and the rests whose time has come, and queues the coming nights."

    def handle(self, *args: Any, **options: Any) -> None:
        erasing.run(now=timezone.now())
        self.stdout.write("Erased what was due; the coming nights are queued.")
