"""PURE: the audit log of one day: labelled items with their votes, the majority, and who entered it."""

import random
from typing import Any

from training.activities.drills.documents.base import Fact, Record
from training.activities.drills.documents.parts import (
    LABELS,
    clock,
    leader,
    listed,
    miscounted,
    other,
    outside,
    roster,
    stranger,
    votes,
)

BATCH_SIZE = 80


class AuditLog:
    name = "audit_log"
    kinds = ("votes_sum", "majority", "name", "label", "item_range")
    phrasings = (
        "At {time}, item {item} was closed with {votes}; {person} entered the majority, {stated}.",
        "{time}: {person} closed item {item} as {stated}, after votes of {votes}.",
        "Item {item} came up at {time}. The votes were {votes}, and {person} recorded {stated} as the majority.",
        "{person} took item {item} at {time}, counted {votes}, and set the label to {stated}.",
        "At {time} the label {stated} was set for item {item} by {person}, on votes of {votes}.",
        "With {votes}, item {item} went down as {stated} at {time}, entered by {person}.",
    )
    remarks = (
        "No comment was left.",
        "The comment field was empty.",
        "Filed on the first pass.",
        "Nothing was sent back.",
        "The export ran without a warning.",
    )

    def open(self, rng: random.Random) -> "AuditLogSheet":
        return AuditLogSheet(rng)


class AuditLogSheet:
    intro = "Each entry is one item: when it was closed, how the annotators voted, which label won, and who entered it."

    def __init__(self, rng: random.Random) -> None:
        self.low = rng.randrange(1100, 9000, 20)
        self.high = self.low + BATCH_SIZE - 1
        self.annotators = rng.choice((5, 7, 9))
        self.labels = rng.sample(LABELS, 4)
        self.people = roster(rng)
        self.start = rng.randrange(8 * 60, 11 * 60)
        self.title = f"Audit log, items {self.low} to {self.high}"

    def facts(self) -> list[Fact]:
        return [
            Fact("Batch", f"Items {self.low} to {self.high}, in any order."),
            Fact("Votes", f"{self.annotators} annotators vote on every item, one vote each."),
            Fact("Label set", "The label with the most votes."),
            Fact("Labels", f"{listed(self.labels)}."),
            Fact("Entered by", f"{listed(self.people)}."),
        ]

    def records(self, count: int, rng: random.Random) -> list[Record]:
        items = rng.sample(range(self.low, self.high + 1), count)
        time = self.start
        made: list[Record] = []
        for item in items:
            counted = votes(self.labels, self.annotators, rng)
            made.append(
                {
                    "time": time,
                    "item": item,
                    "votes": counted,
                    "stated": leader(counted),
                    "person": rng.choice(self.people),
                }
            )
            time += rng.randint(2, 9)
        return made

    def spoil(self, record: Record, kind: str, rng: random.Random) -> tuple[Record, str]:
        changed: dict[str, Any] = dict(record)
        counted = record["votes"]
        if kind == "votes_sum":
            changed["votes"] = miscounted(counted, rng)
            total = sum(changed["votes"].values())
            return changed, f"The votes add up to {total}, and {self.annotators} annotators vote on every item."
        if kind == "majority":
            changed["stated"] = other(record["stated"], list(counted), rng)
            return changed, f"Most votes are for {record['stated']}, and the line sets {changed['stated']}."
        if kind == "name":
            changed["person"] = stranger(record["person"], self.people, rng)
            return changed, f"{changed['person']} is not among the people who enter labels."
        if kind == "label":
            minor = other(record["stated"], list(counted), rng)
            foreign = other(minor, LABELS, rng, self.labels)
            changed["votes"] = {foreign if label == minor else label: count for label, count in counted.items()}
            return changed, f"The label {foreign} is not one of this batch."
        changed["item"] = outside(self.low, self.high, rng, 15)
        return changed, f"Item {changed['item']} is not in the batch, {self.low} to {self.high}."

    def fields(self, record: Record) -> dict[str, str]:
        counted = [f"{count} {label}" for label, count in record["votes"].items()]
        return {
            "time": clock(record["time"]),
            "item": str(record["item"]),
            "votes": listed(counted),
            "stated": record["stated"],
            "person": record["person"],
        }
