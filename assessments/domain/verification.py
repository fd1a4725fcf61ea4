"""What the public may know of a certificate: whether it holds, and what it states, read from the signed token alone."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from assessments.catalog import MEASURES
from assessments.credentials.verdict import CredentialError, Verified
from assessments.domain.issuing import check
from assessments.gate_words import PERCENT, UNITS, Drawing, drawn, signed
from assessments.models import Certificate

# How `credentials.results.Result` writes a result.
_RESULT = re.compile(
    r"(?P<estimate>-?\d+\.\d+) \(95 % interval (?P<low>-?\d+\.\d+) to (?P<high>-?\d+\.\d+); (?P<items>\d+) items\)"
)


class Status(StrEnum):
    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    NOT_YET = "not_yet"
    NOT_GENUINE = "not_genuine"


@dataclass(frozen=True)
class StatedMeasure:
    """One result of the credential; `text` is its estimate and interval, `basis` what it rests on."""

    name: str
    meaning: str
    text: str
    basis: str
    drawing: Drawing | None


@dataclass(frozen=True)
class Statement:
    """What a genuine credential says. `holder` is empty where the person gave no name."""

    holder: str
    title: str
    description: str
    criteria: str
    issuer: str
    valid_from: datetime
    valid_until: datetime | None
    measures: tuple[StatedMeasure, ...]
    key_url: str
    simulated: bool


@dataclass(frozen=True)
class Verification:
    """`statement` is None exactly where the certificate is not genuine; why it was revoked is nobody else's matter."""

    certificate_id: uuid.UUID
    status: Status
    statement: Statement | None
    revoked_at: datetime | None = None


def verify_certificate(certificate_id: uuid.UUID, *, now: datetime) -> Verification:
    """Checks the stored token as a stranger would. Raises Certificate.DoesNotExist. Two queries.

    What became of the holder's account changes nothing: the certificate is evidence of what was shown then.
    """
    certificate = Certificate.objects.select_related("revocation").get(public_id=certificate_id)
    status = Status.VALID
    try:
        verified = check(certificate.token, now=now)
    except CredentialError as error:
        # Set for a credential that is genuine and merely out of its time.
        if error.verified is None:
            return Verification(certificate_id, Status.NOT_GENUINE, None)
        verified = error.verified
        status = Status.EXPIRED if now >= verified.valid_from else Status.NOT_YET
    if verified.id != certificate_id.urn:
        # A genuine credential, but of another certificate: replayed.
        return Verification(certificate_id, Status.NOT_GENUINE, None)
    revocation = getattr(certificate, "revocation", None)
    if revocation is not None:
        return Verification(certificate_id, Status.REVOKED, _statement(verified), revocation.revoked_at)
    return Verification(certificate_id, status, _statement(verified))


def _statement(verified: Verified) -> Statement:
    credential = verified.credential
    subject = credential["credentialSubject"]
    achievement = subject["achievement"]
    return Statement(
        holder=_holder(subject),
        title=achievement["name"],
        description=achievement["description"],
        criteria=str(achievement["criteria"].get("narrative", "")),
        issuer=str(credential["issuer"].get("name", "")),
        valid_from=verified.valid_from,
        valid_until=verified.valid_until,
        measures=_measures(subject, achievement),
        key_url=verified.kid,
        simulated=verified.simulated,
    )


def _holder(subject: Mapping[str, Any]) -> str:
    """The name, which stands unhashed among the identities; addresses are hashed and never shown."""
    for identity in subject.get("identifier", ()):
        if identity.get("identityType") == "name" and identity.get("hashed") is False:
            return str(identity["identityHash"])
    return ""


def _measures(subject: Mapping[str, Any], achievement: Mapping[str, Any]) -> tuple[StatedMeasure, ...]:
    names = {each["id"]: each["name"] for each in achievement.get("resultDescription", ())}
    return tuple(
        _measure(str(result["resultDescription"]), names, str(result["value"])) for result in subject.get("result", ())
    )


def _measure(description_id: str, names: Mapping[str, str], value: str) -> StatedMeasure:
    """The result in the words of our pages; one we do not know (a measure since retired) as it was signed."""
    slug = re.split(r"[#-]", description_id)[-1]
    stated = _RESULT.fullmatch(value)
    name = names.get(description_id, slug)
    if slug not in MEASURES or stated is None:
        return StatedMeasure(name, "", value, "", None)
    numbers = [float(stated[part]) for part in ("estimate", "low", "high")]
    return StatedMeasure(
        name=name,
        meaning=MEASURES[slug].meaning,
        text=_text(slug, *numbers),
        basis=f"{int(stated['items']):,} {UNITS.get(slug, 'items')}",
        drawing=drawn(slug, *numbers),
    )


def _text(measure: str, *numbers: float) -> str:
    """`92.5 % (82.1 to 97.0 %)`: every digit that was signed, so that nothing is rounded a second time."""
    share = MEASURES[measure].share
    estimate, low, high = (signed(f"{100 * number:.1f}" if share else f"{number:.3f}") for number in numbers)
    unit = PERCENT if share else ""
    return f"{estimate}{unit} ({low} to {high}{unit})"
