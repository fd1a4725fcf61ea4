"""PURE: a program as frozen dataclasses, and its form as plain data (what `ProgramVersion.document` stores)."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Self

from courseware.keys import PAIR_ANSWERS
from courseware.passages import passages

SCALES = ("ordinal", "nominal", "preference", "span")
# Scales whose answers come from the item (a side, a passage), not from labels.
UNLABELLED = ("preference", "span")
# Scale of the guideline -> kind of its items.
ITEM_KINDS = {"ordinal": "ordinal", "nominal": "classification", "preference": "preference", "span": "span"}
AMBIGUITIES = ("clear", "ambiguous", "undecided")
# Config keys that name items, whatever the kind of the module.
# `pool`: what adaptive practice picks from; `reserve`: what missed traps come back in; `charged` and `neutral`: the
# twins of an exposure, one list beside the other.
ITEM_LISTS = ("items", "returns", "attention_checks", "pool", "reserve", "charged", "neutral")
CAPACITIES = {
    "sustained_attention": "Sustained attention",
    "emotional_regulation": "Emotional regulation",
    "metacognitive_awareness": "Metacognitive awareness",
    "nuance_tolerance": "Nuance tolerance",
}


@dataclass(frozen=True)
class Label:
    id: str
    name: str
    help: str = ""


@dataclass(frozen=True)
class Guideline:
    """What the labels mean. `text` is Markdown."""

    slug: str
    title: str
    question: str
    scale: str
    labels: tuple[Label, ...]
    text: str

    def name_of(self, label_id: str) -> str:
        return next((label.name for label in self.labels if label.id == label_id), label_id)

    def answers_to(self, body: Mapping[str, str]) -> tuple[str, ...]:
        """What the key of an item by this guideline may name: labels, the sides of a pair, or passages of the text."""
        if self.scale == "preference":
            return PAIR_ANSWERS
        if self.scale == "span":
            return tuple(passage.id for passage in passages(body.get("text", "")))
        return tuple(label.id for label in self.labels)

    def to_document(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_document(cls, data: Mapping[str, Any]) -> Self:
        """The inverse of `to_document`, also after a round trip through JSON."""
        return cls(**{**data, "labels": tuple(Label(**label) for label in data["labels"])})


@dataclass(frozen=True)
class Module:
    """One piece of a day. `config` is what its activity needs, already checked by the loader."""

    slug: str
    kind: str
    title: str
    minutes: int
    summary: str
    capacity: str | None
    config: Mapping[str, Any]

    @property
    def item_slugs(self) -> tuple[str, ...]:
        """All items that it names, in the order of the config."""
        return tuple(slug for name in ITEM_LISTS for slug in self.config.get(name, ()))


@dataclass(frozen=True)
class Day:
    title: str
    summary: str
    modules: tuple[Module, ...]

    @property
    def minutes(self) -> int:
        return sum(module.minutes for module in self.modules)


@dataclass(frozen=True)
class Week:
    title: str
    summary: str
    days: tuple[Day, ...]


@dataclass(frozen=True)
class Rules:
    """When days open. Dates are the trainee's own; weekdays are ISO (1 is Monday)."""

    day_order: bool = True
    module_order: bool = True
    practice_weekdays: tuple[int, ...] = (1, 2, 3, 4, 5)
    max_days_per_date: int = 2


@dataclass(frozen=True)
class ConsentText:
    version: str
    title: str
    text: str


@dataclass(frozen=True)
class Trap:
    """One way to go wrong, and the items in which it lies: whoever missed one meets another of them later."""

    slug: str
    name: str
    advice: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Tier:
    """What one consent covers: `text` (Markdown) says what will be shown; another text is another `version`."""

    number: int
    title: str
    version: str
    text: str


@dataclass(frozen=True)
class Rung:
    """One step of the ladder: charged items of this intensity (0 to 5), under the consent to `tier`."""

    intensity: int
    tier: int
    module: Module


@dataclass(frozen=True)
class Ladder:
    """Exposures, by choice: no day waits for them. `requires`: modules to be done before the first rung opens."""

    requires: tuple[str, ...]
    tiers: tuple[Tier, ...]
    rungs: tuple[Rung, ...]

    def tier(self, number: int) -> Tier:
        """Raises StopIteration where there is none; the loader sees to it that every rung has one."""
        return next(tier for tier in self.tiers if tier.number == number)

    def rung_of(self, module: str) -> Rung | None:
        return next((rung for rung in self.rungs if rung.module.slug == module), None)

    @classmethod
    def from_document(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            requires=tuple(data["requires"]),
            tiers=tuple(Tier(**tier) for tier in data["tiers"]),
            rungs=tuple(Rung(**{**rung, "module": Module(**rung["module"])}) for rung in data["rungs"]),
        )


