"""The audit on a terminal: nothing of the file steers it, columns stay in line, and no line is too long."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.label_audit import as_text
from assessments.label_audit.names import columns, cut
from assessments.label_audit.table import Problem
from assessments.label_audit.text_table import Column, table
from tests.assessments.label_audit.tables import SMALL, SMALL_GOLD, audited, crowd, snow, table_of
from tests.assessments.label_audit.test_as_json import SPARSE

HOSTILE = [
    "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "a\nb", "a\rb", "\u202eevil", "\u2066x\u2069", "\x9b2J", "tab\there",
    "\ud800", "\u200bhidden",
]  # fmt: skip


def text_of(found, width=100):
    return "\n".join(as_text.lines(found, width))


def moves_a_terminal(text):
    return [letter for letter in text if letter != "\n" and unicodedata.category(letter) in {"Cc", "Cf", "Cs"}]


def test_the_figures_one_looks_for():
    text = text_of(audited(snow("rte")))
    for said in ("800", "164", "8,000", "89.69 %", "92.75 %", "0.241", "suspected"):
        assert said in text


def test_a_name_cannot_steer_the_terminal():
    labels = [(name, name, "x") for name in HOSTILE] + [("shared", name, name) for name in HOSTILE]
    problems = tuple(Problem("duplicate", 3, name, f"item {name}") for name in HOSTILE)
    text = text_of(audited(table_of(labels, {"shared": HOSTILE[0]}, source=HOSTILE[0], problems=problems)))
    assert moves_a_terminal(text) == []
    assert "\\x1b[31mred" in text
    assert "\\u202eevil" in text
    assert "a\\nb" in text


@settings(max_examples=30)
@given(st.lists(st.text(min_size=1, max_size=30), min_size=2, max_size=6, unique=True))
def test_no_text_at_all_can_steer_it(names):
    labels = [("i", name, name) for name in names] + [("j", name, names[0]) for name in names]
    text = text_of(audited(table_of(labels, {"i": names[0]}, source=names[1])), 80)
    assert moves_a_terminal(text) == []


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(width):
    found = audited(crowd(items=400, names=[f"{'日本語の長い名前' * 4} {n}" for n in range(12)]))
    assert max(columns(line) for line in as_text.lines(found, width)) <= width


def test_a_narrow_terminal_leaves_out_the_less_telling_columns():
    found = audited(crowd(items=400))
    assert "Brier" in text_of(found, 120).partition("annotators, ")[2]
    narrow = text_of(found, 60).partition("annotators, ")[2]
    assert "accuracy" in narrow
    assert "Brier" not in narrow.partition("Entropy")[0]


def test_wide_letters_and_marks_keep_the_columns_in_line():
    lines, _ = table([Column("name", ["日本", "e\u0301te\u0301", "abc"], name=True), Column("n", ["1", "2", "3"])], 40)
    assert [columns(line) for line in lines] == [7, 7, 7, 7]


def test_a_long_name_ends_in_an_ellipsis():
    assert cut("annotator-1234", 9) == "annotato…"
    assert cut("日本語の名前", 6) == "日本…"
    assert cut("short", 9) == "short"
    assert cut("abc", 1) == "…"


def test_who_most_needs_a_look_comes_first_and_the_order_is_said():
    text = text_of(audited(snow("rte")))
    rows = re.findall(r"^  A\w+ +(\d+) +\d+ % +(\d+) % \(", text, re.MULTILINE)
    shares = [int(share) for _, share in rows]
    assert len(rows) == as_text.MOST
    assert shares == sorted(shares)
    assert min(int(labels) for labels, _ in rows) >= 20
    assert "lowest accuracy first" in text
    assert f"and {164 - as_text.MOST} more" in text


def test_without_gold_people_are_in_order_of_agreement():
    text = text_of(audited(table_of(SMALL)))
    assert "No item has a gold label" in text
    assert "lowest agreement" in text


def test_people_with_few_labels_come_last():
    # "few" missed its only item; that is no evidence against a person.
    labels = [(f"i{n}", "many", "x" if n % 3 else "y") for n in range(30)] + [("i1", "few", "y")]
    text = text_of(audited(table_of(labels, {f"i{n}": "x" for n in range(30)})))
    assert text.index("  many ") < text.index("  few ")


@pytest.mark.parametrize("case", SPARSE)
def test_a_sparse_file_is_told_too(case):
    text = text_of(audited(SPARSE[case]), 80)
    assert "nan" not in text.lower()
    assert "What these figures mean" in text


def test_long_lists_say_how_many_there_are():
    problems = tuple(Problem("duplicate", row, None, "the same twice") for row in range(30))
    text = text_of(audited(table_of(SMALL, SMALL_GOLD, problems=problems)))
    assert text.count("the same twice") == as_text.MOST
    assert "and 10 more" in text


def test_gold_is_suspected_and_never_called_wrong():
    text = text_of(audited(snow("rte"))).lower()
    assert "46 items whose gold labels are suspected" in text
    assert "productive" not in text
    assert "wrong gold" not in text
