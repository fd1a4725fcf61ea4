"""Every value of a course's files, replaced by something else: it is refused with its place, or it runs.

So no mistake of an author ends in a traceback, and no module that cannot run is ever loaded.
"""

import json
import random
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from courseware.curriculum import Content
from courseware.loader import load
from courseware.reading import ContentError
from tests.courses import write_course
from training.activities import ACTIVITIES, check_config
from training.activities.base import Answer, ItemView, SimulatedPerson, StepView

FILES = ("program.toml", "week-1.toml", "items/texts.toml", "items/pairs.toml")
GONE = object()
# Also words that fit somewhere else.
WORDS = ("nominal", "practice", "preference", "text-1-1", "none")
OTHERS: tuple[Any, ...] = (*WORDS, GONE, 5, True, "", [], [5], [["x"]], [{}], {"x": ["x"]})

Path_ = tuple[str | int, ...]


def as_toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {as_toml(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_toml, value)) + "]"
    return json.dumps(value)


def paths_in(value: Any, at: Path_ = ()) -> Iterator[Path_]:
    """Where every value lies; of a list's entries only the first, since the others are like it."""
    if at:
        yield at
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from paths_in(entry, (*at, key))
    elif isinstance(value, list) and value:
        yield from paths_in(value[0], (*at, 0))


def replaced(document: dict[str, Any], path: Path_, other: Any) -> dict[str, Any]:
    changed = deepcopy(document)
    parent: Any = changed
    for part in path[:-1]:
        parent = parent[part]
    if other is GONE:
        del parent[path[-1]]
    else:
        parent[path[-1]] = other
    return changed


def run(content: Content) -> None:
    """Every module once through all that an activity is asked."""
    items = {
        item.slug: ItemView(item.slug, item.kind, item.body, item.key, item.rationale, item.factors, item.difficulty)
        for item in content.items
    }
    rng = random.Random(1)
    for module in content.program.modules.values():
        activity, config = ACTIVITIES[module.kind], module.config
        guideline = content.program.guideline(config["guideline"]) if "guideline" in config else None
        wanted = [items[slug] for slug in [*config.get("items", ()), *config.get("returns", ())]]
        for planned in activity.plan(config, wanted, rng):
            step = StepView(planned.plan, config, items[planned.item] if planned.item else None, guideline)
            assert activity.present(step)
            simulated = activity.simulate(step, SimulatedPerson(), rng)
            activity.grade(step, Answer(simulated.value, simulated.confidence))


def outcome(course: Path) -> str:
    """What is wrong with how the course was refused or ran; nothing, if all is well."""
    try:
        run(load(course, check_config))
    except ContentError as refused:
        return "" if all(problem.file and problem.message for problem in refused.problems) else f"nowhere: {refused}"
    except Exception as crash:
        return f"{type(crash).__name__}: {crash}"
    return ""


@pytest.mark.parametrize("file", FILES)
def test_a_spoilt_value_is_refused_with_its_place_or_runs(tmp_path: Path, file: str):
    course = write_course(tmp_path / "small", (1,))
    document = tomllib.loads((course / file).read_text())
    failures = []
    for path in list(paths_in(document)):
        for other in OTHERS:
            spoilt = replaced(document, path, other)
            (course / file).write_text("\n".join(f"{key} = {as_toml(value)}" for key, value in spoilt.items()))
            if wrong := outcome(course):
                failures.append(f"{path} = {'nothing' if other is GONE else other}: {wrong}")
    assert failures == []
