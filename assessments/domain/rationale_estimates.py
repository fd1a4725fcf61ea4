"""What the program estimates of a rationale: which factors of its item it mentions. It says so with what made it."""

from dataclasses import dataclass

from assessments import embeddings
from courseware import mentions
from training.activities.base import ItemView
from training.activities.parts.rationale import texts_of


@dataclass(frozen=True)
class Estimate:
    """share: weighted share of the factors, 0..1; mentioned: factor name -> whether; estimator: what made it."""

    share: float
    mentioned: dict[str, bool]
    estimator: str


def by_words(text: str, item: ItemView) -> Estimate:
    """What the person is told as well. Raises ValueError for an item without factors."""
    found = mentions.mentions(text, item.factors, texts_of(item))
    return _estimate(item, found.share, found.mentioned, mentions.NAME)


def estimate(text: str, item: ItemView) -> Estimate:
    """By the sentence model where it is installed, by words otherwise; the same clauses are read either way."""
    if not embeddings.available():
        return by_words(text, item)
    # Brings numpy and scipy.
    from assessments.measures.explanations import coverage

    clauses = mentions.clauses(text, texts_of(item))
    factors = [f"{factor['name']}. {factor['text']}" for factor in item.factors]
    weights = [factor["weight"] for factor in item.factors]
    found = coverage(clauses, factors, embeddings.embed, embeddings.NEAR, weights)
    return _estimate(item, found.share, [bool(there) for there in found.covered], embeddings.NAME)


def _estimate(item: ItemView, share: float, mentioned: object, estimator: str) -> Estimate:
    names = [factor["name"] for factor in item.factors]
    return Estimate(share, dict(zip(names, mentioned, strict=True)), estimator)  # type: ignore[call-overload]
