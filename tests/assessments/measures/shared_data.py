"""Where the public data lies that the measures are held to; the repository itself holds none of it."""

import csv
import gzip
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3].parent / "shared" / "data"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file, plain or gzipped; skips the test where the file is absent."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{path} is not here")
    if path.suffix == ".gz":
        with gzip.open(path, "rt", newline="") as file:
            return list(csv.DictReader(file))
    with path.open(newline="") as file:
        return list(csv.DictReader(file))
