"""What checking a credential can come to: `Verified`, or a `CredentialError` with a code."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Code(StrEnum):
    """Why a credential was refused; pages and commands choose their words by it."""

    MALFORMED = "malformed"
    ALGORITHM = "algorithm"
    UNKNOWN_KEY = "unknown_key"
    SIGNATURE = "signature"
    ISSUER = "issuer"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    SHAPE = "shape"


@dataclass(frozen=True)
class Verified:
    """A credential whose signature, issuer and shape hold. `kid` is the address of the key that signed it,
    `credential` the document as it was before signing. Whether it was revoked is not known from it."""

    kid: str
    credential: dict[str, Any]
    id: str
    issuer: str
    subject: str
    valid_from: datetime
    valid_until: datetime | None
    simulated: bool


class CredentialError(Exception):
    """A refusal. `verified` is set for `expired` and `not_yet_valid` alone, where all but the time holds, so
    that a page can say whose certificate ran out. Messages never repeat what the token says."""

    def __init__(self, code: Code, message: str, verified: Verified | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.verified = verified
