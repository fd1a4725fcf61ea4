"""Making and checking the signed credential of one certificate."""

import json
import secrets
import uuid
from base64 import urlsafe_b64decode
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from assessments.catalog import MEASURES
from assessments.credentials.jwt import sign, verify
from assessments.credentials.keys import SigningKey as PrivateKey
from assessments.credentials.open_badge import (
    Achievement,
    Claims,
    Issuer,
    Recipient,
    document,
    identity_hash,
)
from assessments.credentials.results import Result
from assessments.credentials.verdict import Verified
from assessments.domain.policies import policy_of
from assessments.domain.signing_keys import issuer_url, key_url
from assessments.gates import GateStanding
from assessments.models import PolicyVersion, SigningKey
from courseware.models import User


def verification_url(certificate_id: uuid.UUID) -> str:
    return settings.SITE_URL + reverse("verify_certificate", args=[certificate_id])


def achievement_of(version: PolicyVersion) -> Achievement:
    policy = policy_of(version.pk)
    return Achievement(
        id=settings.SITE_URL + reverse("credential_achievement", args=[version.slug, version.number]),
        name=policy.title,
        description=policy.description,
        criteria=policy.criteria,
    )


def evidence_sentence(gates: list[GateStanding]) -> str:
    parts = [f"{MEASURES[gate.measure].name} ({gate.n} observations)" for gate in gates]
    return "Rests on: " + "; ".join(parts) + "."


def token_for(
    certificate_id: uuid.UUID,
    person: User,
    version: PolicyVersion,
    gates: list[GateStanding],
    key: PrivateKey,
    *,
    issued_at: datetime,
    expires_at: datetime,
) -> str:
    """The signed JWT. It names the person as they name themselves; their e-mail address only as a salted hash."""
    salt = secrets.token_hex(16)
    claims = Claims(
        certificate=certificate_id,
        issuer=Issuer(id=issuer_url(), name=settings.ISSUER_NAME, url=settings.SITE_URL),
        recipient=Recipient(
            subject=uuid.uuid4(),
            email_hash=identity_hash(person.email, salt),
            salt=salt,
            name=person.name or None,
        ),
        achievement=achievement_of(version),
        valid_from=issued_at,
        valid_until=expires_at,
        evidence=evidence_sentence(gates),
        verification_url=verification_url(certificate_id),
        results=tuple(
            Result(gate.measure, MEASURES[gate.measure].name, gate.estimate, gate.low, gate.high, gate.n)
            for gate in gates
            if gate.estimate is not None and gate.low is not None and gate.high is not None
        ),
        simulated=person.is_simulated or person.is_demo,
    )
    return sign(document(claims), key, key_url(key.kid))


def check(token: str, *, now: datetime) -> Verified:
    """Verifies a credential against every key ever used. Raises CredentialError with code and message.

    The site may have moved since the credential was issued, so keys are found by their thumbprint and the issuer is
    the address it names: that one of our own keys signed it is what makes it ours.
    """
    key_address, issuer = addresses_of(token)
    kid = key_address.rstrip("/").rpartition("/")[2]
    jwk = SigningKey.objects.filter(kid=kid).values_list("public_jwk", flat=True).first()
    return verify(token, {key_address: jwk} if jwk else {}, now, issuer)


def addresses_of(token: str) -> tuple[str, str]:
    """The key's address and the issuer's that a token names, unverified; empty where it is not a token at all."""
    try:
        header, payload = (
            json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in token.split(".")[:2]
        )
        return str(header["kid"]), str(payload["iss"])
    except (ValueError, KeyError, TypeError):
        return "", ""
