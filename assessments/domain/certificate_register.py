"""Finding certificates that were issued."""

import uuid
from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from assessments.models import Certificate
from courseware.domain.directory import matching


class State(StrEnum):
    """A revoked certificate is revoked, expired or not."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"


def state_of(certificate: Certificate, *, now: datetime) -> State:
    """`certificate.revocation` should be loaded already (select_related)."""
    if hasattr(certificate, "revocation"):
        return State.REVOKED
    return State.EXPIRED if certificate.expires_at <= now else State.VALID


def register(*, search: str, state: State | None, now: datetime) -> QuerySet[Certificate]:
    """Certificates, newest first. `search` is a name, an address, or the certificate's own number."""
    found = (
        Certificate.objects.select_related("enrolment__user", "policy_version", "revocation")
        .defer("token", "policy_version__document")
        .order_by("-issued_at", "-pk")
    )
    if state is not None:
        found = found.filter(_in_state(state, now))
    if not search:
        return found
    number = _number(search)
    if number is not None:
        return found.filter(public_id=number)
    return found.filter(enrolment__user__in=matching(search))


def _in_state(state: State, now: datetime) -> Q:
    if state is State.REVOKED:
        return Q(revocation__isnull=False)
    expired = Q(expires_at__lte=now)
    return Q(revocation__isnull=True) & (expired if state is State.EXPIRED else ~expired)


def _number(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text.strip())
    except ValueError:
        return None
