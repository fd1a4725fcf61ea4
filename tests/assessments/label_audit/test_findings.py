"""What the audit finds, held to counts made by hand, to plain definitions, and to published figures."""

import dataclasses
import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.label_audit import as_json, consensus
from assessments.label_audit.consensus import consensus_of
from assessments.label_audit.drift import BLOCKS, MIN_LABELS, agrees_with_others, drift_of
from assessments.label_audit.findings import audit
from assessments.measures.vigilance import MIN_BLOCKS
from tests.assessments.label_audit.tables import SMALL, SMALL_GOLD, audited, crowd, snow, table_of

few_labels = st.lists(
    st.tuples(st.sampled_from("ijkl"), st.sampled_from("abc"), st.sampled_from("xyz")),
    min_size=1,
    max_size=12,
    unique_by=lambda row: row[:2],
)


def people(found):
    return {person.name: person for person in found.annotators}


def entropy_of(*counts):
    return -sum(n / sum(counts) * math.log(n / sum(counts)) for n in counts)


def test_the_counts_of_a_small_table():
    found = audited(table_of(SMALL, SMALL_GOLD, rows=15, left_out=3))
    counts = found.counts
    assert (counts.items, counts.annotators, counts.labels, counts.rows, counts.left_out) == (4, 3, 12, 15, 3)
    assert counts.per_item == (3, 3.0, 3)
    assert counts.per_class == (6, 6)
    assert counts.items_with_gold == 3


def test_agreement_of_a_small_table():
    # D_o = (4/2 + 4/2)/12 = 1/3 of i2 and i4, D_e = 2 * 6 * 6/(12 * 11) = 6/11.
    found = audited(table_of(SMALL)).agreement
    assert found.alpha == pytest.approx(1 - (1 / 3) / (6 / 11))
    assert found.interval.low < found.alpha < found.interval.high
    assert found.pairwise == pytest.approx(16 / 24)
    assert found.worth.accuracy == pytest.approx((1 + math.sqrt(1 / 3)) / 2)
    assert found.note is None


def test_accuracy_of_a_small_table():
    found = audited(table_of(SMALL, SMALL_GOLD)).gold
    assert (found.items, found.majority) == (3, 1.0)
    assert (found.labels.value, found.labels.n) == (pytest.approx(8 / 9), 9)
    assert found.confusion.tolist() == [[5, 1], [0, 3]]


def test_people_of_a_small_table():
    found = people(audited(table_of(SMALL, SMALL_GOLD)))
    assert [found[name].rest.value for name in "abc"] == pytest.approx([0.75, 0.625, 0.625])
    assert [found[name].accuracy.value for name in "abc"] == pytest.approx([1, 1, 2 / 3])
    # Wilson 95 % for 2 of 3
    assert (found["c"].accuracy.low, found["c"].accuracy.high) == pytest.approx((0.207660, 0.938508), abs=1e-6)
    assert all(found[name].rest.n == 4 and found[name].labels == 4 for name in "abc")


def test_items_of_a_small_table():
    found = audited(table_of(SMALL)).entropies
    divided = entropy_of(1, 2)
    assert found.mean == pytest.approx(divided / 2)
    assert found.quantiles == pytest.approx((0, 0, divided / 2, divided, divided))
    assert [item.item for item in found.top] == ["i2", "i4"]
    assert [item.entropy for item in found.top] == pytest.approx([divided, divided])
    assert found.n == 4
    assert found.counts.tolist() == [2, 0, 0, 0, 0, 0, 0, 0, 0, 2]
    assert found.edges[-1] == pytest.approx(math.log(2))


def test_a_tie_of_the_majority_counts_half():
    labels = [("i", "a", "x"), ("i", "b", "y"), ("j", "a", "x"), ("j", "b", "x")]
    assert audited(table_of(labels, {"i": "x", "j": "x"})).gold.majority == pytest.approx(0.75)


