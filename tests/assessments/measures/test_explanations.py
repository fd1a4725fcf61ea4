import math
import re
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.measures.explanations import coverage
from tests.assessments.measures.shared_data import rows

words = st.text("abcd ", min_size=0, max_size=12)
texts = st.lists(words, max_size=6)


def bag(texts):
    """Counts of words, each word in one of 512 places: the same for the same text, whatever else is embedded."""
    vectors = np.zeros((len(texts), 512))
    for row, text in enumerate(texts):
        for word in re.findall("[a-z]+", text.lower()):
            vectors[row, zlib.crc32(word.encode()) % 512] += 1
    return vectors


def table(**vectors):
    """An embedding that looks the vectors up."""
    return lambda texts: [vectors[text] for text in texts]


def test_a_factor_is_covered_by_the_sentence_nearest_to_it():
    embed = table(far=[0, 1], near=[4, 3], factor=[2, 0], other=[-1, 0])
    found = coverage(["far", "near"], ["factor", "other"], embed, 0.7)
    assert list(found.similarity) == pytest.approx([0.8, 0])
    assert list(found.covered) == [True, False]
    assert (found.share, found.sentences, found.relevant) == (0.5, 2, 1)


def test_weights_say_what_a_factor_is_worth():
    said, factors = ["threat to a child"], ["threat", "child", "weapon"]
    assert coverage(said, factors, bag, 0.4).share == pytest.approx(2 / 3)
    assert coverage(said, factors, bag, 0.4, weights=[1, 1, 2]).share == 0.5
    assert coverage(said, factors, bag, 0.4, weights=[1, 1, 0]).share == 1
    assert coverage(said, factors, bag, 0.4, weights=[0, 0, 5]).share == 0
    assert coverage(said, factors, bag, 0.4, weights=[1e308, 1e308, 1e308]).share == pytest.approx(2 / 3)


def test_reaching_the_threshold_exactly_is_enough_even_at_one():
    assert coverage(["one two three"], ["three two one"], bag, 1).share == 1
    embed = table(said=[4, 3], factor=[1, 0])
    assert coverage(["said"], ["factor"], embed, 0.8).share == 1
    assert coverage(["said"], ["factor"], embed, 0.8001).share == 0


def test_an_empty_rationale_covers_nothing():
    found = coverage([], ["threat", "child"], bag, -1)
    assert (found.share, found.sentences, found.relevant) == (0, 0, 0)
    assert list(found.covered) == [False, False]
    assert list(found.similarity) == [0, 0]


def test_a_vector_of_zeros_covers_nothing_and_is_never_covered():
    found = coverage(["", "threat"], ["threat", "..."], bag, -1)
    assert list(found.covered) == [True, False]
    assert list(found.similarity) == [1, 0]
    assert found.relevant == 1
    assert coverage([""], ["threat"], bag, -1).share == 0


def test_repeating_oneself_changes_the_count_of_sentences_alone():
    once = coverage(["a threat", "a joke"], ["threat", "child"], bag, 0.6)
    often = coverage(["a threat", "a joke"] * 9, ["threat", "child"], bag, 0.6)
    assert (often.share, list(often.similarity)) == (once.share, list(once.similarity))
    assert (often.sentences, often.relevant) == (18, 9)


def test_stance_is_not_seen():
    # The documented limit: a denial is on topic too.
    assert coverage(["this is no threat"], ["this is a threat"], bag, 0.7).share == 1


@pytest.mark.parametrize("scale", [1e-300, 1e300])
def test_the_size_of_vectors_does_not_matter(scale):
    embed = table(said=np.array([4, 3]) * scale, factor=np.array([1, 0]) / scale)
    assert coverage(["said"], ["factor"], embed, 0.5).similarity == pytest.approx([0.8])


def test_rounding_takes_no_similarity_above_one():
    same = np.array([1, 1, 1]) / math.sqrt(3)  # whose square comes to 1.0000000000000002
    assert coverage(["said"], ["factor"], table(said=same, factor=same), 0.5).similarity[0] == 1


def test_embed_is_asked_once_for_everything():
    asked = []

    def embed(texts):
        asked.append(texts)
        return bag(texts)

    coverage(("a", "b"), ("c",), embed, 0.5)
    assert asked == [["a", "b", "c"]]


