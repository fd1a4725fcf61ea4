"""The document: what a certificate says in the words of Open Badges 3.0."""

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from assessments.credentials.open_badge import (
    Claims,
    Recipient,
    Result,
    Status,
    document,
    identity_hash,
    is_simulated,
)

ACCURACY = Result("accuracy_clear_gold", "Accuracy on clear gold items", 0.9125, 0.8612, 0.9473, 160)
VIGILANCE = Result("d_prime", "Sustained attention, d-prime", 2.31, 1.98, 2.64, 225)


def test_it_is_an_achievement_credential_of_vc_2_and_open_badges_3(claims: Claims) -> None:
    credential = document(claims)
    assert credential["@context"] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    assert credential["type"] == ["VerifiableCredential", "AchievementCredential"]
    assert credential["id"] == "urn:uuid:6f1c3a52-8a0e-4c57-9d4e-2f6f1f0c9b11"
    assert credential["issuer"] == {
        "id": "https://attune.example/issuer/",
        "type": ["Profile"],
        "name": "Attune Example",
        "url": "https://attune.example/",
    }
    assert credential["validFrom"] == "2026-03-02T09:30:00Z"
    assert credential["validUntil"] == "2027-03-02T09:30:00Z"
    assert credential["evidence"] == [
        {"id": claims.verification_url, "type": ["Evidence"], "narrative": claims.evidence}
    ]
    assert json.loads(json.dumps(credential)) == credential


def test_the_achievement_is_a_certificate_with_its_criteria(claims: Claims) -> None:
    assert document(claims)["credentialSubject"]["achievement"] == {
        "id": "https://attune.example/achievements/general/1/",
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "name": "Certified data annotator, general scope",
        "description": "Annotates general text to the standard of policy version 1.",
        "criteria": {"narrative": "Every gate of policy version 1 was passed on gold items."},
    }


def test_the_recipient_is_a_random_subject_a_salted_hash_and_a_name(claims: Claims) -> None:
    subject = document(claims)["credentialSubject"]
    assert subject["id"] == "urn:uuid:0b8a4f0e-1d55-4a0b-bb0c-7f1f8b6f2d42"
    assert subject["identifier"] == [
        {
            "type": "IdentityObject",
            "identityType": "emailAddress",
            "hashed": True,
            "identityHash": identity_hash("thuy@example.com", "d2f1"),
            "salt": "d2f1",
        },
        {
            "type": "IdentityObject",
            "identityType": "name",
            "hashed": False,
            "identityHash": "Nguyễn Thị Minh Thúy",
        },
    ]
    assert "@example.com" not in json.dumps(document(claims))


def test_a_recipient_may_stay_unnamed(claims: Claims) -> None:
    unnamed = replace(claims, recipient=replace(claims.recipient, name=None))
    assert len(document(unnamed)["credentialSubject"]["identifier"]) == 1


def test_the_identity_hash_is_the_standards_own_example() -> None:
    expected = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
    assert identity_hash("a@example.com", "Kosher") == expected
    assert identity_hash(" A@Example.com", "Kosher") == expected


def test_an_unsalted_hash_is_refused() -> None:
    with pytest.raises(ValueError, match="salt"):
        identity_hash("a@example.com", "")


def test_results_point_at_their_descriptions_and_carry_their_interval(claims: Claims) -> None:
    subject = document(replace(claims, results=(ACCURACY, VIGILANCE)))["credentialSubject"]
    first = "https://attune.example/achievements/general/1/#accuracy_clear_gold"
    assert subject["result"][0] == {
        "type": ["Result"],
        "resultDescription": first,
        "value": "0.912 (95 % interval 0.861 to 0.947; 160 items)",
    }
    assert subject["achievement"]["resultDescription"][0] == {
        "id": first,
        "type": ["ResultDescription"],
        "name": "Accuracy on clear gold items",
        "resultType": "Result",
    }
    described = [each["id"] for each in subject["achievement"]["resultDescription"]]
    assert [each["resultDescription"] for each in subject["result"]] == described