def test_a_person_in_the_model_has_the_share_of_labels_that_it_holds_right():
    table = crowd()
    found, model = audited(table), consensus_of(table).model
    for code, person in enumerate(found.annotators):
        mine = table.annotator == code
        held = model.posterior[table.item[mine], table.label[mine]].mean()
        assert person.model.expected_accuracy == pytest.approx(held, abs=1e-3)
        assert person.model.met.sum() == pytest.approx(person.labels)
    assert found.model.confusion.sum(axis=1) == pytest.approx(1)


# What a file may lack


def test_without_gold_there_is_no_accuracy_and_nothing_is_suspected():
    found = audited(table_of(SMALL))
    assert found.gold is None
    assert found.suspected_gold == ()
    assert all(person.accuracy is None for person in found.annotators)


def test_a_gold_column_without_a_single_gold_is_as_none():
    assert audited(table_of(SMALL, {})).gold is None


def test_where_nobody_labelled_the_same_item_agreement_says_why_there_is_none():
    found = audited(table_of([("i", "a", "x"), ("j", "b", "y")], {"i": "x", "j": "x"}))
    assert found.agreement.alpha is None
    assert found.agreement.interval is None
    assert found.agreement.pairwise is None
    assert "two people" in found.agreement.note
    assert found.entropies is None
    assert found.model is None
    assert "two people" in found.model_note
    assert found.gold.majority == 0.5
    assert found.gold.model is None
    assert all(person.rest is None and person.model is None for person in found.annotators)


def test_one_person_alone():
    found = audited(table_of([("i", "a", "x"), ("j", "a", "y")], {"i": "x"}))
    assert (found.counts.annotators, found.annotators[0].accuracy.value) == (1, 1.0)


def test_one_class_alone():
    found = audited(table_of([("i", "a", "x"), ("i", "b", "x"), ("j", "a", "x")], {"i": "x"}))
    assert found.agreement.alpha is None
    assert "nothing to tell apart" in found.agreement.note
    assert found.agreement.pairwise == 1
    assert found.agreement.worth is None
    assert found.gold.model == 1
    assert found.entropies.mean == 0
    assert found.entropies.top == ()


def test_one_item_alone():
    found = audited(table_of([("i", "a", "x"), ("i", "b", "y")]))
    assert (found.agreement.alpha, found.agreement.interval) == (pytest.approx(0), pytest.approx((0, 0)))
    assert found.counts.per_item == (2, 2, 2)


def test_two_classes_that_never_meet_on_an_item_have_an_alpha_of_one():
    found = audited(table_of([("i", "a", "x"), ("i", "b", "x"), ("j", "a", "y"), ("j", "b", "y")])).agreement
    assert found.alpha == 1


def test_too_few_items_for_an_interval_say_so():
    # Only one item holds both classes: more than a tenth of the resamples miss it.
    labels = [("i", "a", "x"), ("i", "b", "y"), *[(f"j{n}", who, "x") for n in range(3) for who in "ab"]]
    found = audited(table_of(labels)).agreement
    assert found.alpha is not None
    assert found.interval is None
    assert "too few items" in found.note


def test_a_gold_class_that_nobody_gave_counts_as_missed_and_not_as_suspected():
    found = audited(table_of([*SMALL, ("i1", "d", "x")], {**SMALL_GOLD, "i1": "X"}))
    assert found.gold.majority == pytest.approx(2 / 3)
    assert found.gold.model == pytest.approx(2 / 3)
    assert found.gold.confusion.shape == (3, 2)
    assert found.counts.per_class == (7, 6, 0)
    assert found.suspected_gold == ()


def test_a_level_needs_numbers_that_suit_it():
    with pytest.raises(ValueError, match=r"^level"):
        audited(table_of(SMALL), "ordinal")
    with pytest.raises(ValueError, match=r"^level"):
        audited(table_of([("i", "a", "-1"), ("i", "b", "1")]), "ratio")


