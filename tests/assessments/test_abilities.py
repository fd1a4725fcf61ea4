"""Item difficulties from everybody's answers: the truth comes back, and authors are believed where answers are few."""

import numpy as np
import pytest
from scipy.special import expit

from assessments.domain import abilities
from assessments.domain.abilities import _fitted, calibrate_items
from courseware.models import Job
from tests.people import MONDAY_9, People
from tests.practised import practise
from training.models import Ability, ItemDifficulty

PRIOR = np.linspace(-1.5, 1.5, 20)


def answers(b: np.ndarray, people: int, rng: np.random.Generator, a: np.ndarray | float = 1.0) -> np.ndarray:
    theta = rng.normal(1.0, 1.0, people)
    return (rng.random((people, b.size)) < expit(a * (theta[:, None] - b))).astype(float)


def test_fitted_difficulties_come_nearer_to_the_truth_than_their_authors():
    rng = np.random.default_rng(1)
    truth = PRIOR + rng.normal(0, 1.2, PRIOR.size)
    truth -= (truth - PRIOR).mean()
    b, se, a = _fitted(answers(truth, 200, rng), PRIOR)
    assert np.sqrt(np.mean((b - truth) ** 2)) < 0.35
    assert np.sqrt(np.mean((PRIOR - truth) ** 2)) > 0.6
    assert (se < 0.4).all()
    assert (a == 1).all()


def test_with_many_people_items_differ_in_how_well_they_tell_people_apart():
    rng = np.random.default_rng(2)
    slopes = np.tile([0.7, 1.4], 10)
    _, _, a = _fitted(answers(PRIOR, 800, rng, slopes), PRIOR)
    assert a[1::2].mean() > 1.5 * a[::2].mean()


def test_a_few_answers_hardly_move_an_item_from_its_authors_estimate():
    rng = np.random.default_rng(3)
    table = answers(PRIOR, 60, rng)
    table[12:, 0] = np.nan
    table[:12, 0] = [1, 0] * 6
    _, se, _ = _fitted(table, PRIOR)
    assert se[0] > 1.3 * se[1:].mean()


@pytest.mark.django_db
class TestFromAttempts:
    def test_simulated_people_calibrate_nothing(self, people: People):
        practise(people.enrolment, 1)
        assert calibrate_items("foundations", now=MONDAY_9) == 0
        assert not ItemDifficulty.objects.exists()

    def test_every_scored_attempt_updates_the_persons_level_and_the_night_the_items(self, people: People):
        practise(people.enrolment, 1)
        ability = Ability.objects.get(enrolment=people.enrolment)
        assert ability.n == 18  # ten texts and eight pairs
        assert 0 < ability.standard_error < abilities.ABILITY_SD
        nights = Job.objects.filter(name="assessments.calibrate_items")
        assert {job.arguments["bank"] for job in nights} == {"foundations"}
        assert all(job.run_at.hour == 3 for job in nights)

    def test_real_peoples_first_answers_calibrate_items_once_there_are_enough(self, people: People, monkeypatch):
        monkeypatch.setattr(abilities, "MIN_PEOPLE", 2)
        monkeypatch.setattr(abilities, "MIN_ANSWERS", 2)
        for enrolment in (people.enrolment, people.other_enrolment, people.foreign_enrolment):
            practise(enrolment, 1)
            enrolment.attempts.update(is_simulated=False)
        made = calibrate_items("foundations", now=MONDAY_9)
        rows = list(ItemDifficulty.objects.all())
        assert made == len(rows)
        assert all(row.n == 3 for row in rows)
        assert calibrate_items("foundations", now=MONDAY_9) == made
