"""Forged, altered, replayed and misplaced tokens: each is refused, and for the right reason."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jws

from assessments.credentials import jwt, keys
from assessments.credentials.jwt import Code, CredentialError
from assessments.credentials.open_badge import Claims, document

from .conftest import EXPIRES, ISSUED, ISSUER, NOW, address

Trusted = dict[str, dict[str, str]]
Forge = Callable[..., str]


def encoded(data: object) -> str:
    text = data if isinstance(data, bytes) else json.dumps(data).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def decoded(segment: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4)))


def refused(token: str, trusted: Trusted, **changed: Any) -> CredentialError:
    asked = {"now": NOW, "issuer": ISSUER, **changed}
    with pytest.raises(CredentialError) as caught:
        jwt.verify(token, trusted, **asked)
    return caught.value


@pytest.fixture
def payload(token: str) -> dict[str, Any]:
    content: dict[str, Any] = decoded(token.split(".")[1])
    return content


@pytest.fixture
def forge(payload: dict[str, Any], key: keys.SigningKey, key_url: str) -> Forge:
    """Sign anything with the true key, as a signer with a fault would: beyond the reach of `jwt.sign`."""

    def _forge(header: dict[str, Any] | None = None, body: object = None, **members: Any) -> str:
        head = {"alg": "RS256", "kid": key_url, "typ": "JWT", **(header or {})}
        content = {**payload, **members} if body is None else body
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        registry = jws.JWSRegistry(algorithms=["RS256", "RS512"], strict_check_header=False)
        return jws.serialize_compact(head, data, key.private, registry=registry)

    return _forge


def test_the_algorithm_none(token: str, trusted: Trusted, key_url: str) -> None:
    body = token.split(".")[1]
    for name in ("none", "None", "NONE"):
        header = encoded({"alg": name, "kid": key_url, "typ": "JWT"})
        assert refused(f"{header}.{body}.", trusted).code == Code.ALGORITHM


def test_hs256_with_the_public_key_as_its_secret(
    token: str, trusted: Trusted, key: keys.SigningKey, key_url: str
) -> None:
    signed = encoded({"alg": "HS256", "kid": key_url, "typ": "JWT"}) + "." + token.split(".")[1]
    for secret in (key.private.as_pem(private=False), json.dumps(keys.public_jwk(key)).encode()):
        mac = hmac.digest(secret, signed.encode(), hashlib.sha256)
        assert refused(f"{signed}.{encoded(mac)}", trusted).code == Code.ALGORITHM


def test_another_rsa_algorithm(forge: Forge, trusted: Trusted) -> None:
    key_of_any_algorithm = {url: {**jwk} for url, jwk in trusted.items()}
    for jwk in key_of_any_algorithm.values():
        del jwk["alg"]
    assert refused(forge({"alg": "RS512"}), key_of_any_algorithm).code == Code.ALGORITHM


def test_an_altered_payload(token: str, payload: dict[str, Any], trusted: Trusted) -> None:
    head, _, signature = token.split(".")
    payload["credentialSubject"]["identifier"][1]["identityHash"] = "Somebody Else"
    assert refused(f"{head}.{encoded(payload)}.{signature}", trusted).code == Code.SIGNATURE


def test_an_altered_header(token: str, trusted: Trusted, key_url: str) -> None:
    _, body, signature = token.split(".")
    reordered = encoded({"typ": "JWT", "kid": key_url, "alg": "RS256"})
    assert refused(f"{reordered}.{body}.{signature}", trusted).code == Code.SIGNATURE


def test_headers_that_the_standard_forbids(forge: Forge, trusted: Trusted, next_key: keys.SigningKey) -> None:
    forbidden: tuple[dict[str, Any], ...] = (
        {"jwk": keys.public_jwk(next_key)},
        {"jku": "https://evil.example/jwks"},
        {"cty": "vc"},
        {"typ": "vc+jwt"},
    )
    for header in forbidden:
        assert refused(forge(header), trusted).code == Code.MALFORMED


def test_the_signature_of_another_key(
    claims: Claims, next_key: keys.SigningKey, key_url: str, trusted: Trusted
) -> None:
    token = jwt.sign(document(claims), next_key, key_url)
    assert refused(token, trusted).code == Code.SIGNATURE


def test_an_unknown_key(claims: Claims, next_key: keys.SigningKey, trusted: Trusted) -> None:
    token = jwt.sign(document(claims), next_key, address(next_key))
    assert refused(token, trusted).code == Code.UNKNOWN_KEY


def test_a_header_without_its_type(token: str, trusted: Trusted, key_url: str) -> None:
    _, body, signature = token.split(".")
    for header in ({"alg": "RS256", "kid": key_url}, {"alg": "RS256", "kid": key_url, "typ": None}):
        assert refused(f"{encoded(header)}.{body}.{signature}", trusted).code == Code.MALFORMED


def test_a_kid_that_is_no_address(token: str, trusted: Trusted) -> None:
    _, body, signature = token.split(".")
    for kid in (None, 7, ["a"], {"a": 1}, "", "../keys"):
        header = encoded({"alg": "RS256", "kid": kid, "typ": "JWT"})
        assert refused(f"{header}.{body}.{signature}", trusted).code == Code.UNKNOWN_KEY


def test_a_trusted_key_that_is_too_short_counts_as_unknown(token: str, trusted: Trusted) -> None:
    weak = {url: {**jwk, "n": encoded(b"\xff" * 256)} for url, jwk in trusted.items()}
    assert refused(token, weak).code == Code.UNKNOWN_KEY


def test_an_expired_credential(token: str, trusted: Trusted, claims: Claims) -> None:
    for moment in (EXPIRES, EXPIRES + timedelta(days=400)):
        error = refused(token, trusted, now=moment)
        assert error.code == Code.EXPIRED
        assert error.verified is not None
        assert error.verified.credential == document(claims)


def test_a_credential_that_is_not_valid_yet(token: str, trusted: Trusted) -> None:
    error = refused(token, trusted, now=ISSUED - timedelta(seconds=1))
    assert error.code == Code.NOT_YET_VALID
    assert error.verified is not None


def test_an_expired_forgery_is_called_a_forgery(token: str, trusted: Trusted) -> None:
    broken = token[:-4] + ("AAAA" if not token.endswith("AAAA") else "BBBB")
    error = refused(broken, trusted, now=EXPIRES)
    assert error.code == Code.SIGNATURE
    assert error.verified is None


def test_another_issuer(claims: Claims, key: keys.SigningKey, key_url: str, trusted: Trusted) -> None:
    stranger = replace(claims, issuer=replace(claims.issuer, id="https://evil.example/issuer/"))
    assert refused(jwt.sign(document(stranger), key, key_url), trusted).code == Code.ISSUER


def test_an_iss_that_is_not_the_credentials_issuer(forge: Forge, payload: dict[str, Any], trusted: Trusted) -> None:
    assert refused(forge(iss="https://evil.example/issuer/"), trusted).code == Code.ISSUER
    inside = {**payload["issuer"], "id": "https://evil.example/issuer/"}
    assert refused(forge(issuer=inside), trusted).code == Code.ISSUER


@pytest.mark.parametrize(
    "claims_changed",
    [
        {"jti": "urn:uuid:00000000-0000-4000-8000-000000000000"},
        {"jti": None},
        {"sub": "urn:uuid:00000000-0000-4000-8000-000000000000"},
        {"nbf": int(ISSUED.timestamp()) - 1},
        {"nbf": float(int(ISSUED.timestamp()))},
        {"nbf": True},
        {"exp": int(EXPIRES.timestamp()) + 1},
        {"exp": str(int(EXPIRES.timestamp()))},
        {"exp": None},
    ],
)
def test_a_claim_that_differs_from_the_member_it_repeats(
    claims_changed: dict[str, Any], forge: Forge, trusted: Trusted
) -> None:
    assert refused(forge(**claims_changed), trusted).code == Code.SHAPE


def test_missing_claims_and_an_exp_without_valid_until(forge: Forge, payload: dict[str, Any], trusted: Trusted) -> None:
    for missing in ("jti", "sub", "nbf", "exp", "validFrom", "validUntil"):
        body = {name: value for name, value in payload.items() if name != missing}
        assert refused(forge(body=body), trusted).code == Code.SHAPE


def test_a_signed_document_of_another_shape(forge: Forge, trusted: Trusted) -> None:
    assert refused(forge(type=["VerifiableCredential"]), trusted).code == Code.SHAPE


@pytest.mark.parametrize("body", [[], "text", b"not json", b"\xff\xfe", b"[" * 10_000, {"vc": {}}])
def test_a_signed_payload_that_is_no_credential(body: object, forge: Forge, trusted: Trusted) -> None:
    assert refused(forge(body=body), trusted).code == Code.SHAPE


def test_truncated_tokens_and_what_is_no_token(token: str, trusted: Trusted) -> None:
    head, body, signature = token.split(".")
    for text in (
        "",
        ".",
        "..",
        "hello",
        "🎓",
        f"{head}.{body}",
        f"{token}.{signature}",
        f"{head}..",
        token[:40],
    ):
        assert refused(text, trusted).code in (Code.MALFORMED, Code.SIGNATURE), text
    assert refused(f"{head}.{body}", trusted).code == Code.MALFORMED
    assert refused(token[:-1], trusted).code == Code.SIGNATURE
    assert refused(f"{head}.{body}.", trusted).code == Code.SIGNATURE


def test_headers_that_are_no_object(token: str, trusted: Trusted) -> None:
    _, body, signature = token.split(".")
    for header in ([], ["alg"], "alg", 7, None, b"\xff", b"[" * 300, {}, {"b64": False}):
        assert refused(f"{encoded(header)}.{body}.{signature}", trusted).code == Code.MALFORMED, header


def test_an_oversized_token_is_not_even_opened(token: str, trusted: Trusted) -> None:
    assert refused(token + " " * jwt.MAX_CHARACTERS, trusted).code == Code.MALFORMED
    assert refused("a" * 10_000_000, trusted).code == Code.MALFORMED


def test_something_that_is_no_text(trusted: Trusted) -> None:
    assert refused(None, trusted).code == Code.MALFORMED  # type: ignore[arg-type]


def test_messages_never_repeat_what_a_stranger_wrote(token: str, trusted: Trusted) -> None:
    _, body, signature = token.split(".")
    for header in ({"alg": "<b>"}, {"alg": "RS256", "kid": "<b>", "typ": "JWT"}, {"alg": "RS256", "<b>": 1}):
        assert "<b>" not in refused(f"{encoded(header)}.{body}.{signature}", trusted).message


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    database=None,
)
@given(st.data())
def test_no_single_changed_character_gets_through(token: str, trusted: Trusted, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(token) - 1))
    character = data.draw(st.characters(min_codepoint=33, max_codepoint=126))
    changed = token[:place] + character + token[place + 1 :]
    if changed != token:
        refused(changed, trusted)
