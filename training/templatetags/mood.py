"""What the form of mood shows beside the ratings."""

from typing import Any
from uuid import uuid4

from django import template

from training.domain.care import care_in_force
from training.domain.wellbeing.scales import ASKED

register = template.Library()


@register.simple_tag
def mood_form(moment: str) -> dict[str, Any]:
    """The questions of this moment, what is in force, and a new id: the same form sent twice is one check."""
    return {"scales": ASKED[moment], "care": care_in_force(), "uuid": uuid4()}
