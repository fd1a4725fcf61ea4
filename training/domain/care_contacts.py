"""PURE: whom people can talk to, as operations write them down: one line each, `country | name | how to reach | hours`.

A contact is a mapping of `country` ("" for everywhere), `name`, `reach` and `hours` ("" where nothing is said), as
`CarePolicy.contacts` holds it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Contact = Mapping[str, str]

PARTS = ("country", "name", "reach", "hours")
EVERYWHERE = "*"
MOST_CONTACTS = 60
LONGEST_PART = 200
_EMAIL = re.compile(r"[^\s@:/<>\"']+@[^\s@:/<>\"']+\.[^\s@:/<>\"']+")
_WEB = re.compile(r"https://[^\s<>\"']+")
_NUMBER = re.compile(r"\+?[0-9][0-9 ().-]{1,28}")


class InvalidContacts(ValueError):
    """The lines cannot be read; `problems` holds one sentence for each that is wrong, with its number."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problems))


@dataclass(frozen=True)
class Reachable:
    """A contact as a page shows it. `link`: where its "how to reach" leads, "" where it is only words."""

    name: str
    reach: str
    hours: str
    link: str


def parse_contacts(text: str) -> list[dict[str, str]]:
    """The contacts in the order of their lines; empty lines are left out. Raises InvalidContacts."""
    found: list[dict[str, str]] = []
    problems: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        parts = [part.strip() for part in line.split("|")]
        problem = _problem(line, parts)
        if problem:
            problems.append(f"Line {number}: {problem}")
            continue
        contact = dict(zip(PARTS, [*parts, ""][: len(PARTS)], strict=True))
        contact["country"] = _country(contact["country"])
        if contact in found:
            problems.append(f"Line {number}: it says the same as an earlier line.")
        found.append(contact)
    if len(found) > MOST_CONTACTS:
        problems.append(f"There are {len(found)} contacts; at most {MOST_CONTACTS} fit on a page that anybody reads.")
    if problems:
        raise InvalidContacts(problems)
    return found


def as_lines(contacts: Sequence[Contact]) -> str:
    """What `parse_contacts` reads as these contacts."""
    return "\n".join(
        " | ".join([contact["country"] or EVERYWHERE, *(contact[part] for part in PARTS[1:])]).rstrip(" |")
        for contact in contacts
    )


def by_country(contacts: Sequence[Contact]) -> list[tuple[str, list[Reachable]]]:
    """("", those for everywhere) first, then each country by its name; within one, in the order they were written."""
    names: dict[str, str] = {}
    groups: dict[str, list[Reachable]] = {}
    for contact in contacts:
        country = contact["country"].casefold()
        names.setdefault(country, contact["country"])
        shown = Reachable(contact["name"], contact["reach"], contact["hours"], _link(contact["reach"]))
        groups.setdefault(country, []).append(shown)
    return [(names[country], groups[country]) for country in sorted(groups)]


def _problem(line: str, parts: Sequence[str]) -> str:
    if not 3 <= len(parts) <= len(PARTS):
        return "expected country | name | how to reach | hours, with | between them; hours may be left out."
    if not all(character.isprintable() or character == "\t" for character in line):
        return "it has characters that cannot be printed."
    for title, part in (("name", parts[1]), ("way to reach them", parts[2])):
        if not part:
            return f"the {title} is missing."
    if any(len(part) > LONGEST_PART for part in parts):
        return f"a part is longer than {LONGEST_PART} characters."
    return ""


def _country(written: str) -> str:
    """ "" for everywhere; a code of two or three letters in capitals, a name as it was written."""
    if written == EVERYWHERE:
        return ""
    return written.upper() if len(written) <= 3 else written


def _link(reach: str) -> str:
    # Only what is an address as a whole: words around one stay words.
    if _EMAIL.fullmatch(reach):
        return f"mailto:{reach}"
    if _WEB.fullmatch(reach):
        return reach
    if _NUMBER.fullmatch(reach):
        return "tel:" + re.sub(r"[^+0-9]", "", reach)
    return ""
