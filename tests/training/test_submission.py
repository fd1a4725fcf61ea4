"""One answer off the wire: what is read, what is refused and where, and what makes two of them the same."""

import contextlib
import json
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.activities.base import InvalidAnswer
from training.domain.submission import MAX_MS, parse

STEP, ANSWER = uuid.UUID(int=1, version=4), uuid.UUID(int=2, version=4)


def body(**changes: Any) -> dict[str, Any]:
    return {"uuid": str(ANSWER), "step": str(STEP), "answer": {"choice": "mild"}, **changes}


def encoded(**changes: Any) -> bytes:
    return json.dumps(body(**changes)).encode()


def refusal(raw: bytes) -> InvalidAnswer:
    with pytest.raises(InvalidAnswer) as refused:
        parse(raw)
    return refused.value


class TestReading:
    def test_all_parts_are_read(self):
        submission = parse(
            encoded(
                confidence=80,
                first={"choice": "none", "confidence": 60, "atMs": 1500},
                timing={"rtMs": 4100.5, "activeMs": 4000, "idleMs": 60, "hidden": False, "nudged": True},
            )
        )
        assert (submission.uuid, submission.step) == (ANSWER, STEP)
        assert (submission.answer.value, submission.answer.confidence) == ({"choice": "mild"}, 0.8)
        assert submission.first == {"choice": "none", "confidence": 0.6, "at_ms": 1500.0}
        assert submission.timing == {
            "rtMs": 4100.5, "activeMs": 4000.0, "idleMs": 60.0, "hidden": False, "nudged": True
        }  # fmt: skip

    def test_the_first_answer_keeps_what_else_it_held(self):
        first = {"choice": "position,halo", "confidence": None, "atMs": 9, "parts": {"flag": True}}
        assert parse(encoded(first=first)).first == {
            "choice": "position,halo", "confidence": None, "at_ms": 9.0, "parts": {"flag": True}
        }  # fmt: skip

    def test_what_is_optional_may_be_missing(self):
        submission = parse(encoded())
        assert (submission.answer.confidence, submission.first, submission.timing) == (None, None, {})

    def test_what_the_browser_says_beside_the_known_timings_is_not_kept(self):
        submission = parse(encoded(timing={"rtMs": 1, "now": 99, "hidden": "yes", "nudged": 1, "activeMs": None}))
        assert submission.timing == {"rtMs": 1.0}


class TestSameness:
    def test_order_and_spacing_of_the_json_do_not_matter(self):
        other_way_round = json.dumps(dict(reversed(body(confidence=70).items())), indent=4).encode()
        assert parse(other_way_round).request_hash == parse(encoded(confidence=70)).request_hash

    @pytest.mark.parametrize(
        "changes",
        [
            {"answer": {"choice": "none"}},
            {"confidence": 90},
            {"timing": {"rtMs": 5}},
            {"first": {"choice": "none", "atMs": 1}},
        ],
        ids=lambda changes: next(iter(changes)),
    )
    def test_any_other_content_is_another_answer(self, changes: dict[str, Any]):
        assert parse(encoded(**changes)).request_hash != parse(encoded()).request_hash


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"uuid": None}, "uuid"),
        ({"uuid": "1"}, "uuid"),
        ({"uuid": 5}, "uuid"),
        ({"uuid": ["a"]}, "uuid"),
        ({"step": "not-a-uuid"}, "step"),
        ({"answer": None}, "answer"),
        ({"answer": "mild"}, "answer"),
        ({"answer": ["mild"]}, "answer"),
        ({"confidence": "high"}, "confidence"),
        ({"confidence": True}, "confidence"),
        ({"confidence": -1}, "confidence"),
        ({"confidence": 101}, "confidence"),
        ({"confidence": 10**400}, "confidence"),
        ({"first": "none"}, "first"),
        ({"first": {"choice": 4}}, "first"),
        ({"first": {"choice": "x" * 201}}, "first"),
        ({"first": {"choice": "none", "parts": ["flag"]}}, "first.parts"),
        ({"first": {"choice": "none", "parts": {"rationale": "x" * 20_000}}}, "first.parts"),
        ({"first": {"choice": "none", "confidence": 200}}, "first.confidence"),
        ({"first": {"choice": "none", "atMs": -1}}, "first.atMs"),
        ({"timing": None}, "timing"),
        ({"timing": [1, 2]}, "timing"),
        ({"timing": {"rtMs": "fast"}}, "timing.rtMs"),
        ({"timing": {"rtMs": -1}}, "timing.rtMs"),
        ({"timing": {"activeMs": MAX_MS + 1}}, "timing.activeMs"),
        ({"timing": {"rtMs": 10**400}}, "timing.rtMs"),
        ({"correct": True}, "correct"),
        ({"received_at": "2020-01-01"}, "received_at"),
    ],
)
def test_an_invalid_part_is_named(changes: dict[str, Any], field: str):
    assert refusal(encoded(**changes)).field == field


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"answer"',
        b"\xff\xfe\xfd",
        b'{"confidence": NaN}',
        b'{"confidence": Infinity}',
        b'{"answer": {"choice": "\\u0000"}}',
        b'{"answer": {"choice": "\\ud800"}}',
        b'{"confidence": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b'{"answer":' * 50_000,
    ],
    ids=lambda raw: raw[:20].decode(errors="replace"),
)
def test_a_body_that_no_database_could_hold_is_refused_as_a_whole(raw: bytes):
    assert refusal(raw).field == "body"


def test_an_escaped_backslash_is_no_control_character():
    assert parse(encoded(answer={"choice": "\\u0000"})).answer.value == {"choice": "\\u0000"}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=8,
    ),
    st.sampled_from(["uuid", "step", "answer", "confidence", "first", "timing", "extra"]),
)
def test_whatever_comes_is_read_or_refused(value: Any, field: str):
    with contextlib.suppress(InvalidAnswer):
        confidence = parse(encoded(**{field: value})).answer.confidence
        assert confidence is None or 0 <= confidence <= 1


def test_a_number_beyond_all_bounds_is_refused_by_name():
    first = {"choice": "mild", "atMs": 5, "parts": {"soft": {"mild": "huge"}}}
    body = {"uuid": str(uuid.uuid4()), "step": str(uuid.uuid4()), "answer": {"choice": "a"}, "first": first}
    with pytest.raises(InvalidAnswer) as refused:
        parse(json.dumps(body).encode().replace(b'"huge"', b"1e400"))
    assert refused.value.field == "first.parts"


def test_a_long_first_answer_in_any_script_is_kept():
    parts = {"cases": {"mild": "ы" * 600, "none": "ы" * 600}, "pauses": {"answer": "ы" * 500}}
    first = {"choice": "mild", "atMs": 5, "parts": parts}
    body = {"uuid": str(uuid.uuid4()), "step": str(uuid.uuid4()), "answer": {"choice": "a"}, "first": first}
    assert parse(json.dumps(body).encode()).first["parts"] == parts
