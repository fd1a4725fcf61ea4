"""What two decisions come to, for every form of key."""

import pytest

from assessments.domain.decided_keys import Decided, agree, changes, together

LABELS = ("none", "mild", "severe")


def clear(**key: object) -> Decided:
    return Decided(key, "clear")


MILD = clear(label="mild")
MILD_OR_NONE = clear(accepted={"mild": 1.0, "none": 0.5})
MILD_OR_LITTLE_NONE = clear(accepted={"mild": 1.0, "none": 0.25, "severe": 0.5})
SOFT = clear(distribution={"mild": 0.75, "none": 0.25}, raters=8)
SEVERE = clear(label="severe")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (MILD, MILD_OR_NONE, True),
        (MILD, SOFT, True),
        (MILD, SEVERE, False),
        (MILD, Decided(MILD.key, "ambiguous"), False),
        (clear(accepted={"mild": 1.0, "none": 1.0}), clear(accepted={"none": 1.0, "mild": 1.0}), True),
        (clear(accepted={"mild": 1.0, "none": 1.0}), MILD, False),
    ],
)
def test_two_agree_on_the_best_answer_and_the_ambiguity(one, other, expected):
    assert agree(one, other, LABELS) is agree(other, one, LABELS) is expected


@pytest.mark.parametrize(
    ("one", "other", "current", "expected"),
    [
        (MILD, MILD, SEVERE, MILD),
        (MILD_OR_NONE, MILD_OR_NONE, SEVERE, MILD_OR_NONE),
        # Lesser credits count where both give them: the lower of the two.
        (MILD_OR_NONE, MILD, SEVERE, MILD),
        (MILD_OR_NONE, MILD_OR_LITTLE_NONE, SEVERE, clear(accepted={"mild": 1.0, "none": 0.25})),
        # A best answer that is confirmed keeps the key, unless both say the same other credits.
        (MILD, MILD_OR_NONE, MILD, MILD),
        (MILD_OR_NONE, MILD_OR_NONE, MILD, MILD_OR_NONE),
        (MILD, MILD, MILD_OR_NONE, MILD),
        # What many people said is finer than what two can say.
        (MILD, MILD, SOFT, SOFT),
        (SEVERE, SEVERE, SOFT, SEVERE),
    ],
)
def test_labels(one, other, current, expected):
    assert together(one, other, current, LABELS) == expected


def test_a_pair_keeps_its_strength_and_reason_where_the_side_is_confirmed():
    current = clear(side="a", strength="clear", reason="It answers the question.")
    assert together(clear(side="a", strength="slight"), clear(side="a"), current, ()) == current


def test_another_side_is_clear_only_where_both_say_so_and_has_a_category_only_where_both_name_it():
    current = clear(side="a", strength="clear")
    honest = clear(side="b", strength="clear", category="honest")
    slight = clear(side="b", strength="slight", category="helpful")
    assert together(honest, honest, current, ()).key == honest.key
    assert together(honest, slight, current, ()).key == {"side": "b", "strength": "slight"}


def test_passages():
    answers = ("0-10", "11-30")
    first, second = clear(spans=[{"start": 0, "end": 10}]), clear(spans=[{"start": 11, "end": 30}])
    partly = clear(spans=[{"start": 0, "end": 7}])
    assert together(second, second, first, answers) == second
    assert together(first, first, partly, answers) == partly


@pytest.mark.parametrize(
    ("decided", "current", "expected"),
    [
        (MILD, MILD, False),
        (clear(accepted={"mild": 1.0}), MILD, False),
        (MILD_OR_NONE, MILD, True),
        (SEVERE, MILD, True),
        (Decided(MILD.key, "ambiguous"), MILD, True),
    ],
)
def test_what_changes_a_grade(decided, current, expected):
    assert changes(decided, current, LABELS) is expected
