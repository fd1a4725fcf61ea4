"""The type of a request whose view is behind `login_required`, for the type checker only."""

from django.http import HttpRequest

from courseware.models import User


class SignedInRequest(HttpRequest):
    user: User
