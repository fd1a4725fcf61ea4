"""PURE: the three ratings that people may give, each from 0 to 100, and the words around them.

Pleasure and arousal are the two of Betella and Verschure (2016), distress is a 0 to 100 rating after Wolpe (1969);
the drawings and the words are our own. Sources and licences: docs/instruments.md.
"""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Scale:
    """`low` and `high` name the ends; `rest` is where the handle of an unanswered slider stands."""

    name: str
    title: str
    question: str
    low: str
    high: str
    rest: int


SCALES = (
    Scale("pleasure", "Pleasure", "How pleasant is it to be you right now?", "unpleasant", "pleasant", 50),
    Scale("arousal", "Arousal", "How calm or stirred up are you?", "calm", "stirred up", 50),
    Scale("distress", "Distress", "How distressed are you?", "0, none", "100, the worst you can imagine", 0),
)
# During a sitting there is one question, not three: it has to be quick to answer and to pass over.
ASKED = MappingProxyType(
    {"before": SCALES, "during": tuple(scale for scale in SCALES if scale.name == "distress"), "after": SCALES}
)
