"""Whether a JWT payload is a credential as this house writes them, and says the same thing in both places.

The JWT claims repeat members of the credential (Open Badges 3.0, sections 8.2.4.1 and 8.2.6.1): `iss` is
`issuer.id`, `jti` is `id`, `sub` is `credentialSubject.id`, `nbf` is `validFrom`, `exp` is `validUntil`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from assessments.credentials import timestamps
from assessments.credentials.open_badge import CONTEXT
from assessments.credentials.verdict import Code, CredentialError

CLAIMS = ("iss", "jti", "sub", "nbf", "exp")


def claims_of(credential: Mapping[str, Any]) -> dict[str, Any]:
    """The JWT claims that repeat members of `credential`, which must have the right shape."""
    claims: dict[str, Any] = {
        "iss": credential["issuer"]["id"],
        "jti": credential["id"],
        "sub": credential["credentialSubject"]["id"],
        "nbf": timestamps.seconds(timestamps.instant(credential["validFrom"])),
    }
    if "validUntil" in credential:
        claims["exp"] = timestamps.seconds(timestamps.instant(credential["validUntil"]))
    return claims


def check_credential(credential: object) -> tuple[datetime, datetime | None]:
    """Check the document's own shape; return when it is valid from and until (None: for ever).

    Raises CredentialError with the code `shape`, naming the member that is wrong.
    """
    document = _object(credential, "the credential")
    context = document.get("@context")
    if not isinstance(context, list) or tuple(context[:2]) != CONTEXT:
        raise _wrong("@context")
    _typed(document, "VerifiableCredential", "type")
    _typed(document, "AchievementCredential", "type")
    _text(document, "id", "id")
    issuer = _object(document.get("issuer"), "issuer")
    _typed(issuer, "Profile", "issuer.type")
    _text(issuer, "id", "issuer.id")
    _check_subject(_object(document.get("credentialSubject"), "credentialSubject"))
    if "credentialStatus" in document:
        status = _object(document["credentialStatus"], "credentialStatus")
        _text(status, "id", "credentialStatus.id")
        _text(status, "type", "credentialStatus.type")
    return _check_times(document)


def check_claims(payload: Mapping[str, Any]) -> None:
    """Check that the claims of a payload of the right shape equal the members they repeat.

    Raises CredentialError: `issuer` where `iss` differs, `shape` for the others.
    """
    for claim, expected in claims_of(payload).items():
        stated = payload.get(claim)
        # The type counts too: True equals 1 in Python, and 1.5e9 equals 1500000000.
        if type(stated) is not type(expected) or stated != expected:
            code = Code.ISSUER if claim == "iss" else Code.SHAPE
            raise CredentialError(code, f"The claim {claim} does not match the credential.")
    if "exp" in payload and "validUntil" not in payload:
        raise CredentialError(Code.SHAPE, "The claim exp does not match the credential.")


def _check_subject(subject: Mapping[str, Any]) -> None:
    _typed(subject, "AchievementSubject", "credentialSubject.type")
    _text(subject, "id", "credentialSubject.id")
    achievement = _object(subject.get("achievement"), "achievement")
    _typed(achievement, "Achievement", "achievement.type")
    for member in ("id", "name", "description"):
        _text(achievement, member, f"achievement.{member}")
    _object(achievement.get("criteria"), "achievement.criteria")


def _check_times(document: Mapping[str, Any]) -> tuple[datetime, datetime | None]:
    valid_from = _time(document, "validFrom")
    valid_until = _time(document, "validUntil") if "validUntil" in document else None
    if valid_until is not None and valid_until <= valid_from:
        raise _wrong("validUntil")
    return valid_from, valid_until


def _time(document: Mapping[str, Any], member: str) -> datetime:
    try:
        return timestamps.instant(_text(document, member, member))
    except ValueError as error:
        raise _wrong(member) from error


def _object(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(where)
    return value


def _text(holder: Mapping[str, Any], member: str, where: str) -> str:
    value = holder.get(member)
    if not isinstance(value, str) or not value:
        raise _wrong(where)
    return value


def _typed(holder: Mapping[str, Any], name: str, where: str) -> None:
    types = holder.get("type")
    if not isinstance(types, list) or not all(isinstance(each, str) for each in types) or name not in types:
        raise _wrong(where)


def _wrong(where: str) -> CredentialError:
    return CredentialError(Code.SHAPE, f"This is no credential of the expected form: {where} is wrong.")
