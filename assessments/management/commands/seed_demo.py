"""manage.py seed_demo: the demo accounts and their simulated cohort, once, in development only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.domain.demo import seed_demo


class Command(BaseCommand):
    help = "Makes demo accounts and a simulated cohort on an empty database; existing data is never touched."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_ALLOWED:
            raise CommandError("Demo accounts exist in development only (DJANGO_ENV=development).")
        made = seed_demo(now=timezone.now())
        self.stdout.write("Made the demo." if made else "There are people already; nothing was changed.")
