"""Fault 20: the signing key is rotated. What the old one signed verifies for ever; the new one signs from then on."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.domain.certification import certify
from assessments.domain.signing_keys import create_key_file
from assessments.domain.verification import Status, verify_certificate
from assessments.models import SigningKey
from tests.evidence import make_ready
from tests.faults.invariants import check_invariants
from tests.people import People

pytestmark = pytest.mark.thorough


def test_old_and_new_certificates_verify(course: People, settings: LazySettings, tmp_path: Path):
    version, now = make_ready(course.enrolment), timezone.now()
    make_ready(course.other_enrolment)
    settings.CREDENTIAL_KEY_FILE = tmp_path / "first.pem"
    before = certify(course.enrolment.public_id, version.pk, course.operations, now=now)

    settings.CREDENTIAL_KEY_FILE = tmp_path / "second.pem"
    call_command("make_signing_key")
    after = certify(course.other_enrolment.public_id, version.pk, course.operations, now=now)

    assert before.signing_key.kid != after.signing_key.kid
    later = now + timedelta(days=30)
    statements = [verify_certificate(each.public_id, now=later) for each in (before, after)]
    assert [each.status for each in statements] == [Status.VALID, Status.VALID]
    assert [each.statement.key_url.split("/")[-2] for each in statements] == [
        before.signing_key.kid,
        after.signing_key.kid,
    ]
    published = Client().get(reverse("credential_keys")).json()["keys"]
    assert {key["kid"] for key in published} == {before.signing_key.kid, after.signing_key.kid}
    for each in (before, after):
        assert Client().get(reverse("credential_key", args=[each.signing_key.kid])).status_code == 200
    check_invariants()


def test_the_old_private_key_may_be_gone(course: People, settings: LazySettings, tmp_path: Path):
    version, now = make_ready(course.enrolment), timezone.now()
    settings.CREDENTIAL_KEY_FILE = tmp_path / "first.pem"
    before = certify(course.enrolment.public_id, version.pk, course.operations, now=now)
    settings.CREDENTIAL_KEY_FILE.unlink()
    assert verify_certificate(before.public_id, now=now).status is Status.VALID
    check_invariants()


def test_a_file_replaced_in_its_place_is_noticed(course: People, settings: LazySettings, tmp_path: Path):
    """A process that signed with the first key does not go on signing with what it remembers."""
    version, now = make_ready(course.enrolment), timezone.now()
    make_ready(course.other_enrolment)
    settings.CREDENTIAL_KEY_FILE = tmp_path / "key.pem"
    before = certify(course.enrolment.public_id, version.pk, course.operations, now=now)
    replacement = create_key_file(tmp_path / "next.pem", now=now)
    (tmp_path / "next.pem").replace(settings.CREDENTIAL_KEY_FILE)
    after = certify(course.other_enrolment.public_id, version.pk, course.operations, now=now)
    assert after.signing_key.kid == replacement.kid != before.signing_key.kid
    check_invariants()


def test_a_key_file_is_never_overwritten(settings: LazySettings, tmp_path: Path, db: None):
    settings.CREDENTIAL_KEY_FILE = tmp_path / "key.pem"
    call_command("make_signing_key")
    written = settings.CREDENTIAL_KEY_FILE.read_bytes()
    assert settings.CREDENTIAL_KEY_FILE.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="To rotate"):
        call_command("make_signing_key")
    assert settings.CREDENTIAL_KEY_FILE.read_bytes() == written
    assert not SigningKey.objects.exists()
