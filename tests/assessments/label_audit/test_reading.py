"""Files of labels become tables: the same table from every form a file may have."""

import csv
import gzip
import io
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.label_audit.columns import parse
from assessments.label_audit.reading import read_labels
from tests.assessments.label_audit.files import Folder, json_lines
from tests.assessments.measures.shared_data import SHARED

PEOPLE = """\
item,annotator,label,gold,confidence,rt_ms,timestamp
q2,ann,yes,yes,0.9,1200,2024-05-01T10:00:00Z
q1,ann,no,,,,2024-05-01T10:00:05.5+00:00
q2,bob,no,yes,1,0,
q1,cy,no,,0.25,800.5,2024-05-01T12:00:20+02:00
"""
RECORDS = [
    {"item": "q2", "annotator": "ann", "label": "yes", "gold": "yes", "confidence": 0.9, "rt_ms": 1200,
     "timestamp": "2024-05-01T10:00:00Z"},
    {"item": "q1", "annotator": "ann", "label": "no", "confidence": None, "timestamp": "2024-05-01T10:00:05.5+00:00"},
    {"item": "q2", "annotator": "bob", "label": "no", "gold": "yes", "confidence": 1, "rt_ms": 0},
    {"item": "q1", "annotator": "cy", "label": "no", "gold": None, "confidence": "0.25", "rt_ms": 800.5,
     "timestamp": "2024-05-01T12:00:20+02:00"},
]  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def assert_people(table):
    assert (table.rows, table.left_out, table.problems) == (4, 0, ())
    assert table.item_names == ("q2", "q1")
    assert table.item.tolist() == [0, 1, 0, 1]
    assert table.annotator_names == ("ann", "bob", "cy")
    assert table.annotator.tolist() == [0, 0, 1, 2]
    assert (table.classes, table.n_labelled, table.values) == (("no", "yes"), 2, None)
    assert table.label.tolist() == [1, 0, 0, 0]
    assert table.gold.tolist() == [1, -1]
    np.testing.assert_array_equal(table.confidence, [0.9, math.nan, 1, 0.25])
    np.testing.assert_array_equal(table.rt_ms, [1200, math.nan, 0, 800.5])
    np.testing.assert_array_equal(table.timestamp - table.timestamp[0], [0, 5.5, math.nan, 20])
    assert table.timestamp[0] == 1714557600
    assert {table.item.dtype, table.annotator.dtype, table.label.dtype, table.gold.dtype} == {np.dtype(np.intp)}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("labels.csv", PEOPLE),
        ("LABELS.CSV.GZ", PEOPLE),
        ("labels.csv.gz", PEOPLE),
        ("labels", PEOPLE),
        ("export.txt", PEOPLE),
        ("windows.csv", PEOPLE.replace("\n", "\r\n")),
        ("old-mac.csv", PEOPLE.replace("\n", "\r")),
        ("mark.csv", "\ufeff" + PEOPLE),
        ("no-last-line-end.csv", PEOPLE[:-1]),
        ("semicolon.csv", PEOPLE.replace(",", ";")),
        ("tab.csv", PEOPLE.replace(",", "\t")),
        ("tab.tsv", PEOPLE.replace(",", "\t")),
        ("comma.tsv", PEOPLE),
        ("blank-lines.csv", "\n" + PEOPLE.replace("\n", "\n\n")),
        ("quoted.csv", PEOPLE.replace(",ann,", ',"ann",').replace("item", '"item"')),
        ("labels.jsonl", json_lines(*RECORDS)),
        ("labels.ndjson.gz", json_lines(*RECORDS)),
        ("labels.json", json_lines(*RECORDS)),
        ("unnamed", "\n\n  " + json_lines(*RECORDS)),
        ("mark.jsonl", "\ufeff" + json_lines(*RECORDS).replace("\n", "\r\n\r\n")),
    ],
)
def test_every_form_of_a_file_gives_the_same_table(folder, name, content):
    table = folder.read(content, name)
    assert_people(table)
    assert table.source == name


