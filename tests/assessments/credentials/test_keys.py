"""Keys: what they are called, what leaves them, and which are refused."""

import base64
import hashlib
import json
from datetime import datetime

import pytest
from joserfc.jwk import ECKey, RSAKey

from assessments.credentials import keys


@pytest.fixture(scope="module")
def short() -> RSAKey:
    return RSAKey.generate_key(2048)


def test_a_new_key_signs_with_rs256_and_3072_bits(key: keys.SigningKey) -> None:
    assert (key.algorithm, key.bits) == ("RS256", 3072)


def test_the_kid_is_the_rfc_7638_thumbprint(key: keys.SigningKey) -> None:
    jwk = keys.public_jwk(key)
    members = json.dumps({name: jwk[name] for name in ("e", "kty", "n")}, separators=(",", ":"))
    digest = hashlib.sha256(members.encode()).digest()
    assert key.kid == base64.urlsafe_b64encode(digest).decode().rstrip("=")


def test_the_public_jwk_is_bare_and_holds_nothing_private(key: keys.SigningKey) -> None:
    jwk = keys.public_jwk(key)
    assert set(jwk) == {"kty", "n", "e", "kid", "use", "alg"}
    assert (jwk["kty"], jwk["kid"], jwk["use"], jwk["alg"]) == ("RSA", key.kid, "sig", "RS256")


def test_a_key_survives_its_pem(key: keys.SigningKey) -> None:
    again = keys.load_pem(keys.to_pem(key), key.kid)
    assert again == key
    assert again.created is None
    assert keys.public_jwk(again) == keys.public_jwk(key)


def test_a_key_never_shows_its_private_part(key: keys.SigningKey) -> None:
    assert "private" not in repr(key)
    assert str(key.private.as_dict(private=True)["d"]) not in repr(key)


def test_a_pem_of_another_key_than_expected_is_refused(key: keys.SigningKey) -> None:
    with pytest.raises(ValueError, match="expected somebody-else"):
        keys.load_pem(keys.to_pem(key), "somebody-else")


def test_a_short_private_key_is_refused(short: RSAKey) -> None:
    with pytest.raises(ValueError, match="has 2048 bits; at least 3072"):
        keys.load_pem(short.as_pem(private=True))


def test_a_short_public_key_is_refused(short: RSAKey) -> None:
    with pytest.raises(ValueError, match="has 2048 bits; at least 3072"):
        keys.public_key(short.as_dict(private=False))


def test_pems_that_are_no_private_rsa_key_are_refused(key: keys.SigningKey) -> None:
    pems = {
        "not a PEM file": b"hello",
        "private one is needed": key.private.as_pem(private=False),
        "cannot be read": ECKey.generate_key("P-256").as_pem(private=True),
        "cannot be read as an unencrypted": key.private.as_pem(private=True, password="secret"),
        "cannot be read as": b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
    }
    for message, pem in pems.items():
        with pytest.raises(ValueError, match=message):
            keys.load_pem(pem)


def test_jwks_for_something_else_are_refused(key: keys.SigningKey) -> None:
    jwk = keys.public_jwk(key)
    others: tuple[dict[str, object], ...] = (
        {**jwk, "kty": "oct", "k": "AAAA"},
        {**jwk, "alg": "RS512"},
        {**jwk, "use": "enc"},
        {**jwk, "n": "not base64!"},
        {**jwk, "n": 7},
        {"kty": "RSA"},
        dict(key.private.as_dict(private=True)),
    )
    for other in others:
        with pytest.raises(ValueError, match="JWK"):
            keys.public_key(other)


def test_a_naive_creation_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        keys.generate(datetime(2026, 3, 2))  # noqa: DTZ001
