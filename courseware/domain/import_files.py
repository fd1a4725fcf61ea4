"""Uploaded files of items, in a folder of their own until they are stored or dropped."""

import os
import secrets
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

NAME_BYTES = 16


def save(chunks: Iterable[bytes]) -> str:
    """Write a new file that nobody but this site's account can read; returns its name, which is random."""
    folder = Path(settings.IMPORTS_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = secrets.token_hex(NAME_BYTES)
    descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        delete(name)
        raise
    return name


def path_of(name: str) -> Path:
    return Path(settings.IMPORTS_DIR) / name


def delete(name: str) -> None:
    """Fine when it is gone."""
    path_of(name).unlink(missing_ok=True)


def delete_forgotten(needed: Collection[str], before: datetime) -> None:
    """Delete files that no import needs: a process that died between writing one and its row left it."""
    folder = Path(settings.IMPORTS_DIR)
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in needed and datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
            delete(path.name)
