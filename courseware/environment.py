"""Reading environment variables so that a wrong one is named, with what is expected."""

import os
from urllib.parse import urlparse

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}


def whole(name: str, default: int, low: int = 0) -> int:
    """A whole number of at least `low`. Raises ImproperlyConfigured that names the variable."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdigit() or int(text) < low:
        raise ImproperlyConfigured(f"{name} is {text!r}; expected a whole number of at least {low}.")
    return int(text)


def flag(name: str, default: bool) -> bool:
    """True or false. Raises ImproperlyConfigured that names the variable."""
    text = os.environ.get(name, "").strip().lower()
    if not text:
        return default
    if text not in YES | NO:
        raise ImproperlyConfigured(f"{name} is {text!r}; expected true or false.")
    return text in YES


def url(name: str, default: str, schemes: tuple[str, ...]) -> str:
    """An address whose scheme is among `schemes`. Raises ImproperlyConfigured that names the variable.

    The value itself is not repeated: it may hold a password.
    """
    text = os.environ.get(name, "").strip() or default
    if text and urlparse(text).scheme not in schemes:
        expected = ", ".join(f"{scheme}://" for scheme in schemes)
        raise ImproperlyConfigured(f"{name} must begin with one of {expected}.")
    return text
