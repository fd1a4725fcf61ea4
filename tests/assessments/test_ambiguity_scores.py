"""What ambiguity modules come to: sensitivity, specificity, d', closeness; and what they are no evidence of."""

import random
from statistics import NormalDist

import pytest

from assessments.catalog import MEASURES
from assessments.domain.evidence import Scope, accuracy_clear, overconfidence
from assessments.domain.first_answers import first_answers
from assessments.domain.flagging import Flagging, flagging_of
from assessments.domain.score_rows import headlines_of, score_rows
from assessments.domain.scoring import revise_scores
from assessments.measures.intervals import wilson
from assessments.measures.signal_detection import d_prime, d_prime_interval
from assessments.models import Score
from courseware.domain import jobs
from tests.corrected import correct_item, version_named
from tests.nuances import AMBIGUOUS, AS_SURE, CLEAR, LABELS, SHADES, UNDECIDED, answer_as, done, nuanced
from tests.people import MONDAY_9
from training.activities.base import SimulatedPerson
from training.activities.parts.flag import chance_of_flag
from training.domain.regrading import regrade
from training.domain.simulation import do_module
from training.models import Attempt

CASES = {"mild": "Nobody is threatened in it.", "none": "Everybody laughs about it."}


def scored(attempt: Attempt) -> dict[str, Score]:
    jobs.run_due()
    newest = Score.objects.filter(attempt=attempt).order_by("revision")
    return {score.measure: score for score in newest}


def test_somebody_who_sees_everything_as_it_is(db):
    scores = scored(done(nuanced(), {}))
    assert set(scores) == {
        "ambiguity_sensitivity", "ambiguity_specificity", "ambiguity_d_prime",
        "soft_label_score", "soft_label_distance",
    }  # fmt: skip
    assert set(scores) <= set(MEASURES)
    assert [scores[f"ambiguity_{name}"].value for name in ("sensitivity", "specificity")] == [1, 1]
    assert scores["soft_label_score"].value == pytest.approx(1)
    assert scores["soft_label_distance"].value == pytest.approx(0)
    assert all(0 <= scores[name].low < scores[name].high <= 1 for name in ("soft_label_score", "soft_label_distance"))


def test_false_ambiguity_counts_as_much_as_missed_ambiguity(db):
    answers = {slug: answer_as(slug, flag=True) for slug in CLEAR[:1]}
    answers |= {slug: answer_as(slug, flag=False) for slug in AMBIGUOUS[:2]}
    scores = scored(done(nuanced(), answers))
    sensitivity, specificity = scores["ambiguity_sensitivity"], scores["ambiguity_specificity"]
    assert (sensitivity.value, sensitivity.n, sensitivity.low) == (0.5, 4, wilson(2, 4).low)
    assert (specificity.value, specificity.n, specificity.low) == (0.75, 4, wilson(3, 4).low)
    apart = scores["ambiguity_d_prime"]
    assert (apart.value, apart.n) == (d_prime(2, 2, 1, 3), 8)
    assert (apart.low, apart.high) == d_prime_interval(2, 2, 1, 3)


def test_undecided_items_count_in_none_of_the_flag_measures(db):
    plain = scored(done(nuanced(1), {}))
    flagged = scored(done(nuanced(2), {UNDECIDED[0]: answer_as(UNDECIDED[0], flag=True)}))
    for name in ("ambiguity_sensitivity", "ambiguity_specificity", "ambiguity_d_prime"):
        assert (plain[name].value, plain[name].n) == (flagged[name].value, flagged[name].n)


def test_closeness_and_distance_are_means_over_the_items(db):
    answers = {slug: answer_as(slug, soft=AS_SURE) for slug in AMBIGUOUS}
    scores = scored(done(nuanced(), answers))
    # Four of nine items at 1 - (.4^2 + .4^2) / 2 = .84.
    assert scores["soft_label_score"].value == pytest.approx((5 + 4 * 0.84) / 9)
    # p = (.6, .4), q = (1, 0): (.6 log2(.6/.8) + .4 log2(.4/.2) + log2(1/.8)) / 2 = .2365
    assert scores["soft_label_distance"].value == pytest.approx(4 * 0.236453 / 9, abs=1e-5)
    assert scores["soft_label_score"].n == 9


