"""Signed credentials that are good: what the token holds, and who can check it."""

import base64
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers

from assessments.credentials import jwt, keys
from assessments.credentials.open_badge import Claims, Status, document

from .conftest import EXPIRES, ISSUED, ISSUER, NOW, address

Trusted = dict[str, dict[str, str]]


def decoded(segment: str) -> bytes:
    return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any], bytes]:
    header, payload, signature = token.split(".")
    return json.loads(decoded(header)), json.loads(decoded(payload)), decoded(signature)


def test_a_signed_credential_comes_back_whole(claims: Claims, token: str, trusted: Trusted) -> None:
    verified = jwt.verify(token, trusted, NOW, ISSUER)
    assert verified.credential == document(claims)
    assert verified.id == claims.certificate.urn
    assert verified.subject == claims.recipient.subject.urn
    assert (verified.issuer, verified.kid) == (ISSUER, next(iter(trusted)))
    assert (verified.valid_from, verified.valid_until) == (ISSUED, EXPIRES)
    assert not verified.simulated


def test_the_header_has_three_members_and_no_more(token: str, key_url: str) -> None:
    assert parts(token)[0] == {"alg": "RS256", "kid": key_url, "typ": "JWT"}


def test_the_payload_is_the_credential_with_the_standards_claims(claims: Claims, token: str) -> None:
    payload = parts(token)[1]
    assert payload == {
        **document(claims),
        "iss": ISSUER,
        "jti": claims.certificate.urn,
        "sub": claims.recipient.subject.urn,
        "nbf": int(ISSUED.timestamp()),
        "exp": int(EXPIRES.timestamp()),
    }


def test_the_signature_holds_without_the_library_that_made_it(token: str, key: keys.SigningKey) -> None:
    jwk = keys.public_jwk(key)
    modulus, exponent = (int.from_bytes(decoded(jwk[name])) for name in ("n", "e"))
    public = RSAPublicNumbers(exponent, modulus).public_key()
    signed = token.rpartition(".")[0].encode()
    public.verify(parts(token)[2], signed, PKCS1v15(), hashes.SHA256())


def test_signing_twice_gives_the_same_token(claims: Claims, token: str, key: keys.SigningKey, key_url: str) -> None:
    assert jwt.sign(document(claims), key, key_url) == token


def test_old_certificates_verify_after_a_key_rotation(
    claims: Claims, token: str, trusted: Trusted, next_key: keys.SigningKey
) -> None:
    both = {**trusted, address(next_key): keys.public_jwk(next_key)}
    newer = jwt.sign(document(claims), next_key, address(next_key))
    assert jwt.verify(token, both, NOW, ISSUER).kid in trusted
    assert jwt.verify(newer, both, NOW, ISSUER).kid == address(next_key)


def test_it_is_valid_from_its_first_second_to_just_before_its_end(token: str, trusted: Trusted) -> None:
    for moment in (ISSUED, EXPIRES - timedelta(microseconds=1)):
        jwt.verify(token, trusted, moment, ISSUER)


def test_without_an_end_there_is_no_exp(claims: Claims, key: keys.SigningKey, key_url: str, trusted: Trusted) -> None:
    token = jwt.sign(document(replace(claims, valid_until=None)), key, key_url)
    assert "exp" not in parts(token)[1]
    in_a_century = datetime(2126, 1, 1, tzinfo=UTC)
    assert jwt.verify(token, trusted, in_a_century, ISSUER).valid_until is None


def test_a_simulated_certificate_verifies_and_says_what_it_is(
    claims: Claims, key: keys.SigningKey, key_url: str, trusted: Trusted
) -> None:
    status = Status("https://attune.example/status/1/", 7)
    token = jwt.sign(document(replace(claims, simulated=True, status=status)), key, key_url)
    assert jwt.verify(token, trusted, NOW, ISSUER).simulated


def test_space_around_a_pasted_token_does_not_matter(token: str, trusted: Trusted) -> None:
    jwt.verify(f"\n  {token}\r\n", trusted, NOW, ISSUER)


def test_what_would_not_verify_is_not_signed(claims: Claims, key: keys.SigningKey, key_url: str) -> None:
    good = document(claims)
    wrong = {
        "already has JWT claims: jti": ({**good, "jti": "x"}, key_url),
        "@context is wrong": ({**good, "@context": []}, key_url),
        "at most 32768": ({**good, "description": "x" * 40_000}, key_url),
        "key_url must be an http": (good, "not-a-url"),
        "key_url must have at most": (good, "https://attune.example/" + "k" * 300),
    }
    for message, (credential, url) in wrong.items():
        with pytest.raises(ValueError, match=message):
            jwt.sign(credential, key, url)


def test_a_naive_now_is_refused(token: str, trusted: Trusted) -> None:
    with pytest.raises(ValueError, match="aware"):
        jwt.verify(token, trusted, datetime(2026, 6, 1), ISSUER)  # noqa: DTZ001


def test_the_whole_package_runs_without_django() -> None:
    script = "import sys, assessments.credentials.jwt; sys.exit('django' in sys.modules)"
    root = Path(__file__).parents[3]
    assert subprocess.run([sys.executable, "-c", script], cwd=root, check=False).returncode == 0
