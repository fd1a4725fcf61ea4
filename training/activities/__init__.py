"""Every kind of module, by its name in the program files."""

from collections.abc import Mapping, Sequence
from typing import Any

from courseware.curriculum import Guideline, ItemContent
from training.activities.ambiguity import Ambiguity
from training.activities.base import Activity
from training.activities.drill import Drill
from training.activities.exposure import Exposure
from training.activities.lesson import Lesson
from training.activities.naming import Naming
from training.activities.practice import Practice
from training.activities.preference import Preference
from training.activities.skill import Skill

ACTIVITIES: dict[str, Activity] = {
    activity.kind: activity
    for activity in (Lesson(), Drill(), Practice(), Preference(), Ambiguity(), Naming(), Exposure(), Skill())
}


def check_config(
    kind: str, config: Mapping[str, Any], guideline: Guideline | None = None, items: Sequence[ItemContent] = ()
) -> list[str]:
    """What is wrong with a module's config, in words; asked by the loader, with the guideline and items it names.

    An activity that wants something of the items themselves has `check_items(config, items, guideline) -> problems`.
    """
    if kind not in ACTIVITIES:
        return [f"the kind {kind!r} is unknown; expected one of {', '.join(ACTIVITIES)}"]
    activity = ACTIVITIES[kind]
    problems = activity.check(config)
    if guideline is not None and guideline.scale not in activity.scales:
        problems.append(f"config.guideline has the scale {guideline.scale!r}; expected {' or '.join(activity.scales)}")
    if not problems and guideline is not None and hasattr(activity, "check_items"):
        problems.extend(activity.check_items(config, items, guideline))
    return problems
