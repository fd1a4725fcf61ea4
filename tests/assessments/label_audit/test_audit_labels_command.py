"""manage.py audit_labels FILE, end to end."""

import gzip
import io
import json
import re
import resource
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from assessments.management.commands.audit_labels import LOG_SECONDS, TERMINAL_SECONDS, Progress
from tests.assessments.label_audit.files import Folder
from tests.assessments.measures.shared_data import SHARED

LABELS = """\
item,annotator,label,gold,confidence
1,ann,yes,yes,0.9
1,bob,yes,yes,0.8
1,cy,no,yes,0.7
2,ann,no,no,0.9
2,bob,no,no,0.6
2,cy,no,no,1
3,ann,yes,no,0.5
3,bob,yes,no,0.5
3,cy,no,no,0.9
"""
# Ann said yes and no to item 1.
DOUBTFUL = LABELS + "1,ann,no,yes,0.9\n"


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def numbered(yes, no):
    return re.sub(r"\byes\b", yes, re.sub(r"\bno\b", no, LABELS))


def run(file, **options):
    """What the command prints: (stdout, stderr)."""
    out, err = io.StringIO(), io.StringIO()
    call_command("audit_labels", str(file), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def document(file, **options):
    return json.loads(run(file, json=True, **options)[0])


def test_the_table_is_what_is_printed(folder):
    out, err = run(folder.write(LABELS))
    assert out.startswith("Label audit of labels.csv\n")
    assert "Krippendorff's alpha (nominal)" in out
    assert err == ""


def test_json_is_one_document_and_the_same_every_time(folder):
    file = folder.write(LABELS)
    out, err = run(file, json=True)
    found = json.loads(out)
    assert (found["items"], found["annotators"], found["labels"]) == (3, 3, 9)
    assert found["majority_accuracy"] == pytest.approx(2 / 3)
    assert found["seed"] == 0
    assert err == ""
    assert run(file, json=True)[0] == out
    assert document(file, seed=5)["seed"] == 5


def test_every_option_reaches_the_reading(folder):
    text = LABELS.replace("item,annotator,label,gold,confidence", "q,who,says,truth,sure").replace("0.", "")
    file = folder.write(text.replace(",1\n", ",100\n"), "labels.txt")
    found = document(
        file, columns="item=q,annotator=who,label=says,confidence=sure", gold="truth", confidence_percent=True
    )
    assert (found["items"], found["items_with_gold"]) == (3, 3)
    assert found["calibration"]["n"] == 9


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_the_level_is_that_of_alpha(folder, level):
    assert document(folder.write(numbered("1", "3")), level=level)["level"] == level


def test_a_level_that_the_labels_cannot_have(folder):
    with pytest.raises(CommandError, match=r"--level ordinal needs labels that are numbers; labels\.csv has others"):
        run(folder.write(LABELS), level="ordinal")
    with pytest.raises(CommandError, match="ratio"):
        run(folder.write(numbered("-1", "2")), level="ratio")
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("audit_labels", str(folder.write(LABELS)), "--level", "cardinal")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"columns": "rater=who"}, "--columns: 'rater' is not a role"),
        ({"columns": "annotator=worker"}, "labels.csv: has no column worker"),
        ({"gold": "truth"}, "labels.csv: has no column truth"),
        ({"html": "missing/report.html"}, "--html: there is no folder missing."),
    ],
)
def test_options_that_do_not_fit_the_file(folder, options, message):
    with pytest.raises(CommandError) as caught:
        run(folder.write(LABELS), **options)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("seed", ["-1", "x", "1.5"])
def test_a_seed_is_a_whole_number(folder, seed):
    with pytest.raises(CommandError, match="is not a whole number from 0 on"):
        call_command("audit_labels", str(folder.write(LABELS)), f"--seed={seed}")


def test_faults_name_row_and_column_and_nothing_is_printed(folder):
    out = io.StringIO()
    with pytest.raises(CommandError, match=r'^labels\.csv: row 4, column confidence: "high" is not a number$'):
        call_command("audit_labels", str(folder.write(LABELS.replace("0.7", "high"))), stdout=out)
    assert out.getvalue() == ""


def test_problems_are_told_everywhere(folder):
    file, report = folder.write(DOUBTFUL), folder.path / "report.html"
    message = "stand in rows 2, 11 with different labels: none of them counts"
    out, err = run(file, html=str(report))
    assert message in err
    assert message in " ".join(out.split())
    assert message in report.read_text()
    (problem,) = document(file)["problems"]
    assert (problem["kind"], problem["row"]) == ("duplicate", 11)
    assert message in problem["message"]


def test_strict_measures_nothing_where_anything_is_doubtful(folder):
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError, match="nothing was measured"):
        call_command("audit_labels", str(folder.write(DOUBTFUL)), strict=True, stdout=out, stderr=err)
    assert out.getvalue() == ""
    assert "stand in rows 2, 11" in err.getvalue()
    assert run(folder.write(LABELS), strict=True)[0]


