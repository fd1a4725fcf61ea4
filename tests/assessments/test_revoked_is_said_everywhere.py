"""After a revocation no page goes on calling the person certified."""

from django.test import Client
from django.urls import reverse

from assessments.domain.certification import revoke
from courseware.models import User
from tests.decided import issue
from tests.people import MONDAY_9, People

REASON = "The evidence turned out to be somebody else's."


def page(person: User, url: str) -> str:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(url).content.decode()


def test_progress_cohort_and_dossier_say_revoked(people: People) -> None:
    certificate = issue(people.enrolment, by=people.operations)
    revoke(certificate.public_id, people.operations, REASON, now=MONDAY_9)

    assert "Revoked" in page(people.trainee, reverse("progress"))
    assert "The certificate was revoked." in page(people.instructor, reverse("cohort", args=[people.cohort.public_id]))
    assert "Revoked" in page(people.operations, reverse("dossier", args=[people.enrolment.public_id]))
