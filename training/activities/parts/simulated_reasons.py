"""PURE: short rationales of simulated people: a few words of some of an item's factors, never a factor's sentence.

They stand in demo data and studies, labelled as simulated. A skilled person names more of the factors; nobody names
all of them every time, so that estimates of them are neither all 0 nor all 1.
"""

import random
import re
from collections.abc import Mapping, Sequence
from typing import Any

from courseware.mentions import function_words

# How much likelier than their skill says people are to leave a factor out: they write little.
WRITTEN_SHARE = 0.75
# Words of a factor that a rationale takes up, in another order.
MOST_WORDS = 4
WORD = re.compile(r"[A-Za-z][A-Za-z-]{2,}")

ABOUT_A_FACTOR = (
    "For me it turns on {words}.",
    "What I noticed here: {words}.",
    "I went by {words} in it.",
    "It matters to me that there is {words} here.",
    "I looked at {words} before I decided.",
    "Because of {words}, as I read it.",
)
ABOUT_NOTHING = (
    "I read it twice and this seemed the best fit.",
    "It was close, but this is where I would put it.",
    "The guideline points this way, I believe.",
    "That was my impression when I went through it.",
)


def reasons(factors: Sequence[Mapping[str, Any]], skill: float, rng: random.Random) -> str:
    """At least one sentence; of the factors each with the chance `skill` times WRITTEN_SHARE."""
    named = [factor for factor in factors if rng.random() < skill * WRITTEN_SHARE]
    templates = rng.sample(ABOUT_A_FACTOR, k=min(len(named), len(ABOUT_A_FACTOR)))
    written = [
        template.format(words=_words(factor["text"], rng)) for factor, template in zip(named, templates, strict=False)
    ]
    if not written or rng.random() < 0.3:
        written.insert(rng.randint(0, len(written)), rng.choice(ABOUT_NOTHING))
    return " ".join(written)


def _words(text: str, rng: random.Random) -> str:
    """A few of its words in another order: "a, b and c"."""
    known = list(dict.fromkeys(word.lower() for word in WORD.findall(text) if word.lower() not in function_words()))
    some = rng.sample(known, k=min(len(known), rng.randint(2, MOST_WORDS)))
    return " and ".join([", ".join(some[:-1]), some[-1]]) if len(some) > 1 else "".join(some) or "this"
