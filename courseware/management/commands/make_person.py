"""Make an account from the command line: how the first operations person comes to be."""

import sys
from argparse import ArgumentParser

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from courseware.accounts import set_password_url
from courseware.domain.people import make_person
from courseware.models import User
from courseware.roles import Role


class Command(BaseCommand):
    help = "Make an account with a confirmed address. Without a password, print a link to set one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="as it should stand on pages and certificates")
        parser.add_argument(
            "--role",
            action="append",
            default=[],
            choices=[Role.INSTRUCTOR.value, Role.OPERATIONS.value],
            help="may be given twice; without it, a person who joins cohorts by invitation",
        )
        parser.add_argument("--password-stdin", action="store_true", help="read the password from stdin")

    def handle(self, *args: object, email: str, name: str, role: list[str], **options: object) -> None:
        email = email.strip().lower()
        password = sys.stdin.readline().rstrip("\r\n") if options["password_stdin"] else None
        try:
            validate_email(email)
            if password is not None:
                validate_password(password, User(email=email, name=name))
            user = make_person(
                email,
                name=name,
                instructor=Role.INSTRUCTOR in role,
                operations=Role.OPERATIONS in role,
                password=password,
                now=timezone.now(),
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{email} has an account: {', '.join(role) or 'no role yet'}.")
        if password is None:
            self.stdout.write(f"To set the password, open this link:\n{set_password_url(user)}")
