"""PURE: a delivery manifest: the batches of one week, what was accepted and returned, and who signed for them."""

import random
from typing import Any

from training.activities.drills.documents.base import Fact, Record
from training.activities.drills.documents.parts import (
    listed,
    other,
    outside,
    roster,
    spread,
    stranger,
    week,
    written_days,
    wrong_weekday,
)

LANGUAGES = (
    "Basque", "Catalan", "Danish", "Estonian", "Finnish", "Greek", "Icelandic", "Latvian", "Maltese", "Slovene",
)  # fmt: skip
SPREAD = 60
MOST_RETURNED = 40


class Manifest:
    name = "manifest"
    kinds = ("sum", "size_range", "weekday", "name", "language")
    phrasings = (
        "Batch {batch} arrived on {day} with {total} items in {language}; {accepted} were accepted and {returned} "
        "returned, signed by {person}.",
        "On {day}, {person} signed for batch {batch}, {language}: {accepted} accepted, {returned} returned, {total} in "
        "all.",
        "{person} took in batch {batch} on {day}. Of its {total} items in {language}, {accepted} were accepted and "
        "{returned} returned.",
        "{language} batch {batch}, {total} items in all, was signed for by {person} on {day}, with {accepted} accepted "
        "and {returned} returned.",
        "For batch {batch} ({language}), {day} brought {accepted} accepted and {returned} returned, {total} together; "
        "{person} signed.",
    )
    remarks = (
        "The parcel was sealed.",
        "The slip is in the folder.",
        "The sender was told the same day.",
        "No copy was asked for.",
        "The shelf was free.",
    )

    def open(self, rng: random.Random) -> "ManifestSheet":
        return ManifestSheet(rng)


class ManifestSheet:
    intro = "Each entry is one batch: the day it came, its language, how many items were accepted and returned."

    def __init__(self, rng: random.Random) -> None:
        self.days = week(rng)
        self.least = rng.randrange(130, 700, 10)
        self.most = self.least + SPREAD
        self.languages = rng.sample(LANGUAGES, 4)
        self.people = roster(rng)
        self.first = rng.randrange(100, 960)
        self.title = f"Delivery manifest, week of {self.days[0]} {self.days[0].on.year}"

    def facts(self) -> list[Fact]:
        return [
            Fact("Days", written_days(self.days)),
            Fact("Batch size", f"{self.least} to {self.most} items in all."),
            Fact("Count", "Accepted and returned items add up to all items of the batch."),
            Fact("Languages", f"{listed(self.languages)}."),
            Fact("Signed by", f"{listed(self.people)}."),
        ]

    def records(self, count: int, rng: random.Random) -> list[Record]:
        made: list[Record] = []
        for index, day in enumerate(spread(self.days, count, rng)):
            total, returned = rng.randint(self.least, self.most), rng.randint(2, MOST_RETURNED)
            made.append(
                {
                    "batch": self.first + index,
                    "day": day,
                    "total": total,
                    "returned": returned,
                    "accepted": total - returned,
                    "language": rng.choice(self.languages),
                    "person": rng.choice(self.people),
                }
            )
        return made

    def spoil(self, record: Record, kind: str, rng: random.Random) -> tuple[Record, str]:
        changed: dict[str, Any] = dict(record)
        if kind == "sum":
            changed["accepted"] += rng.choice((-10, -2, -1, 1, 2, 10))
            both = changed["accepted"] + changed["returned"]
            return changed, f"Accepted and returned add up to {both}, and the line says {changed['total']}."
        if kind == "size_range":
            changed["total"] = outside(self.least, self.most, rng, 15)
            changed["accepted"] = changed["total"] - changed["returned"]
            return changed, f"A batch has {self.least} to {self.most} items, and this one {changed['total']}."
        if kind == "weekday":
            changed["day"], why = wrong_weekday(record["day"], rng)
            return changed, why
        if kind == "name":
            changed["person"] = stranger(record["person"], self.people, rng)
            return changed, f"{changed['person']} is not among the people who sign."
        changed["language"] = other(record["language"], LANGUAGES, rng, self.languages)
        return changed, f"{changed['language']} is not one of the languages."

    def fields(self, record: Record) -> dict[str, str]:
        return {name: str(value) for name, value in record.items()}