def test_the_level_changes_alpha():
    # measures.md, the vector of alpha: raters A, B, C, D
    rows = {
        "A": "1 2 3 3 2 1 4 1 2 . . .", "B": "1 2 3 3 2 2 4 1 2 5 . 3",
        "C": ". 3 3 3 2 3 4 2 2 5 1 .", "D": "1 2 3 3 2 4 4 1 2 5 1 .",
    }  # fmt: skip
    labels = [
        (f"u{unit}", rater, value)
        for rater, given in rows.items()
        for unit, value in enumerate(given.split())
        if value != "."
    ]
    table = table_of(labels)
    published = {"nominal": 0.743421, "ordinal": 0.815388, "interval": 0.849107, "ratio": 0.797403}
    for level, alpha in published.items():
        assert audited(table, level).agreement.alpha == pytest.approx(alpha, abs=1e-6)


def test_more_classes_than_memory_holds_are_not_counted_and_said(monkeypatch):
    monkeypatch.setattr(consensus, "MAX_CELLS", 7)
    found = audited(table_of(SMALL, SMALL_GOLD))
    assert "too many" in found.model_note
    assert (found.entropies, found.model, found.gold.majority) == (None, None, None)
    assert found.agreement.alpha is not None
    assert people(found)["c"].accuracy.value == pytest.approx(2 / 3)
    monkeypatch.setattr(consensus, "MAX_CELLS", 11)  # 4 items x 2 classes fit, 3 people x 2 x 2 do not
    found = audited(table_of(SMALL, SMALL_GOLD))
    assert "each" in found.model_note
    assert (found.model, found.gold.majority) == (None, 1.0)


def test_a_table_without_labels_is_refused():
    table = table_of(SMALL)
    empty = dataclasses.replace(table, item=table.item[:0], annotator=table.annotator[:0], label=table.label[:0])
    with pytest.raises(ValueError, match=r"^table"):
        audited(empty)


def test_progress_is_told_in_words():
    told = []
    audit(table_of(SMALL), np.random.default_rng(0), progress=told.append)
    assert len(told) == 5
    assert any("3 annotators" in stage for stage in told)


# Confidence, drift, speed

CONFIDENCE = [0.91, 0.82, 0.73, 0.64, 0.96, 0.55, 0.87, 0.68, 0.79, 0.52]
CORRECT = [1, 1, 0, 1, 1, 0, 1, 0, 1, 1]


def test_calibration_of_a_person_and_of_all():
    # measures.md; the Brier score, overconfidence and AUROC do not hang on the bins
    labels = [(f"i{n}", "ann", "x" if right else "y") for n, right in enumerate(CORRECT)]
    labels.append(("i0", "silent", "y"))
    found = audited(table_of(labels, {f"i{n}": "x" for n in range(10)}, confidence=[*CONFIDENCE, math.nan]))
    for calibration in (people(found)["ann"].calibration, found.gold.calibration):
        assert calibration.n == 10
        assert calibration.brier == pytest.approx(0.17609, abs=1e-6)
        assert calibration.overconfidence == pytest.approx(0.047, abs=1e-6)
        assert calibration.auroc == pytest.approx(0.761905, abs=1e-6)
    assert people(found)["silent"].calibration is None
    by_bin = {round(found.low, 1): (found.right.n, found.right.value) for found in found.gold.curve}
    assert by_bin == {0.5: (2, 0.5), 0.6: (2, 0.5), 0.7: (2, 0.5), 0.8: (2, 1), 0.9: (2, 1)}


def test_the_curve_has_the_bins_of_the_calibration_error():
    found = audited(crowd()).gold
    gap = sum(b.right.n * abs(b.confidence - b.right.value) for b in found.curve) / found.calibration.n
    assert gap == pytest.approx(found.calibration.calibration_error)


def test_confidence_without_gold_has_nothing_to_be_held_against():
    found = audited(table_of(SMALL, confidence=[0.9] * 12))
    assert all(person.calibration is None for person in found.annotators)


