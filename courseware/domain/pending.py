"""The link a visitor came with, kept in their session while they sign in or sign up."""

import uuid

from django.http import HttpRequest
from django.utils import timezone

from courseware.domain.invitations import LinkRefused, open_link
from courseware.models import Invitation, JoinLink

SESSION_ENTRY = "pending_link"


def remember_link(request: HttpRequest, kind: str, public_id: uuid.UUID, signature: str) -> None:
    request.session[SESSION_ENTRY] = [kind, str(public_id), signature]


def forget_link(request: HttpRequest) -> None:
    request.session.pop(SESSION_ENTRY, None)


def pending_link(request: HttpRequest) -> Invitation | JoinLink | None:
    """The row behind the remembered link, where it still lets people in."""
    entry = request.session.get(SESSION_ENTRY)
    if not entry:
        return None
    kind, public_id, signature = entry
    try:
        return open_link(kind, uuid.UUID(public_id), signature, now=timezone.now())
    except LinkRefused:
        return None
