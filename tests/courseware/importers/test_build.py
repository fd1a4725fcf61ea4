"""One row's plain fields: what makes an item, and what is refused with its column and reason."""

import pytest

from courseware.importers.build import candidate
from courseware.importers.candidates import Candidate, Options, Rejection
from courseware.importers.pairs import PREFERENCE
from tests.courseware.importers.reading import PASSAGE, TONE

GOOD = {"body": {"text": "Well done."}, "key": {"label": "warm"}}
PAIR = {"body": {"prompt": "Hello", "response_a": "Hi", "response_b": ""}, "key": {"side": "a"}}


def built(fields, guideline=TONE, **options):
    return candidate(7, fields, guideline, Options(**options))


def test_what_a_row_does_not_say_is_taken_from_the_options_or_left_open():
    found = built(GOOD, language="pt", licence="CC0", domain="mail")
    assert isinstance(found, Candidate)
    item = found.content
    assert (item.kind, item.guideline, item.language, item.licence, item.domain) == (
        "classification", "tone", "pt", "CC0", "mail",
    )  # fmt: skip
    assert (item.difficulty, item.intensity, item.ambiguity, item.provenance) == (0.5, 0, "clear", "imported")


def test_a_row_without_a_name_is_the_same_item_each_time_and_another_text_another():
    names = [built(GOOD | {"body": {"text": text}}).content.slug for text in ("a", "a", "b")]
    assert names[0] == names[1] != names[2]
    assert names[0].startswith("tone-")


@pytest.mark.parametrize(
    ("changed", "column", "reason"),
    [
        ({"body": {}}, "text", "is missing or empty"),
        ({"body": {"text": "  "}}, "text", "is empty"),
        ({"body": {"text": "x", "claim": "y"}}, "claim", "does not go with text"),
        ({"body": {"text": 3}}, "text", "is int; expected text"),
        ({"body": {"text": "a\x00b"}}, "text", "control characters"),
        ({"body": {"text": "a\x1b[2Jb"}}, "text", "control characters"),
        ({"body": {"text": "\ud800"}}, "text", "lone surrogate"),
        ({"body": {"text": "x" * 200_001}}, "text", "longer than 200,000"),
        ({"key": None}, "key", "is missing"),
        ({"key": {"label": "lukewarm"}}, "key", "'lukewarm' is not among"),
        ({"key": {"label": "warm", "side": "a"}}, "key", "exactly one of"),
        ({"slug": "a/b"}, "slug", "expected up to 50 letters"),
        ({"slug": "../../etc"}, "slug", "expected up to 50 letters"),
        ({"difficulty": 1.5}, "difficulty", "expected a number from 0 to 1"),
        ({"difficulty": float("nan")}, "difficulty", "expected a number"),
        ({"intensity": 2.5}, "intensity", "whole number"),
        ({"intensity": True}, "intensity", "expected a number"),
        ({"ambiguity": "maybe"}, "ambiguity", "expected one of clear"),
        ({"provenance": "found somewhere"}, "provenance", "expected one of authored"),
        ({"provenance": "imported " + "x" * 200}, "provenance", "longer than 200"),
        ({"licence": "=HYPERLINK(1)"}, "licence", "spreadsheet's formula"),
        ({"domain": "@SUM(A1)"}, "domain", "spreadsheet's formula"),
        ({"domain": "a\nb"}, "domain", "line break"),
        ({"rationale": ["x"]}, "rationale", "expected text"),
        ({"factors": "x"}, "factors", "expected a list"),
        ({"factors": [{"name": "x"}]}, "factors", "needs name, text and weight"),
        ({"factors": [{"name": "x", "text": "y", "weight": 0.5}]}, "factors", "add up to 0.5"),
    ],
)
def test_a_bad_field_is_named_with_the_reason(changed, column, reason):
    found = built(GOOD | changed)
    assert isinstance(found, Rejection), found
    assert (found.row, found.column) == (7, column)
    assert reason in found.reason


def test_the_column_is_named_as_the_file_calls_it():
    assert built(GOOD | {"body": {}}, columns={"text": "sentence"}).column == "sentence"


def test_texts_keep_formulas_and_markup_as_they_are():
    """A text is shown as text wherever it is shown: changing it would change the item."""
    text = "=1+1 <b>bold</b> <script>alert(1)</script>"
    assert built(GOOD | {"body": {"text": text}}).content.body == {"text": text}


def test_line_ends_become_one_kind():
    assert built(GOOD | {"body": {"text": "a\r\nb\rc\td"}}).content.body == {"text": "a\nb\nc\td"}


def test_one_response_of_a_pair_may_be_empty_but_not_both():
    assert isinstance(built(PAIR, PREFERENCE), Candidate)
    both = PAIR | {"body": {"prompt": "Hello", "response_a": "", "response_b": ""}}
    assert "nothing to compare" in built(both, PREFERENCE).reason


def test_a_span_key_must_meet_a_passage_of_the_text():
    fields = {"body": {"text": "One sentence. Another one."}}
    assert isinstance(built(fields | {"key": {"spans": [{"start": 14, "end": 26}]}}, PASSAGE), Candidate)
    beyond = built(fields | {"key": {"spans": [{"start": 400, "end": 426}]}}, PASSAGE)
    assert (beyond.column, "no part of the text" in beyond.reason) == ("key", True)
