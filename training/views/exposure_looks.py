"""How the text of an item looks, as boxes. Chosen before it is shown, carried from page to page, and never stored.

Without scripts the address carries it (`?look=blurred.grey`); with scripts the device's own memory does.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from courseware.requests import SignedInRequest

# What each does is in exposure.css. The skill “looking” has the same words: training/skill/look-at.js.
LOOKS = {"blurred": "Blurred", "grey": "Grey", "smaller": "Smaller", "plain": "Plain"}


@dataclass(frozen=True)
class Look:
    name: str
    title: str
    chosen: bool


def looks_of(request: SignedInRequest) -> list[Look]:
    """The boxes of the page that was asked for; what is no look is left out."""
    chosen = request.GET.get("look", "").split(".")
    return [Look(name, title, name in chosen) for name, title in LOOKS.items()]


def to_sitting(attempt_id: uuid.UUID, sent: Iterable[str] = ()) -> HttpResponse:
    """To the page of the sitting, with the looks that a form has sent."""
    sent = set(sent)
    looks = ".".join(name for name in LOOKS if name in sent)
    path = reverse("exposure_sitting", args=[attempt_id])
    return redirect(f"{path}?look={looks}" if looks else path)
