"""The audit as data: the promised keys, nothing that JSON cannot hold, and the same figures as the findings."""

import json

import pytest

from assessments.label_audit import as_json
from assessments.label_audit.table import Problem
from tests.assessments.label_audit.tables import SMALL, SMALL_GOLD, audited, crowd, snow, table_of

COUNTS = ("items", "annotators", "labels", "rows", "left_out", "items_with_gold")
KEYS = {
    *COUNTS, "format", "source", "classes", "labels_per_class", "labels_per_item", "level", "krippendorff_alpha",
    "krippendorff_alpha_interval", "krippendorff_alpha_note", "pairwise_agreement", "label_worth", "label_accuracy",
    "majority_accuracy", "dawid_skene_accuracy", "gold_confusion", "dawid_skene", "dawid_skene_note", "calibration",
    "per_annotator", "suspected_gold", "item_entropy", "problems", "notes",
}  # fmt: skip
PERSON = {
    "annotator", "labels", "agreement_with_rest", "accuracy", "dawid_skene", "calibration", "drift", "speed",
}  # fmt: skip

SPARSE = {
    "no gold": table_of(SMALL),
    "no overlap": table_of([("i", "a", "x"), ("j", "b", "y")], {"i": "x"}),
    "one person": table_of([("i", "a", "x"), ("j", "a", "y")], {"i": "x"}),
    "one class": table_of([("i", "a", "x"), ("i", "b", "x")], {"i": "x"}),
    "one label": table_of([("i", "a", "x")]),
    "gold of no label": table_of(SMALL, {"i1": "z"}),
    "nothing stated": table_of(
        SMALL, SMALL_GOLD, confidence=[float("nan")] * 12, rt_ms=[float("nan")] * 12, timestamp=[float("nan")] * 12
    ),
    "times of 0": table_of(SMALL, SMALL_GOLD, rt_ms=[0.0] * 12),
    "sure of everything": table_of(SMALL, SMALL_GOLD, confidence=[1.0] * 12),
}


def document(table, level="nominal"):
    found = as_json.document(audited(table, level))
    json.dumps(found, allow_nan=False)
    return found


def test_the_keys_are_always_the_same_ones():
    for table in (crowd(), *SPARSE.values()):
        found = document(table)
        assert set(found) == KEYS
        assert all(set(person) == PERSON for person in found["per_annotator"])


@pytest.mark.parametrize("case", SPARSE)
def test_what_a_file_lacks_is_null_and_never_nan(case):
    found = json.loads(json.dumps(document(SPARSE[case]), allow_nan=False))
    assert all(isinstance(found[key], int) for key in COUNTS)
    assert "NaN" not in json.dumps(found)


def test_no_gold_is_null():
    found = document(SPARSE["no gold"])
    for key in ("majority_accuracy", "dawid_skene_accuracy", "label_accuracy", "gold_confusion", "calibration"):
        assert found[key] is None
    assert found["suspected_gold"] == []


def test_no_overlap_is_null_with_a_reason():
    found = document(SPARSE["no overlap"])
    assert found["krippendorff_alpha"] is None
    assert found["krippendorff_alpha_interval"] is None
    assert found["dawid_skene_accuracy"] is None
    assert "two people" in found["krippendorff_alpha_note"]
    assert "two people" in found["dawid_skene_note"]
    assert found["majority_accuracy"] == 1


def test_the_figures_of_a_small_table():
    found = document(table_of(SMALL, SMALL_GOLD))
    assert found["krippendorff_alpha"] == pytest.approx(7 / 18)
    low, high = found["krippendorff_alpha_interval"]
    assert low < found["krippendorff_alpha"] < high
    assert found["majority_accuracy"] == 1
    assert found["label_accuracy"]["n"] == 9
    assert found["labels_per_item"] == {"min": 3, "median": 3, "max": 3}
    assert found["gold_confusion"] == {"rows": ["x", "y"], "columns": ["x", "y"], "counts": [[5, 1], [0, 3]]}
    assert found["item_entropy"]["most_ambiguous"][0]["votes"] == {"x": 2, "y": 1}
    third = found["per_annotator"][2]
    assert (third["annotator"], third["labels"], third["accuracy"]["value"]) == ("c", 4, pytest.approx(2 / 3))


def test_everything_there_is_to_say_of_a_person():
    found = document(crowd(items=400))
    person = found["per_annotator"][3]
    assert len(person["drift"]["blocks"]) == 6
    assert person["drift"]["against"] == "gold"
    assert person["drift"]["interval"][0] <= person["drift"]["last_minus_first_third"] <= person["drift"]["interval"][1]
    assert set(person["speed"]) == {"n", "median_ms", "quartiles_ms", "cv", "floor_ms", "share_under_floor"}
    assert set(person["calibration"]) == {"n", "brier", "expected_calibration_error", "overconfidence", "type2_auroc"}
    for row in person["dawid_skene"]["confusion"]:
        assert sum(row) == pytest.approx(1, abs=1e-5)
    assert sum(person["dawid_skene"]["items_met"]) == pytest.approx(person["labels"], abs=1e-5)
    (silent,) = [person for person in found["per_annotator"] if person["annotator"] == "person 0"]
    assert silent["calibration"] is None
    assert sum(b["accuracy"]["n"] for b in found["calibration"]["bins"]) == found["calibration"]["n"]


def test_a_row_of_a_confusion_that_rests_on_nothing_is_null():
    # Nobody doubts the items of "b", who only met the class x.
    labels = [(f"i{n}", who, "x" if n < 20 else "y") for n in range(40) for who in "acd"]
    labels += [(f"i{n}", "b", "x") for n in range(20)]
    (person,) = [p for p in document(table_of(labels))["per_annotator"] if p["annotator"] == "b"]
    assert person["dawid_skene"]["confusion"] == [[1, 0], None]
    assert person["dawid_skene"]["items_met"] == [20, 0]


def test_all_suspected_gold_is_there_and_only_the_most_divided_items():
    found = audited(snow("rte"))
    data = as_json.document(found)
    assert len(data["suspected_gold"]) == len(found.suspected_gold) > 20
    assert len(data["item_entropy"]["most_ambiguous"]) == 100
    assert sum(data["item_entropy"]["histogram"]["counts"]) == data["item_entropy"]["items"] == 800
    first = data["suspected_gold"][0]
    assert {first["gold"], first["suggested"]} == {"0", "1"}
    assert sum(first["votes"].values()) == 10


def test_problems_are_passed_on_as_they_are():
    problem = Problem("duplicate", 7, None, "i1 and a stand in rows 3, 7")
    found = document(table_of(SMALL, problems=(problem,)))
    assert found["problems"] == [
        {"kind": "duplicate", "row": 7, "column": None, "message": "i1 and a stand in rows 3, 7"}
    ]


def test_any_text_is_a_class_or_a_name():
    odd = ["\x1b[2J", "\u202e", "\ud800", "<b>", "", "None"]
    labels = [(f"i{n % 3}", name, name) for n, name in enumerate(odd)]
    found = json.loads(json.dumps(document(table_of(labels))))
    assert [person["annotator"] for person in found["per_annotator"]] == odd


def test_the_notes_never_call_disagreement_productive_or_gold_wrong():
    said = " ".join(document(crowd(items=400))["notes"]).lower()
    assert "productive" not in said
    assert "gold is wrong" not in said
    assert "wrong gold" not in said
    assert "hardly tells a genuinely ambiguous" in said
    assert "contains that genuine ambiguity" in said
