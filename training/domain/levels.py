"""Which training form of an adaptive drill a person gets next: by their last run of that drill in this course."""

from collections.abc import Mapping
from typing import Any

from courseware.models import Enrolment
from training.activities.drills.levels import FIRST, form_name, next_level
from training.models import Response


def with_level(enrolment: Enrolment, config: Mapping[str, Any]) -> Mapping[str, Any]:
    """The module's config, with a `level` where it is adaptive. One query then, none otherwise."""
    if not config.get("adaptive"):
        return config
    rows = (
        Response.objects.filter(
            attempt__enrolment=enrolment,
            attempt__kind="drill",
            attempt__completed_at__isnull=False,
            attempt__voided_at__isnull=True,
            answer__drill=config["drill"],
            answer__form__isnull=False,
            answer__block__gt=0,
        )
        .order_by("-attempt__completed_at", "-attempt_id")
        .values_list("attempt_id", "answer")
    )
    # Never more than a handful of runs: the newest one's blocks come first.
    found = list(rows)
    if not found:
        return {**config, "level": FIRST}
    newest, last = found[0]
    level = int(last["form"].removeprefix(form_name(0)[:-1]))
    blocks = [answer for attempt_id, answer in found if attempt_id == newest]
    return {**config, "level": next_level(config["drill"], level, blocks)}
