"""Files as they come: plain or packed, JSON Lines, one JSON array or CSV; and those that cannot be trusted."""

import gzip
import json
import zipfile

import pytest

from courseware.importers import source as source_module
from courseware.importers.source import BadRow, Source, UnreadableFile


@pytest.fixture
def write(tmp_path):
    def written(content: str | bytes, name: str = "items.txt") -> Source:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Source(path)

    return written


def refusal(rows) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as refused:
        list(rows)
    return refused.value


def test_json_lines_keep_the_number_of_their_line(write):
    source = write('{"a": 1}\n\n{"a": 2}\r\n')
    assert list(source.objects()) == [(1, {"a": 1}), (3, {"a": 2})]


def test_a_byte_order_mark_and_gzip_make_no_difference(write):
    rows = [(1, {"a": "é"})]
    assert list(write('\ufeff{"a": "é"}\n').objects()) == rows
    assert list(write(gzip.compress('{"a": "é"}'.encode())).objects()) == rows


@pytest.mark.parametrize("chunk", [1, 3, 7, 1 << 16])
def test_one_json_array_is_read_element_by_element_whatever_the_chunks(write, monkeypatch, chunk):
    monkeypatch.setattr(source_module, "CHUNK_CHARACTERS", chunk)
    elements = [{"n": 12345, "text": 'with "quotes" and [brackets], commas'}, {}, {"deep": [{"x": [1, 2]}]}]
    for text in (json.dumps(elements), json.dumps(elements, indent=2), json.dumps(elements, separators=(",", ":"))):
        assert list(write(text).objects()) == list(enumerate(elements, start=1))


def test_an_empty_array_and_an_empty_file_hold_nothing(write):
    assert list(write("[]").objects()) == []
    assert list(write("").objects()) == []


def test_a_row_that_is_no_object_spoils_only_itself(write):
    rows = dict(write('{"a": 1}\n[1]\n{"a": \n{"a": NaN}\n{"a": 2}').objects())
    assert (rows[1], rows[5]) == ({"a": 1}, {"a": 2})
    assert rows[2] == BadRow("", "expected a JSON object")
    assert rows[3].reason.startswith("is not JSON")
    assert "NaN is not JSON" in rows[4].reason


def test_a_table_names_its_rows_by_the_line_they_begin_on(write):
    source = write('text,label\n"two\nlines",mild\nplain,none\n')
    assert list(source.table()) == [
        (2, {"text": "two\nlines", "label": "mild"}),
        (4, {"text": "plain", "label": "none"}),
    ]


def test_a_row_with_too_many_cells_is_named(write):
    rows = dict(write("text,label\na,b,c\nd,e\n").table())
    assert rows[2] == BadRow("", "has 3 cells where the header has 2 columns")
    assert rows[3] == {"text": "d", "label": "e"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('text,label\na,"b\n', "row 2: is not CSV"),
        ("text,text\na,b\n", "row 1, column text: the column is there twice"),
        ("", "row 1: is empty"),
        ("text,label\n" + "x" * 140_000 + ",mild\n", "row 2: is not CSV: field larger"),
        ("text,label\na\0b,c\n", "row 2: holds a NUL"),
        ("text,label\ncaf\xe9,c\n".encode("latin-1"), "is not UTF-8 text (byte 0xe9)"),
        ("text,label\na,b\n".encode("utf-16"), "is UTF-16 text"),
    ],
)
def test_a_table_that_cannot_be_read_says_where(write, content, says):
    assert says in str(refusal(write(content).table()))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('[{"a": 1} {"a": 2}]', "row 2: expected a comma"),
        ('[{"a": 1}, {"a": ', "row 2: is not JSON"),
        ('[{"a": 1}] and more', "text follows the end"),
        ("[" * 100_000, "row 1: is not JSON"),
    ],
)
def test_an_array_that_breaks_off_says_where(write, content, says):
    assert says in str(refusal(write(content).objects()))


def test_archives_and_broken_gzip_are_refused(write, tmp_path):
    with zipfile.ZipFile(tmp_path / "items.zip", "w") as archive:
        archive.writestr("items.jsonl", "{}")
    assert "is a zip archive" in str(refusal(Source(tmp_path / "items.zip").lines()))
    assert "cannot be unpacked" in str(refusal(write(gzip.compress(b"x" * 5000)[:-9]).lines()))
    assert "cannot be opened" in str(refusal(Source(tmp_path / "absent").lines()))


def test_a_line_that_never_ends_is_refused_without_being_held(write, monkeypatch):
    monkeypatch.setattr(source_module, "MAX_ROW_CHARACTERS", 1000)
    assert "longer than 1,000" in str(refusal(write("x" * 5000).lines()))
    assert "longer than 1,000" in str(refusal(write('["' + "x" * 200_000).objects()))
