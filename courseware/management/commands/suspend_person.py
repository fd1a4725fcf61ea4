"""Close an account, or open it again."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courseware.domain.people import set_active
from courseware.models import User


class Command(BaseCommand):
    help = "Close an account at once: its sessions, links and passwords stop working. --restore opens it again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--restore", action="store_true")

    def handle(self, *args: object, email: str, restore: bool, **options: object) -> None:
        user = User.objects.filter(email__iexact=email.strip()).first()
        if user is None:
            raise CommandError(f"There is no account with the address {email}.")
        changed = set_active(user, restore, now=timezone.now())
        state = "open" if restore else "suspended"
        self.stdout.write(f"{user.email} is {'now' if changed else 'already'} {state}.")
