"""The shape of a credential: each member that is wrong is named, and nothing crashes on the way."""

from copy import deepcopy
from typing import Any

import pytest

from assessments.credentials.open_badge import Claims, document
from assessments.credentials.shape import check_credential
from assessments.credentials.verdict import Code, CredentialError

from .conftest import EXPIRES, ISSUED

MISSING = object()


def changed(credential: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """A copy of `credential` with the member at the dotted path replaced, or taken away."""
    copy = deepcopy(credential)
    *holders, last = path.split(".")
    holder = copy
    for name in holders:
        holder = holder[name]
    if value is MISSING:
        del holder[last]
    else:
        holder[last] = value
    return copy


def test_a_good_credential_tells_its_times(claims: Claims) -> None:
    assert check_credential(document(claims)) == (ISSUED, EXPIRES)


@pytest.mark.parametrize("member", ["@context", "id", "type", "issuer", "credentialSubject", "validFrom"])
def test_no_required_member_may_be_missing(member: str, claims: Claims) -> None:
    with pytest.raises(CredentialError, match=member) as caught:
        check_credential(changed(document(claims), member, MISSING))
    assert caught.value.code == Code.SHAPE


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("@context", ["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"], "@context"),
        ("@context", "https://www.w3.org/ns/credentials/v2", "@context"),
        ("@context", [{}, {}], "@context"),
        ("type", ["VerifiableCredential"], "type"),
        ("type", ["AchievementCredential"], "type"),
        ("type", [["VerifiableCredential"], "AchievementCredential"], "type"),
        ("type", "VerifiableCredential", "type"),
        ("id", 7, "id"),
        ("issuer", "https://attune.example/issuer/", "issuer"),
        ("issuer.type", ["Person"], "issuer.type"),
        ("issuer.id", MISSING, "issuer.id"),
        ("credentialSubject", [], "credentialSubject"),
        ("credentialSubject.id", "", "credentialSubject.id"),
        ("credentialSubject.type", [], "credentialSubject.type"),
        ("credentialSubject.achievement", MISSING, "achievement"),
        ("credentialSubject.achievement.type", "Achievement", "achievement.type"),
        ("credentialSubject.achievement.id", None, "achievement.id"),
        ("credentialSubject.achievement.name", "", "achievement.name"),
        ("credentialSubject.achievement.description", 1, "achievement.description"),
        ("credentialSubject.achievement.criteria", "read it", "achievement.criteria"),
        ("credentialStatus", {"type": "BitstringStatusListEntry"}, "credentialStatus.id"),
        ("credentialStatus", {"id": "https://attune.example/status/1/#7"}, "credentialStatus.type"),
        ("validFrom", "2026-03-02", "validFrom"),
        ("validFrom", "2026-W10-1T09:30:00Z", "validFrom"),
        ("validFrom", "2026-03-02T09:30:00", "validFrom"),
        ("validFrom", "2026-13-02T09:30:00Z", "validFrom"),
        ("validFrom", 1772443800, "validFrom"),
        ("validUntil", None, "validUntil"),
        ("validUntil", "2026-03-02T09:30:00Z", "validUntil"),
    ],
)
def test_a_wrong_member_is_named(path: str, value: object, named: str, claims: Claims) -> None:
    with pytest.raises(CredentialError) as caught:
        check_credential(changed(document(claims), path, value))
    assert caught.value.code == Code.SHAPE
    assert f": {named} is wrong" in caught.value.message


@pytest.mark.parametrize("value", [None, [], "text", 7, {}])
def test_something_else_than_a_credential(value: object) -> None:
    with pytest.raises(CredentialError) as caught:
        check_credential(value)
    assert caught.value.code == Code.SHAPE


def test_a_time_may_have_an_offset(claims: Claims) -> None:
    elsewhere = changed(document(claims), "validFrom", "2026-03-02T16:30:00+07:00")
    assert check_credential(elsewhere)[0] == ISSUED
