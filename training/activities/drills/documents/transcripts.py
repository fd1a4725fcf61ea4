"""PURE: the check list of a transcription: passages of recordings, who checked them, and what was corrected."""

import random
from typing import Any

from training.activities.drills.documents.base import Fact, Record
from training.activities.drills.documents.parts import clock, listed, other, roster, stranger

MARKS = ("noise", "overlap", "dialect", "silence", "music", "whisper", "laughter", "echo", "static", "humming")
# Word counts with which a share comes out in whole per cent without a calculator.
WORDS = (20, 25, 50, 100, 200)
MOST_CORRECTED = 0.24
LONGEST_PASSAGE_S = 150
SHORTEST_PASSAGE_S = 25


class Transcripts:
    name = "transcripts"
    kinds = ("time_order", "past_end", "name", "mark", "share")
    phrasings = (
        "Clip {clip}, from {start} to {end}, was checked by {person}: mark {mark}, with {fixed} of {words} words "
        "corrected, which is {share} %.",
        "{person} checked clip {clip} from {start} to {end} and corrected {fixed} of {words} words, or {share} %; the "
        "mark is {mark}.",
        "In clip {clip}, {fixed} of {words} words were corrected ({share} %) between start {start} and end {end}. "
        "{person} set the mark {mark}.",
        "The passage of clip {clip} that starts at {start} and ends at {end} has the mark {mark}; {person} corrected "
        "{fixed} of {words} words, {share} %.",
        "Mark {mark} for clip {clip}, start {start}, end {end}. {share} % of the words, {fixed} of {words}, were "
        "corrected by {person}.",
    )
    remarks = (
        "The sound file opened without trouble.",
        "No second listener was asked for.",
        "Spelling follows the house list.",
        "Saved at the first try.",
        "Nothing else was noted.",
    )

    def open(self, rng: random.Random) -> "TranscriptsSheet":
        return TranscriptsSheet(rng)


class TranscriptsSheet:
    intro = "Each entry is one passage of a recording: its place, who checked it, the mark, and how much was corrected."

    def __init__(self, rng: random.Random) -> None:
        self.first = rng.randrange(110, 900)
        self.minutes = rng.randint(8, 40)
        self.marks = rng.sample(MARKS, 4)
        self.people = roster(rng)
        self.title = f"Transcription check list, clips from {self.first}"

    def facts(self) -> list[Fact]:
        return [
            Fact("Clips", f"Every clip is {clock(self.minutes * 60)} long (minutes and seconds)."),
            Fact("Passage", "Given by its start and its end within the clip."),
            Fact("Share", "Corrected words out of all words of the passage, in per cent."),
            Fact("Marks", f"{listed(self.marks)}."),
            Fact("Checked by", f"{listed(self.people)}."),
        ]

    def records(self, count: int, rng: random.Random) -> list[Record]:
        return [self._record(self.first + index, rng) for index in range(count)]

    def _record(self, clip: int, rng: random.Random) -> Record:
        words = rng.choice(WORDS)
        fixed = rng.randint(1, int(words * MOST_CORRECTED))
        while fixed * 100 % words:
            fixed = rng.randint(1, int(words * MOST_CORRECTED))
        length = rng.randint(SHORTEST_PASSAGE_S, LONGEST_PASSAGE_S)
        # More often late in the clip, or a late time alone would look planted.
        latest = self.minutes * 60 - length
        start = round(rng.triangular(0, latest, latest))
        return {
            "clip": clip,
            "start": start,
            "end": start + length,
            "person": rng.choice(self.people),
            "mark": rng.choice(self.marks),
            "words": words,
            "fixed": fixed,
            "share": fixed * 100 // words,
        }

    def spoil(self, record: Record, kind: str, rng: random.Random) -> tuple[Record, str]:
        changed: dict[str, Any] = dict(record)
        if kind == "time_order":
            changed |= {"start": record["end"], "end": record["start"]}
            return changed, f"The end, {clock(changed['end'])}, lies before the start, {clock(changed['start'])}."
        if kind == "past_end":
            whole = self.minutes * 60
            changed["end"] = whole + rng.randint(2, 59)
            changed["start"] = changed["end"] - rng.randint(max(SHORTEST_PASSAGE_S, 60), LONGEST_PASSAGE_S)
            return changed, f"The end, {clock(changed['end'])}, lies past the end of the clip, {clock(whole)}."
        if kind == "name":
            changed["person"] = stranger(record["person"], self.people, rng)
            return changed, f"{changed['person']} is not among the people who check."
        if kind == "mark":
            changed["mark"] = other(record["mark"], MARKS, rng, self.marks)
            return changed, f"The mark {changed['mark']} is not in the list of marks."
        # Within the shares that occur, and never a rounding away from the right one.
        shares = [share for share in range(1, 25) if 2 <= abs(share - record["share"]) <= 8]
        changed["share"] = rng.choice(shares)
        right = f"{record['fixed']} of {record['words']} words are {record['share']} %"
        return changed, f"{right}, and the line says {changed['share']} %."

    def fields(self, record: Record) -> dict[str, str]:
        plain = {name: str(record[name]) for name in ("clip", "person", "mark", "words", "fixed", "share")}
        return plain | {"start": clock(record["start"]), "end": clock(record["end"])}
