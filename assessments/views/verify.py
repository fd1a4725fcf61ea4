"""/verify/: anyone may check a certificate. Open to all, indexed by nobody."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.domain.verification import verify_certificate
from assessments.forms import VerifyForm
from assessments.models import Certificate
from assessments.views.limits import View, limited


def _unindexed(view: View) -> View:
    """Search engines keep out: who holds a certificate is for those to know who were given its number."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return marked


def _public(view: View) -> View:
    """Whether a certificate holds may change at any moment, so that nothing of it is kept by caches."""
    decorators: list[Callable[[View], View]] = [limited, require_safe, never_cache, _unindexed]
    for decorate in decorators:
        view = decorate(view)
    return view


@_public
def search(request: HttpRequest) -> HttpResponse:
    form = VerifyForm(request.GET if "id" in request.GET else None)
    if form.is_valid():
        return redirect("verify_certificate", form.cleaned_data["id"])
    return render(request, "assessments/verify/search.html", {"form": form})


@_public
def certificate(request: HttpRequest, certificate_id: uuid.UUID) -> HttpResponse:
    try:
        verification = verify_certificate(certificate_id, now=timezone.now())
    except Certificate.DoesNotExist:
        form = VerifyForm()
        return render(request, "assessments/verify/unknown.html", {"form": form}, status=404)
    context = {"verification": verification, "statement": verification.statement}
    return render(request, "assessments/verify/certificate.html", context)
