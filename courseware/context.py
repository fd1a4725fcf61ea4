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
        names.append(("Operations", "operations"))
    links = []
    for label, name in names:
        url = reverse(name)
        links.append(NavLink(label, url, current=request.path.startswith(url)))
    return {"nav_links": links}
