"""What sittings on the ladder come to: pairs of twins judged hours apart, and numbers of labels alone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.domain.reactivity import make_reactivity, pairs_of_twins, reactivity_evidence, stored_reactivity
from assessments.domain.scoring import score_attempt
from assessments.measures.reactivity import twin_difference
from assessments.models import BiasTally, JudgementProfile, ReactivityProfile, Score, Standing
from courseware.domain import jobs
from courseware.domain.enrolments import enrol, give_consent
from courseware.models import Cohort, Job
from tests.assessments.reactivity.two_scales import join_two_scales
from tests.corrected import correct_item
from tests.exposed import DAY, all_pairs, sit
from tests.ladder_course import TUESDAY_9, Climbers, charged
from tests.people import COURSE_START, JOINED
from training.domain.items import slugs_of
from training.models import Regrade

WEEK = timedelta(days=7)


def test_twins_make_a_pair_once_both_are_judged_on_different_days(climbers: Climbers):
    sit(climbers.enrolment, 0, ["c0-1", "n0-2"])
    assert pairs_of_twins(climbers.enrolment) == []
    sit(climbers.enrolment, 0, ["n0-1", "c0-3"], TUESDAY_9 + DAY)
    (pair,) = pairs_of_twins(climbers.enrolment)
    assert pair.charged.twins == ("c0-1", "n0-1")
    assert (pair.charged.charged, pair.neutral.charged) == (True, False)
    assert stored_reactivity(climbers.enrolment).whole.waiting == 2


@pytest.mark.parametrize(("hours", "pairs"), [(7.9, 0), (8, 1), (9, 1)])
def test_twins_that_were_judged_too_near_each_other_make_no_pair(climbers: Climbers, hours: float, pairs: int):
    sit(climbers.enrolment, 0, ["c0-1"])
    sit(climbers.enrolment, 0, ["n0-1"], TUESDAY_9 + timedelta(hours=hours))
    assert len(pairs_of_twins(climbers.enrolment)) == pairs


def test_pairs_stay_when_the_person_moves(climbers: Climbers):
    # Nine in the evening and six in the morning in London are one and the same date in Auckland.
    evening = TUESDAY_9.replace(hour=21)
    sit(climbers.enrolment, 0, ["c0-1"], evening)
    sit(climbers.enrolment, 0, ["n0-1"], evening + timedelta(hours=9))
    for zone in ("Europe/London", "Pacific/Auckland", "America/Los_Angeles"):
        climbers.enrolment.user.time_zone = zone
        climbers.enrolment.user.save()
        assert len(pairs_of_twins(climbers.enrolment)) == 1


def test_how_long_an_answer_took_moves_no_pair(climbers: Climbers):
    day = 86_400_000
    sit(climbers.enrolment, 0, ["c0-1"], ms={"c0-1": day})
    sit(climbers.enrolment, 0, ["n0-1"], TUESDAY_9 + DAY, ms={"n0-1": day})
    assert len(pairs_of_twins(climbers.enrolment)) == 1


def test_an_open_sitting_counts_nothing_yet(climbers: Climbers):
    sit(climbers.enrolment, 0, ["c0-1"])
    sit(climbers.enrolment, 0, ["n0-1"], TUESDAY_9 + DAY, ended=False)
    assert pairs_of_twins(climbers.enrolment) == []


def test_the_first_answer_counts_and_the_second_tells_consistency(climbers: Climbers):
    all_pairs(climbers.enrolment)
    again = charged(0)[:5]
    sit(climbers.enrolment, 0, again, TUESDAY_9 + 2 * DAY, wrong={"c0-1", "c0-2"})
    sit(climbers.enrolment, 0, again, TUESDAY_9 + 3 * DAY)  # a third label of an item tells nothing
    line = stored_reactivity(climbers.enrolment).whole
    assert line.lost.value == 0
    assert (line.repeats_charged, line.repeats_neutral) == (5, 0)
    assert (line.again_charged.value, line.again_charged.n) == (0.6, 5)
    assert line.again_neutral is None


def test_the_numbers_are_those_of_the_measures(climbers: Climbers):
    # n0-1 to n0-8 have the keys 1 2 3 0 1 2 3 0: a step up is not there for the severe ones, 3 and 7.
    wrong = {"c0-1", "c0-2", "c0-3", "c0-4", "n0-1"}
    all_pairs(climbers.enrolment, wrong=wrong, ms=dict.fromkeys(charged(0), 18000) | {"n0-1": 9_001})
    line = stored_reactivity(climbers.enrolment).whole
    assert line.scale == "severity"
    expected = twin_difference([0, 0, 0, 0, 1, 1, 1, 1], [0, 1, 1, 1, 1, 1, 1, 1])
    assert (line.lost.value, line.lost.low, line.lost.high) == (expected.estimate, expected.low, expected.high)
    assert (line.neutral_right, line.charged_right, line.pairs) == (7 / 8, 4 / 8, 8)
    # Of charged minus neutral: 0, +1, -1, +1, then nothing.
    assert line.steps.value == pytest.approx(1 / 8)
    assert line.slower.value == pytest.approx(0.6931, abs=1e-3)
    assert line.slower.low < line.slower.value < line.slower.high
    assert line.drift.n == line.exposures == 8


def test_times_that_never_differ_have_no_ratio(climbers: Climbers):
    all_pairs(climbers.enrolment)
    assert stored_reactivity(climbers.enrolment).whole.slower is None


def test_under_eight_pairs_there_are_counts_and_no_numbers(climbers: Climbers):
    all_pairs(climbers.enrolment, pairs=7, wrong=set(charged(0)))
    line = stored_reactivity(climbers.enrolment).whole
    assert (line.pairs, line.exposures) == (7, 7)
    assert [line.lost, line.steps, line.slower, line.drift, line.charged_right] == [None] * 5
    assert reactivity_evidence(climbers.enrolment, 1).value is None
    assert reactivity_evidence(climbers.enrolment, 1).n == 7


def test_a_tier_pools_its_rungs_and_the_whole_pools_the_tiers(climbers: Climbers):
    all_pairs(climbers.enrolment, 0)
    all_pairs(climbers.enrolment, 1, TUESDAY_9 + WEEK, wrong=set(charged(1)))
    all_pairs(climbers.enrolment, 2, TUESDAY_9 + 2 * WEEK, wrong=set(charged(2)))
    found = stored_reactivity(climbers.enrolment)
    assert [(line.tier, line.pairs, line.lost.value) for line in found.tiers] == [(1, 16, 0.5), (2, 8, 1.0)]
    assert (found.whole.pairs, found.whole.lost.value) == (24, pytest.approx(2 / 3))
    assert reactivity_evidence(climbers.enrolment, 2).value == 1
    assert reactivity_evidence(climbers.enrolment, 3).n == 0


def test_steps_of_different_guidelines_are_not_pooled_and_all_else_is(climbers: Climbers):
    enrolment = join_two_scales(climbers.trainee)
    all_pairs(enrolment, 0, wrong={"c0-1"}, ms=dict.fromkeys(charged(0), 18000) | {"n0-1": 9_001})
    all_pairs(enrolment, 2, TUESDAY_9 + WEEK, wrong=set(charged(2)))
    found = stored_reactivity(enrolment)
    assert [line.scale for line in found.tiers] == ["severity", "urgency"]
    assert all(line.steps and line.drift for line in found.tiers)
    whole = found.whole
    assert (whole.scale, whole.steps, whole.drift) == ("", None, None)
    assert (whole.pairs, whole.lost.value, whole.slower.n) == (16, 9 / 16, 16)


def test_evidence_brings_an_interval_of_its_own_at_every_level(climbers: Climbers):
    all_pairs(climbers.enrolment, wrong={"c0-1", "c0-2"})
    evidence = reactivity_evidence(climbers.enrolment, 1)
    stored = stored_reactivity(climbers.enrolment).tiers[0].lost
    assert evidence.interval(0.95) == (stored.low, stored.high)
    assert evidence.interval(0.9)[0] > stored.low
    assert evidence.standard_error == pytest.approx((stored.high - stored.low) / 3.92, abs=1e-3)
    assert reactivity_evidence(climbers.enrolment, 1, until=TUESDAY_9 + timedelta(hours=1)).n == 0


def test_no_score_standing_or_tally_is_ever_made_of_an_exposure(climbers: Climbers):
    attempts = all_pairs(climbers.enrolment)
    score_attempt(attempts[0].pk, now=TUESDAY_9 + WEEK)
    for table in (Score, Standing, BiasTally):
        assert not table.objects.filter(attempt__kind="exposure").exists()
    assert not JudgementProfile.objects.exists()
    assert not Job.objects.filter(name="assessments.calibrate_items").exists()


def test_making_it_again_changes_nothing_but_the_time(climbers: Climbers):
    attempts = all_pairs(climbers.enrolment, wrong={"c0-1"})
    before = ReactivityProfile.objects.get().document
    score_attempt(attempts[1].pk, now=TUESDAY_9 + WEEK)
    assert ReactivityProfile.objects.get().document == before
    assert ReactivityProfile.objects.get().made_at == TUESDAY_9 + WEEK


def test_a_corrected_key_counts_as_if_it_had_always_been_so(climbers: Climbers):
    all_pairs(climbers.enrolment, wrong={"c0-1", "n0-1"})  # both mild by their keys, both labelled moderate
    assert stored_reactivity(climbers.enrolment).whole.neutral_right == 7 / 8
    items = slugs_of(climbers.version.pk)
    correct_item(items["c0-1"], key={"label": "moderate"}, now=TUESDAY_9 + WEEK)
    jobs.run_due()
    line = stored_reactivity(climbers.enrolment).whole
    # Until its twin is corrected too they have no longer one key, and are no pair.
    assert (line.pairs, line.unlike, line.lost) == (7, 1, None)
    correct_item(items["n0-1"], key={"label": "moderate"}, now=TUESDAY_9 + WEEK)
    jobs.run_due()
    line = stored_reactivity(climbers.enrolment).whole
    assert (line.pairs, line.unlike, line.neutral_right, line.charged_right) == (8, 0, 1, 1)
    assert not Score.objects.filter(attempt__kind="exposure").exists()


def test_a_correction_before_the_end_of_a_sitting_counts_too(climbers: Climbers):
    all_pairs(climbers.enrolment, pairs=6)
    assert not Regrade.objects.exists()
    items = slugs_of(climbers.version.pk)
    correct_item(items["c0-7"], key={"label": "none"}, now=TUESDAY_9)
    sit(climbers.enrolment, 0, ["c0-7"], TUESDAY_9 + 2 * DAY)
    assert Regrade.objects.get().correct is False


def test_an_item_no_longer_clear_leaves_the_pairs(climbers: Climbers):
    all_pairs(climbers.enrolment)
    correct_item(slugs_of(climbers.version.pk)["n0-1"], ambiguity="ambiguous", now=TUESDAY_9 + WEEK)
    jobs.run_due()
    assert stored_reactivity(climbers.enrolment).whole.unlike == 1


def test_what_was_judged_in_an_earlier_course_counts_there(climbers: Climbers):
    all_pairs(climbers.enrolment)
    cohort = Cohort.objects.create(
        name="Again", program_version=climbers.version, starts_on=COURSE_START, created_at=JOINED
    )
    again = enrol(climbers.trainee, cohort, now=TUESDAY_9 + WEEK)
    give_consent(again, now=TUESDAY_9 + WEEK)
    all_pairs(again, 0, TUESDAY_9 + WEEK)
    assert pairs_of_twins(again) == []
    assert len(pairs_of_twins(climbers.enrolment)) == 8


def test_one_query_however_many_sittings(climbers: Climbers):
    all_pairs(climbers.enrolment)
    pairs_of_twins(climbers.enrolment)
    with CaptureQueriesContext(
        connection,
    ) as few:
        pairs_of_twins(climbers.enrolment)
    all_pairs(climbers.enrolment, 1, TUESDAY_9 + WEEK)
    with CaptureQueriesContext(connection) as many:
        make_reactivity(climbers.enrolment, now=TUESDAY_9 + 2 * WEEK)
    assert len(few) == 1
    assert sum("training_response" in query["sql"] for query in many) == 1
