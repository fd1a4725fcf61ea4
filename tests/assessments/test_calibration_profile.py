"""Confidence over a whole course: each item once, in plain values that pages can show without arithmetic."""

import numpy as np
import pytest

from assessments.domain.calibration import Calibration
from assessments.domain.calibration_profile import MIN_FOR_CURVE, calibration_of, m_ratio_of
from assessments.measures.calibration import calibration_curve
from assessments.measures.intervals import wilson
from assessments.svg_calibration import BOTTOM, LEFT, RIGHT, TOP, calibration_chart
from tests.people import People
from tests.practised import practise
from training.activities.base import SimulatedPerson


def test_a_curve_has_a_point_for_each_bin_that_holds_judgements():
    points = calibration_curve([0.5, 0.55, 0.9, 0.95, 1.0], [1, 0, 1, 1, 0])
    assert [(round(point.confidence, 3), round(point.right, 3), point.n) for point in points] == [
        (0.525, 0.5, 2),
        (0.95, 0.667, 3),
    ]
    assert (points[1].low, points[1].high) == tuple(wilson(2, 3))


def test_the_diagonal_runs_from_corner_to_corner_and_a_true_confidence_lies_on_it():
    chart = calibration_chart([(0.5, 0.5, 0.3, 0.7, 10), (1.0, 0.9, 0.7, 1.0, 12)])
    assert chart.diagonal == f"M{LEFT} {BOTTOM}L{RIGHT} {TOP}"
    on, below = chart.dots
    assert (on.x, on.y) == ((LEFT + RIGHT) / 2, (TOP + BOTTOM) / 2)
    assert below.x == RIGHT
    assert below.top < below.y < below.bottom


def choices(insight: float) -> list[tuple[bool, bool, float]]:
    """4,000 choices at d' 1.5 whose confidence rests on the evidence that decided, with so much noise."""
    rng = np.random.default_rng(4)
    left = rng.random(4000) < 0.5
    evidence = rng.normal(np.where(left, -0.75, 0.75), 1)
    sure = np.abs(evidence + rng.normal(0, insight, 4000))
    confidence = 0.5 + 0.1 * np.digitize(sure, [0.3, 0.7, 1.1, 1.6, 2.2])
    return list(zip(left.tolist(), (evidence < 0).tolist(), confidence.tolist(), strict=True))


def test_confidence_that_knows_all_the_answer_knows_has_a_ratio_of_1():
    assert m_ratio_of(choices(insight=0.0)) == pytest.approx(1.0, abs=0.1)


def test_noise_between_answer_and_confidence_lowers_it():
    assert 0.2 < m_ratio_of(choices(insight=1.5)) < 0.8


def test_with_the_better_one_always_left_there_is_no_ratio():
    assert m_ratio_of([(True, True, 0.8), (True, False, 0.6)]) is None


@pytest.mark.django_db
class TestOfAPerson:
    def test_too_few_judgements_give_none(self, people: People):
        assert calibration_of(people.enrolment) is None

    def test_each_item_counts_once_at_its_first_answer(self, people: People):
        practise(people.enrolment, 3, scored=False)
        found = calibration_of(people.enrolment)
        # 10 + 15 + 10 texts and 8 + 6 + 4 pairs; the eight pairs that return on day 3 are known by then, as are checks.
        assert found.n == 53
        assert sum(point.n for point in found.points) == found.n
        assert found.n > MIN_FOR_CURVE
        assert found.gap == pytest.approx(found.confidence - found.accuracy)
        assert found.gap_low < found.gap < found.gap_high
        whole = found.reliability - found.resolution + found.uncertainty + found.within
        assert found.brier == pytest.approx(whole)

    def test_somebody_surer_than_right_shows_so(self, people: People):
        practise(people.enrolment, 3, SimulatedPerson(skill=0.6, overconfidence=0.3), scored=False)
        assert calibration_of(people.enrolment).gap_low > 0

    def test_there_is_no_m_ratio_before_400_judgements(self, people: People):
        practise(people.enrolment, 3, scored=False)
        found = calibration_of(people.enrolment)
        assert (found.pairs, found.m_ratio, found.m_ratio_from) == (18, None, 400)

    def test_it_survives_being_kept_as_json(self, people: People):
        practise(people.enrolment, 3, scored=False)
        found = calibration_of(people.enrolment)
        assert Calibration.from_document(found.to_document()) == found
