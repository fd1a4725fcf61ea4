"""Signing a credential as VC-JWT and checking one, offline (Open Badges 3.0, section 8.2).

The token is a compact JWS whose payload *is* the credential, with the JWT claims beside its members.
The header has `alg`, `kid` and `typ` and nothing else; the standard forbids more. Nothing in a header is
believed before the signature holds: it can only choose among the keys the caller trusts already.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError

from assessments.credentials import shape
from assessments.credentials.keys import ALGORITHM, SigningKey, public_key
from assessments.credentials.open_badge import is_simulated
from assessments.credentials.verdict import Code, CredentialError, Verified

__all__ = ["MAX_CHARACTERS", "Code", "CredentialError", "Verified", "sign", "verify"]

MAX_CHARACTERS = 32_768
"""Longest token read or written: several times a usual credential, and cheap to check for anyone who asks."""
MAX_KEY_URL_CHARACTERS = 255
"""Keeps the encoded header within the 512 characters that joserfc reads."""
TYPE = "JWT"
_HEADER = {"alg", "kid", "typ"}
_REGISTRY = jws.JWSRegistry(algorithms=[ALGORITHM])


def sign(document: Mapping[str, Any], key: SigningKey, key_url: str) -> str:
    """Sign a credential made by `open_badge.document`; `key_url` is where the bare public JWK can be fetched.

    The same document and key always give the same token (RSASSA-PKCS1-v1_5 has no random part), so a
    repeated issuing job changes nothing. Raises ValueError for whatever `verify` would refuse.
    """
    if not key_url.startswith(("https://", "http://")) or not key_url.isascii():
        raise ValueError("key_url must be an http(s) address in ASCII")
    if len(key_url) > MAX_KEY_URL_CHARACTERS:
        raise ValueError(f"key_url must have at most {MAX_KEY_URL_CHARACTERS} characters")
    if taken := [claim for claim in shape.CLAIMS if claim in document]:
        raise ValueError(f"the document already has JWT claims: {', '.join(taken)}")
    try:
        shape.check_credential(dict(document))
    except CredentialError as error:
        raise ValueError(error.message) from error
    payload = {**document, **shape.claims_of(document)}
    text = json.dumps(payload, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    header = {"alg": ALGORITHM, "kid": key_url, "typ": TYPE}
    token = jws.serialize_compact(header, text.encode(), key.private, registry=_REGISTRY)
    if len(token) > MAX_CHARACTERS:
        raise ValueError(f"the credential has {len(token)} characters; at most {MAX_CHARACTERS} are allowed")
    return token


def verify(token: str, keys: Mapping[str, Mapping[str, Any]], now: datetime, issuer: str) -> Verified:
    """Check a token against the issuer's public keys, without any network.

    `keys` maps each trusted key's address, as `kid` states it, to its bare JWK, retired keys included;
    `now` is aware; `issuer` is the address of the issuer's profile. Raises CredentialError with the first
    reason found, in the order malformed, algorithm, unknown key, signature, shape, issuer, time.
    A credential is valid from `validFrom` on and no longer at `validUntil`.
    """
    if now.tzinfo is None:
        raise ValueError("now must be an aware datetime")
    kid, payload = _open(token, keys)
    valid_from, valid_until = shape.check_credential(payload)
    shape.check_claims(payload)
    if payload["iss"] != issuer:
        raise CredentialError(Code.ISSUER, "The credential was issued by somebody else.")
    credential = {name: value for name, value in payload.items() if name not in shape.CLAIMS}
    verified = Verified(
        kid=kid,
        credential=credential,
        id=payload["jti"],
        issuer=issuer,
        subject=payload["sub"],
        valid_from=valid_from,
        valid_until=valid_until,
        simulated=is_simulated(credential),
    )
    if now < valid_from:
        raise CredentialError(Code.NOT_YET_VALID, "The credential is not valid yet.", verified)
    if valid_until is not None and now >= valid_until:
        raise CredentialError(Code.EXPIRED, "The credential has expired.", verified)
    return verified


def _open(token: str, keys: Mapping[str, Mapping[str, Any]]) -> tuple[str, dict[str, Any]]:
    """Check everything outside the payload; return the key's address and the payload."""
    signed = _extract(token)
    header = signed.headers()
    if not isinstance(header, dict):  # joserfc reads any JSON here
        raise CredentialError(Code.MALFORMED, "The header is not that of a credential.")
    # The header does not choose the algorithm: it must name the one that was chosen here.
    if header.get("alg") != ALGORITHM:
        raise CredentialError(Code.ALGORITHM, f"The credential is not signed with {ALGORITHM}.")
    if set(header) != _HEADER or header["typ"] != TYPE:
        raise CredentialError(Code.MALFORMED, "The header is not that of a credential.")
    kid = header["kid"]
    if not isinstance(kid, str) or kid not in keys:
        raise CredentialError(Code.UNKNOWN_KEY, "The credential is signed with a key that is not known here.")
    _check_signature(signed, keys[kid])
    return kid, _payload(signed.payload)


def _extract(token: str) -> jws.CompactSignature:
    if not isinstance(token, str) or len(token) > MAX_CHARACTERS:
        raise CredentialError(Code.MALFORMED, f"This is no token of at most {MAX_CHARACTERS} characters.")
    try:
        return jws.extract_compact(token.strip().encode("ascii"), registry=_REGISTRY)
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise CredentialError(Code.MALFORMED, "This is no JSON Web Token.") from error


def _check_signature(signed: jws.CompactSignature, jwk: Mapping[str, Any]) -> None:
    try:
        key = public_key(jwk)
    except ValueError as error:
        raise CredentialError(Code.UNKNOWN_KEY, "The key that is named cannot be used.") from error
    if not jws.validate_compact(signed, key, registry=_REGISTRY):
        raise CredentialError(Code.SIGNATURE, "The signature does not match: something was changed.")


def _payload(text: bytes) -> dict[str, Any]:
    try:
        payload = json.loads(text.decode())
    except (ValueError, RecursionError) as error:
        raise CredentialError(Code.SHAPE, "What was signed is no credential.") from error
    if not isinstance(payload, dict):
        raise CredentialError(Code.SHAPE, "What was signed is no credential.")
    return payload
