import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.measures.calibration import brier, expected_calibration_error, overconfidence

CONFIDENCE = [0.91, 0.82, 0.73, 0.64, 0.96, 0.55, 0.87, 0.68, 0.79, 0.52]
CORRECT = [1, 1, 0, 1, 1, 0, 1, 0, 1, 1]

judgements = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=80)


def test_brier_vector():
    # measures.md, 5 bins
    parts = brier(CONFIDENCE, CORRECT, bins=5)
    assert parts.score == pytest.approx(0.17609, abs=1e-6)
    assert parts.reliability == pytest.approx(0.022725, abs=1e-6)
    assert parts.resolution == pytest.approx(0.06, abs=1e-6)
    assert parts.uncertainty == pytest.approx(0.21, abs=1e-6)
    assert parts.within_bin_variance == pytest.approx(0.002365, abs=1e-6)
    assert parts.within_bin_covariance == pytest.approx(-0.001, abs=1e-6)


def test_calibration_error_and_overconfidence_vector():
    assert expected_calibration_error(CONFIDENCE, CORRECT, bins=5) == pytest.approx(0.135, abs=1e-6)
    assert overconfidence(CONFIDENCE, CORRECT) == pytest.approx(0.047, abs=1e-6)


@given(judgements, st.integers(1, 30))
def test_the_parts_add_up_to_the_score(pairs, bins):
    confidence, correct = zip(*pairs, strict=True)
    parts = brier(confidence, correct, bins=bins)
    total = parts.reliability - parts.resolution + parts.uncertainty
    total += parts.within_bin_variance - parts.within_bin_covariance
    assert total == pytest.approx(parts.score, abs=1e-9)


@given(judgements, st.integers(1, 30))
def test_calibration_error_lies_between_overconfidence_and_one(pairs, bins):
    confidence, correct = zip(*pairs, strict=True)
    error = expected_calibration_error(confidence, correct, bins=bins)
    assert abs(overconfidence(confidence, correct)) <= error + 1e-9
    assert error <= 1 + 1e-9


@pytest.mark.parametrize(("bins", "steps"), [(10, 10), (20, 20), (100, 100), (7, 7)])
def test_a_confidence_on_an_edge_belongs_to_the_bin_above(bins, steps):
    # Right answers just below the edge, wrong ones on it: only separate bins tell them apart perfectly.
    for step in range(1, steps):
        edge = step / steps
        parts = brier([edge - 1e-4, edge], [1, 0], bins=bins)
        assert parts.resolution == pytest.approx(0.25)
        together = brier([edge, edge + 1e-4], [1, 0], bins=bins)
        assert together.resolution == pytest.approx(0)


def test_full_confidence_belongs_to_the_last_bin():
    assert brier([0.95, 1.0], [1, 0], bins=10).resolution == pytest.approx(0)


def test_steps_of_five_per_cent_fill_their_own_bins():
    confidence = np.arange(10, 21) * 0.05  # .15000000000000002 and the like among them
    parts = brier(np.minimum(confidence, 1), [1, 0] * 5 + [1], bins=20)
    assert parts.within_bin_variance == pytest.approx((0.025**2) * 2 / 11)  # .95 and 1 share the last bin


def test_being_surely_right_is_perfect_and_surely_wrong_is_worst():
    assert brier([1, 1], [1, 1]).score == 0
    assert brier([1, 1], [0, 0]).score == 1
    assert overconfidence([1.0], [False]) == 1
    assert expected_calibration_error([0.5, 0.5], [1, 0]) == 0


@pytest.mark.parametrize("measure", [brier, expected_calibration_error, overconfidence])
@pytest.mark.parametrize(
    ("confidence", "correct", "named"),
    [
        ([], [], "confidence"),
        (0.5, 1, "confidence"),
        ([[0.5]], [[1]], "confidence"),
        ([70], [1], "confidence"),
        ([-0.1], [1], "confidence"),
        ([math.nan], [1], "confidence"),
        ([0.5, 0.6], [1], "correct"),
        ([0.5], [0.5], "correct"),
        ([0.5], [math.nan], "correct"),
        ([0.5], ["yes"], "correct"),
        ([0.5], [None], "correct"),
    ],
)
def test_judgements_that_cannot_be_are_refused_by_name(measure, confidence, correct, named):
    with pytest.raises(ValueError, match=rf"^{named}"):
        measure(confidence, correct)


@pytest.mark.parametrize("measure", [brier, expected_calibration_error])
def test_no_bins_are_refused(measure):
    with pytest.raises(ValueError, match=r"^bins"):
        measure([0.5], [1], bins=0)
