"""PURE: an adjudication diary: the cases a panel decided in one week, with the vote, the outcome and the hours."""

import random
from typing import Any

from training.activities.drills.documents.base import Fact, Record
from training.activities.drills.documents.parts import (
    clock,
    listed,
    miscounted,
    outside,
    roster,
    spread,
    stranger,
    week,
    written_days,
    wrong_weekday,
)

CASES = 60
LONGEST_SESSION_MIN = 50
SHORTEST_SESSION_MIN = 8


class Diary:
    name = "diary"
    kinds = ("panel_sum", "outcome", "time_order", "hours", "weekday", "name", "case_range")
    phrasings = (
        "On {day}, {person} heard case {case} from {start} to {end}; {keep} voted to keep, {change} to change, and the "
        "label was {outcome}.",
        "{person} chaired case {case} on {day}, {start} to {end}. The label was {outcome}: {keep} to keep, {change} to "
        "change.",
        "Case {case}, {day}, {start} to {end}: {keep} members for keeping, {change} for changing, label {outcome}. "
        "{person} was in the chair.",
        "The panel met on {day} from {start} to {end} on case {case} under {person}. Votes to keep {keep}, to change "
        "{change}; label {outcome}.",
        "With {keep} votes to keep and {change} to change, case {case} was {outcome} on {day}, {start} to {end}, with "
        "{person} in the chair.",
    )
    remarks = (
        "The minutes were read out.",
        "The source was at hand.",
        "Nobody asked for a second round.",
        "The letter went out the next morning.",
        "The wording of the guideline was not touched.",
    )

    def open(self, rng: random.Random) -> "DiarySheet":
        return DiarySheet(rng)


class DiarySheet:
    intro = "Each entry is one case: its day and hours, who was in the chair, how the panel voted, and the outcome."

    def __init__(self, rng: random.Random) -> None:
        self.days = week(rng)
        self.panel = rng.choice((5, 7, 9))
        self.low = rng.randrange(120, 900, 20)
        self.high = self.low + CASES - 1
        self.opens = rng.randrange(7 * 60, 12 * 60, 30)
        self.closes = self.opens + rng.randrange(4 * 60, 7 * 60, 30)
        self.people = roster(rng)
        self.title = f"Adjudication diary, week of {self.days[0]} {self.days[0].on.year}"

    def facts(self) -> list[Fact]:
        return [
            Fact("Days", written_days(self.days)),
            Fact("Hours", f"Sessions start and end between {clock(self.opens)} and {clock(self.closes)}."),
            Fact("Cases", f"{self.low} to {self.high}, in any order."),
            Fact("Panel", f"{self.panel} members, and all of them vote."),
            Fact("Outcome", "The label is kept if most vote to keep it, and changed if most vote to change it."),
            Fact("In the chair", f"{listed(self.people)}."),
        ]

    def records(self, count: int, rng: random.Random) -> list[Record]:
        cases = rng.sample(range(self.low, self.high + 1), count)
        days = spread(self.days, count, rng)
        return [self._record(case, day, rng) for case, day in zip(cases, days, strict=True)]

    def _record(self, case: int, day: Any, rng: random.Random) -> Record:
        # An odd panel has no draw, and both sides have somebody.
        keep = rng.randint(1, self.panel - 1)
        length = rng.randint(SHORTEST_SESSION_MIN, LONGEST_SESSION_MIN)
        start = rng.randint(self.opens, self.closes - length)
        return {
            "case": case,
            "day": day,
            "start": start,
            "end": start + length,
            "person": rng.choice(self.people),
            "keep": keep,
            "change": self.panel - keep,
            "outcome": "kept" if keep > self.panel - keep else "changed",
        }

    def spoil(self, record: Record, kind: str, rng: random.Random) -> tuple[Record, str]:
        changed: dict[str, Any] = dict(record)
        if kind == "panel_sum":
            changed |= miscounted({"keep": record["keep"], "change": record["change"]}, rng)
            total = changed["keep"] + changed["change"]
            return changed, f"The votes add up to {total}, and the panel has {self.panel} members."
        if kind == "outcome":
            changed["outcome"] = "changed" if record["outcome"] == "kept" else "kept"
            most = "keep" if record["outcome"] == "kept" else "change"
            return changed, f"Most voted to {most} the label, and the line says it was {changed['outcome']}."
        if kind == "time_order":
            changed |= {"start": record["end"], "end": record["start"]}
            return changed, f"The session ends at {clock(changed['end'])}, before it starts."
        if kind == "hours":
            return self._out_of_hours(changed, rng)
        if kind == "weekday":
            changed["day"], why = wrong_weekday(record["day"], rng)
            return changed, why
        if kind == "name":
            changed["person"] = stranger(record["person"], self.people, rng)
            return changed, f"{changed['person']} is not among those who take the chair."
        changed["case"] = outside(self.low, self.high, rng, 15)
        return changed, f"Case {changed['case']} is not among the cases, {self.low} to {self.high}."

    def _out_of_hours(self, changed: dict[str, Any], rng: random.Random) -> tuple[Record, str]:
        length, past = changed["end"] - changed["start"], rng.randint(2, 20)
        hours = f"sessions are between {clock(self.opens)} and {clock(self.closes)}"
        if rng.random() < 0.5:
            start = self.opens - past
            return changed | {"start": start, "end": start + length}, f"It starts at {clock(start)}, and {hours}."
        end = self.closes + past
        return changed | {"start": end - length, "end": end}, f"It ends at {clock(end)}, and {hours}."

    def fields(self, record: Record) -> dict[str, str]:
        plain = {name: str(value) for name, value in record.items()}
        return plain | {"start": clock(record["start"]), "end": clock(record["end"])}
