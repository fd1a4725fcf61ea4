"""One certificate and the keys around it. A 3072-bit key takes a while, so each is made once per run."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from assessments.credentials import jwt, keys
from assessments.credentials.open_badge import (
    Achievement,
    Claims,
    Issuer,
    Recipient,
    document,
    identity_hash,
)

ISSUER = "https://attune.example/issuer/"
ISSUED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
EXPIRES = datetime(2027, 3, 2, 9, 30, tzinfo=UTC)
NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
def key() -> keys.SigningKey:
    return keys.generate(ISSUED)


@pytest.fixture(scope="session")
def next_key() -> keys.SigningKey:
    return keys.generate(EXPIRES)


@pytest.fixture(scope="session")
def key_url(key: keys.SigningKey) -> str:
    return address(key)


@pytest.fixture(scope="session")
def trusted(key: keys.SigningKey) -> dict[str, dict[str, str]]:
    return {address(key): keys.public_jwk(key)}


@pytest.fixture
def claims() -> Claims:
    return Claims(
        certificate=UUID("6f1c3a52-8a0e-4c57-9d4e-2f6f1f0c9b11"),
        issuer=Issuer(id=ISSUER, name="Attune Example", url="https://attune.example/"),
        recipient=Recipient(
            subject=UUID("0b8a4f0e-1d55-4a0b-bb0c-7f1f8b6f2d42"),
            email_hash=identity_hash("thuy@example.com", "d2f1"),
            salt="d2f1",
            name="Nguyễn Thị Minh Thúy",
        ),
        achievement=Achievement(
            id="https://attune.example/achievements/general/1/",
            name="Certified data annotator, general scope",
            description="Annotates general text to the standard of policy version 1.",
            criteria="Every gate of policy version 1 was passed on gold items.",
        ),
        valid_from=ISSUED,
        valid_until=EXPIRES,
        evidence="Decided on 160 gold items under policy version 1.",
        verification_url="https://attune.example/verify/6f1c3a52-8a0e-4c57-9d4e-2f6f1f0c9b11/",
    )


@pytest.fixture
def token(claims: Claims, key: keys.SigningKey, key_url: str) -> str:
    return jwt.sign(document(claims), key, key_url)


def address(key: keys.SigningKey) -> str:
    """Where the public half of `key` is published."""
    return f"https://attune.example/keys/{key.kid}/"
