"""Reading a list of people to invite: pasted addresses, or a CSV file with a column of addresses."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

MAX_PEOPLE = 500
MAX_NAME = 120
MAX_EMAIL = 254
# More lines than a person would go through one by one; the rest is counted.
MAX_PROBLEMS = 20

# Commas and semicolons part the entries of a line, except inside quotes: "Doe, Jane" <jane@example.org>.
_SEPARATOR = re.compile(r'[,;](?=(?:[^"]*"[^"]*")*[^"]*$)')
# Not email.utils.parseaddr: it reads "jane@example.org extra" as the address jane@example.orgextra.
_NAMED = re.compile(r'"?(?P<name>[^"<>]*?)"?\s*<\s*(?P<email>[^<>\s]+)\s*>')
_EMAIL_COLUMNS = {"email", "emailaddress", "mail"}
_DELIMITERS = ",;\t"


class InvalidList(ValueError):
    """A list of people that cannot be used; nobody was invited. `problems` name each line."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problems))


@dataclass(frozen=True)
class Invitee:
    email: str
    name: str


@dataclass(frozen=True)
class _Entry:
    place: str
    name: str
    email: str


def parse_people(pasted: str, csv_text: str) -> list[Invitee]:
    """The people in a pasted list and a CSV, each address once, in lower case and in order.

    Raises InvalidList that names every bad line (the first MAX_PROBLEMS of them).
    """
    problems: list[str] = []
    found: dict[str, Invitee] = {}
    for entry in [*_pasted(pasted), *_rows(csv_text, problems)]:
        if not _is_address(entry.email):
            problems.append(f"{entry.place}: “{entry.email[:80]}” is not an e-mail address.")
            continue
        email = entry.email.lower()
        found.setdefault(email, Invitee(email, _one_line(entry.name)[:MAX_NAME]))
    if not problems and not found:
        problems.append("The list is empty: paste addresses or choose a file.")
    if len(found) > MAX_PEOPLE:
        problems.append(f"The list has {len(found)} people; at most {MAX_PEOPLE} can be invited at once.")
    if problems:
        raise InvalidList(_shortened(problems))
    return list(found.values())


def _pasted(text: str) -> Iterator[_Entry]:
    for number, line in enumerate(text.splitlines(), start=1):
        for part in _SEPARATOR.split(line):
            entry = part.strip()
            named = _NAMED.fullmatch(entry)
            if named:
                yield _Entry(f"Line {number}", named["name"], named["email"])
            elif entry:
                yield _Entry(f"Line {number}", "", entry)


def _rows(text: str, problems: list[str]) -> list[_Entry]:
    """The rows of a CSV; what makes the file unreadable as a whole is added to `problems`."""
    if not text.strip():
        return []
    heading = text.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=heading.count)
    reader = csv.reader(io.StringIO(text.lstrip()), delimiter=delimiter, strict=True)
    try:
        columns = [_letters(column) for column in next(reader)]
        email_column = next((index for index, column in enumerate(columns) if column in _EMAIL_COLUMNS), None)
        if email_column is None:
            problems.append("The CSV’s first row must name its columns, one of them email.")
            return []
        name_column = columns.index("name") if "name" in columns else len(columns)
        return [
            _Entry(f"CSV line {reader.line_num}", _cell(row, name_column), _cell(row, email_column))
            for row in reader
            if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        problems.append(f"The CSV cannot be read at line {reader.line_num}: {error}.")
        return []


def _cell(row: list[str], column: int) -> str:
    return row[column].strip() if column < len(row) else ""


def _letters(column: str) -> str:
    """E-mail address -> emailaddress, so that columns are found however they are written."""
    return "".join(character for character in column.lower() if character.isalpha())


def _one_line(name: str) -> str:
    return " ".join(name.split())


def _is_address(email: str) -> bool:
    if len(email) > MAX_EMAIL:
        return False
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True


def _shortened(problems: list[str]) -> list[str]:
    if len(problems) <= MAX_PROBLEMS:
        return problems
    return [*problems[:MAX_PROBLEMS], f"And {len(problems) - MAX_PROBLEMS} more lines that cannot be read."]