@pytest.mark.parametrize(
    ("sentences", "factors", "threshold", "weights", "message"),
    [
        ("one text", ["a"], 0.5, None, "^sentences must be a list"),
        (["a", None], ["a"], 0.5, None, "^sentences must hold texts"),
        (["a"], "one text", 0.5, None, "^factors must be a list"),
        (["a"], [7], 0.5, None, "^factors must hold texts"),
        (["a"], [], 0.5, None, "^factors must hold at least one"),
        (["a"], ["a"], 1.01, None, "^threshold must lie"),
        (["a"], ["a"], -1.01, None, "^threshold must lie"),
        (["a"], ["a"], math.nan, None, "^threshold must lie"),
        ([], [], 0.5, None, "^factors must hold at least one"),
        (["a"], ["a", "b"], 0.5, [1], "^weights must have the shape of factors"),
        (["a"], ["a", "b"], 0.5, [1, -1], "^weights must be 0 or more"),
        (["a"], ["a", "b"], 0.5, [0, 0], "^weights must be 0 or more"),
        (["a"], ["a", "b"], 0.5, [1, math.nan], "^weights must hold finite"),
    ],
)
def test_questions_that_cannot_be_are_refused_by_name(sentences, factors, threshold, weights, message):
    with pytest.raises(ValueError, match=message):
        coverage(sentences, factors, bag, threshold, weights=weights)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ([[1, 2]], r"^embed must return shape \(2, d\), not \(1, 2\)"),
        ([1, 2], "^embed must return shape"),
        ([[], []], "^embed must return shape"),
        ([[1, 2], [1]], "^embed must return vectors of one length"),
        ([[1, 2], [1, math.nan]], "^embed must hold finite"),
        ([[1, 2], [1, math.inf]], "^embed must hold finite"),
        ([["x"], ["y"]], "^embed must hold numbers"),
        (None, "^embed must return shape"),
    ],
)
def test_an_embedding_that_is_none_is_refused_by_name(answer, message):
    with pytest.raises(ValueError, match=message):
        coverage(["a"], ["b"], lambda texts: answer, 0.5)


def test_an_error_inside_embed_is_passed_on():
    def broken(texts):
        raise ValueError("model not loaded")

    with pytest.raises(ValueError, match=r"^model not loaded"):
        coverage(["a"], ["b"], broken, 0.5)


@given(texts, texts.filter(bool), st.floats(-1, 1))
@settings(max_examples=60)
def test_it_agrees_with_the_plain_definition(sentences, factors, threshold):
    def cosine(one, other):
        lengths = math.hypot(*one) * math.hypot(*other)
        return sum(a * b for a, b in zip(one, other, strict=True)) / lengths if lengths else None

    def small(texts):
        return [[text.count(letter) for letter in "abcd"] for text in texts]

    found = coverage(sentences, factors, small, threshold)
    for k, vector in enumerate(small(factors)):
        near = [c for c in (cosine(said, vector) for said in small(sentences)) if c is not None]
        assert found.similarity[k] == pytest.approx(max(near, default=0), abs=1e-9)
        assert found.covered[k] == any(c >= threshold - 1e-9 for c in near)
    assert found.share == pytest.approx(sum(found.covered) / len(factors))


@given(texts, words, texts.filter(bool), st.floats(-1, 1))
@settings(max_examples=60)
def test_a_sentence_more_uncovers_nothing_and_nothing_rises_above_one(sentences, more, factors, threshold):
    before = coverage(sentences, factors, bag, threshold)
    after = coverage([*sentences, more], factors, bag, threshold)
    assert (after.covered >= before.covered).all()
    assert 0 <= before.share <= after.share <= 1
    assert (np.abs(after.similarity) <= 1).all()
    assert after.sentences == before.sentences + 1
    assert 0 <= after.relevant - before.relevant <= 1


@given(st.permutations(["a b", "b c d", "d d", "a"]), st.permutations([0, 1, 2]))
def test_order_does_not_matter(sentences, places):
    factors, weights = ["a", "b c", "d a"], [1, 2, 3]
    found = coverage(["a b", "b c d", "d d", "a"], factors, bag, 0.8, weights=weights)
    other = coverage(sentences, [factors[k] for k in places], bag, 0.8, weights=[weights[k] for k in places])
    assert other.share == pytest.approx(found.share)
    assert list(other.similarity) == pytest.approx([found.similarity[k] for k in places])
    assert other.relevant == found.relevant


def test_people_who_explain_the_same_pair_cover_each_other():
    # e-SNLI (Camburu et al. 2018). No source prints these; measured with the bag of words above: .77, .18 and .94.
    explained = rows("esnli_dev1000.csv.gz")[:300]
    own, others, nearer = [], [], 0
    for row, stranger in zip(explained, explained[-10:] + explained[:-10], strict=True):
        said = [part for part in re.split("[;.]", row["expl1"]) if part.strip()]
        same = coverage(said, [row["expl2"], row["expl3"]], bag, 0.3)
        apart = coverage(said, [stranger["expl2"], stranger["expl3"]], bag, 0.3)
        own.append(same.share)
        others.append(apart.share)
        nearer += same.similarity.mean() > apart.similarity.mean()
    assert np.mean(own) > 0.74
    assert np.mean(others) < 0.21
    assert nearer / len(own) > 0.92
