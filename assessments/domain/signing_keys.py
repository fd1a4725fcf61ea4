"""The signing key: private half in a file that the settings name, public halves of all keys in the database."""

import contextlib
import os
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from assessments.credentials.keys import SigningKey as PrivateKey
from assessments.credentials.keys import generate, load_pem, public_jwk, to_pem
from assessments.models import SigningKey


def issuer_url() -> str:
    return settings.SITE_URL + reverse("credential_issuer")


def key_url(kid: str) -> str:
    """Where anyone can fetch the public key; the `kid` of a credential's header."""
    return settings.SITE_URL + reverse("credential_key", args=[kid])


def create_key_file(path: Path, *, now: datetime) -> PrivateKey:
    """A new private key in a file that only this account can read. Raises FileExistsError: a key is never replaced."""
    key = generate(now)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(to_pem(key))
    return key


def current_key(*, now: datetime) -> tuple[PrivateKey, SigningKey]:
    """The key that signs now, and its public row (made at its first use).

    Development makes a key where there is none. In production a missing file is an error: a key made up on the
    spot would be lost with the machine, and every certificate with it.
    """
    path = settings.CREDENTIAL_KEY_FILE
    if not path.exists():
        if settings.PRODUCTION:
            raise ImproperlyConfigured(
                f"CREDENTIAL_KEY_FILE names {path}, which does not exist. Run manage.py make_signing_key."
            )
        with contextlib.suppress(FileExistsError):  # another process may make it in the meantime
            create_key_file(path, now=now)
    key = _load(path, path.stat().st_mtime_ns)
    row, _ = SigningKey.objects.get_or_create(
        kid=key.kid, defaults={"public_jwk": public_jwk(key), "first_used_at": now}
    )
    return key, row


@lru_cache(maxsize=4)
def _load(path: Path, modified: int) -> PrivateKey:
    return load_pem(path.read_bytes())
