"""manage.py make_signing_key: a new private key in CREDENTIAL_KEY_FILE. An existing file is never overwritten."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.domain.signing_keys import create_key_file


class Command(BaseCommand):
    help = "Makes the private key that signs certificates, in the file CREDENTIAL_KEY_FILE names. Back it up."

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.CREDENTIAL_KEY_FILE
        try:
            key = create_key_file(path, now=timezone.now())
        except FileExistsError as error:
            raise CommandError(f"{path} exists. To rotate, name a new file in CREDENTIAL_KEY_FILE first.") from error
        self.stdout.write(f"Made {path} (kid {key.kid}). Back it up; certificates cannot be signed without it.")
