"""Items corrected as an editor corrects them, for tests of what follows from it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from courseware.domain.corrections import correct
from courseware.domain.versions import content_of, in_force
from courseware.models import ItemVersion, User
from tests.people import MONDAY_9
from training.models import Attempt


def correct_item(
    version: ItemVersion,
    *,
    by: User | None = None,
    note: str = "Two readers agreed.",
    now: datetime = MONDAY_9,
    **to: Any,
) -> ItemVersion:
    """The version that corrects it, which differs in what is given: key={"label": "mild"}, ambiguity="ambiguous"."""
    return correct(version, replace(content_of(version), **to), by=by, note=note, now=now)


def version_named(attempt: Attempt, slug: str) -> ItemVersion:
    """The version of the item that is in force, for an item that the attempt asks."""
    asked = attempt.steps.get(item_version__item__slug=slug).item_version_id
    return ItemVersion.objects.select_related("item").get(pk=in_force([asked])[asked])


def key_for(choice: str) -> dict[str, Any]:
    """The key by which that answer alone is right: a label, or a side of a pair."""
    return {"side": choice, "strength": "clear", "reason": ""} if choice in ("a", "b") else {"label": choice}
