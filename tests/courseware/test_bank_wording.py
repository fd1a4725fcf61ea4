"""What changed between two texts, what in a text cannot be seen, and keys in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.curriculum import Guideline, Label
from courseware.key_words import in_words
from courseware.wording import GONE, MAX_TOKENS, NEW, changes, unseen

WORDS = st.lists(st.sampled_from(["one", "two", "three", " ", "  ", "\n", ".", "é", "🙂"]), max_size=30).map("".join)
SEVERITY = Guideline("severity", "", "", "ordinal", (Label("mild", "Mild"), Label("bad", "Very bad")), "")


@given(WORDS, WORDS)
def test_the_pieces_are_both_texts(old: str, new: str):
    pieces = changes(old, new) or ()
    assert "".join(piece.text for piece in pieces if piece.kind != NEW) == old
    assert "".join(piece.text for piece in pieces if piece.kind != GONE) == new
    assert all(piece.text for piece in pieces)


def test_one_word_marks_one_word():
    pieces = [(piece.kind, piece.text) for piece in changes("It was quieter then.", "It was louder then.") or ()]
    assert pieces == [("same", "It was "), ("gone", "quieter"), ("new", "louder"), ("same", " then.")]


def test_long_texts_with_one_change_are_compared_and_others_are_not():
    long = "word " * MAX_TOKENS
    assert len(changes(long + "old" + long, long + "new" + long) or ()) == 4
    assert changes(long, "other " * MAX_TOKENS) is None


def test_what_cannot_be_seen_is_named():
    assert unseen("a\u202eb\u202e\u200bc") == (("zero width space", 1), ("right-to-left override", 2))
    assert unseen("می\u200cخواهم 👩\u200d🔬 é") == ()


@pytest.mark.parametrize(
    ("key", "summary", "lines"),
    [
        ({"label": "bad"}, "Very bad", []),
        ({"label": "gone"}, "gone", []),
        ({"accepted": {"mild": 0.5, "bad": 1.0}}, "Very bad or Mild", [("Very bad", 1.0), ("Mild", 0.5)]),
        (
            {"distribution": {"mild": 0.25, "bad": 0.75}, "raters": 8},
            "Very bad (75\u00a0% of 8)",
            [("Very bad", 0.75), ("Mild", 0.25)],
        ),
        (
            {"distribution": {"mild": 0.4, "bad": 0.6}, "estimated": True},
            "Very bad (60\u00a0%, estimated)",
            [("Very bad", 0.6), ("Mild", 0.4)],
        ),
        ({"side": "a", "strength": "slight"}, "Response A, slightly better", []),
        ({"side": "tie"}, "Neither: a tie", []),
        ({"spans": [{"start": 0, "end": 3}]}, "One", [("One", 1.0)]),
    ],
)
def test_keys_in_words(key, summary, lines):
    words = in_words(key, SEVERITY, {"text": "One. Two."})
    assert words.summary == summary
    assert [(line.name, line.value) for line in words.lines] == lines
