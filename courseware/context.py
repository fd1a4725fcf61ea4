"""What every template gets: the navigation of the person signed in."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True)
class NavLink:
    label: str
    url: str
    current: bool


def site(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav_links": []}
    names = [("Today", "today"), ("Progress", "progress")]
    if user.is_instructor:
        names.append(("Cohorts", "cohorts"))
    if user.is_operations:
        names += [("Operations", "operations"), ("Item bank", "bank")]
    urls = [(label, reverse(name)) for label, name in names]
    # The longest: the bank's address begins with that of operations.
    current = max((url for _, url in urls if request.path.startswith(url)), key=len, default=None)
    return {"nav_links": [NavLink(label, url, current=url == current) for label, url in urls]}
