"""PURE: one checked way from the plain fields of a row to an item. What item files demand, importing demands."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from courseware.curriculum import AMBIGUITIES, ITEM_KINDS, Guideline, ItemContent
from courseware.importers.candidates import Candidate, Found, Options, Rejection
from courseware.importers.naming import RESERVED_SLUGS, SLUG, slug_for
from courseware.importers.source import MAX_FIELD_CHARACTERS
from courseware.item_files import FORMS_OF_SCALE, WEIGHT_TOLERANCE
from courseware.keys import InvalidKey, parse_key

# Columns of the table that hold short texts, and how long they may be.
SHORT = {"domain": 60, "language": 12, "licence": 40, "provenance": 200, "twin": 50}

# Line breaks and tabs belong to texts; other control characters come from broken exports and hide what is there.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# A spreadsheet runs a cell that begins so. A text may (it is shown as text, never run); a name has no reason to.
FORMULA = ("=", "+", "-", "@")
PROVENANCES = ("authored", "adjudicated", "measured", "imported")
FACTOR_FIELDS = {"name", "text", "weight"}
MAX_FACTORS = 50
# As many as there are biases, and more texts than any of them plants.
MAX_PLANTED = 20
MAX_PLANTED_NAME = 50
# Where a file says nothing of difficulty, an item is taken to be neither easy nor hard.
UNKNOWN_DIFFICULTY = 0.5
# A model that says nothing has responded, too: one of a pair may be empty.
RESPONSES = ("response_a", "response_b")


class _Refused(ValueError):
    """`column` of a row cannot be."""

    def __init__(self, column: str, reason: str) -> None:
        self.column, self.reason = column, reason
        super().__init__(reason)


def candidate(row: int, fields: Mapping[str, Any], guideline: Guideline, options: Options) -> Found:
    """An item from `fields`, or the first reason why it cannot be one, with the column as the file calls it.

    Fields: slug, body (a mapping), key (a mapping), rationale, factors, difficulty, intensity, ambiguity, twin,
    domain, language, licence, provenance, planted; all but body and key may be missing. Without a slug one is made
    from what the item says, so that the same row is the same item whenever it is imported.
    """
    try:
        content = _content(fields, guideline, options)
    except _Refused as refused:
        return Rejection(row, options.column(refused.column), refused.reason)
    return Candidate(row, content, guideline)


def _content(fields: Mapping[str, Any], guideline: Guideline, options: Options) -> ItemContent:
    body = _body(fields.get("body") or {}, guideline)
    key = _key(fields.get("key"), guideline, body)
    defaults = {"language": options.language, "licence": options.licence, "domain": options.domain}
    short = {
        name: _short(name, fields.get(name) or defaults.get(name) or "", longest) for name, longest in SHORT.items()
    }
    provenance = short["provenance"] or "imported"
    if provenance.split()[0].strip(",:;") not in PROVENANCES:
        raise _Refused("provenance", f"begins with {provenance.split()[0]!r}; expected one of {', '.join(PROVENANCES)}")
    return ItemContent(
        slug=_slug(fields.get("slug"), guideline, body),
        kind=ITEM_KINDS[guideline.scale],
        guideline=guideline.slug,
        domain=short["domain"],
        body=body,
        key=key,
        rationale=_text("rationale", fields.get("rationale") or "", required=False),
        factors=_factors(fields.get("factors") or ()),
        difficulty=_number("difficulty", fields.get("difficulty"), UNKNOWN_DIFFICULTY, 0, 1),
        intensity=_whole("intensity", fields.get("intensity"), 0, 0, 5),
        ambiguity=_choice("ambiguity", fields.get("ambiguity") or "clear", AMBIGUITIES),
        language=short["language"] or "en",
        licence=short["licence"] or "unknown",
        provenance=provenance,
        twin=short["twin"],
        planted=_planted(fields.get("planted") or {}),
    )


def _body(given: Mapping[str, Any], guideline: Guideline) -> dict[str, str]:
    """The texts of the first form that fits. A field that is there but goes with no form is named."""
    forms = FORMS_OF_SCALE[guideline.scale]
    present = {name for name, value in given.items() if value or (value == "" and name in RESPONSES)}
    form = next((form for form in forms if present >= set(form)), None)
    if form is None:
        wanted = ", or ".join(" and ".join(form) for form in forms)
        nearest = max(forms, key=lambda form: len(present & set(form)))
        missing = next(name for name in nearest if name not in present)
        raise _Refused(missing, f"is missing or empty; expected {wanted}")
    extra = sorted(present - set(form))
    if extra:
        raise _Refused(extra[0], f"does not go with {' and '.join(form)}")
    body = {name: _text(name, given[name], required=name not in RESPONSES) for name in form}
    if set(RESPONSES) <= set(form) and not any(body[name].strip() for name in RESPONSES):
        raise _Refused(form[-1], "is empty, and so is the other: there is nothing to compare")
    return body


def _text(name: str, value: Any, *, required: bool = True) -> str:
    if not isinstance(value, str):
        raise _Refused(name, f"is {type(value).__name__}; expected text")
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    if required and not text.strip():
        raise _Refused(name, "is empty")
    if len(text) > MAX_FIELD_CHARACTERS:
        raise _Refused(name, f"is longer than {MAX_FIELD_CHARACTERS:,} characters")
    if CONTROL.search(text):
        raise _Refused(name, "holds control characters")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise _Refused(name, "holds half of a character (a lone surrogate)") from error
    return text


def _short(name: str, value: Any, longest: int) -> str:
    text = _text(name, value, required=False).strip()
    if len(text) > longest:
        raise _Refused(name, f"is longer than {longest} characters")
    if "\n" in text:
        raise _Refused(name, "holds a line break")
    if text.startswith(FORMULA):
        raise _Refused(name, f"begins with {text[0]!r}, as a spreadsheet's formula does")
    return text


def _slug(value: Any, guideline: Guideline, body: Mapping[str, str]) -> str:
    if value in (None, ""):
        return slug_for(guideline.slug, body)
    if not isinstance(value, str) or not SLUG.fullmatch(value):
        raise _Refused("slug", f"is {str(value)[:60]!r}; expected up to 50 letters, digits, - and _")
    if value in RESERVED_SLUGS:
        raise _Refused("slug", f"{value!r} is taken: it is the address of the bank as a file")
    return value


def _key(value: Any, guideline: Guideline, body: Mapping[str, str]) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise _Refused("key", "is missing; expected what the item is graded against")
    try:
        parse_key(value, guideline.answers_to(body))
    except InvalidKey as error:
        raise _Refused("key", str(error)) from error
    _text("key", str(value.get("reason", "")), required=False)
    return dict(value)


def _factors(value: Any) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > MAX_FACTORS:
        raise _Refused("factors", f"expected a list of at most {MAX_FACTORS} factors")
    factors: list[dict[str, Any]] = []
    for factor in value:
        if not isinstance(factor, Mapping) or set(factor) != FACTOR_FIELDS:
            raise _Refused("factors", "each factor needs name, text and weight, and nothing else")
        factors.append(
            {
                "name": _text("factors", factor["name"]),
                "text": _text("factors", factor["text"]),
                "weight": _number("factors", factor["weight"], None, 0.001, 1),
            }
        )
    total = sum(factor["weight"] for factor in factors)
    if factors and abs(total - 1) > WEIGHT_TOLERANCE:
        raise _Refused("factors", f"the weights add up to {total:g}; expected 1")
    return tuple(factors)


def _planted(value: Any) -> dict[str, dict[str, str]]:
    """Texts by the name of a bias. Which biases there are, and what they plant, a course asks when it uses the item."""
    if not isinstance(value, Mapping) or len(value) > MAX_PLANTED:
        raise _Refused("planted", f"expected an object of at most {MAX_PLANTED} objects of texts")
    planted: dict[str, dict[str, str]] = {}
    for bias, texts in value.items():
        if not isinstance(texts, Mapping) or not 0 < len(texts) <= MAX_PLANTED:
            raise _Refused("planted", f"{str(bias)[:60]!r}: expected an object of 1 to {MAX_PLANTED} texts")
        name = _short("planted", bias, MAX_PLANTED_NAME)
        planted[name] = {
            _short("planted", field, MAX_PLANTED_NAME): _text("planted", text) for field, text in texts.items()
        }
    return planted


def _number(name: str, value: Any, default: float | None, low: float, high: float) -> float:
    if value in (None, "") and default is not None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise _Refused(name, f"is {str(value)[:60]!r}; expected a number from {low:g} to {high:g}")
    return float(value)


def _whole(name: str, value: Any, default: int, low: int, high: int) -> int:
    number = _number(name, value, default, low, high)
    if number != int(number):
        raise _Refused(name, f"is {value!r}; expected a whole number from {low} to {high}")
    return int(number)


def _choice(name: str, value: Any, options: Sequence[str]) -> str:
    if value not in options:
        raise _Refused(name, f"is {str(value)[:60]!r}; expected one of {', '.join(options)}")
    return str(value)
