"""manage.py prepare: everything `make run` needs before it serves, in one start of Python."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from courseware.domain.demo import (
    DEMO_INSTRUCTOR,
    DEMO_LADDER,
    DEMO_OPERATIONS,
    DEMO_PASSWORD,
    DEMO_TRAINEE,
)
from courseware.models import User


class Command(BaseCommand):
    help = "Migrates, loads the course and the policies, seeds the demo once (development), and says where the site is."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        call_command("load_course", stdout=self.stdout)
        call_command("load_policy", stdout=self.stdout)
        if settings.DEMO_ALLOWED:
            if not User.objects.exists():
                self.stdout.write("Making the demo cohort (simulated people); this happens once.")
                self.stdout.flush()
            call_command("seed_demo", stdout=self.stdout)
        self.stdout.write("")
        self.stdout.write(f"Attune is at {settings.SITE_URL}/")
        if User.objects.filter(is_demo=True).exists():
            for email in (DEMO_TRAINEE, DEMO_LADDER, DEMO_INSTRUCTOR, DEMO_OPERATIONS):
                self.stdout.write(f"  {email:<28} password {DEMO_PASSWORD}")
        if "://127.0.0.1" in settings.SITE_URL:
            # Browsers bind passkeys to a host name and refuse an IP address.
            self.stdout.write(f"To try passkeys, use {settings.SITE_URL.replace('127.0.0.1', 'localhost')}/")
