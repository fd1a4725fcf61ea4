"""PURE: the file of the ladder (TOML) -> `Ladder`: what may be chosen, under which consent, after which modules."""

from collections import Counter
from collections.abc import Callable, Mapping

from courseware.curriculum import ItemContent, Ladder, Module, Program, Rung, Tier
from courseware.reading import Folder, Table

HIGHEST_RUNG = 5
MOST_TIERS = 6


def read_ladder(folder: Folder, file: str, read_module: Callable[[Table], Module]) -> Ladder:
    """The ladder in `file`. Problems are recorded in `folder`; `read_module` reads a rung's module."""
    top = folder.toml(file, named_in="program.toml", place="ladder")
    top.only("requires", "tiers", "rungs")
    ladder = Ladder(
        requires=tuple(top.texts("requires")),
        tiers=tuple(_tier(table) for table in top.tables("tiers")),
        rungs=tuple(_rung(table, read_module) for table in top.tables("rungs")),
    )
    if [tier.number for tier in ladder.tiers] != list(range(1, len(ladder.tiers) + 1)):
        top.problem("tiers", "expected the numbers 1, 2, 3, ... in this order")
    order = [rung.intensity for rung in ladder.rungs]
    if order != sorted(set(order)):
        top.problem("rungs", "expected rising intensities, each once")
    tiers = [rung.tier for rung in ladder.rungs]
    if tiers != sorted(tiers):
        top.problem("rungs", "a higher rung cannot belong to a lower tier")
    for number in sorted(set(tiers) - {tier.number for tier in ladder.tiers}):
        top.problem("rungs", f"there is no tier {number}")
    return ladder


def _tier(table: Table) -> Tier:
    table.only("number", "title", "version", "file")
    return Tier(
        number=table.whole("number", 1, MOST_TIERS),
        title=table.text("title"),
        version=table.text("version", longest=40),
        text=table.folder.text(table.text("file"), named_in=table.file, place=table.at("file")),
    )


def _rung(table: Table, read_module: Callable[[Table], Module]) -> Rung:
    table.only("intensity", "tier", "module")
    module = read_module(table.table("module"))
    if module.kind != "exposure":
        table.problem("module.kind", f"is {module.kind!r}; expected 'exposure'")
    return Rung(
        intensity=table.whole("intensity", 0, HIGHEST_RUNG), tier=table.whole("tier", 1, MOST_TIERS), module=module
    )


def ladder_problems(rung: Rung, ladder: Ladder, program: Program, items: Mapping[str, ItemContent]) -> list[str]:
    """What needs the whole program: modules to come first, slugs and items that are the ladder's own, intensities."""
    in_days = [module for day in program.days for module in day.modules]
    problems = [f"requires: there is no module {slug!r} in a day" for slug in _unknown(ladder, in_days)]
    if rung.module.slug in {module.slug for module in in_days}:
        problems.append("the slug is used twice in this program")
    elsewhere = {slug for module in in_days for slug in module.item_slugs}
    elsewhere |= {slug for other in ladder.rungs if other is not rung for slug in other.module.item_slugs}
    problems += [f"{slug!r} is asked elsewhere too" for slug in rung.module.item_slugs if slug in elsewhere]
    twice = [slug for slug, count in Counter(rung.module.item_slugs).items() if count > 1]
    problems += [f"{slug!r} is named twice" for slug in twice]
    for name, expected in (("charged", rung.intensity), ("neutral", 0)):
        problems += [
            f"{name}: {slug!r} has the intensity {items[slug].intensity}; expected {expected}"
            for slug in rung.module.config.get(name, ())
            if slug in items and items[slug].intensity != expected
        ]
    return problems


def _unknown(ladder: Ladder, in_days: list[Module]) -> list[str]:
    known = {module.slug for module in in_days}
    return [slug for slug in ladder.requires if slug not in known]
