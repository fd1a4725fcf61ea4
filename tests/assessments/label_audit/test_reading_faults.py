"""What cannot be read as labels: every fault named by row and column, and nothing measured."""

import gzip
import subprocess
import sys

import pytest

from assessments.label_audit.faults import SHOWN_FAULTS, LabelFileError
from assessments.label_audit.reading import read_labels
from tests.assessments.label_audit.files import Folder, json_lines

HEAD = "item,annotator,label\n"
RECORD = {"item": 1, "annotator": "x", "label": "a"}


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ("1,x,a\n,x,b\n", ["row 3, column item: is empty"]),
        ("1, ,a\n2,x,\n", ["row 2, column annotator: is empty", "row 3, column label: is empty"]),
        ("1,x,a\n1,y\n2,x,a,b\n", ["row 3: has 2 cells; the header has 3", "row 4: has 4 cells; the header has 3"]),
        ('1,"x\ny",a\n\n2,x,\n', ["row 5, column label: is empty"]),
    ],
)
def test_cells_that_must_be_there(folder, rows, faults):
    assert folder.refused(HEAD + rows) == [f"labels.csv: {fault}" for fault in faults]


@pytest.mark.parametrize("cell", ["high", "0,5", "NA", "nan", "inf", "1_0", "٣", "0x1", "1e999", "--"])
@pytest.mark.parametrize("column", ["confidence", "rt_ms"])
def test_cells_that_are_no_numbers(folder, column, cell):
    text = f'item,annotator,label,{column}\n1,x,a,0.5\n2,x,a,"{cell}"\n'
    message = f'labels.csv: row 3, column {column}: "{cell}" is not a number'
    assert folder.refused(text) == [message]
    assert folder.refused(text + "3,x,a,\n") == [message]


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("confidence", "85", '"85" is above 1; if the column is in per cent, add --confidence-percent'),
        ("confidence", "-0.1", '"-0.1" is below 0'),
        ("rt_ms", "-1", '"-1" is below 0'),
        ("timestamp", "soon", '"soon" is neither an ISO 8601 time nor seconds since 1970'),
        ("timestamp", "2024-02-30", '"2024-02-30" is neither an ISO 8601 time nor seconds since 1970'),
        ("timestamp", "1700000000000", "is not seconds since 1970 (milliseconds? a date without dashes?)"),
        ("timestamp", "100000000000", "is not seconds since 1970 (milliseconds? a date without dashes?)"),
        ("timestamp", "20240131", "is not seconds since 1970 (milliseconds? a date without dashes?)"),
    ],
)
def test_numbers_out_of_their_range(folder, column, cell, message):
    (line,) = folder.refused(f"item,annotator,label,{column}\n1,x,a,{cell}\n")
    assert line.startswith(f"labels.csv: row 2, column {column}: ")
    assert line.endswith(message)


def test_confidence_in_per_cent_goes_to_a_hundred_and_is_not_all_shares(folder):
    text = "item,annotator,label,confidence\n1,x,a,101\n2,x,a,50\n"
    assert folder.refused(text, percent=True) == ['labels.csv: row 2, column confidence: "101" is above 100']
    (line,) = folder.refused(text.replace("101", "1").replace("50", "0.5"), percent=True)
    assert line == "labels.csv: column confidence: no value is above 1; is --confidence-percent wrong?"
    (line,) = folder.refused(HEAD + "1,x,a\n", percent=True)
    assert line == "labels.csv: has no column of confidence for --confidence-percent to be about"


@pytest.mark.parametrize(
    ("first", "other", "message"),
    [
        ("1700000000", "2024-01-01", "is a time without a zone, but row 3 has seconds since 1970"),
        ("2024-01-01", "2024-01-01T00:00Z", "is a time with a zone, but row 3 has a time without a zone"),
        ("2024-01-01T00:00Z", "1700000000", "is seconds since 1970, but row 3 has a time with a zone"),
    ],
)
def test_times_of_two_kinds_in_one_column(folder, first, other, message):
    many = "".join(f"{n},x,a,{first}\n" for n in range(6000))
    text = f"item,annotator,label,timestamp\n0,y,a,\n{many}1,y,a,{other}\n"
    assert folder.refused(text) == [f'labels.csv: row 6003, column timestamp: "{other}" {message}']


