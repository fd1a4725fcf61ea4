"""PURE: forms of one size from a bank's items, alike in labels, difficulty and domains, without overlap.

The method. Items are put into strata (best answer x third of the candidates' difficulties). For all forms together as
many items are drawn as are wanted, evenly over the labels, inside a label evenly over the thirds, and inside a stratum
evenly over the domains; texts that are there twice and items already met in practice are drawn last. The drawn items,
stratum after stratum, are dealt out in turn. So between two forms the sizes, the counts of each label and the counts
of each stratum differ by at most one, whatever the candidates are. Then items of the same label change places between
forms wherever that evens out thirds, domains and mean difficulty: this keeps sizes and labels, and ends after
MAX_TRIES tries at the latest, so the time grows with the candidates only as sorting does.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

# Random pairs looked at to even out the forms: so many for each item, and a quarter of a second in all at most.
TRIES_PER_ITEM = 50
MAX_TRIES = 20_000
# What a difference of 1.0 in a form's mean difficulty weighs beside one item too many of a domain: at .1 they are even.
DIFFICULTY_WEIGHT = 10.0
THIRDS = ("easy", "middling", "hard")


@dataclass(frozen=True)
class Candidate:
    """An item that a form may hold. `label`: its best answer; difficulty: 0..1; `seen`: people who met it in practice.

    `text_hash` is equal for items whose texts are the same but for case, spaces and punctuation.
    """

    slug: str
    label: str
    difficulty: float
    domain: str = ""
    ambiguity: str = "clear"
    seen: int = 0
    text_hash: int | None = None


Form = tuple[Candidate, ...]
Group = TypeVar("Group", str, int)


def thirds_of(candidates: Sequence[Candidate]) -> Mapping[str, int]:
    """Slug -> 0, 1 or 2 (easy, middling, hard among these candidates). Equal difficulties fall into the same third."""
    ranked = sorted(candidate.difficulty for candidate in candidates)
    if not ranked:
        return {}
    cuts = [ranked[(len(ranked) * part - 1) // 3] for part in (1, 2)]
    return {candidate.slug: sum(candidate.difficulty > cut for cut in cuts) for candidate in candidates}


def build(candidates: Sequence[Candidate], forms: int, size: int, rng: random.Random) -> tuple[Form, ...]:
    """`forms` forms of `size` items each; fewer where there are not enough candidates, and then none larger by two.

    The same candidates in any order and the same state of `rng` give the same forms. Raises ValueError for fewer than
    one form or item, and for a slug that is there twice.
    """
    if forms < 1 or size < 1:
        raise ValueError("A form needs at least one item, and there must be at least one form.")
    if len({candidate.slug for candidate in candidates}) != len(candidates):
        raise ValueError("A candidate is there twice.")
    shuffled = sorted(candidates, key=lambda candidate: candidate.slug)
    rng.shuffle(shuffled)
    thirds = thirds_of(shuffled)
    drawn = _draw(shuffled, thirds, forms * size, rng)
    dealt = [drawn[place::forms] for place in range(forms)]
    _even_out(dealt, thirds, rng)
    for form in dealt:
        rng.shuffle(form)
    return tuple(tuple(form) for form in dealt)


def _draw(shuffled: Sequence[Candidate], thirds: Mapping[str, int], wanted: int, rng: random.Random) -> list[Candidate]:
    """At most `wanted` items, those of a stratum beside each other."""
    strata: dict[str, dict[int, list[Candidate]]] = defaultdict(lambda: defaultdict(list))
    for candidate in _by_preference(shuffled):
        strata[candidate.label][thirds[candidate.slug]].append(candidate)
    labels = {label: sum(map(len, own.values())) for label, own in strata.items()}
    drawn: list[Candidate] = []
    for label, quota in _shares(labels, wanted, rng).items():
        own = strata[label]
        for third, count in _shares({third: len(own[third]) for third in own}, quota, rng).items():
            # Items of a domain beside each other, so that dealing in turn spreads them.
            drawn += sorted(own[third][:count], key=lambda candidate: candidate.domain)
    return drawn


def _by_preference(shuffled: Sequence[Candidate]) -> list[Candidate]:
    """First what is new and nobody has met; among equals one of each domain, then a second of each, and so on."""
    texts: Counter[int | None] = Counter()
    places: Counter[Hashable] = Counter()
    keyed = []
    for candidate in shuffled:
        again = texts[candidate.text_hash] if candidate.text_hash is not None else 0
        texts[candidate.text_hash] += 1
        tier = (again, candidate.seen > 0)
        place = (candidate.label, candidate.domain, tier)
        keyed.append(((*tier, places[place]), candidate))
        places[place] += 1
    return [candidate for _, candidate in sorted(keyed, key=lambda pair: pair[0])]


def _shares(available: Mapping[Group, int], wanted: int, rng: random.Random) -> dict[Group, int]:
    """How many of each group, as even as the groups allow. What does not come out even goes to groups by chance."""
    shares = dict.fromkeys(sorted(available), 0)
    left = min(wanted, sum(available.values()))
    while left:
        open_groups = [group for group in shares if shares[group] < available[group]]
        each = min(left // len(open_groups), *(available[group] - shares[group] for group in open_groups))
        if not each:
            rng.shuffle(open_groups)
            open_groups, each = open_groups[:left], 1
        for group in open_groups:
            shares[group] += each
        left -= each * len(open_groups)
    return shares


def _even_out(forms: list[list[Candidate]], thirds: Mapping[str, int], rng: random.Random) -> None:
    """Swaps items of the same label between forms, wherever that makes the forms more alike. In place."""
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, form in enumerate(forms):
        for place, candidate in enumerate(form):
            places[candidate.label].append((number, place))
    movable = [place for _, own in sorted(places.items()) if len(own) > 1 for place in own]
    if len(forms) < 2 or not movable:
        return
    tallies = [_Tally(form, thirds) for form in forms]
    for _ in range(min(MAX_TRIES, TRIES_PER_ITEM * len(movable))):
        number, place = rng.choice(movable)
        one = forms[number][place]
        other_number, other_place = rng.choice(places[one.label])
        other = forms[other_number][other_place]
        if number != other_number and _gain(tallies[number], tallies[other_number], one, other) > 0:
            forms[number][place], forms[other_number][other_place] = other, one
            tallies[number].exchange(one, other)
            tallies[other_number].exchange(other, one)


class _Tally:
    """What a form holds of each domain and third, and its mean difficulty."""

    def __init__(self, form: Sequence[Candidate], thirds: Mapping[str, int]) -> None:
        self.thirds = thirds
        self.size = len(form)
        self.difficulty = sum(candidate.difficulty for candidate in form)
        self.counts: Counter[Hashable] = Counter(kind for candidate in form for kind in self.kinds(candidate))

    def kinds(self, candidate: Candidate) -> tuple[Hashable, Hashable]:
        return candidate.domain, self.thirds[candidate.slug]

    def exchange(self, gone: Candidate, come: Candidate) -> None:
        self.counts.subtract(self.kinds(gone))
        self.counts.update(self.kinds(come))
        self.difficulty += come.difficulty - gone.difficulty


def _gain(left: _Tally, right: _Tally, one: Candidate, other: Candidate) -> float:
    """How much more alike the two forms are once `one` (of `left`) and `other` (of `right`) have changed places.

    Squared differences: of the counts of each kind, and of the mean difficulties in items (see DIFFICULTY_WEIGHT).
    """
    gain = 0.0
    for gone, come in zip(left.kinds(one), left.kinds(other), strict=True):
        if gone != come:
            # Counts of `gone` fall by one on the left and rise on the right: (d)^2 - (d - 2)^2; and the other way.
            gain += 4 * (left.counts[gone] - right.counts[gone] - 1) + 4 * (right.counts[come] - left.counts[come] - 1)
    before = left.difficulty / left.size - right.difficulty / right.size
    moved = one.difficulty - other.difficulty
    after = before - moved / left.size - moved / right.size
    # A change in the last digit is no gain, or two equal items might change places for ever.
    difference = DIFFICULTY_WEIGHT**2 * (before**2 - after**2)
    return gain + (difference if abs(difference) > 1e-12 else 0.0)
