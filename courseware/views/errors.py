"""Error pages, in words, and as JSON for the answer road (whose caller is the recorder, not a person)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.http import url_has_allowed_host_and_scheme


def _error(request: HttpRequest, status: int, code: str, message: str) -> HttpResponse:
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"error": {"code": code, "message": message, "field": None}}, status=status)
    return render(request, f"{status}.html", status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 400, "bad_request", "This request could not be read.")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 403, "forbidden", "Your role does not allow this.")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 404, "not_found", "There is no such page.")


def csrf_failure(request: HttpRequest, reason: str = "", **kwargs: Any) -> HttpResponse:
    if request.headers.get("Accept", "").startswith("application/json"):
        return _error(request, 403, "csrf", "This page is out of date. Reload it to go on.")
    # The page that the form stood on; the address of the form may be of no page.
    referer = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    return render(request, "403_csrf.html", {"back": referer if own else ""}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: its context would ask the database, which may be what failed."""
    if request.headers.get("Accept", "").startswith("application/json"):
        return _error(request, 500, "server_error", "Something went wrong on our side.")
    return HttpResponse(get_template("500.html").render(), status=500)
