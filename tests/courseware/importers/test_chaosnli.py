"""ChaosNLI: how many of a hundred people chose each label."""

import pytest

from tests.courseware.importers.reading import found, items, json_lines, places

ROW = {
    "uid": "4080.jpg#1r1n",
    "example": {"premise": "It rains.", "hypothesis": "It is wet."},
    "label_counter": {"e": 60, "n": 40},
}


def test_counts_become_soft_gold(tmp_path):
    (one,) = items("chaosnli", json_lines(tmp_path / "a", ROW))
    assert one.body == {"source": "It rains.", "claim": "It is wet."}
    assert one.key == {"distribution": {"entailment": 0.6, "neutral": 0.4}, "raters": 100}
    assert (one.ambiguity, one.provenance) == ("undecided", "measured from 100 raters, ChaosNLI")


@pytest.mark.parametrize(
    ("counter", "ambiguity"),
    [({"e": 80, "c": 20}, "clear"), ({"e": 59, "c": 41}, "ambiguous"), ({"e": 1}, "undecided")],
)
def test_agreement_says_how_clear_it_is(tmp_path, counter, ambiguity):
    (one,) = items("chaosnli", json_lines(tmp_path / "a", ROW | {"label_counter": counter}))
    assert one.ambiguity == ambiguity


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"example": None}, "example"),
        ({"example": {"premise": "x"}}, "claim"),
        ({"label_counter": {}}, "label_counter"),
        ({"label_counter": {"x": 3}}, "label_counter"),
        ({"label_counter": {"e": -1}}, "label_counter"),
        ({"label_counter": {"e": 1.5}}, "label_counter"),
        ({"label_counter": {"e": 0}}, "key"),
    ],
)
def test_rows_that_do_not_fit_are_rejected(tmp_path, changed, column):
    _, rejections = found("chaosnli", json_lines(tmp_path / "a", ROW | changed))
    assert places(rejections) == [(1, column)]
