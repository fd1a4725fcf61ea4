"""What machines need to check a credential: issuer profile, keys, achievement, and the credential itself."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from assessments.credentials.open_badge import CONTEXT
from assessments.domain.issuing import achievement_of
from assessments.domain.signing_keys import issuer_url
from assessments.models import Certificate, PolicyVersion, SigningKey
from assessments.views.limits import limited

JSON_LD = "application/ld+json"
# RFC 7517, section 8.5.
JWK = "application/jwk+json"
JWK_SET = "application/jwk-set+json"
# Registered by W3C, Securing Verifiable Credentials using JOSE and COSE, section 6.1.
CREDENTIAL = "application/vc+jwt"
# Keys and achievements never change; a new key should be seen within minutes.
CACHE = "public, max-age=300"


def _document(content: Mapping[str, Any], content_type: str) -> HttpResponse:
    """JSON that any site's script may read: none of it depends on who asks."""
    response = JsonResponse(content, content_type=content_type)
    response["Cache-Control"] = CACHE
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@limited
def issuer(request: HttpRequest) -> HttpResponse:
    profile = {
        "@context": list(CONTEXT),
        "id": issuer_url(),
        "type": ["Profile"],
        "name": settings.ISSUER_NAME,
        "url": settings.SITE_URL,
    }
    return _document(profile, JSON_LD)


@require_safe
@limited
def keys(request: HttpRequest) -> HttpResponse:
    """Every key that ever signed: an old certificate must verify for ever."""
    jwks = SigningKey.objects.order_by("pk").values_list("public_jwk", flat=True)
    return _document({"keys": list(jwks)}, JWK_SET)


@require_safe
@limited
def key(request: HttpRequest, kid: str) -> HttpResponse:
    jwk = SigningKey.objects.filter(kid=kid).values_list("public_jwk", flat=True).first()
    if jwk is None:
        raise Http404("No such key.")
    return _document(jwk, JWK)


@require_safe
@limited
def achievement(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    version = PolicyVersion.objects.defer("document").filter(slug=slug, number=number).first()
    if version is None:
        raise Http404("No such achievement.")
    stated = achievement_of(version)
    content = {
        "@context": list(CONTEXT),
        "id": stated.id,
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "name": stated.name,
        "description": stated.description,
        "criteria": {"narrative": stated.criteria},
        "creator": {"id": issuer_url(), "type": ["Profile"], "name": settings.ISSUER_NAME},
    }
    return _document(content, JSON_LD)


@require_safe
@limited
def credential(request: HttpRequest, certificate_id: uuid.UUID) -> HttpResponse:
    """The token as it was signed. Whether it was revoked since, its page says."""
    token = Certificate.objects.filter(public_id=certificate_id).values_list("token", flat=True).first()
    if token is None:
        raise Http404("No such credential.")
    response = HttpResponse(token, content_type=CREDENTIAL)
    response["Content-Disposition"] = f'attachment; filename="certificate-{certificate_id}.jwt"'
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Access-Control-Allow-Origin"] = "*"
    return response
