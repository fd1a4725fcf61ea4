"""PURE: a content folder (TOML and Markdown) -> `Content`. Every error names file, place and what is expected.

The shape of a module's `config` belongs to its activity, which lives in `training`; the caller passes
`check_config(kind, config, guideline, items) -> problems` in, so that this file needs to know nothing about activities.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from courseware.curriculum import (
    CAPACITIES,
    ITEM_LISTS,
    SCALES,
    UNLABELLED,
    ConsentText,
    Content,
    Day,
    Guideline,
    ItemContent,
    Label,
    Ladder,
    Module,
    Program,
    Rules,
    Trap,
    Week,
)
from courseware.item_files import read_items
from courseware.ladder_files import ladder_problems, read_ladder
from courseware.reading import ContentError, Folder, Table

CheckConfig = Callable[[str, Mapping[str, Any], Guideline | None, Sequence[ItemContent]], Sequence[str]]


def load(root: Path, check_config: CheckConfig) -> Content:
    """The content of `root` (which holds program.toml). Raises ContentError with every problem found."""
    folder = Folder(root)
    top = folder.toml("program.toml", named_in="program.toml", place="")
    if folder.problems:
        raise ContentError(folder.problems)
    guidelines = [_guideline(table) for table in top.tables("guidelines")]
    by_slug = {guideline.slug: guideline for guideline in guidelines}
    items = read_items(folder, top.texts("items"), by_slug)
    week_files = top.texts("weeks")
    weeks = [_week(folder.toml(file, named_in="program.toml", place="weeks")) for file in week_files]
    program = Program(
        slug=top.text("slug"),
        title=top.text("title"),
        summary=top.text("summary"),
        language=top.text("language", "en"),
        rules=_rules(top.table("rules")),
        consent=_consent(top.table("consent")),
        guidelines=tuple(guidelines),
        weeks=tuple(weeks),
        traps=tuple(_trap(table, {item.slug for item in items}) for table in top.tables("traps"))
        if "traps" in top.data
        else (),
        ladder=read_ladder(folder, top.text("ladder"), _module) if "ladder" in top.data else None,
    )
    _check_traps(folder, program)
    top.only(
        "slug", "title", "summary", "language", "rules", "consent", "guidelines", "weeks", "items", "traps", "ladder"
    )
    _check_modules(folder, week_files, program, {item.slug: item for item in items}, check_config)
    if program.ladder is not None:
        known = {item.slug: item for item in items}
        _check_rungs(folder, top.text("ladder"), program.ladder, program, known, check_config)
    if folder.problems:
        raise ContentError(folder.problems)
    return Content(program=program, items=tuple(items))


def _rules(table: Table) -> Rules:
    weekdays = table.data.get("practice_weekdays", [1, 2, 3, 4, 5])
    if not isinstance(weekdays, list) or not weekdays or not all(type(w) is int and 1 <= w <= 7 for w in weekdays):
        table.problem("practice_weekdays", "expected a list of weekdays from 1 (Monday) to 7 (Sunday)")
        weekdays = [1]
    table.only("day_order", "module_order", "practice_weekdays", "max_days_per_date")
    return Rules(
        day_order=table.flag("day_order", True),
        module_order=table.flag("module_order", True),
        practice_weekdays=tuple(sorted(set(weekdays))),
        max_days_per_date=table.whole("max_days_per_date", 1, 7, 2),
    )


def _consent(table: Table) -> ConsentText:
    file = table.text("file")
    table.only("version", "title", "file")
    return ConsentText(
        version=table.text("version", longest=40),
        title=table.text("title"),
        text=table.folder.text(file, named_in=table.file, place=table.at("file")),
    )


def _guideline(table: Table) -> Guideline:
    scale = table.choice("scale", SCALES)
    labels = () if scale in UNLABELLED else tuple(_label(label) for label in table.tables("labels"))
    ids = [label.id for label in labels]
    if scale not in UNLABELLED and len(labels) < 2:
        table.problem("labels", "expected two or more: with one there is nothing to judge")
    for repeated in sorted({label_id for label_id in ids if ids.count(label_id) > 1}):
        table.problem("labels", f"the label {repeated!r} is there twice")
    table.only("slug", "title", "question", "scale", "file", "labels")
    return Guideline(
        slug=table.text("slug"),
        title=table.text("title"),
        question=table.text("question"),
        scale=scale,
        labels=labels,
        text=table.folder.text(table.text("file"), named_in=table.file, place=table.at("file")),
    )


def _label(table: Table) -> Label:
    table.only("id", "name", "help")
    return Label(id=table.text("id", longest=40), name=table.text("name"), help=table.text("help", ""))


def _trap(table: Table, known: Collection[str]) -> Trap:
    table.only("slug", "name", "advice", "items")
    items = table.texts("items")
    for slug in items:
        if slug not in known:
            table.problem("items", f"there is no item {slug!r} in the item files")
    return Trap(
        slug=table.text("slug", longest=50), name=table.text("name"), advice=table.text("advice"), items=tuple(items)
    )


def _check_traps(folder: Folder, program: Program) -> None:
    """An item has one trap at most: which one was missed must be plain."""
    named = Counter(slug for trap in program.traps for slug in trap.items)
    for slug in sorted(slug for slug, count in named.items() if count > 1):
        folder.problem("program.toml", "traps", f"the item {slug!r} is named more than once")
    slugs = Counter(trap.slug for trap in program.traps)
    for slug in sorted(slug for slug, count in slugs.items() if count > 1):
        folder.problem("program.toml", "traps", f"the trap {slug!r} is there twice")


def _week(table: Table) -> Week:
    table.only("title", "summary", "days")
    return Week(
        title=table.text("title"),
        summary=table.text("summary", ""),
        days=tuple(_day(day) for day in table.tables("days")),
    )


def _day(table: Table) -> Day:
    table.only("title", "summary", "modules")
    return Day(
        title=table.text("title"),
        summary=table.text("summary", ""),
        modules=tuple(_module(module) for module in table.tables("modules")),
    )


def _module(table: Table) -> Module:
    config = table.table("config")
    values = dict(config.data)
    if "file" in values:
        values["text"] = table.folder.text(config.text("file"), named_in=table.file, place=config.at("file"))
    table.only("slug", "kind", "title", "minutes", "summary", "capacity", "config")
    return Module(
        slug=table.text("slug", longest=50),
        kind=table.text("kind"),
        title=table.text("title"),
        minutes=table.whole("minutes", 1, 120),
        summary=table.text("summary", ""),
        capacity=table.choice("capacity", tuple(CAPACITIES)) if "capacity" in table.data else None,
        config=values,
    )


def _check_modules(
    folder: Folder,
    week_files: Sequence[str],
    program: Program,
    items: Mapping[str, ItemContent],
    check_config: CheckConfig,
) -> None:
    """What needs the whole program: unique slugs, known guidelines and items, returns that come later.

    An attention check is asked once: who has met it knows that the text gives the answer away.
    """
    named = Counter(slug for module in program.modules.values() for name in ITEM_LISTS for slug in _slugs(module, name))
    repeated = {slug for slug, count in named.items() if count > 1}
    seen: set[str] = set()
    shown: set[str] = set()
    guidelines = {guideline.slug: guideline for guideline in program.guidelines}
    for file, week in zip(week_files, program.weeks, strict=True):
        for day in week.days:
            for module in day.modules:
                problems = _module_problems(module, guidelines, items, shown, check_config)
                checks = _slugs(module, "attention_checks")
                problems += [
                    f"attention_checks: {slug!r} is asked more than once" for slug in checks if slug in repeated
                ]
                if module.slug in seen:
                    problems.append("the slug is used twice in this program")
                seen.add(module.slug)
                for message in problems:
                    folder.problem(file, f"module {module.slug}", message)
            shown |= {slug for module in day.modules for slug in _slugs(module, "items")}


def _check_rungs(
    folder: Folder,
    file: str,
    ladder: Ladder,
    program: Program,
    items: Mapping[str, ItemContent],
    check_config: CheckConfig,
) -> None:
    guidelines = {guideline.slug: guideline for guideline in program.guidelines}
    for rung in ladder.rungs:
        problems = _module_problems(rung.module, guidelines, items, (), check_config)
        for message in problems + ladder_problems(rung, ladder, program, items):
            folder.problem(file, f"module {rung.module.slug}", message)


def _module_problems(
    module: Module,
    guidelines: Mapping[str, Guideline],
    items: Mapping[str, ItemContent],
    shown: Collection[str],
    check_config: CheckConfig,
) -> list[str]:
    """`shown`: the slugs of items that earlier days show."""
    wanted = str(module.config.get("guideline", ""))
    guideline = guidelines.get(wanted)
    named = tuple(items[slug] for name in ITEM_LISTS for slug in _slugs(module, name) if slug in items)
    problems = list(check_config(module.kind, module.config, guideline, named))
    if wanted and guideline is None:
        problems.append(f"the guideline {wanted!r} is not in program.toml")
    for name in ITEM_LISTS:
        for slug in _slugs(module, name):
            if slug not in items:
                problems.append(f"{name}: there is no item {slug!r} in the item files")
            elif items[slug].guideline != wanted:
                problems.append(f"{name}: {slug!r} belongs to the guideline {items[slug].guideline!r}")
            elif name == "attention_checks" and items[slug].ambiguity != "clear":
                problems.append(f"attention_checks: {slug!r} is not clear, so its key is not everybody's")
            if name == "returns" and slug not in shown:
                problems.append(f"returns: {slug!r} was not shown on an earlier day")
    return problems


def _slugs(module: Module, name: str) -> list[str]:
    """The items a config lists; what is no slug is the activity's to complain about."""
    listed = module.config.get(name)
    return [slug for slug in listed if isinstance(slug, str)] if isinstance(listed, list) else []
