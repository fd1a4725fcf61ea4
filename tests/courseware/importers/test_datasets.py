"""Argilla records and Hugging Face rows."""

import pytest

from courseware.importers.source import UnreadableFile
from tests.courseware.importers.reading import TONE, found, guidelines, items, json_lines, places

ARGILLA_2 = {
    "fields": {"text": "Well done."},
    "responses": {"label": [{"value": "warm"}, {"value": "cold", "status": "draft"}, {"value": "warm"}]},
}
ARGILLA_1 = {
    "fields": {"text": "Well done."},
    "responses": [
        {"status": "submitted", "values": {"label": {"value": "warm"}}},
        {"status": "discarded", "values": {"label": {"value": "cold"}}},
        {"values": {"label": {"value": "warm"}}},
    ],
}


@pytest.mark.parametrize("row", [ARGILLA_1, ARGILLA_2])
def test_submitted_responses_of_argilla_are_counted(tmp_path, row):
    (one,) = items("argilla", json_lines(tmp_path / "a", row), guidelines=guidelines(TONE))
    assert one.key == {"distribution": {"warm": 1.0}, "raters": 2}
    assert one.provenance == "measured from 2 raters, Argilla"


def test_text_and_label_make_a_guideline_of_the_labels_there_are(tmp_path):
    candidates, _ = found("datasets", json_lines(tmp_path / "a", {"text": "a", "label": 1}, {"text": "b", "label": 0}))
    assert [label.id for label in candidates[0].guideline.labels] == ["0", "1"]
    assert [one.content.key["distribution"] for one in candidates] == [{"1": 1.0}, {"0": 1.0}]


def test_premise_and_hypothesis_and_other_names(tmp_path):
    rows = [{"premise": "a", "hypothesis": "b", "label": "x"}, {"premise": "a", "hypothesis": "c", "label": "y"}]
    assert items("hf", json_lines(tmp_path / "a", *rows))[0].body == {"source": "a", "claim": "b"}
    renamed = [{"sentence": "a", "gold": "x"}, {"sentence": "b", "gold": "y"}]
    path = json_lines(tmp_path / "b", *renamed)
    assert items("hf", path, columns={"text": "sentence", "label": "gold"})[1].body == {"text": "b"}


def test_pairs(tmp_path):
    (one,) = items("datasets", json_lines(tmp_path / "a", {"prompt": "Why?", "chosen": "So.", "rejected": "No."}))
    assert one.kind == "preference"


def test_rows_that_do_not_fit_are_rejected(tmp_path):
    rows = [
        {"text": "a", "label": "warm"},
        {"text": "b"},
        {"label": "cold"},
        {"fields": [], "label": "warm"},
        {"text": "c", "label": True},
    ]
    _, rejections = found("datasets", json_lines(tmp_path / "a", *rows))
    assert places(rejections) == [(2, "label"), (3, "text"), (4, "fields"), (5, "label")]


def test_as_many_labels_as_texts_are_no_labels(tmp_path):
    rows = [{"text": str(n), "label": str(n)} for n in range(60)]
    with pytest.raises(UnreadableFile, match="60 different labels"):
        items("datasets", json_lines(tmp_path / "a", *rows))