def test_without_consent_there_are_no_results(claims: Claims) -> None:
    subject = document(claims)["credentialSubject"]
    assert "result" not in subject
    assert "resultDescription" not in subject["achievement"]


def test_a_status_names_its_bit_in_the_list(claims: Claims) -> None:
    status = Status("https://attune.example/status/1/", 94567)
    assert document(replace(claims, status=status))["credentialStatus"] == {
        "id": "https://attune.example/status/1/#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": "https://attune.example/status/1/",
    }
    assert "credentialStatus" not in document(claims)


def test_a_simulated_person_is_called_so_everywhere_one_looks(claims: Claims) -> None:
    credential = document(replace(claims, simulated=True, results=(ACCURACY,)))
    achievement = credential["credentialSubject"]["achievement"]
    for holder in (credential, achievement):
        for member in ("name", "description"):
            assert holder[member].startswith("Simulated")
            assert "no real person" in holder[member]
    assert credential["evidence"][0]["narrative"].startswith("Simulated")
    assert is_simulated(credential)


def test_a_simulated_achievement_is_another_one_to_a_machine(claims: Claims) -> None:
    simulated = document(replace(claims, simulated=True, results=(ACCURACY,)))["credentialSubject"]
    assert simulated["achievement"]["id"] == "https://attune.example/achievements/general/1/#simulated"
    assert simulated["result"][0]["resultDescription"].endswith("/#simulated-accuracy_clear_gold")
    assert not is_simulated(document(claims))


def test_times_are_written_in_utc_and_whole_seconds(claims: Claims) -> None:
    hanoi = timezone(timedelta(hours=7))
    later = replace(claims, valid_from=datetime(2026, 3, 2, 16, 30, 0, 999_999, tzinfo=hanoi))
    assert document(later)["validFrom"] == "2026-03-02T09:30:00Z"


def test_a_certificate_may_have_no_end(claims: Claims) -> None:
    assert "validUntil" not in document(replace(claims, valid_until=None))


def test_what_cannot_be_a_credential_is_refused_by_name(claims: Claims) -> None:
    achievement = claims.achievement
    wrong = {
        "aware": replace(claims, valid_from=datetime(2026, 3, 2), valid_until=None),  # noqa: DTZ001
        "valid_until must be later": replace(claims, valid_until=claims.valid_from),
        "achievement.name must not be empty": replace(claims, achievement=replace(achievement, name=" ")),
        "achievement.id must not have a fragment": replace(
            claims, achievement=replace(achievement, id="https://attune.example/#a")
        ),
        "issuer.id must be an http": replace(claims, issuer=replace(claims.issuer, id="attune")),
        "verification_url must be an http": replace(claims, verification_url="javascript:alert(1)"),
        "status.index must not be negative": replace(claims, status=Status("https://attune.example/s", -1)),
        "status.list_url must not have": replace(claims, status=Status("https://attune.example/#s", 1)),
        "made by identity_hash": replace(
            claims, recipient=Recipient(claims.recipient.subject, "thuy@example.com", "d2f1")
        ),
        "recipient.name must not be empty": replace(claims, recipient=replace(claims.recipient, name="")),
        "measure twice": replace(claims, results=(ACCURACY, ACCURACY)),
    }
    for message, each in wrong.items():
        with pytest.raises(ValueError, match=message):
            document(each)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"measure": "not an identifier"}, "identifier"),
        ({"name": ""}, "name"),
        ({"estimate": float("nan")}, "finite"),
        ({"low": 0.95}, "low must not exceed high"),
        ({"level": 1.0}, "level"),
        ({"items": 0}, "items"),
    ],
)
def test_a_result_without_sense_is_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(ACCURACY, **change)  # type: ignore[arg-type]
