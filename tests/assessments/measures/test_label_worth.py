import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.measures.label_worth import accuracy_from_agreement, bits_per_label, sample_ratio

pytestmark = pytest.mark.filterwarnings("error")

agreements = st.floats(0.5, 1)


@pytest.mark.parametrize(
    ("agreement", "accuracy", "bits"), [(0.63, 0.755, 0.197), (0.726, 0.836, 0.357), (0.81, 0.894, 0.511)]
)
def test_vectors(agreement, accuracy, bits):
    # measures.md
    found = accuracy_from_agreement(agreement)
    assert found == pytest.approx(accuracy, abs=5e-4)
    assert bits_per_label(found) == pytest.approx(bits, abs=5e-4)


def test_a_better_label_stands_for_several():
    # (2 x .63 - 1)/(2 x .81 - 1) = .26/.62
    assert sample_ratio(0.81, 0.63) == pytest.approx(0.26 / 0.62)
    assert sample_ratio(0.63, 0.81) == pytest.approx(0.62 / 0.26)


def test_capacity_of_published_channels():
    # Cover and Thomas 2006, Elements of Information Theory, section 7.1.4: 1 - H2(p); H2(.11) is .5 to three places
    assert bits_per_label(0.89) == pytest.approx(0.5, abs=1e-3)
    assert bits_per_label(0.75) == pytest.approx(1 - (2 - 0.75 * math.log2(3)))


def test_the_ends_are_exact():
    assert accuracy_from_agreement(1) == 1
    assert accuracy_from_agreement(0.5) == 0.5
    assert bits_per_label([0, 0.5, 1]).tolist() == [1, 0, 1]
    assert (bits_per_label(np.linspace(0.5, 0.5 + 1e-8, 2000)) >= 0).all()
    assert sample_ratio(1, 0.5) == 0
    assert sample_ratio(1, 1) == 1


def test_scalars_give_floats_and_arrays_arrays():
    assert type(accuracy_from_agreement(0.7)) is float
    assert type(bits_per_label(np.float64(0.7))) is float
    assert type(sample_ratio(0.7, 0.6)) is float
    assert accuracy_from_agreement([0.5, 1]).tolist() == [0.5, 1]
    assert sample_ratio([[0.75], [1.0]], [0.5, 1.0]).tolist() == [[0, 2], [0, 1]]


@given(agreements)
def test_two_labels_of_the_accuracy_found_agree_as_often_as_was_seen(agreement):
    accuracy = accuracy_from_agreement(agreement)
    assert 0.5 <= accuracy <= 1
    assert accuracy**2 + (1 - accuracy) ** 2 == pytest.approx(agreement)


@given(st.floats(0, 1))
def test_bits_lie_between_none_and_one_and_turning_labels_round_changes_nothing(accuracy):
    assert 0 <= bits_per_label(accuracy) <= 1
    assert bits_per_label(1 - accuracy) == pytest.approx(bits_per_label(accuracy), abs=1e-12)


@given(st.floats(0.501, 1), st.floats(0.501, 1), st.floats(0.501, 1))
def test_ratios_chain(first, second, third):
    assert sample_ratio(first, second) * sample_ratio(second, third) == pytest.approx(sample_ratio(first, third))
    assert (sample_ratio(first, second) < 1) == (2 * first - 1 > 2 * second - 1)


@pytest.mark.parametrize("agreement", [0.49, 0, -0.1, 1.1, math.nan, "often", [], [0.7, 0.4], None])
def test_impossible_agreement_is_refused_by_name(agreement):
    with pytest.raises(ValueError, match=r"^agreement "):
        accuracy_from_agreement(agreement)
    with pytest.raises(ValueError, match=r"^agreement_new"):
        sample_ratio(agreement, 0.7)
    with pytest.raises(ValueError, match=r"^agreement_old"):
        sample_ratio(0.7, agreement)


@pytest.mark.parametrize("accuracy", [-0.1, 1.1, math.nan, "often", []])
def test_impossible_accuracy_is_refused_by_name(accuracy):
    with pytest.raises(ValueError, match=r"^accuracy"):
        bits_per_label(accuracy)


def test_labels_by_the_toss_of_a_coin_replace_nothing():
    with pytest.raises(ValueError, match=r"^agreement_new must lie above"):
        sample_ratio([0.8, 0.5], 0.7)


def test_arrays_that_do_not_fit_together_are_refused_by_name():
    with pytest.raises(ValueError, match=r"^agreement_old must broadcast"):
        sample_ratio([0.7, 0.8], [0.7, 0.8, 0.9])
