"""PURE: an item as a trainee meets it, from the guideline: what is asked, and what follows the answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from courseware.curriculum import Guideline, ItemContent
from courseware.key_words import KeyInWords, in_words
from courseware.passages import passages

PASSAGE_LABELS = {"text": "Text", "source": "Source", "claim": "Claim"}
PLACES = {"a": "Left", "b": "Right", "tie": "Neither: a tie", "both_bad": "Neither: both are bad"}
NOTHING_SAID = "(This response is empty.)"


@dataclass(frozen=True)
class Option:
    name: str
    help: str = ""


@dataclass(frozen=True)
class Preview:
    """`pair` holds the two responses as (heading, text), for pairs only; `texts` what stands above them or alone."""

    question: str
    texts: tuple[tuple[str, str], ...]
    pair: tuple[tuple[str, str], ...]
    options: tuple[Option, ...]
    key: KeyInWords
    why: str
    factors: tuple[Mapping[str, Any], ...]


def preview(content: ItemContent, guideline: Guideline) -> Preview:
    body = content.body
    pair: tuple[tuple[str, str], ...] = ()
    if guideline.scale == "preference":
        texts: tuple[tuple[str, str], ...] = (("Prompt", body["prompt"]),)
        pair = tuple(
            (heading, body[name] or NOTHING_SAID) for heading, name in (("Left", "response_a"), ("Right", "response_b"))
        )
        options: tuple[Option, ...] = (Option("Left"), Option("Right"))
    elif guideline.scale == "span":
        texts = (("Text", body["text"]),)
        options = tuple(Option(passage.text) for passage in passages(body["text"]))
    else:
        texts = tuple((PASSAGE_LABELS.get(name, name), text) for name, text in body.items())
        options = tuple(Option(label.name, label.help) for label in guideline.labels)
    reasons = (str(content.key.get("reason", "")), content.rationale)
    return Preview(
        question=guideline.question,
        texts=texts,
        pair=pair,
        options=options,
        key=_key(content, guideline),
        why=" ".join(reason for reason in reasons if reason),
        factors=content.factors,
    )


def _key(content: ItemContent, guideline: Guideline) -> KeyInWords:
    """As trainees are told it: by the place on the screen, and with the reason in front of the rationale."""
    words = in_words(content.key, guideline, content.body)
    side = content.key.get("side")
    return replace(words, summary=PLACES.get(side, words.summary) if side else words.summary, notes=())
