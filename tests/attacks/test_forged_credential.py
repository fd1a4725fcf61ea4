"""Attack 25: forged and replayed credentials, and a site started on a secret key that everybody knows."""

import base64
import hashlib
import hmac
import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from joserfc import jws

from assessments.credentials.keys import SigningKey, generate, public_jwk
from assessments.domain.signing_keys import current_key, key_url
from courseware.settings import SAMPLE_SECRET_KEY
from tests.clients import text_of
from tests.decided import issue
from tests.people import People

ANY_ALGORITHM = jws.JWSRegistry(algorithms=["RS256", "RS512"], strict_check_header=False)


def encoded(content: object) -> str:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def decoded(text: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def payload(token: str, **changed: Any) -> dict[str, Any]:
    return {**decoded(token.split(".")[1]), **changed}


def resigned(token: str, key: SigningKey, *, header: dict[str, Any] | None = None, **changed: Any) -> str:
    """The token with another header or payload, signed with this key as if nothing had happened."""
    head = {**decoded(token.split(".")[0]), **(header or {})}
    return jws.serialize_compact(
        head, json.dumps(payload(token, **changed)).encode(), key.private, registry=ANY_ALGORITHM
    )


def with_payload(token: str, **changed: Any) -> str:
    head, _, signature = token.split(".")
    return f"{head}.{encoded(payload(token, **changed))}.{signature}"


def unsigned(token: str, own: SigningKey) -> str:
    return f"{encoded({**decoded(token.split('.')[0]), 'alg': 'none'})}.{token.split('.')[1]}."


def hmac_with_the_public_key(token: str, own: SigningKey) -> str:
    signed = f"{encoded({**decoded(token.split('.')[0]), 'alg': 'HS256'})}.{token.split('.')[1]}"
    return f"{signed}.{encoded(hmac.digest(own.private.as_pem(private=False), signed.encode(), hashlib.sha256))}"


def another_name(token: str, own: SigningKey) -> str:
    subject = payload(token)["credentialSubject"]
    subject["identifier"][1]["identityHash"] = "Mallory"
    return with_payload(token, credentialSubject=subject)


def longer_validity(token: str, own: SigningKey) -> str:
    return with_payload(token, validUntil="2099-01-01T00:00:00Z", exp=4070908800)


def strangers_key(token: str, own: SigningKey) -> str:
    return resigned(token, generate(timezone.now()))


def strangers_key_inside(token: str, own: SigningKey) -> str:
    key = generate(timezone.now())
    return resigned(token, key, header={"jwk": public_jwk(key)})


def key_from_elsewhere(token: str, own: SigningKey) -> str:
    return resigned(token, own, header={"kid": "https://evil.example/key"})


def another_algorithm(token: str, own: SigningKey) -> str:
    return resigned(token, own, header={"alg": "RS512"})


def another_issuer(token: str, own: SigningKey) -> str:
    return resigned(
        token, own, iss="https://evil.example/", issuer={**payload(token)["issuer"], "id": "https://evil.example/"}
    )


def claims_beside_the_document(token: str, own: SigningKey) -> str:
    return resigned(token, own, exp=4070908800)


def broken_signature(token: str, own: SigningKey) -> str:
    return token[:-8] + ("AAAAAAAA" if not token.endswith("AAAAAAAA") else "BBBBBBBB")


MUTANTS: list[Callable[[str, SigningKey], str]] = [
    unsigned, hmac_with_the_public_key, another_name, longer_validity, strangers_key, strangers_key_inside,
    key_from_elsewhere, another_algorithm, another_issuer, claims_beside_the_document, broken_signature,
]  # fmt: skip


def page_of(people: People, token: str) -> str:
    """The public page of a certificate whose stored token was put in its place."""
    forged = issue(people.other_enrolment, by=people.operations, token=token)
    return text_of(Client(), reverse("verify_certificate", args=[forged.public_id]))


def refused(page: str) -> bool:
    return "not genuine" in page and not any(
        words in page for words in (">Valid<", "Tara", "Mallory", "What it states", "Download")
    )


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_a_mutant_is_called_what_it_is_and_shows_nothing(people: People, mutant):
    true = issue(people.enrolment, by=people.operations).token
    own, _ = current_key(now=timezone.now())
    forged = mutant(true, own)
    assert forged != true
    assert refused(page_of(people, forged))


def test_a_true_credential_replayed_under_another_number(people: People):
    assert refused(page_of(people, issue(people.enrolment, by=people.operations).token))


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "." * 50, "é.é.é", "a" * 40_000])
def test_what_is_no_token_at_all(people: People, token):
    assert refused(page_of(people, token))


def test_a_key_of_the_right_name_and_the_wrong_numbers(people: People):
    """The signature is checked with the key that is stored, whatever the header says of it."""
    own, _ = current_key(now=timezone.now())
    true = issue(people.enrolment, by=people.operations).token
    assert refused(page_of(people, resigned(true, generate(timezone.now()), header={"kid": key_url(own.kid)})))


class TestDefaultSecretKey:
    """What is printed in a public repository is no secret: production does not start on it."""

    GOOD = {
        "DJANGO_ENV": "production",
        "SECRET_KEY": "k" * 60,
        "SITE_URL": "https://attune.example",
        "ALLOWED_HOSTS": "attune.example",
        "TRUSTED_PROXY_COUNT": "1",
        "EMAIL_URL": "smtp+tls://user:password@mail.attune.example:587",
    }

    def start(self, tmp_path, **changed: str | None) -> subprocess.CompletedProcess[str]:
        chosen = {**self.GOOD, "VAR_DIR": str(tmp_path), **changed}
        environment = {name: value for name, value in os.environ.items() if name not in chosen}
        environment |= {name: value for name, value in chosen.items() if value is not None}
        code = "import courseware.settings"
        return subprocess.run(
            [sys.executable, "-c", code], env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True
        )

    def test_production_starts_on_a_private_one(self, tmp_path):
        started = self.start(tmp_path)
        assert started.returncode == 0, started.stderr

    @pytest.mark.parametrize("key", [SAMPLE_SECRET_KEY, None, "", "short"])
    def test_and_on_no_other(self, tmp_path, key):
        started = self.start(tmp_path, SECRET_KEY=key)
        assert started.returncode != 0
        assert "SECRET_KEY must be" in started.stderr
        assert "ImproperlyConfigured" in started.stderr

    def test_a_missing_signing_key_is_an_error_and_none_is_made_up(self, tmp_path, settings, db):
        from django.core.exceptions import ImproperlyConfigured

        settings.CREDENTIAL_KEY_FILE, settings.PRODUCTION = tmp_path / "missing.pem", True
        with pytest.raises(ImproperlyConfigured, match="make_signing_key"):
            current_key(now=timezone.now())
        assert not settings.CREDENTIAL_KEY_FILE.exists()