def test_gzip_is_known_by_its_first_bytes_and_not_by_the_name(folder):
    assert_people(folder.read(gzip.compress(PEOPLE.encode()), "labels.csv"))
    plain = folder.path / "labels.csv.gz"
    plain.write_text(PEOPLE)
    assert_people(read_labels(plain))
    # Two archives one after the other are one file to gzip.
    head, tail = PEOPLE.encode()[:100], PEOPLE.encode()[100:]
    assert_people(folder.read(gzip.compress(head) + gzip.compress(tail), "joined.csv"))


def test_columns_of_other_names_and_columns_that_nobody_asked_for(folder):
    renamed = PEOPLE.replace("item,annotator,label,gold", "question_id,worker,label,truth").replace(
        ",conf", ",how sure"
    )
    chosen = parse("item=question_id,annotator=worker,confidence=how sureidence", "truth")
    assert_people(folder.read(renamed, chosen=chosen))
    assert folder.read(renamed, chosen=parse("item=question_id,annotator=worker")).gold is None


def test_only_the_three_columns_are_needed(folder):
    for table in (
        folder.read("label,item,annotator\na,1,x\n"),
        folder.read('{"label": "a", "item": 1, "annotator": "x"}\n', "one.jsonl"),
    ):
        assert (table.gold, table.confidence, table.rt_ms, table.timestamp) == (None, None, None, None)
        assert (table.item_names, table.annotator_names, table.classes) == (("1",), ("x",), ("a",))


def test_empty_optional_columns_are_there_and_unknown(folder):
    table = folder.read("item,annotator,label,gold,confidence,rt_ms,timestamp\n1,x,a,,, ,\n")
    assert table.gold.tolist() == [-1]
    assert np.isnan([table.confidence, table.rt_ms, table.timestamp]).all()


def test_a_later_row_of_json_lines_may_bring_a_column(folder):
    first, second = {"item": 1, "annotator": "x", "label": "a"}, {"item": 2, "annotator": "x", "label": "a"}
    table = folder.read(json_lines(first, {**second, "confidence": 0.5, "truth": "b"}), "l.jsonl", {"gold": "truth"})
    np.testing.assert_array_equal(table.confidence, [math.nan, 0.5])
    assert table.gold.tolist() == [-1, 1]
    assert table.rt_ms is None


def test_texts_stay_as_they_are_quotes_line_ends_and_other_scripts_included(folder):
    table = folder.read('item,annotator,label\n"a ""b"", c\nd",Ωmega, yes\n5" pipe,名前,yes\n')
    assert table.item_names == ('a "b", c\nd', '5" pipe')
    assert table.annotator_names == ("Ωmega", "名前")
    assert table.classes == (" yes", "yes")


def test_numbers_as_labels_stand_in_the_order_of_numbers_and_have_values(folder):
    table = folder.read("item,annotator,label,gold\n1,x,10,-3\n1,y,9,-3\n2,x,2.5,10\n3,x,1e1,\n")
    assert (table.classes, table.n_labelled) == (("2.5", "9", "10", "-3"), 3)
    assert table.values.tolist() == [2.5, 9, 10, -3]
    assert table.label.tolist() == [2, 1, 0, 2]
    assert table.gold.tolist() == [3, 2, -1]


def test_classes_of_gold_alone_come_last(folder):
    table = folder.read("item,annotator,label,gold\n1,x,c,a\n2,x,b,b\n")
    assert (table.classes, table.n_labelled) == (("b", "c", "a"), 2)
    assert table.gold.tolist() == [2, 0]


@pytest.mark.parametrize(
    ("labels", "classes", "values"),
    [
        ([1, 2.5, -1], ("-1", "1", "2.5"), [-1, 1, 2.5]),
        ([True, False], ("false", "true"), None),
        (["2", "10"], ("2", "10"), [2, 10]),
        (["b", "B"], ("B", "b"), None),
        ([9007199254740993, 9007199254740992], ("9007199254740992", "9007199254740993"), None),
    ],
)
def test_labels_of_json_are_of_their_kind(folder, labels, classes, values):
    records = [{"item": place, "annotator": "x", "label": label} for place, label in enumerate(labels)]
    table = folder.read(json_lines(*records), "l.jsonl")
    assert table.classes == classes
    assert (None if table.values is None else table.values.tolist()) == values
    assert table.problems == ()


