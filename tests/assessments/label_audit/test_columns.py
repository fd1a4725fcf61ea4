"""Columns by name: what the command line says of them, and what a file has."""

import pytest

from assessments.label_audit.columns import locate, parse
from assessments.label_audit.faults import Unreadable


def test_nothing_named_means_the_columns_have_the_names_of_their_roles():
    assert parse() == {}
    found = locate({}, ["note", "label", "item", "annotator"], complete=True)
    assert found == {"item": "item", "annotator": "annotator", "label": "label"}


def test_other_names_come_from_the_command_line():
    chosen = parse("item=question_id,annotator=worker", "truth")
    assert chosen == {"item": "question_id", "annotator": "worker", "gold": "truth"}
    found = locate(chosen, ["question_id", "worker", "label", "truth"], complete=True)
    assert found == {"item": "question_id", "annotator": "worker", "label": "label", "gold": "truth"}


def test_column_names_may_hold_spaces_equals_signs_and_quoted_commas():
    assert parse('item= the id,"label=a=b, c"') == {"item": " the id", "label": "a=b, c"}


@pytest.mark.parametrize(
    ("text", "gold", "message"),
    [
        ("worker", None, "'worker' is not of the form role=column"),
        ("item=", None, "'item=' is not of the form"),
        ("item=a,,label=b", None, "'' is not of the form"),
        ("rater=worker", None, "'rater' is not a role; the roles are item, annotator, label, gold, confidence, rt_ms"),
        ("item=a,item=b", None, "item is named twice: 'a' and 'b'"),
        ("gold=a", "b", "gold is named twice: 'b' and 'a'"),
    ],
)
def test_what_cannot_be_meant_is_refused(text, gold, message):
    with pytest.raises(ValueError) as caught:
        parse(text, gold)
    assert message in str(caught.value)


def test_optional_columns_take_part_where_the_file_has_them():
    columns = ["item", "annotator", "label", "timestamp", "rt_ms", "confidence", "gold"]
    assert list(locate({}, columns, complete=True)) == [
        "item", "annotator", "label", "gold", "confidence", "rt_ms", "timestamp",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("chosen", "columns", "message"),
    [
        ({}, ["item", "worker", "label"], "has no column annotator; its columns are item, worker, label."),
        ({}, ["Item", " label"], 'has no columns item, annotator, label; its columns are Item, " label".'),
        ({"gold": "truth"}, ["item", "annotator", "label", "gold"], "has no column truth;"),
        ({"rt_ms": "time"}, ["item", "annotator", "label", "rt_ms"], "has no column time;"),
        ({"item": "label"}, ["annotator", "label"], "column label cannot be both item and label"),
        ({"gold": "label"}, ["item", "annotator", "label"], "column label cannot be both label and gold"),
    ],
)
def test_a_column_that_is_asked_for_must_be_there_and_play_one_part(chosen, columns, message):
    with pytest.raises(Unreadable) as caught:
        locate(chosen, columns, complete=True)
    assert message in str(caught.value)


def test_a_column_in_another_part_is_not_taken_by_its_name_as_well():
    found = locate({"label": "gold"}, ["item", "annotator", "gold"], complete=True)
    assert found == {"item": "item", "annotator": "annotator", "label": "gold"}


def test_a_file_whose_columns_are_not_all_known_yet_may_still_bring_the_optional_ones():
    found = locate({"gold": "truth"}, ["item", "annotator", "label"], complete=False)
    assert found["gold"] == "truth"
    assert "confidence" in found
    with pytest.raises(Unreadable, match="has no column annotator"):
        locate({}, ["item", "label"], complete=False)
