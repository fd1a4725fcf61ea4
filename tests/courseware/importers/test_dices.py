"""One row per rater: counted to soft gold, also the textual entailments of Snow et al. 2008."""

from collections import Counter

import pytest

from courseware.importers.source import UnreadableFile
from tests.assessments.measures.shared_data import rows
from tests.courseware.importers.reading import found, items, places, table

HEADER = ["item_id", "rater_id", "Q_overall", "context", "response"]


def test_the_raters_of_an_item_are_counted(tmp_path):
    given = [
        ["1", "r1", "Yes", "Hi", "You"],
        ["2", "r1", "No", "Ho", "Me"],
        ["1", "r2", "Yes", "Hi", "You"],
        ["1", "r3", "No", "Hi", "You"],
    ]
    first, second = items("dices", table(tmp_path / "a", HEADER, *given))
    assert first.key == {"distribution": {"Yes": 0.666667, "No": 0.333333}, "raters": 3}
    assert first.body == {"text": "Hi\n\nYou"}
    assert first.guideline == "dices-safety"
    assert second.provenance == "measured from 1 rater, one row per rater"


def test_rows_that_do_not_fit_are_rejected_and_the_others_count(tmp_path):
    given = [
        ["1", "r1", "Yes", "Hi", "You"],
        ["1", "r1", "No", "Hi", "You"],
        ["1", "r2", "No", "Hi", "He"],
        ["1", "r3", " ", "Hi", "You"],
    ]
    candidates, rejections = found("dices", table(tmp_path / "a", HEADER, *given))
    assert places(rejections) == [(3, "rater_id"), (4, "response"), (5, "Q_overall")]
    assert candidates[0].content.key == {"distribution": {"Yes": 1.0}, "raters": 1}


@pytest.mark.parametrize(
    ("header", "reason"), [(["item_id", "rater_id"], "no column 'Q_overall'"), (HEADER[:3], "expected the column text")]
)
def test_a_table_without_the_columns_is_unreadable(tmp_path, header, reason):
    with pytest.raises(UnreadableFile, match=reason):
        items("dices", table(tmp_path / "a", header, ["1"] * len(header)))


def test_rte_is_measured_gold(tmp_path):
    judged = rows("snow2008_rte.csv.gz")
    path = table(
        tmp_path / "rte.csv",
        ["item", "worker", "label", "text"],
        *([row["item"], row["worker"], row["label"], f"Pair {row['item']}"] for row in judged),
    )
    contents = items("dices", path, columns={"item": "item", "annotator": "worker", "label": "label"})
    assert len(contents) == 800
    assert {content.key["raters"] for content in contents} == {10}
    majority = {
        content.slug: max(content.key["distribution"], key=content.key["distribution"].get) for content in contents
    }
    counts = Counter((row["item"], row["label"]) for row in judged)
    for content in contents:
        for label, share in content.key["distribution"].items():
            assert round(share * 10) == counts[content.slug, label]
    gold = {row["item"]: row["gold"] for row in judged}
    agreeing = sum(majority[slug] == gold[slug] for slug in majority) / len(majority)
    assert agreeing > 0.85  # Snow et al. report 0.897 for the majority of ten
