"""PURE: which of an item's reference factors a written rationale seems to mention, by its words alone.

It is the one match of words: what is said after an answer, and what is scored, both come from here. How it goes:

1. What was copied is struck out: every run of COPIED words or more that stands in the item's own texts.
2. What is left is cut into clauses, at the ends of sentences and where a new thought begins (", but", "because").
   Passed over are a clause with hardly a word that holds a sentence together, which is a list of keywords, and one
   that has no concept of its own, which is the item's text in another order. Of the others the first MAX_CLAUSES are
   read, within MAX_CHARACTERS, so that a long text has no more tries than a short one.
3. Words become concepts: function words fall away, endings are taken off, and what means the same is one concept
   (words/synonyms.txt). Concepts that every rationale has, that the item's other factors have too, or that stand in
   the item's text for anyone to pick up, weigh less than those of one's own.
4. A clause mentions at most one factor, the one it comes nearest to: at least MIN_SHARED concepts in common, and
   their weight at least NEAR of the factor's (of ENOUGH where it has more, of LEAST where it has less).

Saying a thing twice, or at greater length, changes nothing. It sees the topic and not the stance: "this calls for
action" and "this calls for no action" lie close together. So what it finds is called "seems to mention", and counts
only where the label is right. Formulas of the same family: overlap coefficient, Szymkiewicz 1934; weights by how
common a term is, Spärck Jones 1972, Journal of Documentation 28, 11-21.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from courseware.stems import stem

# Raised whenever the match would find something else, so that a stored estimate says what made it.
NAME = "words-1"
MAX_CHARACTERS = 800
MAX_CLAUSES = 6
COPIED = 5
# Of a clause's words, how many at least hold it together; running English has about every second.
MIN_FUNCTION_SHARE = 0.2
MIN_SHARED = 2
NEAR = 0.3
ENOUGH = 3.5
LEAST = 2.0
COMMON_WEIGHT = 1 / 3
# Of a concept that anybody can pick up from the text without having understood anything.
IN_TEXT_WEIGHT = 0.75

# What may stand inside a phrase of two words: "shut them out".
BETWEEN = frozenset(("me", "us", "you", "him", "her", "it", "them", "anyone", "anybody", "somebody", "people"))

WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?")
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|[\n;:•]+|\s[–—-]+\s")
NEW_THOUGHT = re.compile(
    r",\s+(?=(?:and|but|so|yet|or|while|whereas|although|though|because|since|nor)\b)"
    r"|\s+(?=(?:but|because|although|whereas|even though)\b)"
)
# Of all words for it. Nobody has words of their own because of it.
NOT = "=not"
WORDS = Path(__file__).parent / "words"


@dataclass(frozen=True)
class Mentions:
    """`mentioned` has an entry for each factor, in their order; share: weighted share of the factors, 0..1."""

    share: float
    mentioned: tuple[bool, ...]


def mentions(text: str, factors: Sequence[Mapping[str, Any]], given: Iterable[str] = ()) -> Mentions:
    """What `text` seems to mention of the factors (name, text and weight each).

    `given`: the texts that were there to be read, of which a copy is no reason. Raises ValueError without factors.
    """
    if not factors:
        raise ValueError("factors must hold at least one")
    read = tuple(given)
    weights = _weights(factors, _all_concepts(read))
    found: set[int] = set()
    for clause in clauses(text, read):
        said = frozenset(concepts(clause))
        near = [_nearness(said, wanted) for wanted in weights]
        best = max(range(len(near)), key=near.__getitem__)
        if near[best] >= NEAR:
            found.add(best)
    importance = [float(factor["weight"]) for factor in factors]
    mentioned = tuple(index in found for index in range(len(factors)))
    share = sum(weight for weight, there in zip(importance, mentioned, strict=True) if there) / sum(importance)
    return Mentions(min(share, 1.0), mentioned)


def clauses(text: str, given: Iterable[str] = ()) -> list[str]:
    """The clauses that are read, at most MAX_CLAUSES: no copies, none of the text's words in disorder, no keywords."""
    read = tuple(given)
    runs, in_text = _runs(read), _all_concepts(read)
    found = []
    for sentence in SENTENCE_END.split(text[:MAX_CHARACTERS]):
        for clause in NEW_THOUGHT.split(sentence):
            own = _own_words(_words(clause), runs)
            if _holds_together(own) and set(concepts(" ".join(own))) - in_text - {NOT}:
                found.append(" ".join(own))
    return found[:MAX_CLAUSES]


