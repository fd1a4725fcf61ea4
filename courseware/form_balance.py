"""PURE: what the balance of a set of forms comes to, as counts and as warnings in words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from courseware.form_building import THIRDS, Candidate, Form, thirds_of

# Who always gives the commonest answer gets its share right. Below half as much again as an even share that
# buys little; and one item more than the even share is chance in a small form.
LOPSIDED_FROM = 1.5
# On difficulties written with two digits less than this is within how well authors guess them.
MAX_DIFFICULTY_GAP = 0.05
NO_DOMAIN = "no domain"
# Fifths of the scale, which mean the same in every bank; thirds are those of the candidates at hand.
BANDS = ("0 to 0.2", "0.2 to 0.4", "0.4 to 0.6", "0.6 to 0.8", "0.8 to 1")
# Names in one warning; the tables show all of them.
NAMED = 3


@dataclass(frozen=True)
class Balance:
    """Counts of one form, by name; `difficulty` is the mean, 0..1 (None for a form without items)."""

    size: int
    labels: Mapping[str, int]
    thirds: Mapping[str, int]
    bands: Mapping[str, int]
    domains: Mapping[str, int]
    ambiguity: Mapping[str, int]
    difficulty: float | None
    met: int

    @property
    def line(self) -> str:
        """All of it in one line."""
        labels = ", ".join(f"{count} {label}" for label, count in self.labels.items())
        mean = "" if self.difficulty is None else f"; difficulty {self.difficulty:.2f}"
        domains = sum(count > 0 for count in self.domains.values())
        return f"{labels or 'no items'}{mean}; {domains} domain{'' if domains == 1 else 's'}"


def balances(forms: Sequence[Form], among: Sequence[Candidate] = ()) -> tuple[Balance, ...]:
    """The balance of each form. Thirds are those of `among` (and of the forms' own items, where it is empty).

    Every table has the same rows for all forms, also where one has nothing of it.
    """
    everything = [candidate for form in forms for candidate in form]
    thirds = thirds_of(among or everything)
    names = {
        "labels": sorted({candidate.label for candidate in among or everything}),
        "domains": sorted({candidate.domain or NO_DOMAIN for candidate in everything}),
        "ambiguity": sorted({candidate.ambiguity for candidate in everything}),
    }
    found = []
    for form in forms:
        labels = Counter(candidate.label for candidate in form)
        domains = Counter(candidate.domain or NO_DOMAIN for candidate in form)
        ambiguity = Counter(candidate.ambiguity for candidate in form)
        bands = Counter(BANDS[min(int(5 * candidate.difficulty), 4)] for candidate in form)
        own_thirds = Counter(THIRDS[thirds[candidate.slug]] for candidate in form)
        found.append(
            Balance(
                size=len(form),
                labels={name: labels[name] for name in names["labels"]},
                thirds={name: own_thirds[name] for name in THIRDS},
                bands={name: bands[name] for name in BANDS},
                domains={name: domains[name] for name in names["domains"]},
                ambiguity={name: ambiguity[name] for name in names["ambiguity"]},
                difficulty=sum(candidate.difficulty for candidate in form) / len(form) if form else None,
                met=sum(candidate.seen > 0 for candidate in form),
            )
        )
    return tuple(found)


def warnings(
    names: Sequence[str], forms: Sequence[Form], size: int, among: Sequence[Candidate] = ()
) -> tuple[str, ...]:
    """What whoever uses the forms should know, in words. `size`: items wanted in each; `among`: the candidates."""
    found: list[str] = []
    wanted = size * len(forms)
    held = sum(map(len, forms))
    if held < wanted:
        found.append(f"There are {held} items for {wanted} places: the forms are smaller than wanted.")
    for name, form, balance in zip(names, forms, balances(forms, among), strict=True):
        found += _about_labels(name, balance)
        found += _about_items(name, form)
    found += _between(names, forms)
    return tuple(found)


def _about_labels(name: str, balance: Balance) -> list[str]:
    found = []
    if len(balance.labels) == 1 and balance.size > 1:
        return [f"{name}: every item has the same key, {next(iter(balance.labels))}."]
    even = balance.size / len(balance.labels) if balance.labels else 0
    commonest = max(balance.labels, key=lambda label: balance.labels[label], default="")
    count = balance.labels.get(commonest, 0)
    if count >= LOPSIDED_FROM * even and count > even + 1:
        share = 100 * count / balance.size
        found.append(f"{name}: {count} of {balance.size} items ({share:.0f} %) have the key {commonest}.")
    missing = [label for label, own in balance.labels.items() if not own]
    if missing and balance.size >= len(balance.labels):
        found.append(f"{name}: no item has the key {_listed(missing)}.")
    return found


def _about_items(name: str, form: Form) -> list[str]:
    found = []
    met = sorted(candidate.slug for candidate in form if candidate.seen)
    if met:
        verb = "item was" if len(met) == 1 else "items were"
        found.append(
            f"{name}: {len(met)} {verb} used in practice ({_listed(met)}); whoever met one there is not asked it."
        )
    texts = Counter(candidate.text_hash for candidate in form if candidate.text_hash is not None)
    for text, count in sorted(texts.items()):
        if count > 1:
            same = sorted(candidate.slug for candidate in form if candidate.text_hash == text)
            found.append(f"{name}: {_listed(same)} have nearly the same text.")
    return found


def _between(names: Sequence[str], forms: Sequence[Form]) -> list[str]:
    """What makes the forms unlike each other."""
    filled = [(name, form) for name, form in zip(names, forms, strict=True) if form]
    if len(filled) < 2:
        return []
    found = []
    means = {name: sum(candidate.difficulty for candidate in form) / len(form) for name, form in filled}
    hardest, easiest = max(means, key=lambda n: means[n]), min(means, key=lambda n: means[n])
    if means[hardest] - means[easiest] > MAX_DIFFICULTY_GAP:
        found.append(
            f"{hardest} is harder than {easiest}: mean difficulty {means[hardest]:.2f} and {means[easiest]:.2f}."
        )
    domains = {name: {candidate.domain or NO_DOMAIN for candidate in form} for name, form in filled}
    in_forms = Counter(domain for own in domains.values() for domain in own)
    for name, own in domains.items():
        alone = sorted(domain for domain in own if in_forms[domain] == 1)
        if alone:
            found.append(f"Only {name} has items from {_listed(alone)}.")
    found += _shared_texts(filled)
    return found


def _shared_texts(filled: Sequence[tuple[str, Form]]) -> list[str]:
    """Two items with one text in two forms: what one form taught, the other asks."""
    where: dict[int, dict[str, str]] = {}
    for name, form in filled:
        for candidate in form:
            if candidate.text_hash is not None:
                where.setdefault(candidate.text_hash, {}).setdefault(name, candidate.slug)
    shared = sorted(tuple(slugs.items()) for slugs in where.values() if len(slugs) > 1)
    return [
        f"{' and '.join(f'{slug} ({name})' for name, slug in places)} have nearly the same text." for places in shared
    ]


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:NAMED])
    more = len(names) - len(shown)
    if more:
        return f"{', '.join(shown)} and {more} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
