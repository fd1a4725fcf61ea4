"""PURE: the formats that can be imported, by name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module

from courseware.importers.candidates import Found, Options
from courseware.importers.source import Source

Read = Callable[[Source, Options], Iterator[Found]]

# Name -> module, in the order in which they are offered.
MODULES = {
    "jsonl": "jsonl",
    "csv": "csv_items",
    "hh-rlhf": "hh_rlhf",
    "ultrafeedback": "ultrafeedback",
    "pandalm": "pandalm",
    "chaosnli": "chaosnli",
    "dices": "dices",
    "label-studio": "label_studio",
    "datasets": "datasets",
}
ALIASES = {"attune": "jsonl", "argilla": "datasets", "huggingface": "datasets", "hf": "datasets", "hh": "hh-rlhf"}


@dataclass(frozen=True)
class Format:
    """`title` and `about` are words for people; `read` gives an item or a rejection for each row."""

    name: str
    title: str
    about: str
    read: Read


class UnknownFormat(ValueError):
    """No such format; the message lists those there are."""


def format_named(name: str) -> Format:
    """The format called so; capitals, - and _ make no difference. Raises UnknownFormat."""
    plain = _plain(name)
    known = {_plain(one): one for one in MODULES} | {_plain(alias): one for alias, one in ALIASES.items()}
    if plain not in known:
        raise UnknownFormat(f"{name!r} is no format; expected one of {', '.join(MODULES)}")
    module = import_module(f"courseware.importers.{MODULES[known[plain]]}")
    return Format(known[plain], module.TITLE, module.ABOUT, module.read)


def all_formats() -> list[Format]:
    return [format_named(name) for name in MODULES]


def _plain(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "")
