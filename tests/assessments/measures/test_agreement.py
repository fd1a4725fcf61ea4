import gzip
import json
import math

import numpy as np
import pytest

from assessments.measures.agreement import (
    bootstrap_items,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    krippendorff_alpha_interval,
)
from tests.assessments.measures.shared_data import SHARED, rows

pytestmark = pytest.mark.filterwarnings("error")


def long_form(*raters):
    """One text per rater, a mark per item, a point where there is none."""
    marks = [(place, mark) for rater in raters for place, mark in enumerate(rater.split()) if mark != "."]
    item, value = zip(*marks, strict=True)
    return np.array(item), np.array([int(mark) if mark.isdigit() else mark for mark in value])


def pairs_of(table):
    """The ratings in long form that two raters' table of counts stands for."""
    first, second = np.nonzero(table)
    times = np.asarray(table)[first, second]
    both = np.stack([np.repeat(first, times), np.repeat(second, times)])
    return np.tile(np.arange(both.shape[1]), 2), both.ravel()


# Krippendorff 2011, Computing Krippendorff's alpha-reliability, section D: 4 observers, 12 units.
ITEM, VALUE = long_form(
    "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."
)


@pytest.mark.parametrize(
    ("level", "published"),
    [("nominal", 0.743421), ("ordinal", 0.815388), ("interval", 0.849107), ("ratio", 0.797403)],
)
def test_alpha_of_four_observers_with_missing_ratings(level, published):
    # measures.md; Krippendorff 2011 prints .743, .815, .849 and .797
    assert krippendorff_alpha(ITEM, VALUE, level) == pytest.approx(published, abs=1e-6)


def test_alpha_of_two_observers():
    # Krippendorff 2011, sections A (binary) and B (nominal)
    binary = long_form("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
    assert krippendorff_alpha(*binary) == pytest.approx(0.095, abs=5e-4)
    named = long_form("a a b b d c c c e d d a", "b a b b b c c c e d d d")
    assert krippendorff_alpha(*named) == pytest.approx(0.692, abs=5e-4)


def test_ac1_vectors():
    # The same 4 observers: measures.md
    assert gwet_ac1(ITEM, VALUE) == pytest.approx(0.77544, abs=5e-6)
    # Gwet 2002, Statistical Methods for Inter-Rater Reliability Assessment 1: one class is rare
    rare = [[118, 5], [2, 0]]
    assert gwet_ac1(*pairs_of(rare)) == pytest.approx(0.9408, abs=5e-5)
    assert cohen_kappa(rare) == pytest.approx(-0.0234, abs=5e-5)


def test_fleiss_kappa_vectors():
    # measures.md: 14 raters, 10 items, 5 classes
    table = (
        "0 0 0 0 14; 0 2 6 4 2; 0 0 3 5 6; 0 3 9 2 0; 2 2 8 1 1; 7 7 0 0 0; 3 2 6 3 0; 2 5 3 2 2; 6 5 2 1 0; 0 2 2 3 7"
    )
    counts = np.array([[int(count) for count in row.split()] for row in table.split(";")])
    assert fleiss_kappa(counts) == pytest.approx(0.209931, abs=1e-6)
    # Fleiss 1971, table 1: 6 psychiatrists, 30 patients, 5 diagnoses; a digit per count
    table = (
        "00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031 "
        "00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006"
    )
    counts = np.array([[int(count) for count in row] for row in table.split()])
    assert fleiss_kappa(counts) == pytest.approx(0.430, abs=5e-4)


def test_cohen_kappa_vectors():
    assert cohen_kappa([[20, 5], [10, 15]]) == pytest.approx(0.4)  # measures.md
    # Cohen 1968, table 1, in shares
    assert cohen_kappa([[0.44, 0.07, 0.09], [0.05, 0.20, 0.05], [0.01, 0.03, 0.06]]) == pytest.approx(0.492, abs=5e-4)
    # 91 couples of Hout, Duncan and Sobel 1987, Sociological Methodology 17, as R's vcd prints them
    couples = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]
    assert cohen_kappa(couples) == pytest.approx(0.1293, abs=5e-5)
    assert cohen_kappa(couples, weights="linear") == pytest.approx(0.2374, abs=5e-5)
    assert cohen_kappa(couples, weights="quadratic") == pytest.approx(0.3320, abs=5e-5)