@lru_cache(maxsize=8192)
def concepts(text: str) -> tuple[str, ...]:
    """The concepts of a text in their order, each as often as it is there."""
    words = _words(text)
    found, place = [], 0
    while place < len(words):
        concept, length = _next(words, place)
        if concept:
            found.append(concept)
        place += length
    return tuple(found)


def _next(words: list[str], place: int) -> tuple[str, int]:
    """The concept that begins at a place, the longest there is, and how many words it takes; "" for none."""
    if place + 2 < len(words) and words[place + 1] in BETWEEN:
        parted = _concept((words[place], words[place + 2]))
        if parted is not None:
            return parted, 3
    for length in range(min(_longest_phrase(), len(words) - place), 1, -1):
        concept = _concept(tuple(words[place : place + length]))
        if concept is not None:
            return concept, length
    return _concept((words[place],)) or "", 1


def _concept(words: tuple[str, ...]) -> str | None:
    """The concept of a word ("" for one that names nothing) or of a phrase (None: it is none)."""
    if len(words) > 1:
        return _synonyms().get(tuple(stem(word) for word in words))
    (word,) = words
    if word in function_words():
        return ""
    return _synonyms().get((stem(word),), stem(word))


def _words(text: str) -> list[str]:
    """Lower case, without apostrophes: "doesn't" is one word."""
    return [word.replace("'", "").replace("’", "") for word in WORD.findall(text.lower())]


def _nearness(said: frozenset[str], wanted: Mapping[str, float]) -> float:
    """0..1: the weight of what both have, over that of the factor."""
    shared = said & wanted.keys()
    if len(shared) < MIN_SHARED:
        return 0.0
    whole = max(LEAST, min(sum(wanted.values()), ENOUGH))
    return min(1.0, sum(wanted[concept] for concept in shared) / whole)


def _weights(factors: Sequence[Mapping[str, Any]], in_text: frozenset[str]) -> list[dict[str, float]]:
    """For each factor the weight of each of its concepts, those of its name among them."""
    each = [dict.fromkeys(concepts(f"{factor['name']}. {factor['text']}")) for factor in factors]
    shared = Counter(concept for one in each for concept in one)
    return [{concept: _weight(concept, in_text) / shared[concept] for concept in one} for one in each]


def _weight(concept: str, in_text: frozenset[str]) -> float:
    if concept in _common():
        return COMMON_WEIGHT
    return IN_TEXT_WEIGHT if concept in in_text else 1.0


def _all_concepts(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(concept for text in texts for concept in concepts(text))


def _runs(given: Iterable[str]) -> set[tuple[str, ...]]:
    found = set()
    for text in given:
        words = _words(text)
        found |= {tuple(words[at : at + COPIED]) for at in range(len(words) - COPIED + 1)}
    return found


def _own_words(words: list[str], runs: set[tuple[str, ...]]) -> list[str]:
    """The words without those that stand in a copied run."""
    copied = set()
    for at in range(len(words) - COPIED + 1):
        if tuple(words[at : at + COPIED]) in runs:
            copied |= set(range(at, at + COPIED))
    return [word for at, word in enumerate(words) if at not in copied]


def _holds_together(words: list[str]) -> bool:
    if len(words) < MIN_SHARED:
        return False
    function = sum(word in function_words() or _concept((word,)) == NOT for word in words)
    return function >= MIN_FUNCTION_SHARE * len(words)


def function_words() -> frozenset[str]:
    """Words that hold a sentence together and name nothing."""
    return _listed("function_words")


@lru_cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(word for line in _lines(name) for word in line)


@lru_cache
def _common() -> frozenset[str]:
    return frozenset(concept for word in _listed("common") for concept in concepts(word))


@lru_cache
def _synonyms() -> dict[tuple[str, ...], str]:
    """The stems of a word or phrase -> the concept, named after the first of its line. The first line counts."""
    found: dict[tuple[str, ...], str] = {}
    for line in _lines("synonyms"):
        for entry in line:
            found.setdefault(tuple(stem(part) for part in _words(entry.replace("-", " "))), f"={line[0]}")
    return found


@lru_cache
def _longest_phrase() -> int:
    return max(map(len, _synonyms()))


def _lines(name: str) -> list[list[str]]:
    text = (WORDS / f"{name}.txt").read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]
