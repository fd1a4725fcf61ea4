"""The keys that certificates are signed with.

A key is known by its RFC 7638 thumbprint, so its name follows from its numbers and no two keys can share
one. Open Badges 3.0 (section 8.2.3) wants RS256 before any other algorithm.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

ALGORITHM = "RS256"
BITS = 3072
"""Shortest modulus accepted anywhere: as strong as a 128-bit cipher (NIST SP 800-57 part 1, table 2)."""


@dataclass(frozen=True)
class SigningKey:
    """One private key. `created` is aware, or None where the key was read from a PEM, which holds no date.

    Keys are equal when their `kid` is; the private part never shows in `repr`, and so not in a log.
    """

    kid: str
    private: RSAKey = field(repr=False, compare=False)
    created: datetime | None = field(default=None, compare=False)
    algorithm: str = ALGORITHM

    @property
    def bits(self) -> int:
        return self.private.raw_value.key_size


def generate(now: datetime) -> SigningKey:
    """Make a new 3072-bit key, created at `now` (aware). Takes up to some seconds."""
    if now.tzinfo is None:
        raise ValueError("now must be an aware datetime")
    return _signing_key(RSAKey.generate_key(BITS), created=now)


def load_pem(pem: bytes, kid: str | None = None) -> SigningKey:
    """Read an unencrypted private key from PEM (PKCS #8 or PKCS #1).

    `kid` is the thumbprint the key is expected to have, as stored beside it. Raises ValueError where the
    PEM cannot be read, is no private RSA key, is shorter than 3072 bits, or is another key than `kid`.
    """
    if not pem.lstrip().startswith(b"-----BEGIN "):
        raise ValueError("the signing key is not a PEM file")
    try:
        private = RSAKey.import_key(pem)
    except (JoseError, ValueError, TypeError) as error:
        # TypeError is how the cryptography package says that a password is missing.
        raise ValueError(f"the signing key cannot be read as an unencrypted RSA key: {error}") from error
    key = _signing_key(private)
    if kid is not None and kid != key.kid:
        raise ValueError(f"the signing key has the thumbprint {key.kid}, expected {kid}")
    return key


def to_pem(key: SigningKey) -> bytes:
    """The private key as unencrypted PKCS #8 PEM. Whoever stores it keeps it from other people's eyes."""
    return key.private.as_pem(private=True)


def public_jwk(key: SigningKey) -> dict[str, str]:
    """The public half as a bare JWK (RFC 7517): `kty`, `n`, `e`, `kid`, `use`, `alg`; no private part."""
    numbers = key.private.as_dict(private=False)
    return {
        "kty": "RSA",
        "n": str(numbers["n"]),
        "e": str(numbers["e"]),
        "kid": key.kid,
        "use": "sig",
        "alg": key.algorithm,
    }


def public_key(jwk: Mapping[str, Any]) -> RSAKey:
    """Read a public JWK for verifying. Raises ValueError unless it is an RS256 key of 3072 bits or more."""
    if jwk.get("kty") != "RSA" or jwk.get("alg", ALGORITHM) != ALGORITHM or jwk.get("use", "sig") != "sig":
        raise ValueError(f"the JWK is not an {ALGORITHM} signing key")
    if "d" in jwk:
        raise ValueError("the JWK holds a private key")
    try:
        # Only the numbers: whatever else a JWK carries (x5c, key_ops) decides nothing here.
        public = RSAKey.import_key({"kty": "RSA", "n": jwk["n"], "e": jwk["e"]})
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"the JWK cannot be read: {error!r}") from error
    _refuse_short(public)
    return public


def _signing_key(private: RSAKey, created: datetime | None = None) -> SigningKey:
    if not private.is_private:
        raise ValueError("the signing key is a public key; the private one is needed")
    _refuse_short(private)
    return SigningKey(kid=private.thumbprint(), private=private, created=created)


def _refuse_short(key: RSAKey) -> None:
    size = key.raw_value.key_size
    if size < BITS:
        raise ValueError(f"the RSA key has {size} bits; at least {BITS} are needed")
