"""The link a visitor came with, kept in their session while they sign in or sign up."""

import uuid

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from courseware.domain.invitations import Link, LinkRefused, open_link, refuse_used

SESSION_ENTRY = "pending_link"


def remember_link(request: HttpRequest, kind: str, public_id: uuid.UUID, signature: str) -> None:
    request.session[SESSION_ENTRY] = [kind, str(public_id), signature]


def forget_link(request: HttpRequest) -> None:
    request.session.pop(SESSION_ENTRY, None)


def pending_link(request: HttpRequest) -> Link | None:
    """The row behind the remembered link, where it still lets people in."""
    entry = request.session.get(SESSION_ENTRY)
    if not entry:
        return None
    kind, public_id, signature = entry
    try:
        row = open_link(kind, uuid.UUID(public_id), signature, now=timezone.now())
        refuse_used(row)
    except LinkRefused:
        return None
    return row


def pending_path(request: HttpRequest) -> str | None:
    """The path of the remembered link's page, where the link still lets people in."""
    if pending_link(request) is None:
        return None
    kind, public_id, signature = request.session[SESSION_ENTRY]
    return reverse(kind, args=[public_id, signature])
