"""For addresses that take forms alone. Whoever comes by GET was sent there after signing in anew, their form lost."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect

from courseware.requests import SignedInRequest

View = Callable[..., HttpResponse]
Back = Callable[..., tuple[HttpResponse, str]]

NOT_DONE = "You were signed out, so this was not done."


def to(page: str, said: str) -> Back:
    """A `back` that leads to one and the same page, by the name of its address."""
    return lambda request: (redirect(page), said)


def posted(back: Back) -> Callable[[View], View]:
    """POST goes to the view. GET changes nothing: it leads to the page that has the form, which says what was not done.

    `back` gets the request and the arguments of the address; it gives where to, and what to say there. It raises
    Http404 where the address is of nothing of this person's.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def either(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST":
                return view(request, *args, **kwargs)
            if request.method not in ("GET", "HEAD"):
                return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
            reply, said = back(request, *args, **kwargs)
            if request.method == "GET":
                messages.warning(request, said)
            return reply

        return either

    return decorate