@dataclass(frozen=True)
class Program:
    slug: str
    title: str
    summary: str
    language: str
    rules: Rules
    consent: ConsentText
    guidelines: tuple[Guideline, ...]
    weeks: tuple[Week, ...]
    traps: tuple[Trap, ...] = ()
    ladder: Ladder | None = None

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """All days in order, over all weeks."""
        return tuple(day for week in self.weeks for day in week.days)

    @cached_property
    def modules(self) -> Mapping[str, Module]:
        """Those of the days in their order, then those of the ladder, which belong to no day."""
        rungs = self.ladder.rungs if self.ladder else ()
        in_days = {module.slug: module for day in self.days for module in day.modules}
        return in_days | {rung.module.slug: rung.module for rung in rungs}

    @cached_property
    def day_of(self) -> Mapping[str, int]:
        """Module slug -> index of its day, counted from 0 over the whole program."""
        return {module.slug: index for index, day in enumerate(self.days) for module in day.modules}

    @cached_property
    def trap_of(self) -> Mapping[str, Trap]:
        """Item slug -> the trap that lies in it, for items that have one."""
        return {slug: trap for trap in self.traps for slug in trap.items}

    def guideline(self, slug: str) -> Guideline:
        return next(guideline for guideline in self.guidelines if guideline.slug == slug)

    def numbered_weeks(self) -> Iterator[tuple[int, Week, range]]:
        """(week number from 1, week, indices of its days)."""
        start = 0
        for number, week in enumerate(self.weeks, start=1):
            yield number, week, range(start, start + len(week.days))
            start += len(week.days)

    def to_document(self) -> dict[str, Any]:
        """As plain data; without traps or a ladder where there are none, so that older programs keep their hash."""
        document = asdict(self)
        for name in ("traps", "ladder"):
            if not document[name]:
                del document[name]
        return document

    @classmethod
    def from_document(cls, data: Mapping[str, Any]) -> Self:
        """The inverse of `to_document`, also after a round trip through JSON (lists for tuples)."""
        rules = dict(data["rules"], practice_weekdays=tuple(data["rules"]["practice_weekdays"]))
        return cls(
            slug=data["slug"],
            title=data["title"],
            summary=data["summary"],
            language=data["language"],
            rules=Rules(**rules),
            consent=ConsentText(**data["consent"]),
            guidelines=tuple(Guideline.from_document(entry) for entry in data["guidelines"]),
            weeks=tuple(
                Week(
                    title=week["title"],
                    summary=week["summary"],
                    days=tuple(
                        Day(
                            title=day["title"],
                            summary=day["summary"],
                            modules=tuple(Module(**module) for module in day["modules"]),
                        )
                        for day in week["days"]
                    ),
                )
                for week in data["weeks"]
            ),
            traps=tuple(Trap(**{**trap, "items": tuple(trap["items"])}) for trap in data.get("traps", ())),
            ladder=Ladder.from_document(data["ladder"]) if "ladder" in data else None,
        )


@dataclass(frozen=True)
class ItemContent:
    """One item as authored: what people see (`body`), and what answers are graded against."""

    slug: str
    kind: str
    guideline: str
    domain: str
    body: Mapping[str, str]
    key: Mapping[str, Any]
    rationale: str
    factors: tuple[Mapping[str, Any], ...]
    difficulty: float
    intensity: int
    ambiguity: str
    language: str
    licence: str
    provenance: str
    # The slug of the item in the same bank with the same key and structure at another intensity; "" without one.
    twin: str = ""
    # What may be planted in it, by the slug of the bias (training.activities.biases): a suggested label, a padded text.
    planted: Mapping[str, Any] = field(default_factory=dict)

    def to_document(self) -> dict[str, Any]:
        """As plain data; without an empty twin or plant, so that items from before there were any keep their hash."""
        # Not asdict: it copies every text, and an import does this a million times.
        document = dict(vars(self)) | {"factors": [dict(factor) for factor in self.factors]}
        if not self.twin:
            del document["twin"]
        if not self.planted:
            del document["planted"]
        return document


@dataclass(frozen=True)
class Content:
    """Everything one content folder holds: the program and the items its modules use."""

    program: Program
    items: tuple[ItemContent, ...]
