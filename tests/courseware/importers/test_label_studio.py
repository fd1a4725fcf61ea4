"""Label Studio's JSON export: choices become soft gold, marked passages a span key."""

import json

import pytest

from courseware.importers.source import UnreadableFile
from tests.courseware.importers.reading import TONE, found, guidelines, items, places


def judged(*choices, text="Well done. Go on.", **annotation):
    results = [{"result": [{"type": "choices", "value": {"choices": [choice]}}], **annotation} for choice in choices]
    return {"id": 1, "data": {"text": text}, "annotations": results}


def marked(*spans, text="Well done. Go on."):
    values = [{"type": "labels", "value": {"start": start, "end": end, "labels": ["why"]}} for start, end in spans]
    return {"data": {"text": text}, "annotations": [{"result": values}]}


@pytest.fixture
def export(tmp_path):
    def write(*rows):
        path = tmp_path / "export.json"
        path.write_text(json.dumps(rows, indent=1))
        return path

    return write


def test_choices_are_counted_by_a_guideline_made_of_them(export):
    first, second = found("label-studio", export(judged("warm", "warm", "cold"), judged("cold", text="No.")))[0]
    assert first.content.key == {"distribution": {"warm": 0.666667, "cold": 0.333333}, "raters": 3}
    assert [label.id for label in second.guideline.labels] == ["cold", "warm"]


def test_the_banks_guideline_is_used_where_its_labels_fit(export):
    candidates, _ = found("label-studio", export(judged("warm", "cold")), guidelines=guidelines(TONE))
    assert candidates[0].guideline == TONE


def test_marked_passages_become_a_span_key(export):
    one = items("label-studio", export(judged("warm", "cold"), marked((0, 10), (0, 10))))[1]
    assert (one.kind, one.key) == ("span", {"spans": [{"start": 0, "end": 10}]})


def test_an_export_with_marked_passages_only_needs_no_labels(export):
    (one,) = items("label-studio", export(marked((0, 10))))
    assert one.guideline == "passage"


def test_cancelled_annotations_do_not_count(export):
    row = judged("warm", "cold")
    row["annotations"] += judged("cold", was_cancelled=True)["annotations"]
    assert items("label-studio", export(row))[0].key["raters"] == 2


def test_rows_that_do_not_fit_are_rejected(export):
    several = judged("warm")
    several["annotations"][0]["result"][0]["value"]["choices"] = ["warm", "cold"]
    both = judged("warm") | {"annotations": judged("warm")["annotations"] + marked((0, 4))["annotations"]}
    none = judged()
    rows = (judged("warm", "cold"), {"annotations": []}, {"data": {}}, several, both, none, "text")
    _, rejections = found("label-studio", export(*rows))
    assert places(rejections) == [
        (2, "data"), (3, "data.text"), (4, "annotations"), (5, "annotations"), (6, "annotations"), (7, ""),
    ]  # fmt: skip


def test_a_single_label_makes_no_guideline(export):
    with pytest.raises(UnreadableFile, match="1 different labels"):
        items("label-studio", export(judged("warm")))
