"""What machines fetch to check a credential, and a check done with nothing else."""

import base64
import json
import uuid
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from assessments.models import SigningKey
from courseware.models import User
from tests.decided import issue
from tests.people import People


@pytest.fixture
def anyone(db: None) -> Client:
    return Client()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def fetched(client: Client, address: str) -> HttpResponse:
    response = client.get(address.removeprefix("http://127.0.0.1:8000"))
    assert response.status_code == 200, address
    return response


def test_a_stranger_verifies_it_from_the_addresses_it_names(people: People, anyone: Client):
    """With no code of ours: header, key, signature, issuer and achievement, each from the one before."""
    certificate = issue(people.enrolment, by=people.operations)
    file = fetched(anyone, reverse("credential", args=[certificate.public_id]))
    assert file["Content-Type"] == "application/vc+jwt"
    assert file["Content-Disposition"] == f'attachment; filename="certificate-{certificate.public_id}.jwt"'
    assert file["X-Robots-Tag"] == "noindex, nofollow"

    head, body, signature = file.content.decode().split(".")
    header: dict[str, Any] = json.loads(decoded(head))
    assert (header["alg"], header["typ"]) == ("RS256", "JWT")
    key = fetched(anyone, header["kid"])
    assert key["Content-Type"] == "application/jwk+json"
    jwk = key.json()
    numbers = RSAPublicNumbers(*(int.from_bytes(decoded(jwk[part])) for part in ("e", "n")))
    numbers.public_key().verify(decoded(signature), f"{head}.{body}".encode(), PKCS1v15(), SHA256())

    credential = json.loads(decoded(body))
    assert credential["id"] == certificate.public_id.urn
    issuer = fetched(anyone, credential["issuer"]["id"])
    assert issuer["Content-Type"] == "application/ld+json"
    assert issuer.json() == {"@context": credential["@context"], **credential["issuer"]}
    achievement = fetched(anyone, credential["credentialSubject"]["achievement"]["id"]).json()
    for member in ("id", "type", "achievementType", "name", "description", "criteria"):
        assert achievement[member] == credential["credentialSubject"]["achievement"][member]
    assert "trainee@attune.example" not in json.dumps(credential)


def test_the_key_set_has_every_key_that_ever_signed_and_no_private_part(people: People, anyone: Client):
    issue(people.enrolment, by=people.operations)
    known = SigningKey.objects.get()
    SigningKey.objects.create(
        kid="older", public_jwk={**known.public_jwk, "kid": "older"}, first_used_at=known.first_used_at
    )
    response = fetched(anyone, reverse("credential_keys"))
    assert response["Content-Type"] == "application/jwk-set+json"
    keys = response.json()["keys"]
    assert [key["kid"] for key in keys] == [known.kid, "older"]
    assert all(set(key) == {"kty", "n", "e", "kid", "use", "alg"} for key in keys)


def test_before_the_first_certificate_the_key_set_is_empty(anyone: Client):
    assert fetched(anyone, reverse("credential_keys")).json() == {"keys": []}


def test_the_achievement_of_a_simulated_person_is_another_one(people: People, anyone: Client):
    User.objects.filter(pk=people.trainee.pk).update(is_simulated=True)
    people.enrolment.refresh_from_db()
    certificate = issue(people.enrolment, by=people.operations)
    stated = json.loads(decoded(certificate.token.split(".")[1]))["credentialSubject"]["achievement"]["id"]
    assert stated.endswith("#simulated")
    assert fetched(anyone, stated.removesuffix("#simulated")).json()["id"] != stated


def test_any_sites_script_may_read_them_and_no_cookie_comes_along(people: People, anyone: Client):
    certificate = issue(people.enrolment, by=people.operations)
    for url in (
        reverse("credential_issuer"),
        reverse("credential_keys"),
        reverse("credential_key", args=[SigningKey.objects.get().kid]),
        reverse("credential_achievement", args=["foundations-general", 1]),
        reverse("credential", args=[certificate.public_id]),
    ):
        response = anyone.get(url, HTTP_ORIGIN="https://wallet.example")
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response
        assert response["X-Content-Type-Options"] == "nosniff"
        assert not response.cookies
        assert anyone.post(url).status_code == 405


def test_at_most_one_query_each(people: People, anyone: Client, django_assert_num_queries):
    certificate = issue(people.enrolment, by=people.operations)
    kid = SigningKey.objects.get().kid
    for queries, url in (
        (0, reverse("credential_issuer")),
        (1, reverse("credential_keys")),
        (1, reverse("credential_key", args=[kid])),
        (1, reverse("credential", args=[certificate.public_id])),
    ):
        with django_assert_num_queries(queries):
            anyone.get(url)


def test_what_is_not_there_is_404(anyone: Client):
    for url in (
        reverse("credential", args=[uuid.uuid4()]),
        reverse("credential_key", args=["unknown"]),
        reverse("credential_achievement", args=["foundations-general", 7]),
    ):
        assert anyone.get(url).status_code == 404
