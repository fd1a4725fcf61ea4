"""Per-request rules: dates in the reader's own zone, and a second factor for staff where it is required."""

from collections.abc import Callable
from datetime import UTC

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

GetResponse = Callable[[HttpRequest], HttpResponse]


class TimeZoneMiddleware:
    """Activates the signed-in person's zone; UTC for everybody else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # The session cookie is looked at first, so that a stranger's request costs no query.
        known = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
        with timezone.override(request.user.zone if known else UTC):  # type: ignore[union-attr]
            return self.get_response(request)


class StaffMfaMiddleware:
    """Instructors and operations without a second factor are led to set one up, and can do nothing else."""

    # What one needs to set a factor up, or to leave.
    OPEN_PREFIXES = ("/accounts/", "/static/", "/verify/", "/credentials/")
    # As at sign-in: recovery codes alone are never asked for.
    FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.STAFF_MFA_REQUIRED and self._must_set_up(request):
            messages.warning(request, "Your role needs a second factor. Set one up to go on.")
            return redirect("mfa_index")
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        if request.path.startswith(self.OPEN_PREFIXES) or not request.user.is_authenticated:
            return False
        user = request.user
        return (user.is_instructor or user.is_operations) and not is_mfa_enabled(user, self.FACTORS)
