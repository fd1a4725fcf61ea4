"""manage.py import_items: what it prints, what it stores, and how it fails."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from courseware.domain.guidelines import guidelines_of
from courseware.models import Item, ItemVersion
from tests.assessments.measures.shared_data import SHARED
from tests.courseware.importers.reading import TONE, json_lines, table
from tests.rows_of_items import ROWS, row

pytestmark = pytest.mark.django_db


def run(*arguments):
    told = StringIO()
    call_command("import_items", *map(str, arguments), stdout=told)
    return told.getvalue()


@pytest.fixture
def path(tmp_path):
    return json_lines(tmp_path / "items.jsonl", {"guideline": TONE.to_document()}, *ROWS)


def test_json_says_what_was_accepted_rejected_and_like_another(tmp_path):
    rows = [{"guideline": TONE.to_document()}, row(1), row(2, label="tepid"), row(3, text="Remark 1 of the series.")]
    path = json_lines(tmp_path / "a", *rows)
    told = json.loads(run("jsonl", path, "--bank", "tone", "--json", "--skip-rejected"))
    assert told["accepted"] == 2
    assert [(one["row"], one["column"]) for one in told["rejected"]] == [(3, "key")]
    assert set(told["rejected"][0]) == {"row", "column", "reason"}
    assert told["duplicates"] == [{"row": 4, "of": "row 2", "likeness": 1.0, "exact": True}]


def test_a_dry_run_stores_nothing(path):
    assert "4 would be new" in run("jsonl", path, "--bank", "tone", "--dry-run")
    assert not Item.objects.exists()


def test_twice_is_once(path):
    assert "4 rows: 4 new" in run("jsonl", path, "--bank", "tone")
    assert "0 new, 0 changed, 4 there already" in run("jsonl", path, "--bank", "tone")
    assert ItemVersion.objects.count() == 4


def test_rejected_rows_are_printed_and_nothing_is_stored(tmp_path, capsys):
    path = json_lines(tmp_path / "a", {"guideline": TONE.to_document()}, row(1), row(2, label="tepid"))
    told = StringIO()
    with pytest.raises(CommandError, match=r"1 of 2 rows cannot be stored; nothing was. Mend them, or pass --skip-rej"):
        call_command("import_items", "jsonl", str(path), "--bank", "tone", stdout=told)
    assert "rejected: row 3, column key: 'tepid' is not among" in told.getvalue()
    assert not Item.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["xlsx", "{path}", "--bank", "tone"], "'xlsx' is no format; expected one of jsonl"),
        (["jsonl", "{path}", "--bank", "a/b"], "--bank 'a/b': expected"),
        (["jsonl", "{path}", "--bank", "imports"], "--bank 'imports'"),
        (["jsonl", "{path}.missing", "--bank", "tone"], "cannot be opened: No such file"),
        (["jsonl", "{path}", "--bank", "tone", "--columns", "text"], "'text' is not of the form field=column"),
        (["jsonl", "{path}", "--bank", "tone", "--labels", "warm"], "needs two or more labels"),
        (["jsonl", "{path}", "--bank", "tone", "--scale", "stars"], "scale is 'stars'"),
    ],
)
def test_what_cannot_be_is_said(path, arguments, reason):
    with pytest.raises(CommandError, match=reason):
        run(*(argument.format(path=path) for argument in arguments))


def test_labels_make_a_guideline(tmp_path):
    path = table(tmp_path / "a.csv", ["sentence", "gold"], ["Good.", "warm"])
    run(
        "csv", path, "--bank", "mail", "--guideline", "mood", "--labels", "warm, cold", "--question", "Which mood?",
        "--columns", "text=sentence,label=gold", "--language", "pt", "--licence", "CC0", "--domain", "letters",
    )  # fmt: skip
    mood = guidelines_of("mail")["mood"]
    assert ([label.id for label in mood.labels], mood.question) == (["warm", "cold"], "Which mood?")
    version = ItemVersion.objects.get()
    assert (version.language, version.licence, version.domain) == ("pt", "CC0", "letters")


def test_esnli_with_its_explanations():
    path = SHARED / "esnli_dev1000.csv.gz"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    told = run(
        "csv", path, "--bank", "nli", "--columns", "source=premise,claim=hypothesis,rationale=expl1",
        "--labels", "entailment,neutral,contradiction", "--guideline", "follows", "--json",
    )  # fmt: skip
    report = json.loads(told)
    assert (report["accepted"] + report["repeated"], report["rejected"]) == (1000, [])
    assert Item.objects.filter(bank="nli").count() == report["accepted"]
    assert ItemVersion.objects.filter(rationale="").count() == 0