class Loads(HTMLParser):
    """Whatever a page would fetch from elsewhere."""

    def __init__(self):
        super().__init__()
        self.addresses = []

    def handle_starttag(self, tag, attrs):
        self.addresses += [value for name, value in attrs if name in ("src", "href", "data") and value[:1] != "#"]


def test_the_html_report_is_one_file_beside_table_or_json(folder):
    file, report = folder.write(LABELS), folder.path / "report.html"
    out, err = run(file, html=str(report))
    assert out.startswith("Label audit")
    assert err == f"The report is in {report}.\n"
    page = report.read_text(encoding="utf-8")
    loads = Loads()
    loads.feed(page)
    assert loads.addresses == []
    assert "labels.csv" in page
    report.write_text("an older report")
    assert json.loads(run(file, html=str(report), json=True)[0])["items"] == 3
    assert report.read_text(encoding="utf-8") == page
    assert sorted(path.name for path in folder.path.iterdir()) == ["labels.csv", "report.html"]


def test_a_report_that_cannot_be_written_whole_leaves_the_old_one(folder):
    file, report = folder.write(LABELS), folder.path / "report.html"
    report.write_text("an older report")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))  # the disk is full after a thousand bytes
    try:
        with pytest.raises(CommandError, match="cannot be written: File too large"):
            run(file, html=str(report))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert report.read_text() == "an older report"
    assert sorted(path.name for path in folder.path.iterdir()) == ["labels.csv", "report.html"]


def test_the_report_replaces_neither_a_folder_nor_the_labels(folder):
    file = folder.write(LABELS)
    with pytest.raises(CommandError, match="is there and is no file"):
        run(file, html=str(folder.path))
    with pytest.raises(CommandError, match="the file of the labels itself"):
        run(file, html=str(folder.path / ".." / folder.path.name / "labels.csv"))
    assert file.read_text() == LABELS


def test_a_report_through_a_link_goes_where_the_link_leads(folder):
    link, report = folder.path / "latest.html", folder.path / "report.html"
    report.write_text("an older report")
    link.symlink_to(report)
    run(folder.write(LABELS), html=str(link))
    assert link.is_symlink()
    assert "labels.csv" in report.read_text()


class Stream(io.StringIO):
    def __init__(self, terminal):
        super().__init__()
        self.terminal = terminal

    def isatty(self):
        return self.terminal


def progress(terminal, seconds):
    """A Progress whose clock shows these seconds, one after the other, and what it has written."""
    from django.core.management.base import OutputWrapper

    written = Stream(terminal)
    clock = iter(seconds)
    return Progress(OutputWrapper(written), now=lambda: next(clock)), written


def test_a_log_hears_of_long_work_now_and_then():
    told, log = progress(False, [0, 1, LOG_SECONDS, LOG_SECONDS + 1, 3 * LOG_SECONDS])
    for rows in (1000, 2000, 3000):
        told.rows(rows)
    told.begin("Fitting")
    told.clear()
    assert log.getvalue() == "2,000 rows read\nFitting\n"


def test_a_terminal_has_one_line_of_progress_that_goes_away():
    told, terminal = progress(True, [0, TERMINAL_SECONDS / 2, TERMINAL_SECONDS, TERMINAL_SECONDS + 0.01])
    told.clear()
    told.rows(1000)
    assert terminal.getvalue() == ""
    told.rows(2000)
    told.begin("Fitting")
    told.clear()
    assert terminal.getvalue() == "\r\x1b[K2,000 rows read\r\x1b[KFitting\r\x1b[K"


def test_the_command_line_itself_keeps_stdout_for_the_result(folder):
    file = folder.write(gzip.compress(DOUBTFUL.encode()), "labels")
    command = [sys.executable, "manage.py", "audit_labels", str(file), "--json"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["left_out"] == 2
    assert done.stderr.startswith("labels: row 11: item")


def test_the_module_of_the_command_loads_no_numbers():
    program = (
        "import sys, assessments.management.commands.audit_labels; "
        "print({'numpy', 'scipy', 'plotly'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.parametrize(
    ("name", "counts", "majority", "dawid_skene"),
    [
        ("snow2008_rte.csv.gz", (800, 164, 8000), 0.8969, 0.9275),
        ("snow2008_temp.csv.gz", (462, 76, 4620), 0.9361, 0.9416),
    ],
)
def test_the_published_figures_of_snow_and_others_2008(name, counts, majority, dawid_skene):
    if not (SHARED / name).exists():
        pytest.skip(f"{name} is not here")
    found = document(SHARED / name, columns="annotator=worker")
    assert (found["items"], found["annotators"], found["labels"]) == counts
    assert found["majority_accuracy"] == pytest.approx(majority, abs=5e-5)
    assert found["dawid_skene_accuracy"] == pytest.approx(dawid_skene, abs=5e-5)
    low, high = found["krippendorff_alpha_interval"]
    assert low < found["krippendorff_alpha"] < high
    assert found["problems"] == []