def test_confidence_in_per_cent(folder):
    text = "item,annotator,label,confidence\n1,x,a,85\n2,x,a,\n3,x,a,0.5\n"
    np.testing.assert_array_equal(folder.read(text, percent=True).confidence, [0.85, math.nan, 0.005])


@pytest.mark.parametrize(
    ("times", "seconds"),
    [
        (["1700000000", "1700000001.5", ""], [1700000000, 1700000001.5, math.nan]),
        (["2024-01-01", "2024-01-02 00:00:01", ""], [1704067200, 1704153601, math.nan]),
        (["2024-01-01T01:00+01:00", "20240101T000002Z", ""], [1704067200, 1704067202, math.nan]),
        (["12", "3600", ""], [12, 3600, math.nan]),
    ],
)
def test_times_are_seconds_whichever_way_they_are_written(folder, times, seconds):
    rows = "".join(f"{place},x,a,{time}\n" for place, time in enumerate(times))
    np.testing.assert_array_equal(folder.read("item,annotator,label,timestamp\n" + rows).timestamp, seconds)


def test_progress_is_told_the_rows_read_so_far(folder):
    told = []
    text = "item,annotator,label\n" + "".join(f"{n},x,a\n" for n in range(10_000))
    assert folder.read(text, progress=told.append).rows == 10_000
    assert told == sorted(told)
    assert told[-1] == 10_000
    assert len(told) > 1


def test_a_long_file_reads_as_a_short_one_does(folder):
    rng = np.random.default_rng(3)
    item, annotator = np.divmod(rng.permutation(30_000), 10)
    label, sure = rng.integers(0, 3, 30_000), rng.random(30_000).round(3)
    rows = zip(item.tolist(), annotator.tolist(), label.tolist(), sure.tolist(), strict=True)
    lines = [f"i{of},a{who},{given},{confidence}\n" for of, who, given, confidence in rows]
    table = folder.read("item,annotator,label,confidence\n" + "".join(lines), "l.csv.gz")
    assert [int(name[1:]) for name in np.array(table.item_names)[table.item]] == item.tolist()
    assert [int(name[1:]) for name in np.array(table.annotator_names)[table.annotator]] == annotator.tolist()
    assert table.label.tolist() == label.tolist()
    assert table.confidence.tolist() == sure.tolist()
    assert len(set(table.item_names)) == 3000


names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=5).filter(
    str.strip
)


@given(rows=st.lists(st.tuples(names, names, names), min_size=1, max_size=12, unique_by=lambda row: row[:2]))
@settings(max_examples=50)
def test_csv_and_json_lines_of_the_same_texts_are_the_same_table(tmp_path_factory, rows):
    folder = Folder(tmp_path_factory.mktemp("same"))
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("item", "annotator", "label"), *rows])
    records = [dict(zip(("item", "annotator", "label"), row, strict=True)) for row in rows]
    for table in (folder.read(text.getvalue()), folder.read(json_lines(*records), "l.jsonl")):
        read = zip(
            [table.item_names[code] for code in table.item],
            [table.annotator_names[code] for code in table.annotator],
            [table.classes[code] for code in table.label],
            strict=True,
        )
        kinds = [problem.kind for problem in table.problems]
        assert list(read) == rows or kinds == ["mixed_types"]


@pytest.mark.parametrize(
    ("name", "columns", "counts"),
    [
        ("snow2008_rte.csv.gz", "annotator=worker", (8000, 800, 164, ("0", "1"))),
        ("snow2008_temp.csv.gz", "annotator=worker", (4620, 462, 76, ("1", "2"))),
        ("dawid_skene_1979_anaesthesia.csv", "annotator=rater,label=rating", (315, 45, 5, ("1", "2", "3", "4"))),
    ],
)
def test_published_files(name, columns, counts):
    if not (SHARED / name).exists():
        pytest.skip(f"{name} is not here")
    table = read_labels(SHARED / name, parse(columns))
    assert (table.rows, len(table.item_names), len(table.annotator_names), table.classes) == counts
    assert len(table.label) + table.left_out == table.rows
    if "snow" in name:
        assert table.problems == ()
        assert (table.gold >= 0).all()
    else:  # one of the five rated everybody three times
        assert {problem.kind for problem in table.problems} == {"duplicate"}
        assert len(table.problems) == 45