def test_the_first_faults_of_the_file_are_shown_and_all_are_counted(folder):
    rows = "".join(f"{n},x,a,{'bad' if n % 2 else 0.5},{-n - 1}\n" for n in range(9000))
    *shown, last = folder.refused("item,annotator,label,confidence,rt_ms\n" + rows)
    assert last == f"labels.csv: these are the first {SHOWN_FAULTS} of 13500 errors"
    assert [line.split(":")[1] for line in shown[:4]] == [
        " row 2, column rt_ms", " row 3, column confidence", " row 3, column rt_ms", " row 4, column rt_ms",
    ]  # fmt: skip
    assert len(shown) == SHOWN_FAULTS


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        (HEAD, "has a header but no rows"),
        ("\ufeff" + HEAD[:-1], "has a header but no rows"),
        ("item;annotator;note\n1;x;a\n", "has no column label; its columns are item, annotator, note. Other names are"),
        ("1,x,a\n2,x,a\n", "has no columns item, annotator, label; its columns are 1, x, a."),
        ("item,annotator,label,note,note\n1,x,a,,\n", "row 1: the header has note more than once"),
        ("item,annotator,item,label\n1,x,a,\n", "row 1: the header has item more than once"),
        (HEAD + '1,x,a\n2,"x,a\n3,x,a\n', "row 3: a quotation mark is opened here and never closed"),
        (HEAD + '1,x,a\n2,"x,a\n3,"x",a\n', "row 3: is not valid CSV (',' expected after '\"'); is a quotation"),
        (HEAD + f"1,x,a\n2,{'x' * 131073},a\n", "row 3, column annotator: a cell is longer than 131072 characters"),
        (HEAD + '1,x,a\n2,"' + "x\n" * 70_000 + '",a\n', "row 3: a cell is longer than 131072 characters; is a"),
        (HEAD + "1,x\0,a\n", "row 2, column annotator: holds a NUL byte: not a text file, or not in UTF-8"),
        (b"item,annotator,label,note\n1,x,a,b\n2,y,a,caf\xe9\n", "row 3, column note: is not UTF-8 text (byte 0xe9)"),
        (b"item,annotator,label\xff\n", "row 1: is not UTF-8 text (byte 0xff); save the file as UTF-8"),
        (HEAD.encode("utf-16"), "is UTF-16 text; save it as UTF-8"),
        (HEAD.encode("utf-16-le"), "row 1: holds a NUL byte"),
        (gzip.compress(gzip.compress(HEAD.encode(), mtime=0), mtime=0), "is gzipped twice"),
        (b"PK\x03\x04\x14\x00", "is a zip archive (a spreadsheet?); export it as CSV in UTF-8"),
    ],
)  # fmt: skip
def test_files_that_are_no_table(folder, content, message):
    (line,) = folder.refused(content)
    assert line.startswith(f"labels.csv: {message}")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("\n", "is empty"),
        ("[\n" + json_lines(RECORD) + "]", "row 1: is a JSON array; expected one JSON object on each line"),
        ("[1, 2]", "row 1: is a JSON array; expected one JSON object on each line"),
        ('{\n"item": 1\n}', "row 1: is not JSON: Expecting property name enclosed in double quotes (character 3)"),
        ("item,annotator,label\n", "row 1: is not JSON: Expecting value (character 1); expected one JSON object"),
        (json_lines(RECORD) + '\n{"item": 1, "annot', "row 3: is not JSON: Unterminated string"),
        (json_lines(RECORD, 7), "row 2: is 7; expected one JSON object on each line"),
        (json_lines(RECORD, [1]), "row 2: is [1]; expected one JSON object on each line"),
        (
            json_lines(RECORD) + '{"item": NaN}\n',
            "row 2: is not usable JSON: NaN is not JSON; an unknown value is null",
        ),
        (
            json_lines(RECORD) + '{"label": 1, "label": 2}\n',
            'row 2: is not usable JSON: the key "label" stands 2 times',
        ),
        (json_lines(RECORD) + "[" * 100_000, "row 2: is JSON too deeply nested"),
        (json_lines(RECORD) + "9" * 5000, "row 2: is not usable JSON: Exceeds the limit (4300 digits)"),
        (json_lines({"item": 1, "label": 2}), "has no column annotator; its columns are item, label."),
        (json_lines(RECORD, {"item": 1, "annotator": "x"}), "row 2, column label: is empty"),
        (json_lines({**RECORD, "item": None}), "row 1, column item: is empty"),
        (json_lines({**RECORD, "label": ["a"]}), 'row 1, column label: ["a"] is neither a text nor a number'),
        (json_lines({**RECORD, "label": {}}), "row 1, column label: {} is neither a text nor a number"),
        (json_lines(RECORD).replace('"a"', "1e999"), "row 1, column label: is too large a number"),
        (
            json_lines({**RECORD, "label": "\ud800"}),
            "row 1, column label: is not UTF-8 text (half a character, U+D800)",
        ),
        (json_lines({**RECORD, "item": "x" * 131_073}), "row 1, column item: has 131073 characters; expected at most"),
        (json_lines({**RECORD, "confidence": True}), "row 1, column confidence: true is not a number"),
        (json_lines({**RECORD, "rt_ms": [1]}), "row 1, column rt_ms: [1] is not a number"),
        (json_lines({**RECORD, "rt_ms": 10**400}), "row 1, column rt_ms: 1000000000"),
        (json_lines({**RECORD, "timestamp": True}), "row 1, column timestamp: true is neither an ISO 8601 time nor"),
        (
            json_lines(RECORD).encode() + b'{"item": 1, "by": "\xe9"}\n',
            "row 2, column by: is not UTF-8 text (byte 0xe9)",
        ),
        (json_lines(RECORD).encode() + b'{"item": "\0"}\n', "row 2: holds a NUL byte"),
    ],
)
def test_json_that_is_no_table(folder, content, message):
    (line,) = folder.refused(content, "labels.jsonl")
    assert line.startswith(f"labels.jsonl: {message}")


