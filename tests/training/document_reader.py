"""Reads a document as a person does, from its text alone: what is wrong in each line, by the facts above it.

It shares no code with the generators and knows nothing of their records: only words and numbers.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date

WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
NAME = r"\b([A-Z][a-z]+ [A-Z][a-z]+)\b"
DAY = rf"\b({WEEKDAYS}) (\d+) ([A-Z][a-z]+)\b"
Facts = dict[str, str]


def wrong_in(theme: str, facts: Facts, text: str) -> set[str]:
    """The kinds of everything that is wrong in the line; raises where it cannot be read at all."""
    return READERS[theme](facts, text)


def _audit_log(facts: Facts, text: str) -> set[str]:
    votes = [(int(count), label) for count, label in re.findall(r"\b(\d) ([a-z]+)\b", text)]
    stated = _one(r"majority, ([a-z]+)|as ([a-z]+)(?:,| at)|recorded ([a-z]+)|label (?:to )?([a-z]+)\b(?! to)", text)
    low, high = _range(facts["Batch"])
    most = max(votes)[1]
    assert sorted(count for count, _ in votes)[-2:-1] != [max(votes)[0]], text
    return _which(
        votes_sum=sum(count for count, _ in votes) != _number(facts["Votes"]),
        majority=stated != most,
        name=_person(text) not in _names(facts["Entered by"]),
        label=any(label not in _words(facts["Labels"]) for label in [*(label for _, label in votes), stated]),
        item_range=not low <= int(_one(r"[Ii]tem (\d+)", text)) <= high,
    )


def _transcripts(facts: Facts, text: str) -> set[str]:
    start, end = _minutes(text)
    fixed, words = map(int, _pair(r"(\d+) of (\d+)", text))
    share = int(_one(r"(\d+) %", text))
    return _which(
        time_order=end <= start,
        past_end=max(start, end) > _minutes(facts["Clips"])[0],
        name=_person(text) not in _names(facts["Checked by"]),
        mark=_one(r"[Mm]ark (?:is )?(?!is)([a-z]+)", text) not in _words(facts["Marks"]),
        share=share * words != fixed * 100,
    )


def _manifest(facts: Facts, text: str) -> set[str]:
    accepted = int(_one(r"(\d+) (?:were )?accepted", text))
    returned = int(_one(r"(\d+) returned", text))
    total = int(_one(r"(\d+) (?:items|in all|together)", text))
    low, high = _range(facts["Batch size"])
    capitalised = set(re.findall(r"\b[A-Z][a-z]+\b", text)) - set(_person(text).split())
    language = capitalised - set(WEEKDAYS.split("|")) - set(MONTHS) - NOT_LANGUAGES
    assert len(language) == 1, (text, language)
    return _which(
        sum=accepted + returned != total,
        size_range=not low <= total <= high,
        weekday=_day(text) not in _days(facts["Days"]),
        name=_person(text) not in _names(facts["Signed by"]),
        language=not language <= set(re.findall(r"[A-Z][a-z]+", facts["Languages"])),
    )


def _diary(facts: Facts, text: str) -> set[str]:
    start, end = _minutes(text)
    opens, closes = _minutes(facts["Hours"])
    low, high = _range(facts["Cases"])
    keep = int(_one(r"(\d+) (?:voted to keep|to keep|members for keeping|votes to keep)|to keep (\d+)", text))
    change = int(_one(r"(\d+) (?:to change|for changing)|to change (\d+);", text))
    return _which(
        panel_sum=keep + change != _number(facts["Panel"]),
        outcome=(_one(r"\b(kept|changed)\b", text) == "kept") != (keep > change),
        time_order=end <= start,
        hours=min(start, end) < opens or max(start, end) > closes,
        weekday=_day(text) not in _days(facts["Days"]),
        name=_person(text) not in _names(facts["In the chair"]),
        case_range=not low <= int(_one(r"[Cc]ase (\d+)", text)) <= high,
    )


READERS: dict[str, Callable[[Facts, str], set[str]]] = {
    "audit_log": _audit_log,
    "transcripts": _transcripts,
    "manifest": _manifest,
    "diary": _diary,
}
MONTHS = [date(2024, month, 1).strftime("%B") for month in range(1, 13)]
# Words at the start of a sentence in the manifest.
NOT_LANGUAGES = {"Batch", "On", "Of", "For", "The", "No"}


def _which(**wrong: bool) -> set[str]:
    return {kind for kind, is_so in wrong.items() if is_so}


def _one(pattern: str, text: str) -> str:
    found = [next(group for group in match.groups() if group) for match in re.finditer(pattern, text)]
    assert found, (pattern, text)
    return found[0]


def _pair(pattern: str, text: str) -> Iterable[str]:
    found = re.search(pattern, text)
    assert found, (pattern, text)
    return found.groups()


def _person(text: str) -> str:
    names = [name for name in re.findall(NAME, text) if not re.search(rf"{WEEKDAYS}|Batch|Item|Case|Clip|Mark", name)]
    assert len(names) == 1, (text, names)
    return names[0]


def _minutes(text: str) -> list[int]:
    return [60 * int(large) + int(small) for large, small in re.findall(r"\b(\d\d):(\d\d)\b", text)]


def _range(text: str) -> tuple[int, int]:
    low, high = _pair(r"(\d+) to (\d+)", text)
    return int(low), int(high)


def _number(text: str) -> int:
    return int(_one(r"(\d+)", text))


def _names(text: str) -> list[str]:
    return re.findall(NAME, text)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text)


def _day(text: str) -> tuple[str, ...]:
    return tuple(_pair(DAY, text))


def _days(text: str) -> list[tuple[str, ...]]:
    """From "Mon 30, Tue 31 March, Wed 1, Thu 2 and Fri 3 April": a month goes for the days before it as well."""
    named = re.findall(r"([A-Z][a-z]{2}) (\d+)( [A-Z][a-z]+)?", text)
    days: list[tuple[str, ...]] = []
    month = ""
    for short, number, stated in reversed(named):
        month = stated.strip() or month
        days.append((next(day for day in WEEKDAYS.split("|") if day.startswith(short)), number, month))
    return days
