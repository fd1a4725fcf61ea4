"""PURE: reading TOML and text files so that every problem names its file, its place, and what was expected."""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# A content file larger than this is a mistake (a binary, an export), not a lesson.
MAX_FILE_BYTES = 2_000_000


@dataclass(frozen=True)
class Problem:
    """One thing wrong with the content: where, and what was expected."""

    file: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.message}" if self.place else f"{self.file}: {self.message}"


class ContentError(ValueError):
    """The content cannot be loaded; `problems` lists every reason found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass
class Folder:
    """A content folder being read; collects problems instead of stopping at the first."""

    root: Path
    problems: list[Problem] = field(default_factory=list)

    def problem(self, file: str, place: str, message: str) -> None:
        self.problems.append(Problem(file, place, message))

    def text(self, file: str, *, named_in: str, place: str) -> str:
        """The file's text; a problem (and an empty string) where it cannot be read."""
        path = (self.root / file).resolve()
        if not path.is_relative_to(self.root.resolve()):
            self.problem(named_in, place, f"{file!r} leads outside the content folder")
            return ""
        if not path.is_file():
            self.problem(named_in, place, f"the file {file!r} does not exist")
            return ""
        if path.stat().st_size > MAX_FILE_BYTES:
            self.problem(file, "", f"is larger than {MAX_FILE_BYTES} bytes")
            return ""
        try:
            return path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            self.problem(file, f"byte {error.start}", "is not UTF-8 text")
            return ""

    def toml(self, file: str, *, named_in: str, place: str) -> "Table":
        text = self.text(file, named_in=named_in, place=place)
        try:
            return Table(self, file, "", tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            self.problem(file, "", f"is not valid TOML: {error}")
            return Table(self, file, "", {})


@dataclass
class Table:
    """One TOML table with its place in the file; getters check types and record problems."""

    folder: Folder
    file: str
    place: str
    data: Mapping[str, Any]

    def at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def problem(self, key: str, message: str) -> None:
        self.folder.problem(self.file, self.at(key), message)

    def text(self, key: str, default: str | None = None, *, longest: int = 20_000) -> str:
        value = self.data.get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.problem(key, "expected text" if key in self.data else "is missing; expected text")
            return ""
        if len(value) > longest:
            self.problem(key, f"has {len(value)} characters; expected at most {longest}")
        return value.strip()

    def choice(self, key: str, options: Collection[str], default: str | None = None) -> str:
        value = self.data.get(key, default)
        if value not in options:
            self.problem(key, f"is {value!r}; expected one of {', '.join(sorted(options))}")
            return default or sorted(options)[0]
        return str(value)

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        value = self.data.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            self.problem(key, f"is {value!r}; expected a number from {low:g} to {high:g}")
            return low
        return float(value)

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        value = self.data.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.problem(key, f"is {value!r}; expected a whole number from {low} to {high}")
            return low
        return value

    def flag(self, key: str, default: bool) -> bool:
        value = self.data.get(key, default)
        if not isinstance(value, bool):
            self.problem(key, f"is {value!r}; expected true or false")
            return default
        return value

    def texts(self, key: str, default: Sequence[str] | None = None) -> tuple[str, ...]:
        value = self.data.get(key, default)
        entries = value if isinstance(value, list | tuple) else [None]
        if not all(isinstance(entry, str) and entry for entry in entries):
            self.problem(key, "expected a list of texts")
            return ()
        return tuple(entries)

    def table(self, key: str) -> "Table":
        value = self.data.get(key)
        if not isinstance(value, Mapping):
            self.problem(key, "is missing; expected a table")
            value = {}
        return Table(self.folder, self.file, self.at(key), value)

    def tables(self, key: str) -> list["Table"]:
        value = self.data.get(key)
        if not isinstance(value, Sequence) or isinstance(value, str) or not value:
            self.problem(key, "is missing; expected one or more tables")
            return []
        found = []
        for number, entry in enumerate(value, start=1):
            place = f"{self.at(key)}[{number}]"
            if isinstance(entry, Mapping):
                found.append(Table(self.folder, self.file, place, entry))
            else:
                self.folder.problem(self.file, place, "expected a table")
        return found

    def only(self, *known: str) -> None:
        """Records every key that nothing reads: a misspelt key must not be silently ignored."""
        for key in sorted(set(self.data) - set(known)):
            self.problem(key, "is not a known key here")
