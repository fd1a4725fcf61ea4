"""Nothing but reading a line against the facts finds a planted one: not its length, its words, or its place."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cache
from math import log

import pytest

from training.activities.drills.documents import THEMES, Document, document

pytestmark = pytest.mark.thorough

LINES, PLANTED = 16, 2
TRAINING, TEST = range(1000), range(1000, 2000)
# Chance is .5; with 2000 planted lines to rank, chance alone stays within about .015 of it.
NEAR_CHANCE = (0.46, 0.54)


def words_of(line: str) -> list[str]:
    return sorted(set(re.findall(r"[A-Za-z]+|\d+", line)))


def features(written: Document) -> list[list[str]]:
    """Of each line every word and number, its length, its place, and how it is punctuated."""
    return [
        [
            *words_of(line.text),
            f"length {len(line.text) // 8}",
            f"words {len(line.text.split())}",
            f"shape {re.sub('[A-Za-z0-9 ]', '', line.text)}",
        ]
        for line in written.lines
    ]


class NaiveBayes:
    """Counts features in planted and in clean lines; a line's score is its log odds."""

    def __init__(self, documents: list[Document]) -> None:
        self.counts = {True: Counter[str](), False: Counter[str]()}
        self.lines = Counter[bool]()
        # The same few hundred words make up all lines.
        self.log_odds = cache(self._log_odds)
        for written in documents:
            for line, found in zip(written.lines, features(written), strict=True):
                self.counts[line.planted].update(found)
                self.lines[line.planted] += 1

    def score(self, found: list[str]) -> float:
        return sum(map(self.log_odds, found))

    def _log_odds(self, name: str) -> float:
        def rate(planted: bool) -> float:
            return (self.counts[planted][name] + 20 * overall) / (self.lines[planted] + 20)

        # Pulled towards the overall rate, so that a word seen once says little.
        overall = (self.counts[True][name] + self.counts[False][name] + 1) / (self.lines.total() + 2)
        return log(rate(True) / rate(False))


def area(planted: list[float], clean: list[float]) -> float:
    """How often a planted line scores above a clean one; a draw counts half."""
    ordered = sorted(clean)
    below = sum(bisect_left(ordered, score) + bisect_right(ordered, score) for score in planted)
    return below / 2 / (len(planted) * len(clean))


@pytest.fixture(scope="module", params=sorted(THEMES))
def written(request) -> tuple[list[Document], list[Document]]:
    return tuple([document(request.param, seed, LINES, PLANTED) for seed in seeds] for seeds in (TRAINING, TEST))


def test_a_classifier_of_words_length_and_shape_stays_near_chance(written):
    training, test = written
    told = NaiveBayes(training)
    scores: dict[bool, list[float]] = {True: [], False: []}
    for one in test:
        # The first line is never planted; whoever knows that has learnt nothing about the others.
        for line, found in list(zip(one.lines, features(one), strict=True))[1:]:
            scores[line.planted].append(told.score(found))
    assert NEAR_CHANCE[0] < area(scores[True], scores[False]) < NEAR_CHANCE[1]


def test_length_alone_and_place_alone_tell_nothing(written):
    for measure in (lambda _, line: len(line.text), lambda index, _: index):
        scores: dict[bool, list[float]] = {True: [], False: []}
        for one in written[1]:
            for index, line in list(enumerate(one.lines))[1:]:
                scores[line.planted].append(measure(index, line))
        assert NEAR_CHANCE[0] < area(scores[True], scores[False]) < NEAR_CHANCE[1]
