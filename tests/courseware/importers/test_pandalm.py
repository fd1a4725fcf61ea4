"""PandaLM: three people's choices as soft gold over both sides and a tie; the published set whole."""

import pytest

from tests.assessments.measures.shared_data import SHARED
from tests.courseware.importers.reading import found, items, json_lines, places

ROW = {
    "idx": 5, "instruction": "Say hello.", "input": "", "response1": "Hello", "response2": "Bye",
    "annotator1": 1, "annotator2": 1, "annotator3": 0,
}  # fmt: skip


def test_the_whole_published_set_is_taken():
    path = SHARED / "pandalm_testset.json.gz"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    candidates, rejections = found("pandalm", path)
    assert rejections == []
    assert len(candidates) == 999
    assert len({one.content.slug for one in candidates}) == 999
    assert {one.content.key["raters"] for one in candidates} == {3}


def test_choices_become_shares(tmp_path):
    (one,) = items("pandalm", json_lines(tmp_path / "a", ROW))
    assert one.slug == "pandalm-5"
    assert one.key == {"distribution": {"a": 0.666667, "tie": 0.333333}, "raters": 3}
    assert (one.ambiguity, one.provenance) == ("undecided", "measured from 3 raters, PandaLM")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({name: ROW[name] for name in ROW if not name.startswith("annotator")}, "annotator1"),
        (ROW | {"annotator2": 3}, "annotator2"),
        (ROW | {"annotator2": True}, "annotator2"),
        (ROW | {"annotator2": [1]}, "annotator2"),
        (ROW | {"response1": "", "response2": ""}, "response_b"),
        (ROW | {"response2": None}, "response_b"),
        (ROW | {"instruction": " "}, "prompt"),
    ],
)
def test_rows_that_do_not_fit_are_rejected(tmp_path, row, column):
    _, rejections = found("pandalm", json_lines(tmp_path / "a", row))
    assert places(rejections) == [(1, column)]
