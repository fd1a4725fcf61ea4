"""What is readable but doubtful: counted one way that is said, never guessed at."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.label_audit.duplicates import repeats
from assessments.label_audit.gold import gold_of_items
from assessments.label_audit.problems import LISTED_PROBLEMS
from tests.assessments.label_audit.files import Folder, json_lines

HEAD = "item,annotator,label\n"


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def told(table):
    return [(problem.kind, problem.row, problem.column, problem.message) for problem in table.problems]


def test_a_repeated_row_counts_once(folder):
    table = folder.read("item,annotator,label,rt_ms\n1,x,a,10\n1,y,b,20\n1,x,a,30\n1,x,a,40\n")
    assert (table.rows, table.left_out) == (4, 2)
    assert table.label.tolist() == [0, 1]
    assert table.rt_ms.tolist() == [10, 20]
    message = 'item "1" and annotator "x" stand in rows 2, 4, 5 with one label: it counts once'
    assert told(table) == [("duplicate", 4, None, message)]


def test_of_rows_with_different_labels_none_counts(folder):
    table = folder.read(HEAD + "2,x,b\n1,x,a\n1,y,b\n1,x,b\n1,x,a\n3,z,c\n3,z,a\n")
    assert (table.rows, table.left_out) == (7, 5)
    assert (table.item_names, table.annotator_names, table.classes) == (("2", "1"), ("x", "y"), ("b",))
    assert (table.item.tolist(), table.annotator.tolist(), table.label.tolist()) == ([0, 1], [0, 1], [0, 0])
    assert [message for *_, message in told(table)] == [
        'item "1" and annotator "x" stand in rows 3, 5, 6 with different labels: none of them counts',
        'item "3" and annotator "z" stand in rows 7, 8 with different labels: none of them counts',
    ]


def test_a_file_in_which_nothing_counts_is_refused(folder):
    (line,) = folder.refused(HEAD + "1,x,a\n1,x,b\n")
    assert line.startswith(
        "labels.csv: no label counts: every pair of item and annotator has rows with different labels"
    )


def test_problems_of_a_kind_are_listed_to_a_limit_and_all_are_counted(folder):
    table = folder.read(HEAD + "".join(f"{n},x,a\n{n},x,a\n" for n in range(5000)))
    assert table.left_out == 5000
    assert len(table.problems) == LISTED_PROBLEMS + 1
    assert [problem.row for problem in table.problems[:3]] == [3, 5, 7]
    assert told(table)[-1] == ("duplicate", None, None, f"{5000 - LISTED_PROBLEMS} more like these are not listed")


def test_many_rows_of_one_pair_are_named_with_the_first(folder):
    table = folder.read(HEAD + "1,x,a\n" * 9)
    (problem,) = table.problems
    assert "stand in rows 2, 3, 4, 5, 6 and 4 more with one label" in problem.message


def test_gold_that_differs_between_rows_of_an_item_is_no_gold(folder):
    table = folder.read("item,annotator,label,gold\n1,x,a,\n1,y,a,a\n1,z,a,b\n1,v,a,a\n2,x,b,b\n2,y,b,\n")
    assert table.gold.tolist() == [-1, 1]
    message = 'item "1" has gold "b" here and "a" in row 3: it counts as without gold'
    assert told(table) == [("gold_conflict", 4, "gold", message)]


def test_gold_of_rows_that_do_not_count_is_still_gold(folder):
    table = folder.read("item,annotator,label,gold\n1,x,a,\n1,y,a,\n1,y,b,a\n3,x,b,\n3,x,a,b\n")
    assert table.item_names == ("1",)
    assert table.gold.tolist() == [0]


def test_gold_that_is_never_a_label_is_kept_and_told(folder):
    table = folder.read("item,annotator,label,truth\n1,x,yes,Yes\n2,x,no,no\n3,x,no,Yes\n", chosen={"gold": "truth"})
    assert table.classes[table.gold[0]] == "Yes"
    assert told(table) == [("gold_never_labelled", 2, "truth", '"Yes" is the gold of 2 items but never a label')]


def test_texts_among_numbers_are_told(folder):
    table = folder.read(
        "item,annotator,label,gold\n1,x,1,1\n2,x,2,2\n3,x,unsure,?\n4,x,2,2\n5,x,unsure,\n6,x,-1.5e1,\n"
    )
    assert table.classes == ("-1.5e1", "1", "2", "unsure", "?")
    assert table.values is None
    assert told(table)[:2] == [
        ("mixed_types", 4, "label", 'mixes numbers (4) and texts (2); the first of the texts is "unsure"'),
        ("mixed_types", 4, "gold", 'mixes numbers (3) and texts (1); the first of the texts is "?"'),
    ]


def test_ids_of_csv_may_be_numbers_and_texts(folder):
    assert folder.read(HEAD + "1,7,a\nq2,ann,a\n").problems == ()


def test_json_keeps_the_number_and_the_text_apart(folder):
    records = [
        {"item": 1, "annotator": "x", "label": 1},
        {"item": "1", "annotator": "x", "label": "1"},
        {"item": 1.0, "annotator": "y", "label": 1.0},
        {"item": 2, "annotator": "x", "label": True},
    ]
    table = folder.read(json_lines(*records), "l.jsonl")
    assert table.item_names == ("1", '"1"', "2")
    assert table.item.tolist() == [0, 1, 0, 2]
    assert set(table.classes) == {"1", '"1"', "true"}
    assert table.classes[table.label[1]] == '"1"'
    assert table.label[0] == table.label[2]
    assert table.values is None
    assert told(table) == [
        ("mixed_types", 2, "item", 'mixes numbers (3) and texts (1); the first of the texts is "1"'),
        (
            "mixed_types",
            2,
            "label",
            'mixes numbers (2) and texts (1) and truth values (1); the first of the texts is "1"',
        ),
    ]


def test_gold_of_another_type_than_the_labels_of_json_is_not_taken_for_them(folder):
    records = [{"item": n, "annotator": "x", "label": n, "gold": str(n)} for n in (1, 2)]
    table = folder.read(json_lines(*records), "l.jsonl")
    assert (table.classes, table.n_labelled) == (("1", "2", '"1"', '"2"'), 2)
    assert table.gold.tolist() == [2, 3]
    assert [kind for kind, *_ in told(table)] == ["gold_never_labelled"] * 2


def test_a_number_written_in_two_ways_is_one_label_and_told(folder):
    # A gold column with gaps often comes out of a data frame as 1.0.
    table = folder.read("item,annotator,label,gold\n1,x,1,1.0\n2,x,0,0.0\n3,x,01,\n3,x,1,\n")
    assert (table.classes, table.left_out) == (("0", "1"), 1)
    assert table.gold.tolist() == [1, 0, -1]
    kinds = [(kind, row, column) for kind, row, column, _ in told(table)]
    assert kinds == [
        ("mixed_types", 4, "label"), ("mixed_types", 2, "gold"), ("mixed_types", 3, "gold"), ("duplicate", 5, None),
    ]  # fmt: skip
    assert table.problems[0].message == '"01" is counted as the same number as "1"'


def test_a_column_of_numbers_written_in_two_ways_all_over_is_told_to_the_limit(folder):
    rows = "".join(f"{n},x,{n},{n}.0\n{n},y,{n}.00,\n" for n in range(LISTED_PROBLEMS))
    problems = folder.read("item,annotator,label,gold\n" + rows).problems
    assert {problem.kind for problem in problems} == {"mixed_types"}
    assert len(problems) == LISTED_PROBLEMS + 1
    assert problems[-1].message == f"{LISTED_PROBLEMS} more like these are not listed"


def test_numbers_are_not_read_into_labels_that_are_texts(folder):
    table = folder.read(HEAD + "1,x,1\n2,x,1.0\n3,x,one\n")
    assert table.classes == ("1", "1.0", "one")


codes = st.integers(0, 3)


@given(st.lists(st.tuples(codes, codes, codes), min_size=1, max_size=30))
def test_which_rows_count_is_what_the_definition_says(rows):
    found = repeats(*(np.array(column, np.int32) for column in zip(*rows, strict=True)))
    seen = {}
    for item, annotator, label in rows:
        seen.setdefault((item, annotator), []).append(label)
    expected = [
        len(set(seen[row[:2]])) == 1 and row[:2] not in [earlier[:2] for earlier in rows[:place]]
        for place, row in enumerate(rows)
    ]
    assert found.counts.tolist() == expected
    assert sorted(found.sizes.tolist()) == sorted(len(labels) for labels in seen.values() if len(labels) > 1)
    first = [min(place for place, row in enumerate(rows) if row[:2] == pair) for pair in seen if len(seen[pair]) > 1]
    assert found.order[found.starts].tolist() == first


@given(st.lists(st.tuples(codes, st.integers(-1, 2)), min_size=1, max_size=30))
def test_the_gold_of_an_item_is_what_all_its_rows_say(rows):
    item, gold = (np.array(column) for column in zip(*rows, strict=True))
    found, differing = gold_of_items(item, gold, 4)
    for code in range(4):
        said = [value for of, value in rows if of == code and value >= 0]
        assert found[code] == (said[0] if len(set(said)) == 1 else -1)
        others = [place for place, (of, value) in enumerate(rows) if of == code and value >= 0 and value != said[0]]
        assert others[:1] == [place for place in differing if item[place] == code]
    assert differing.tolist() == sorted(differing)