def test_ratio_differences_of_zeros_are_defined():
    # d(0, 0) = 0 and d(0, b) = 1: four pairs in items, all at one end; 8 ratings, half of them 0
    assert krippendorff_alpha([1, 1, 2, 2], [0, 0, 3, 3], "ratio") == pytest.approx(1)
    assert krippendorff_alpha([1, 1, 2, 2], [0, 3, 3, 0], "ratio") == pytest.approx(1 - 1 / (2 / 3))


def test_ratio_differences_over_the_widest_range():
    # 1e-200 against 1e200 differs like 0 against anything: the same table as with zeros
    assert krippendorff_alpha([1, 1, 2, 2], [1e-200, 1e200, 1e200, 1e-200], "ratio") == pytest.approx(-0.5)


@pytest.mark.parametrize("scale", [1e-300, 1.0, 1e300])
@pytest.mark.parametrize("level", ["interval", "ratio"])
def test_alpha_does_not_depend_on_the_unit_however_extreme(level, scale):
    expected = krippendorff_alpha(ITEM, VALUE, level)
    assert krippendorff_alpha(ITEM, VALUE * scale, level) == pytest.approx(expected, abs=1e-12)


def test_perfect_agreement_is_one_with_an_interval_of_one():
    item, value = np.repeat(np.arange(20), 3), np.repeat(np.arange(20) % 4, 3)
    for level in ("nominal", "ordinal", "interval", "ratio"):
        assert krippendorff_alpha(item, value, level) == 1
        assert krippendorff_alpha_interval(item, value, np.random.default_rng(1), level, n=50) == (1, 1)
    assert gwet_ac1(item, value) == 1
    assert cohen_kappa(np.eye(3)) == 1
    assert fleiss_kappa([[2, 0], [0, 2]]) == 1


def test_ac1_of_a_single_class_is_one():
    assert gwet_ac1([1, 1, 2, 2], ["yes"] * 4) == 1


@pytest.mark.parametrize("measure", [krippendorff_alpha, gwet_ac1])
@pytest.mark.parametrize(
    ("item", "value", "named"),
    [
        ([], [], "item"),
        ([[1, 1]], [[1, 2]], "item"),
        ([1, 1, 2], [1, 2], "value"),
        ([1, 1], [1.0, math.nan], "value"),
        ([1, 1], [1, None], "value"),
        ([1, math.nan], [1, 2], "item"),
        ([1, 2, 3], [1, 2, 3], "item"),
        ([1], [1], "item"),
    ],
)
def test_ratings_that_say_nothing_are_refused_by_name(measure, item, value, named):
    with pytest.raises(ValueError, match=rf"^{named}"):
        measure(item, value)


@pytest.mark.parametrize(
    ("item", "value", "level", "named"),
    [
        ([1, 1, 2, 2], [3, 3, 3, 3], "nominal", "value"),
        ([1, 1, 2, 2], [3, 3, 3, 3], "ratio", "value"),
        ([1, 1, 2], [3, 3, 4], "interval", "value"),  # the other value stands alone
        ([1, 1, 2], [3, 3, 4], "ordinal", "value"),
        ([1, 1], ["a", "b"], "ordinal", "value"),
        ([1, 1], [1.0, math.inf], "interval", "value"),
        ([1, 1], [1, -1], "ratio", "value"),
        ([1, 1], [2**60, 2**60 + 1], "interval", "value"),  # the same number as floats
        ([1, 1], [1, 2], "cardinal", "level"),
    ],
)
def test_alpha_refuses_what_has_no_alpha(item, value, level, named):
    with pytest.raises(ValueError, match=rf"^{named}"):
        krippendorff_alpha(item, value, level)
    with pytest.raises(ValueError, match=rf"^{named}"):
        krippendorff_alpha_interval(item, value, np.random.default_rng(1), level)


