"""What one certificate states, as plain values: the input of `open_badge.document`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from assessments.credentials.results import Result


@dataclass(frozen=True)
class Issuer:
    """Who vouches. `id` is the http(s) address of the issuer's profile, `url` the home page."""

    id: str
    name: str
    url: str


@dataclass(frozen=True)
class Recipient:
    """Whom it is about. `email_hash` comes from `open_badge.identity_hash`; the address itself is never here.

    `subject` is random and made for this credential alone, so that two credentials of one person cannot be
    joined by it.
    """

    subject: UUID
    email_hash: str
    salt: str
    name: str | None = None


@dataclass(frozen=True)
class Achievement:
    """What was achieved. `id` is an http(s) address without a fragment; `criteria` is Markdown."""

    id: str
    name: str
    description: str
    criteria: str


@dataclass(frozen=True)
class Status:
    """Where to look up revocation: bit `index` of the BitstringStatusList at `list_url`.

    One only: Open Badges 3.0 allows a credential a single `credentialStatus`.
    """

    list_url: str
    index: int
    purpose: str = "revocation"


@dataclass(frozen=True)
class Claims:
    """Everything one credential states.

    Times are aware. `evidence` is one sentence on what the certificate rests on, `verification_url` its
    public page, `results` the measures, given only where the person agreed to show them.
    """

    certificate: UUID
    issuer: Issuer
    recipient: Recipient
    achievement: Achievement
    valid_from: datetime
    evidence: str
    verification_url: str
    valid_until: datetime | None = None
    results: tuple[Result, ...] = ()
    status: Status | None = None
    simulated: bool = False


def check(claims: Claims) -> None:
    """Raise ValueError, naming the field, for an empty text, a wrong address, or times that are reversed."""
    for where, text in _texts(claims):
        if not text.strip():
            raise ValueError(f"{where} must not be empty")
    for where, address in _addresses(claims):
        # Whether plain http will do is the deployment's question: on a developer's machine it must.
        if not address.startswith(("https://", "http://")):
            raise ValueError(f"{where} must be an http(s) address")
    # Fragments are added to these two, and an address has room for one.
    if "#" in claims.achievement.id:
        raise ValueError("achievement.id must not have a fragment")
    if claims.status is not None and "#" in claims.status.list_url:
        raise ValueError("status.list_url must not have a fragment")
    if claims.status is not None and claims.status.index < 0:
        raise ValueError("status.index must not be negative")
    if not claims.recipient.email_hash.startswith("sha256$"):
        raise ValueError("recipient.email_hash must be made by identity_hash")
    if claims.valid_until is not None and claims.valid_until <= claims.valid_from:
        raise ValueError("valid_until must be later than valid_from")


def _texts(claims: Claims) -> Iterator[tuple[str, str]]:
    yield "issuer.name", claims.issuer.name
    yield "recipient.salt", claims.recipient.salt
    if claims.recipient.name is not None:
        yield "recipient.name", claims.recipient.name
    yield "achievement.name", claims.achievement.name
    yield "achievement.description", claims.achievement.description
    yield "achievement.criteria", claims.achievement.criteria
    yield "evidence", claims.evidence


def _addresses(claims: Claims) -> Iterator[tuple[str, str]]:
    yield "issuer.id", claims.issuer.id
    yield "issuer.url", claims.issuer.url
    yield "achievement.id", claims.achievement.id
    yield "verification_url", claims.verification_url
    if claims.status is not None:
        yield "status.list_url", claims.status.list_url
