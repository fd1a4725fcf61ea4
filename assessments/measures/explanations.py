"""Which of an item's reference factors a written rationale touches."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assessments.measures.checks import Floats, as_numbers, numbers, parallel

# A text compared with itself comes to 0.9999999999999998: it must reach a threshold of 1.
ROUNDING = 1e-9

Embed = Callable[[Sequence[str]], Any]


@dataclass(frozen=True, eq=False)
class Coverage:
    """What a rationale touches; `covered` and `similarity` have an entry for each factor, in their order.

    share       weighted share of the factors that are covered, 0..1
    covered     true where a factor is
    similarity  cosine of the factor and the sentence nearest to it, -1..1; 0 where there is none
    sentences   how many sentences there were
    relevant    how many of them reach the threshold for any factor; many more sentences than that is padding
    """

    share: float
    covered: NDArray[np.bool_]
    similarity: Floats
    sentences: int
    relevant: int


def coverage(
    sentences: Sequence[str],
    factors: Sequence[str],
    embed: Embed,
    threshold: float,
    weights: ArrayLike | None = None,
) -> Coverage:
    """The share of `factors` that some sentence of a rationale comes near to.

        similarity_k = max over sentences s of cos(embed(s), embed(factor_k));  covered_k = similarity_k >= threshold
        share        = sum of weight_k covered_k / sum of weight_k

    Embedding similarity detects topic, not stance: "this is a threat" and "this is no threat" lie close
    together. So a coverage counts only where the label is right. Length is never a score: saying the same
    again changes nothing, nothing rises above 1, and what sentences beyond the relevant ones do is counted
    apart, in `sentences` and `relevant`. Still, every new sentence is one more chance to touch a factor and
    none can be lost, so compare rationales held to the same limit of sentences.

    `sentences` and `factors` are texts; `weights` one number of 0 or more for each factor, equal if left out.
    `embed` takes a list of n texts and returns one vector each, shape (n, d); it is called once, with the
    sentences and then the factors. Where the threshold lies depends on `embed`: choose it on rationales judged
    by people. No sentence covers nothing, and a vector of zeros says nothing: it is near to nothing and covers
    or is covered by nothing.
    Raises ValueError for a single text in place of several, entries that are no texts, no factors, a threshold
    outside -1..1, weights that are negative, not finite, all 0 or not one a factor, and where `embed` returns
    another shape or values that are not finite.
    Source: greedy matching by cosine as in Zhang, Kishore, Wu, Weinberger and Artzi 2020, BERTScore, ICLR, with
    sentences (Reimers and Gurevych 2019, Sentence-BERT, EMNLP, 3982-3992) in place of words.
    """
    said, wanted = _texts("sentences", sentences), _texts("factors", factors)
    if not wanted:
        raise ValueError("factors must hold at least one text")
    if not -1 <= threshold <= 1:
        raise ValueError(f"threshold must lie between -1 and 1, not {threshold}")
    importance = _weights(weights, len(wanted))
    near = _cosines(embed, said, wanted) if said else np.full((1, len(wanted)), -np.inf)
    reached = near >= threshold - ROUNDING
    covered: NDArray[np.bool_] = np.any(reached, axis=0)
    best = near.max(axis=0)
    return Coverage(
        share=min(float(importance[covered].sum() / importance.sum()), 1.0),
        covered=covered,
        similarity=np.where(np.isfinite(best), best, 0.0),
        sentences=len(said),
        relevant=int(reached.any(axis=1).sum()),
    )


def _texts(name: str, texts: Sequence[str]) -> list[str]:
    if isinstance(texts, str):
        raise ValueError(f"{name} must be a list of texts, not one text")
    listed = list(texts)
    if not all(isinstance(text, str) for text in listed):
        raise ValueError(f"{name} must hold texts only")
    return listed


def _weights(weights: ArrayLike | None, factors: int) -> Floats:
    """Weights of which the largest is 1."""
    equal = np.ones(factors)
    if weights is None:
        return equal
    given = numbers("weights", weights)
    parallel("weights", given, "factors", equal)
    if (given < 0).any() or not given.any():
        raise ValueError("weights must be 0 or more, not all 0")
    return given / given.max()  # so that huge ones do not add up to infinity


def _cosines(embed: Embed, said: list[str], wanted: list[str]) -> Floats:
    """(sentences, factors), -1..1; -infinity where either vector is all zeros."""
    vectors = _vectors(embed, said + wanted)
    size = np.abs(vectors).max(axis=1, keepdims=True)
    silent = size[:, 0] == 0
    vectors = vectors / np.where(size > 0, size, 1)  # no square of a huge or a tiny number
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = vectors / np.where(length > 0, length, 1)
    cosines = np.clip(unit[: len(said)] @ unit[len(said) :].T, -1, 1)
    cosines[silent[: len(said)]] = -np.inf
    cosines[:, silent[len(said) :]] = -np.inf
    return cosines


def _vectors(embed: Embed, texts: list[str]) -> Floats:
    answer = embed(texts)
    try:
        returned = np.asarray(answer)
    except ValueError as error:
        raise ValueError(f"embed must return vectors of one length: {error}") from error
    if returned.ndim != 2 or returned.shape[0] != len(texts) or returned.shape[1] == 0:
        raise ValueError(f"embed must return shape ({len(texts)}, d), not {returned.shape}")
    return as_numbers("embed", returned)
