"""Fault: on the ladder everything happens at the same moment, in two tabs, on a slow line. Nothing counts twice."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from courseware.domain.enrolments import withdraw_consent
from courseware.models import Consent, Job
from tests.faults.crowd import at_once
from tests.faults.invariants import check_answers, check_invariants
from tests.ladder_course import TUESDAY_9
from tests.training.exposure.sitting_steps import (
    HOUR,
    MINUTE,
    agree,
    answer,
    answers,
    begin,
    judge,
    reveal,
    sit,
    steps_of,
)
from training.domain.attempts import Refused
from training.domain.exposure import consents, sittings
from training.models import Attempt, ExposureEntry, TierConsent

LATER = TUESDAY_9 + MINUTE


def tried(call, *args, **kwargs) -> str:
    """The code of a refusal, or that it was done."""
    try:
        call(*args, **kwargs)
    except Refused as refused:
        return refused.code
    return "done"


@pytest.fixture
def on_screen(live_climbers) -> Attempt:
    """A sitting with its first item on the screen."""
    agree(live_climbers.enrolment, 1)
    attempt = begin(live_climbers.enrolment)
    reveal(attempt, steps_of(attempt)[0])
    return attempt


def jobs_for(attempt: Attempt) -> int:
    return Job.objects.filter(name="assessments.score_attempt", arguments={"attempt_id": attempt.pk}).count()


def test_many_begins_at_once_are_one_sitting(live_climbers):
    agree(live_climbers.enrolment, 1)
    made = at_once(*[partial(begin, live_climbers.enrolment, seed=seed) for seed in range(6)])
    assert {attempt.pk for attempt in made} == {Attempt.objects.get(kind="exposure").pk}
    assert made[0].steps.count() == made[0].length


def test_many_stops_at_once_are_one_end(live_climbers, on_screen):
    at_once(*[partial(sittings.stop, live_climbers.trainee, on_screen.public_id, now=LATER) for _ in range(6)])
    assert jobs_for(on_screen) == 1
    check_answers()


def test_the_same_answer_many_times_at_once_is_one(on_screen):
    name, step = uuid4(), steps_of(on_screen)[0]
    at_once(*[partial(answer, on_screen, step, uuid=name, now=LATER) for _ in range(6)])
    assert answers().count() == 1
    assert ExposureEntry.objects.get().seconds == 60


def test_a_stop_and_an_answer_at_once_agree_on_what_was_answered(live_climbers, on_screen):
    step = steps_of(on_screen)[0]
    stop = partial(sittings.stop, live_climbers.trainee, on_screen.public_id, now=LATER)
    at_once(stop, partial(tried, answer, on_screen, step, now=LATER))
    on_screen.refresh_from_db()
    assert on_screen.length == answers().count()
    assert jobs_for(on_screen) == 1
    check_answers()


@pytest.mark.parametrize("what", [answer, reveal])
def test_a_withdrawal_from_the_tier_leaves_nothing_younger_than_itself(live_climbers, on_screen, what):
    step = steps_of(on_screen)[0]
    sittings.hide(live_climbers.trainee, on_screen.public_id, step.token, now=LATER)
    if what is answer:
        reveal(on_screen, step, now=LATER)
    withdrawn, done = at_once(
        partial(consents.withdraw, live_climbers.enrolment, 1, now=LATER),
        partial(tried, what, on_screen, step, now=LATER + timedelta(seconds=1)),
    )
    assert withdrawn
    assert done in ("done", "closed")
    at = TierConsent.objects.get().withdrawn_at
    assert not answers().filter(received_at__gt=at).exists()
    assert not ExposureEntry.objects.filter(hidden_at=None).exists()
    on_screen.refresh_from_db()
    assert (on_screen.completed_at is not None, on_screen.length) == (True, answers().count())
    check_answers()


def test_a_withdrawal_from_the_course_and_an_answer_at_once(live_climbers, on_screen):
    """Whoever was first: with the withdrawal the sitting is over, and nothing is stored or shown after it."""
    first, second = steps_of(on_screen)
    at_once(
        partial(withdraw_consent, live_climbers.enrolment, now=LATER),
        partial(tried, answer, on_screen, first, now=LATER),
        partial(tried, begin, live_climbers.enrolment, now=LATER),
        partial(sittings.hide, live_climbers.trainee, on_screen.public_id, first.token, now=LATER),
    )
    assert not Attempt.objects.filter(kind="exposure", completed_at=None).exists()
    assert not TierConsent.objects.filter(withdrawn_at=None).exists()
    stored = answers().count()
    for step in (first, second):
        assert tried(reveal, on_screen, step, now=LATER) in ("consent", "closed")
        assert tried(answer, on_screen, step, now=LATER) in ("consent", "closed", "already_answered")
    assert answers().count() == stored
    assert Consent.objects.filter(withdrawn_at=None, enrolment=live_climbers.enrolment).count() == 0
    on_screen.refresh_from_db()
    assert on_screen.length == stored
    check_answers()


def test_however_sittings_ended_every_promise_holds(climbers):
    """One judged to its end, one stopped at once, one stopped in the middle, one ended by a withdrawal."""
    agree(climbers.enrolment, 1)
    sit(climbers.enrolment)
    for hour, answered in ((1, 0), (2, 1)):
        now = TUESDAY_9 + hour * HOUR
        attempt = begin(climbers.enrolment, now=now)
        judge(attempt, steps_of(attempt)[:answered], now=now)
        sittings.stop(climbers.trainee, attempt.public_id, now=now + MINUTE)
    attempt = begin(climbers.enrolment, now=TUESDAY_9 + 3 * HOUR)
    judge(attempt, steps_of(attempt)[:1], now=TUESDAY_9 + 3 * HOUR)
    consents.withdraw(climbers.enrolment, 1, now=TUESDAY_9 + 4 * HOUR)
    assert {each.variant for each in Attempt.objects.filter(kind="exposure")} == {"ended"}
    check_invariants(TUESDAY_9 + 5 * HOUR)