def test_a_chosen_column_that_no_row_of_json_lines_has(folder):
    lines = folder.refused(
        json_lines(RECORD, {**RECORD, "item": 2}), "labels.jsonl", {"gold": "truth", "rt_ms": "time"}
    )
    assert lines[0].startswith("labels.jsonl: has no columns truth, time; its columns are item, annotator, label.")


@pytest.mark.parametrize("start", ["# labels\n", "\x01\x02", "-1,2\n"])
def test_an_unnamed_file_that_begins_like_neither_form(folder, start):
    (line,) = folder.refused(start, "labels")
    assert line.startswith("labels: is neither named as CSV or JSON Lines nor begins like one of them")


def test_places_without_a_file(folder):
    for path, message in (
        (folder.path / "none.csv", "none.csv: does not exist"),
        (folder.path, "is a folder, not a file"),
    ):
        with pytest.raises(LabelFileError, match=message):
            read_labels(path)


def test_an_archive_that_is_cut_off_or_damaged_is_no_short_file(folder):
    whole = gzip.compress((HEAD + "".join(f"{n},x,{n * 7919 % 1000}\n" for n in range(20_000))).encode())
    (line,) = folder.refused(whole[:-4000], "cut.csv")
    assert line.startswith("cut.csv: row ")
    assert line.endswith("the compressed file is cut off here")
    assert int(line.split()[2].strip(":")) > 10_000
    (line,) = folder.refused(whole[:-8] + b"12345678", "sum.csv")
    assert "the compressed file is damaged here: CRC check failed" in line
    (line,) = folder.refused(whole[:30_000] + b"\xff" * 100 + whole[30_100:], "inside.csv")
    assert "the compressed file is damaged here" in line
    (line,) = folder.refused(whole + b"rest", "rest.csv")
    assert "the compressed file is damaged here: Not a gzipped file" in line


def test_messages_hold_nothing_that_moves_a_terminal_and_no_whole_document(folder):
    (line,) = folder.refused("item,annotator,label,rt_ms\n1,x,a,\x1b[2J\x9b" + "long" * 100 + "\n")
    assert line.isprintable()
    assert "\\u001b[2J\\x9b" in line
    assert len(line) < 150


# Memory that a reader of endless files may take beside what Python and numpy have before they begin.
ROOM = 80 * 2**20


@pytest.mark.parametrize(
    ("head", "piece", "message"),
    [
        (HEAD, "a" * 2**20, "row 2: is longer than 16777216 characters"),
        (HEAD, "\0" * 2**20, "row 2: holds a NUL byte"),
        ("note," + HEAD, "t" * 2**17 + ",,x,a\n", "row 2, column item: is empty"),
        ("", "x" * 2**20, "row 1: is longer than"),
    ],
)  # fmt: skip
def test_a_small_archive_of_an_endless_file_does_not_fill_the_memory(folder, head, piece, message):
    file = folder.path / "bomb.csv.gz"
    file.write_bytes(gzip.compress(head.encode()) + gzip.compress(piece.encode()) * (ROOM * 3 // 2 // len(piece)))
    program = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from assessments.label_audit.reading import read_labels\n"
        "used = int(Path('/proc/self/statm').read_text().split()[0]) * resource.getpagesize()\n"
        f"resource.setrlimit(resource.RLIMIT_AS, (used + {ROOM}, -1))\n"
        "try: read_labels(Path(sys.argv[1]))\n"
        "except ValueError as error: print(error)\n"
    )
    run = subprocess.run([sys.executable, "-c", program, str(file)], capture_output=True, text=True, timeout=120)
    assert run.stdout.startswith(f"bomb.csv.gz: {message}"), run.stderr[-500:]
