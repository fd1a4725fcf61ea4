"""Two versions of one item, field by field."""

from dataclasses import dataclass

from courseware.curriculum import Guideline
from courseware.key_words import KEY_FORMS, in_words
from courseware.models import ItemVersion
from courseware.wording import Piece, changes

FIELD_NAMES = {
    "text": "Text",
    "source": "Source",
    "claim": "Claim",
    "prompt": "Prompt",
    "response_a": "Response A",
    "response_b": "Response B",
    "rationale": "Rationale",
}
FACTS = {
    "guideline": "Guideline",
    "difficulty": "Difficulty",
    "intensity": "Intensity",
    "ambiguity": "Ambiguity",
    "twin": "Twin",
    "planted": "Planted",
    "domain": "Domain",
    "language": "Language",
    "licence": "Licence",
    "provenance": "Provenance",
}


@dataclass(frozen=True)
class TextChange:
    """`pieces` is None where the texts are too long to compare by words."""

    name: str
    old: str
    new: str
    pieces: tuple[Piece, ...] | None

    @property
    def changed(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True)
class FactChange:
    name: str
    old: str
    new: str

    @property
    def changed(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True)
class Comparison:
    texts: tuple[TextChange, ...]
    facts: tuple[FactChange, ...]

    @property
    def changed(self) -> int:
        """How many fields differ."""
        return sum(text.changed for text in self.texts) + sum(fact.changed for fact in self.facts)


def compare(old: ItemVersion, new: ItemVersion, guideline: Guideline | None) -> Comparison:
    """What differs; names of labels are those of the guideline in force."""
    texts = [(name, old.body.get(name, ""), new.body.get(name, "")) for name in dict.fromkeys((*old.body, *new.body))]
    texts.append(("rationale", old.rationale, new.rationale))
    texts += _factors(old, new)
    keys = [FactChange("Key", _key(old, guideline), _key(new, guideline))]
    facts = [FactChange(name, _fact(old, field), _fact(new, field)) for field, name in FACTS.items()]
    return Comparison(
        texts=tuple(TextChange(FIELD_NAMES.get(name, name), a, b, changes(a, b)) for name, a, b in texts),
        facts=(*keys, *facts),
    )


def _factors(old: ItemVersion, new: ItemVersion) -> list[tuple[str, str, str]]:
    """Reference factors by name: (what to call it, its text and weight before, and after)."""
    before = {factor["name"]: f"{factor['text']} (weight {factor['weight']:g})" for factor in old.factors}
    after = {factor["name"]: f"{factor['text']} (weight {factor['weight']:g})" for factor in new.factors}
    return [(f"Factor: {name}", before.get(name, ""), after.get(name, "")) for name in {**before, **after}]


def _key(version: ItemVersion, guideline: Guideline | None) -> str:
    """The whole key in lines of text."""
    words = in_words(version.key, guideline, version.body)
    lines = [f"{KEY_FORMS[words.form]}: {words.summary}"]
    lines += [f"{line.name}: {line.value:g}" for line in words.lines]
    lines += [f"{name}: {text}" for name, text in words.notes]
    return "\n".join(lines)


def _fact(version: ItemVersion, field: str) -> str:
    value = getattr(version, field)
    return f"{value:g}" if isinstance(value, float) else str(value)
