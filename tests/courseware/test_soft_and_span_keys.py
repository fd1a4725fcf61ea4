"""Soft gold, ties and passages: what one answer is worth against them."""

import pytest

from courseware.curriculum import Guideline
from courseware.keys import PAIR_ANSWERS, InvalidKey, parse_key
from courseware.passages import overlap, passages

NLI = ("entailment", "neutral", "contradiction")
TEXT = "The lift stopped. Nobody was hurt, and help came within minutes! The owner has paid."


def spans(*ends: tuple[int, int]) -> dict[str, object]:
    return {"spans": [{"start": start, "end": end} for start, end in ends]}


def ids(text: str) -> list[str]:
    return [passage.id for passage in passages(text)]


def test_an_answer_to_soft_gold_earns_its_share_as_part_of_the_commonest():
    key = parse_key({"distribution": {"entailment": 0.5, "neutral": 0.4, "contradiction": 0.1}, "raters": 100}, NLI)
    assert key.best == "entailment"
    assert [key.grade(label).credit for label in NLI] == pytest.approx([1, 0.8, 0.2])
    assert [key.grade(label).correct for label in NLI] == [True, True, False]
    assert (key.shares, key.raters) == ({"entailment": 0.5, "neutral": 0.4, "contradiction": 0.1}, 100)


def test_a_pair_can_be_a_tie():
    key = parse_key({"side": "tie", "category": "honest"}, PAIR_ANSWERS)
    assert (key.best, key.category) == ("tie", "honest")
    assert not key.grade("a").correct
    soft = parse_key({"distribution": {"a": 2 / 3, "tie": 1 / 3}, "raters": 3}, PAIR_ANSWERS)
    assert soft.grade("a").correct
    assert not soft.grade("b").credit


def test_sentences_are_what_can_be_marked():
    found = passages('One stop. "Two?" he asked (again!).\nv1.2 is out\n\n  Last one')
    assert [passage.text for passage in found] == [
        "One stop.", '"Two?"', "he asked (again!).", "v1.2 is out", "Last one",
    ]  # fmt: skip
    assert all(TEXT[passage.start : passage.end] == passage.text for passage in passages(TEXT))
    assert passages(" \n ") == ()


def test_the_sentence_that_holds_the_keyed_passage_is_best_and_a_neighbour_earns_what_it_shares():
    first, second, third = ids(TEXT)
    inside = TEXT.index("Nobody")
    key = parse_key(spans((inside, inside + len("Nobody was hurt"))), ids(TEXT))
    assert key.grade(second).credit == 1
    assert [key.grade(other).credit for other in (first, third)] == [0, 0]
    across = parse_key(spans((0, passages(TEXT)[1].end)), ids(TEXT))
    assert across.best == second
    assert 0 < across.grade(first).credit < 0.75
    assert across.grade(third).credit == 0


def test_overlap_is_the_share_in_common():
    assert overlap("0-10", "0-10") == 1
    assert overlap("0-10", "5-15") == 0.5
    assert overlap("0-10", "10-20") == 0


def test_a_guideline_says_what_a_key_may_name():
    def guideline(scale: str) -> Guideline:
        return Guideline("g", "G", "Which?", scale, (), "")

    assert guideline("preference").answers_to({"prompt": "p", "response_a": "a", "response_b": "b"}) == PAIR_ANSWERS
    assert guideline("span").answers_to({"text": TEXT}) == tuple(ids(TEXT))


@pytest.mark.parametrize(
    ("data", "answers", "says"),
    [
        ({"distribution": {"neutral": 1}}, NLI, "'raters' is None"),
        ({"distribution": {"neutral": 1}, "raters": 0}, NLI, "'raters' is 0"),
        ({"distribution": {"neutral": 1}, "raters": True}, NLI, "'raters' is True"),
        ({"distribution": {}, "raters": 3}, NLI, "table of label = share"),
        ({"distribution": {"neutral": 0.6}, "raters": 3}, NLI, "add up to 0.6"),
        ({"distribution": {"neutral": float("nan")}, "raters": 3}, NLI, "from 0 to 1"),
        ({"distribution": {"maybe": 1}, "raters": 3}, NLI, "'maybe' is not among the answers"),
        ({"side": "c"}, PAIR_ANSWERS, "'c' is not among the answers"),
        ({"side": "a", "category": "pretty"}, PAIR_ANSWERS, "'category' is 'pretty'"),
        ({"spans": []}, ids(TEXT), "list of passages"),
        ({"spans": [{"start": 5, "end": 5}]}, ids(TEXT), "0 <= start < end"),
        ({"spans": [{"start": True, "end": 5}]}, ids(TEXT), "0 <= start < end"),
        ({"spans": [{"start": 5000, "end": 5010}]}, ids(TEXT), "no part of the text"),
        ({"spans": [{"start": 0, "end": 9, "words": "x"}]}, ids(TEXT), "unknown entry 'words'"),
    ],
)
def test_what_is_no_key_is_refused_in_words(data, answers, says):
    with pytest.raises(InvalidKey) as refusal:
        parse_key(data, answers)
    assert says in str(refusal.value)
