"""A bound on the work that strangers can cause on public pages."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

WINDOW_SECONDS = 60
# Enough for somebody who checks a whole team's certificates by hand; too few to keep a server busy.
REQUESTS_PER_WINDOW = 120

View = Callable[Concatenate[HttpRequest, ...], HttpResponse]


def limited(view: View) -> View:
    """At most REQUESTS_PER_WINDOW requests a minute from one address to all such pages together; then 429."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        window, elapsed = divmod(int(time.time()), WINDOW_SECONDS)
        if _count(request, window) > REQUESTS_PER_WINDOW:
            refusal = render(request, "429.html", status=429)
            refusal["Retry-After"] = str(WINDOW_SECONDS - elapsed)
            return refusal
        return view(request, *args, **kwargs)

    return guarded


def _count(request: HttpRequest, window: int) -> int:
    """How many requests this one makes. allauth's address counts: it knows how many proxies are ours."""
    key = f"public:{get_adapter().get_client_ip(request)}:{window}"
    cache.add(key, 0, 2 * WINDOW_SECONDS)
    try:
        return int(cache.incr(key))
    except ValueError:  # evicted between the two calls
        return 1