@pytest.mark.parametrize(
    ("table", "weights", "named"),
    [
        ([[1, 2, 3], [4, 5, 6]], None, "table"),
        ([1, 2], None, "table"),
        ([], None, "table"),
        ([[0, 0], [0, 0]], None, "table"),
        ([[1, -1], [1, 1]], None, "table"),
        ([[1, math.nan], [1, 1]], None, "table"),
        ([[9, 0], [0, 0]], None, "table"),
        ([[9]], "linear", "table"),
        ([[1, 2], [3, 4]], "cubic", "weights"),
    ],
)
def test_cohen_refuses_what_is_no_table_of_two_raters(table, weights, named):
    with pytest.raises(ValueError, match=rf"^{named}"):
        cohen_kappa(table, weights)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([], "shape"),
        ([3, 0], "shape"),
        ([[2, 1], [2, 2]], "same number of ratings"),
        ([[1, 0], [0, 1]], "at least 2"),
        ([[0, 0], [0, 0]], "at least 2"),
        ([[3, 0], [3, 0]], "two classes"),
        ([[1.5, 1.5]], "whole"),
        ([[4, -1]], "whole"),
        ([[3, math.nan]], "finite"),
    ],
)
def test_fleiss_refuses_what_is_no_table_of_counts(counts, said):
    with pytest.raises(ValueError, match=rf"^counts.*{said}"):
        fleiss_kappa(counts)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [({"n": 0}, "n "), ({"confidence": 1}, "confidence"), ({"confidence": math.nan}, "confidence")],
)
def test_alpha_interval_refuses_impossible_settings(arguments, named):
    with pytest.raises(ValueError, match=rf"^{named}"):
        krippendorff_alpha_interval(ITEM, VALUE, np.random.default_rng(1), **arguments)


def test_pandalm_pairs_of_people():
    # measures.md: the three people who judged 999 pairs (Wang et al. 2023, PandaLM)
    path = SHARED / "pandalm_testset.json.gz"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    with gzip.open(path, "rt") as file:
        people = np.array([[pair[f"annotator{n}"] for n in (1, 2, 3)] for pair in json.load(file)])
    kappas = []
    for first, second in [(0, 1), (0, 2), (1, 2)]:
        table = np.zeros((3, 3))
        np.add.at(table, (people[:, first], people[:, second]), 1)
        kappas.append(cohen_kappa(table))
    assert kappas == pytest.approx([0.8520, 0.8789, 0.8617], abs=5e-5)
    # Alpha of three people lies among the kappas of two.
    alpha = krippendorff_alpha(np.repeat(np.arange(999), 3), people.ravel())
    low, high = krippendorff_alpha_interval(np.repeat(np.arange(999), 3), people.ravel(), np.random.default_rng(1))
    assert min(kappas) < alpha < max(kappas)
    assert low < alpha < high < low + 0.06


@pytest.mark.parametrize(
    ("name", "item", "value", "alpha", "ac1"),
    [
        # Held to two peers, irrCAC 0.4.4 for all three and statsmodels 0.15 (Fleiss' kappa, as many ratings each)
        ("snow2008_rte.csv.gz", "item", "label", 0.241479, 0.272732),
        ("snow2008_temp.csv.gz", "item", "label", 0.223413, 0.228301),
        ("dawid_skene_1979_anaesthesia.csv", "item", "rating", 0.585756, 0.652164),
    ],
)
def test_agreement_in_real_label_tables(name, item, value, alpha, ac1):
    table = rows(name)
    items, values = [row[item] for row in table], [int(row[value]) for row in table]
    assert krippendorff_alpha(items, values) == pytest.approx(alpha, abs=1e-6)
    assert gwet_ac1(items, values) == pytest.approx(ac1, abs=1e-6)
    interval = krippendorff_alpha_interval(items, values, np.random.default_rng(1))
    slow = bootstrap_items(krippendorff_alpha, items, values, np.random.default_rng(2), n=100)
    assert interval == pytest.approx(slow, abs=0.04)
