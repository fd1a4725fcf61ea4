"""The foundations course with less of everything, for tests that go through it in a browser.

It is the real folder, copied and loaded by the real loader; only the weeks are cut: few items, a short drill.
"""

import json
import shutil
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from courseware.domain.content import store
from courseware.domain.programs import CONTENT_ROOT, DEFAULT_PROGRAM
from courseware.loader import load
from courseware.models import Cohort, Enrolment
from tests.people import People
from training.activities import check_config
from training.domain.attempts import start
from training.models import Attempt

LESSON, DRILL, PRACTICE, PAIRS = "w1d1-lesson", "w1d1-sart", "w1d1-severity", "w1d1-pairs"
# What a module with few items is left without.
NEEDS_MORE_ITEMS = ("attention_checks", "biases", "claims", "guess")
# As long as in the course, so that a person could do it, but nine of them.
SHORT_DRILL = {"blocks": 1, "trials_per_block": 9, "practice_trials": 9, "stimulus_ms": 250, "mask_ms": 300}


def shorten(
    people: People,
    scratch: Path,
    *,
    items: int = 2,
    drill: dict[str, int] | None = None,
    configs: dict[str, dict[str, Any]] | None = None,
    kinds: dict[str, str] | None = None,
    in_order: bool = True,
    edit_item: Callable[[dict[str, Any]], None] | None = None,
) -> People:
    """The cohort runs a short course from now on: at most `items` per list, `drill` over SHORT_DRILL.

    `configs` are whole configs of modules, by slug, and `kinds` other kinds of them.

    Without `in_order`, every module of an open day may be begun at once. `edit_item` changes items as they are
    written in the files, in place.
    """
    folder = scratch / DEFAULT_PROGRAM
    shutil.copytree(CONTENT_ROOT / DEFAULT_PROGRAM, folder)
    for path in (folder / "weeks").glob("*.toml"):
        with _edited(path) as week:
            _cut(week, items, SHORT_DRILL | (drill or {}))
            for module in (module for day in week["days"] for module in day["modules"]):
                module["config"] = (configs or {}).get(module["slug"], module["config"])
                module["kind"] = (kinds or {}).get(module["slug"], module["kind"])
    if edit_item:
        for path in (folder / "items").glob("*.toml"):
            with _edited(path) as bank:
                for item in bank["items"]:
                    edit_item(item)
    if not in_order:
        path = folder / "program.toml"
        path.write_text(path.read_text().replace("module_order = true", "module_order = false"))
    version = store(load(folder, check_config), now=timezone.now()).version
    Cohort.objects.filter(pk=people.cohort.pk).update(program_version=version)
    for enrolment in (people.enrolment, people.other_enrolment):
        enrolment.cohort.refresh_from_db()
    return people


def begin(enrolment: Enrolment, module: str, now: datetime | None = None) -> Attempt:
    """An attempt at the module, as the button on /today/ starts it."""
    return start(enrolment, module, now=now or timezone.now())


@contextmanager
def _edited(path: Path) -> Iterator[dict[str, Any]]:
    """The file's content, which is written back afterwards."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    yield table
    path.write_text("".join(f"{key} = {_value(value)}\n" for key, value in table.items()), encoding="utf-8")


def _cut(week: dict[str, Any], items: int, drill: dict[str, int]) -> None:
    """Pairs that are no longer shown do not come back either."""
    shown: set[str] = set()
    for module in (module for day in week["days"] for module in day["modules"]):
        config = module["config"]
        if config.get("drill") == "sart":
            config.update(drill)
            config.pop("adaptive", None)  # a level needs more targets than a short block has
        if "returns" in config:
            config["returns"] = [slug for slug in config["returns"] if slug in shown][:items]
        for name in NEEDS_MORE_ITEMS:
            config.pop(name, None)
        if "items" in config:
            config["items"] = config["items"][:items]
            if module["kind"] == "ambiguity" and items == 1:
                config["flag"] = False  # there is nothing to tell apart
            shown.update(config["items"])


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return _joined("{", (f"{key} = {_value(inner)}" for key, inner in value.items()), "}")
    if isinstance(value, list):
        return _joined("[", map(_value, value), "]")
    return json.dumps(value, ensure_ascii=False)  # numbers, true, false and text are written alike


def _joined(before: str, parts: Iterable[str], after: str) -> str:
    return before + ", ".join(parts) + after