def test_always_right_has_no_auroc():
    found = audited(table_of([("i", "a", "x"), ("j", "a", "x")], {"i": "x", "j": "x"}, confidence=[0.6, 0.9]))
    assert found.annotators[0].calibration.auroc is None


def test_drift_of_a_person_who_stops_being_right():
    found = drift_of(np.repeat([True, False], MIN_LABELS // 2), "gold")
    assert [block.value for block in found.blocks] == [1, 1, 1, 0, 0, 0]
    assert found.slope == pytest.approx(-4.5 / 17.5)
    assert found.change == -1
    # Wilson 95 % for 0 of 20 ends at .161125, and for 20 of 20 begins at .838875.
    assert found.interval == pytest.approx((-1, -1 + math.hypot(0.161125, 0.161125)), abs=1e-5)


def test_fewer_labels_than_needed_have_no_drift():
    assert drift_of(np.ones(MIN_LABELS - 1, dtype=bool), "gold") is None
    assert drift_of(np.ones(MIN_LABELS, dtype=bool), "gold").change == 0
    assert BLOCKS >= MIN_BLOCKS


def test_drift_follows_the_clock_and_not_the_file():
    labels = [(f"i{n}", "a", "x" if n < 30 else "y") for n in range(60)]
    backwards = table_of(labels[::-1], {f"i{n}": "x" for n in range(60)}, timestamp=np.arange(60)[::-1])
    (person,) = audited(backwards).annotators
    assert (person.drift.against, person.drift.change) == ("gold", -1)


def test_labels_without_a_time_are_in_no_order():
    labels = [(f"i{n}", "a", "x") for n in range(60)]
    times = [math.nan, *range(59)]
    (person,) = audited(table_of(labels, {f"i{n}": "x" for n in range(60)}, timestamp=times)).annotators
    assert person.drift is None


def test_without_enough_gold_drift_is_held_against_most_of_the_others():
    # "late" leaves the others in the last third; on one item the others are divided, which decides nothing.
    labels = []
    for n in range(61):
        labels += [(f"i{n}", who, "x") for who in ("b", "c")] + [(f"i{n}", "late", "x" if n <= 40 else "y")]
    labels[1] = ("i0", "c", "y")
    found = people(audited(table_of(labels, {"i5": "x"}, timestamp=range(len(labels)))))
    assert (found["late"].drift.against, found["late"].drift.n) == ("others", 60)
    assert found["late"].drift.change == -1


def most_of_the_others(labels, place):
    item, who, label = labels[place]
    others = Counter(other for at, by, other in labels if at == item and by != who)
    own, rival = others[label], max((n for other, n in others.items() if other != label), default=0)
    return None if own == rival else own > rival


@settings(max_examples=50)
@given(few_labels)
def test_most_of_the_others_by_definition(labels):
    table = table_of(labels)
    agrees, decided = agrees_with_others(table, consensus_of(table))
    for place in range(len(labels)):
        expected = most_of_the_others(labels, place)
        assert decided[place] == (expected is not None)
        assert expected is None or agrees[place] == expected


def test_speed_of_a_person():
    times = [100, 200, 400, 800, math.nan]
    found = audited(table_of([(f"i{n}", "a", "x") for n in range(5)], rt_ms=times)).annotators[0].speed
    assert (found.n, found.median, found.lower, found.upper, found.fast) == (4, 300, 175, 500, 0.5)
    assert found.cv == pytest.approx(np.std(times[:4], ddof=1) / 375)


def test_one_time_has_no_variation():
    assert audited(table_of([("i", "a", "x")], rt_ms=[900])).annotators[0].speed.cv is None


# Suspected gold


def test_gold_is_suspected_where_everybody_else_says_otherwise():
    labels = [(f"i{n}", who, "x" if n % 2 else "y") for n in range(10) for who in "abc"]
    gold = {f"i{n}": "x" if n % 2 else "y" for n in range(10)}
    (suspect,) = audited(table_of(labels, {**gold, "i3": "y"})).suspected_gold
    assert (suspect.item, suspect.gold, suspect.suggested, suspect.votes) == ("i3", 1, 0, ((0, 3),))
    assert suspect.posterior_gold < 0.05 < 0.95 < suspect.posterior_suggested
    assert suspect.evidence > 2


def test_two_labels_are_too_few_to_suspect_gold():
    labels = [(f"i{n}", who, "x" if n % 2 else "y") for n in range(10) for who in "ab"]
    gold = {f"i{n}": "x" if n % 2 else "y" for n in range(10)}
    assert audited(table_of(labels, {**gold, "i3": "y"})).suspected_gold == ()


def test_the_strongest_evidence_comes_first():
    # Four labels against gold, three, and three with one for it; everybody slips once elsewhere.
    labels = [(f"i{n}", who, "x" if n % 2 else "y") for n in range(6, 40) for who in "abcd"]
    labels += [("i1", who, "x") for who in "abc"]
    labels += [("i3", who, "x") for who in "abcd"]
    labels += [("i5", who, "x") for who in "abc"] + [("i5", "d", "y")]
    for who, item in zip("abcd", ("i7", "i9", "i11", "i13"), strict=True):
        labels[labels.index((item, who, "x"))] = (item, who, "y")
    gold = {f"i{n}": "x" if n % 2 else "y" for n in range(6, 40)}
    found = audited(table_of(labels, {**gold, "i1": "y", "i3": "y", "i5": "y"})).suspected_gold
    assert [suspect.item for suspect in found][:3] == ["i3", "i1", "i5"]
    assert found[0].evidence > found[1].evidence > found[2].evidence > 1


def test_where_the_model_is_sure_the_labels_against_gold_are_counted():
    labels = [(f"i{n}", who, "x" if n % 2 else "y") for n in range(20) for who in "abc"]
    labels += [("i5", who, "x") for who in "defg"] + [(f"i{n}", who, "x") for n in (7, 9) for who in "defg"]
    gold = {f"i{n}": "x" if n % 2 else "y" for n in range(20)}
    found = audited(table_of(labels, {**gold, "i3": "y", "i5": "y"})).suspected_gold
    assert [(suspect.item, suspect.evidence) for suspect in found] == [("i5", 12), ("i3", 12)]


# Whatever the order


@settings(max_examples=15)
@given(few_labels, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_means_nothing(labels, random):
    gold = {"i": "x", "j": "y"}
    shuffled = random.sample(labels, len(labels))
    one, other = (as_json.document(audited(table_of(rows, gold))) for rows in (labels, shuffled))
    for key in ("items", "labels", "krippendorff_alpha", "majority_accuracy", "pairwise_agreement"):
        assert one[key] == (None if other[key] is None else pytest.approx(other[key]))
    by_name = {person["annotator"]: person for person in other["per_annotator"]}
    for person in one["per_annotator"]:
        again = by_name[person["annotator"]]
        assert person["accuracy"] == again["accuracy"]
        assert (person["agreement_with_rest"] or {}).get("value") == pytest.approx(
            (again["agreement_with_rest"] or {}).get("value")
        )


# Published data


@pytest.mark.parametrize(
    ("name", "items", "annotators", "labels", "majority", "model"),
    [("rte", 800, 164, 8000, 0.896875, 0.9275), ("temp", 462, 76, 4620, 0.936147, 0.941558)],
)
def test_snow_2008(name, items, annotators, labels, majority, model):
    # Snow et al. 2008, EMNLP: ten labels an item; ties of the majority count half.
    found = audited(snow(name))
    assert (found.counts.items, found.counts.annotators, found.counts.labels) == (items, annotators, labels)
    assert found.gold.majority == pytest.approx(majority, abs=1e-6)
    assert found.gold.model == pytest.approx(model, abs=1e-6)
    assert found.model.converged
