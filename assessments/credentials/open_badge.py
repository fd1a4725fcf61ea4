"""A certificate as an Open Badges 3.0 AchievementCredential (W3C Verifiable Credentials Data Model 2.0).

Source: 1EdTech, Open Badges Specification 3.0, appendix B.1, https://www.imsglobal.org/spec/ob/v3p0/.
"""

import hashlib
from typing import Any

from assessments.credentials import timestamps
from assessments.credentials.claims import Achievement, Claims, Issuer, Recipient, Status, check
from assessments.credentials.results import Result, described, stated

__all__ = [
    "CONTEXT",
    "Achievement",
    "Claims",
    "Issuer",
    "Recipient",
    "Result",
    "Status",
    "document",
    "identity_hash",
    "is_simulated",
]

CONTEXT = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
_SIMULATED_FRAGMENT = "#simulated"


def identity_hash(email: str, salt: str) -> str:
    """`sha256$` and the hex SHA-256 of the address followed by the salt (OB 3.0, IdentityHash).

    The address is trimmed and lower-cased first, so that a verifier who types it gets the same hash.
    Raises ValueError for an empty salt.
    """
    if not salt:
        raise ValueError("salt must not be empty: the hash of a bare address can be guessed")
    address = email.strip().lower()
    return "sha256$" + hashlib.sha256((address + salt).encode()).hexdigest()


def document(claims: Claims) -> dict[str, Any]:
    """The credential as a JSON object, without proof: `jwt.sign` adds that.

    Raises ValueError, naming the field, for naive or reversed times, empty texts, addresses that are not
    http(s), and measures named twice.
    """
    check(claims)
    achievement = _achievement(claims)
    subject: dict[str, Any] = {
        "id": claims.recipient.subject.urn,
        "type": ["AchievementSubject"],
        "identifier": _identifiers(claims.recipient),
        "achievement": achievement,
    }
    if claims.results:
        achievement["resultDescription"] = described(claims.results, achievement["id"])
        subject["result"] = stated(claims.results, achievement["id"])
    credential: dict[str, Any] = {
        "@context": list(CONTEXT),
        "id": claims.certificate.urn,
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": achievement["name"],
        "description": achievement["description"],
        "issuer": _profile(claims.issuer),
        "validFrom": timestamps.written(claims.valid_from),
    }
    if claims.valid_until is not None:
        credential["validUntil"] = timestamps.written(claims.valid_until)
    credential["credentialSubject"] = subject
    credential["evidence"] = [
        {"id": claims.verification_url, "type": ["Evidence"], "narrative": _marked(claims, claims.evidence)}
    ]
    if claims.status is not None:
        credential["credentialStatus"] = _status(claims.status)
    return credential


def is_simulated(credential: dict[str, Any]) -> bool:
    """Whether a credential of the right shape was made for a simulated trainee."""
    return str(credential["credentialSubject"]["achievement"]["id"]).endswith(_SIMULATED_FRAGMENT)


def _achievement(claims: Claims) -> dict[str, Any]:
    achievement = claims.achievement
    name, identifier = achievement.name, achievement.id
    if claims.simulated:
        name = f"Simulated: {name} (no real person)"
        # Another achievement altogether: a machine that accepts achievements compares identifiers and
        # never reads names.
        identifier += _SIMULATED_FRAGMENT
    return {
        "id": identifier,
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "name": name,
        "description": _marked(claims, achievement.description),
        "criteria": {"narrative": achievement.criteria},
    }


def _marked(claims: Claims, text: str) -> str:
    if not claims.simulated:
        return text
    return f"Simulated: made for a simulated trainee. This is no real person, and nobody earned it. {text}"


def _profile(issuer: Issuer) -> dict[str, Any]:
    return {"id": issuer.id, "type": ["Profile"], "name": issuer.name, "url": issuer.url}


def _identifiers(recipient: Recipient) -> list[dict[str, Any]]:
    email = {
        "type": "IdentityObject",
        "identityType": "emailAddress",
        "hashed": True,
        "identityHash": recipient.email_hash,
        "salt": recipient.salt,
    }
    if recipient.name is None:
        return [email]
    # The standard has no member for a name; an unhashed identity of the type "name" is its way to say one.
    name = {
        "type": "IdentityObject",
        "identityType": "name",
        "hashed": False,
        "identityHash": recipient.name,
    }
    return [email, name]


def _status(status: Status) -> dict[str, Any]:
    return {
        # The entry's own address; W3C Bitstring Status List forbids that it be the list's.
        "id": f"{status.list_url}#{status.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": status.purpose,
        "statusListIndex": str(status.index),
        "statusListCredential": status.list_url,
    }
