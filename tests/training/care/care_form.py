"""What the form of /operations/care/ sends where nothing was changed."""

from typing import Any

from training.domain.care import NAMES, care_in_force
from training.domain.care_contacts import as_lines


def as_sent(**changed: Any) -> dict[str, Any]:
    """The form filled in with what is in force, and with these changes."""
    care = care_in_force()
    sent = {name: getattr(care, name) for name in NAMES} | {
        "contacts": as_lines(care.contacts),
        "version": care.pk or 0,
    }
    sent |= changed
    if not sent.pop("offered"):
        return sent
    return sent | {"offered": "on"}