def test_a_corrected_item_changes_what_its_flag_is_worth(db):
    attempt = done(nuanced(), {})
    assert scored(attempt)["ambiguity_specificity"].n == 4
    slug = CLEAR[0]
    key = {"distribution": {"none": 0.5, "mild": 0.5}, "estimated": True}
    regrade(correct_item(version_named(attempt, slug), ambiguity="ambiguous", key=key), now=MONDAY_9)
    assert revise_scores(attempt, now=MONDAY_9)
    scores = scored(attempt)
    assert (scores["ambiguity_specificity"].n, scores["ambiguity_sensitivity"].value) == (3, 0.8)
    assert scores["soft_label_score"].value == pytest.approx((8 + 0.75) / 9)
    assert scores["soft_label_score"].note == "1 of 9 references are the authors' estimate"


def test_the_headlines_tell_both_ways_to_go_wrong(db):
    scored(done(nuanced(), {}))
    rows = score_rows(Score.objects.all())
    assert headlines_of(rows) == ["ambiguity_sensitivity", "ambiguity_specificity", "soft_label_score"]


def test_its_answers_are_no_evidence_of_accuracy_or_confidence(db):
    enrolment = nuanced()
    done(enrolment, {CLEAR[0]: answer_as(CLEAR[0], flag=True)})
    # Their keys were shown among the ambiguous ones: the same items count no more.
    done(enrolment, {}, LABELS)
    scope = Scope(enrolment)
    assert (accuracy_clear(scope).n, overconfidence(scope).n) == (0, 0)


def test_of_the_items_themselves_its_choices_say_whether_the_key_is_right(db):
    answers = {
        CLEAR[0]: answer_as(CLEAR[0], flag=True),
        CLEAR[1]: {"choice": "none", "parts": {"flag": False, "soft": AS_SURE}},
        AMBIGUOUS[0]: answer_as(AMBIGUOUS[0], flag=False),
        AMBIGUOUS[1]: {"choice": "none", "parts": {"flag": True, "soft": AS_SURE, "cases": CASES}},
    }
    attempt = done(nuanced(), answers)
    found = first_answers(attempt.steps.first().item_version.item.bank)
    right = {found.versions[answer.item_id].item.slug: answer.correct for answer in found.answers}
    assert {slug for slug, correct in right.items() if not correct} == {CLEAR[1], AMBIGUOUS[1]}
    assert {answer.milliseconds for answer in found.answers} == {None}


def test_a_simulated_person_does_the_module_and_is_scored(db):
    enrolment = nuanced()
    attempt, _ = do_module(enrolment, SHADES, SimulatedPerson(), random.Random(2), now=MONDAY_9)
    assert {"ambiguity_sensitivity", "soft_label_score"} <= set(scored(attempt))


def test_flags_of_known_people_give_back_their_sensitivity():
    """Pooled over 4,000 items the estimate is within three standard errors of the truth."""
    rng, n = random.Random(8), 2000
    for truth, criterion in ((0.0, 0.3), (1.5, -0.2), (2.5, 0.5)):
        person = SimulatedPerson(ambiguity=truth, flagging=criterion)
        answers = [
            (ambiguity, {"parts": {"flag": rng.random() < chance_of_flag(person, ambiguity)}})
            for ambiguity in ("ambiguous", "clear")
            for _ in range(n)
        ]
        found = flagging_of(answers)
        low, high = d_prime_interval(*found.outcomes, level=2 * NormalDist().cdf(3) - 1)
        assert low < truth < high
        assert (found.ambiguous, found.clear) == (n, n)


def test_answers_without_a_flag_are_in_no_count():
    assert flagging_of([("clear", {"choice": "a"}), ("ambiguous", {"parts": {}})]) == Flagging(0, 0, 0, 0)
