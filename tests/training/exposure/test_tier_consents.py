"""Consent to a tier: for its very words, withdrawn at any moment, and the end of what was open under it."""

from dataclasses import replace
from functools import partial
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from courseware.domain.content import store
from courseware.domain.enrolments import enrol, give_consent, withdraw_consent
from courseware.models import AuditEvent, Cohort, Enrolment
from courseware.reading import ContentError
from tests.ladder_course import TUESDAY_9, join, ladder_content
from tests.people import make_cohort
from tests.training.exposure.sitting_steps import HOUR, MINUTE, agree, answer, answers, begin, judge, reveal, steps_of
from training.activities.base import Answer
from training.domain.attempts import NotFound, Refused, finish, submit
from training.domain.exposure import consents, sittings
from training.domain.exposure.standing import tiers_now, words_of
from training.domain.exposure.state import ladder_of
from training.domain.submission import Submission
from training.models import Attempt, ExposureEntry, TierConsent

LATER = TUESDAY_9 + HOUR


def refusal(call, *args, **kwargs) -> Refused:
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return caught.value


def new_words(climbers) -> Enrolment:
    """The cohort moves to a version whose tiers are worded anew."""
    climbers.cohort.program_version = store(ladder_content("2"), now=TUESDAY_9).version
    climbers.cohort.save()
    return Enrolment.objects.select_related("cohort", "user").get(pk=climbers.enrolment.pk)


def test_consent_is_to_one_tier_and_its_words(climbers):
    given = consents.give(climbers.enrolment, 1, "tier-1-v1", now=TUESDAY_9)
    assert (given.text_version, len(given.text_hash), given.given_at) == ("tier-1-v1", 64, TUESDAY_9)
    assert consents.standing_tiers(climbers.enrolment) == {1: given}


def test_given_twice_it_is_one(climbers):
    first = consents.give(climbers.enrolment, 1, "tier-1-v1", now=TUESDAY_9)
    assert consents.give(climbers.enrolment, 1, "tier-1-v1", now=LATER) == first


def test_words_that_changed_while_the_page_was_open_are_read_first(climbers):
    enrolment = new_words(climbers)
    assert refusal(consents.give, enrolment, 1, "tier-1-v1", now=TUESDAY_9).code == "changed"
    assert not TierConsent.objects.exists()


def test_a_tier_that_does_not_exist(climbers):
    with pytest.raises(NotFound):
        consents.give(climbers.enrolment, 9, "tier-9-v1", now=TUESDAY_9)


def test_without_consent_to_take_part_there_is_none_to_a_tier(climbers):
    withdraw_consent(climbers.enrolment, now=TUESDAY_9)
    assert refusal(consents.give, climbers.enrolment, 1, "tier-1-v1", now=TUESDAY_9).code == "consent"


def test_withdrawal_in_mid_sitting_ends_it_and_keeps_what_was_answered(climbers):
    agree(climbers.enrolment, 1, 2)
    attempt = begin(climbers.enrolment)
    first, second = steps_of(attempt)
    judge(attempt, [first])
    reveal(attempt, second, now=TUESDAY_9 + MINUTE)
    assert consents.withdraw(climbers.enrolment, 1, now=LATER)
    attempt.refresh_from_db()
    assert (attempt.completed_at, attempt.length, attempt.variant) == (LATER, 1, "ended")
    assert answers().get().step == first
    assert ExposureEntry.objects.get(step=second).hidden_at == LATER
    assert list(consents.standing_tiers(climbers.enrolment)) == [2]
    assert refusal(answer, attempt, second, now=LATER).code == "closed"
    assert not consents.withdraw(climbers.enrolment, 1, now=LATER)


def test_withdrawal_of_another_tier_leaves_the_sitting(climbers):
    agree(climbers.enrolment, 1, 2)
    attempt = begin(climbers.enrolment)
    assert consents.withdraw(climbers.enrolment, 2, now=LATER)
    attempt.refresh_from_db()
    assert attempt.completed_at is None


def test_after_a_withdrawal_consent_can_be_given_again(climbers):
    agree(climbers.enrolment, 1)
    consents.withdraw(climbers.enrolment, 1, now=TUESDAY_9)
    assert refusal(begin, climbers.enrolment).code == "consent"
    agree(climbers.enrolment, 1, now=LATER)
    begin(climbers.enrolment, now=LATER)
    assert TierConsent.objects.count() == 2


def test_no_answer_is_younger_than_the_withdrawal(climbers):
    """The clock of the request that withdrew was read a moment before the answer it waited for."""
    agree(climbers.enrolment, 1)
    attempt = begin(climbers.enrolment)
    judge(attempt, steps_of(attempt)[:1], now=LATER)
    consents.withdraw(climbers.enrolment, 1, now=LATER)
    assert TierConsent.objects.get().withdrawn_at == answers().get().received_at > LATER


def leave(climbers):
    Enrolment.objects.filter(pk=climbers.enrolment.pk).update(left_at=LATER)


def archive(climbers):
    Cohort.objects.filter(pk=climbers.cohort.pk).update(archived_at=LATER)


ENDS = {"left": leave, "archived": archive, "words": new_words}


def see(attempt):
    assert sittings.sitting_of(attempt.enrolment.user, attempt.public_id, now=LATER).ended


def reveal_refused(attempt):
    assert refusal(reveal, attempt, steps_of(attempt)[1], now=LATER).code == "consent"


def answer_refused(attempt):
    assert refusal(answer, attempt, steps_of(attempt)[1], now=LATER).code == "consent"


def hide(attempt):
    sittings.hide(attempt.enrolment.user, attempt.public_id, steps_of(attempt)[1].token, now=LATER)


def look_at_ladder(attempt):
    ladder_of(Enrolment.objects.select_related("cohort", "user").get(pk=attempt.enrolment_id), now=LATER)


def begin_refused(attempt):
    assert refusal(begin, attempt.enrolment, now=LATER).code in ("consent", "closed")


@pytest.mark.parametrize("contact", [see, reveal_refused, answer_refused, hide, look_at_ladder, begin_refused])
@pytest.mark.parametrize("end", ENDS)
def test_what_no_consent_carries_any_more_ends_at_the_next_contact(climbers, end, contact):
    agree(climbers.enrolment, 1)
    attempt = begin(climbers.enrolment)
    judge(attempt, steps_of(attempt)[:1])
    reveal(attempt, steps_of(attempt)[1], now=TUESDAY_9 + MINUTE)
    ENDS[end](climbers)
    contact(attempt)
    attempt.refresh_from_db()
    assert (attempt.completed_at, attempt.length, attempt.variant) == (LATER, 1, "ended")
    assert answers().count() == 1
    assert ExposureEntry.objects.filter(hidden_at=None).count() == 0
    assert ExposureEntry.objects.count() == 2


@pytest.fixture
def on_screen(climbers) -> Attempt:
    """A sitting with one answer, and its second item on the screen."""
    agree(climbers.enrolment, 1, 2)
    attempt = begin(climbers.enrolment)
    judge(attempt, steps_of(attempt)[:1])
    reveal(attempt, steps_of(attempt)[1], now=TUESDAY_9 + MINUTE)
    return attempt


def assert_over(attempt: Attempt, at=LATER):
    attempt.refresh_from_db()
    assert (attempt.completed_at, attempt.length, attempt.variant) == (at, 1, "ended")
    assert not ExposureEntry.objects.filter(hidden_at=None).exists()
    assert set(TierConsent.objects.values_list("withdrawn_at", flat=True)) == {at}


def test_withdrawing_from_the_course_ends_it_at_once_and_consenting_again_revives_nothing(climbers, on_screen):
    withdraw_consent(climbers.enrolment, now=LATER)
    assert_over(on_screen)
    give_consent(climbers.enrolment, now=LATER + HOUR)
    assert_over(on_screen)
    assert consents.standing_tiers(climbers.enrolment) == {}


def test_who_left_and_comes_back_finds_nothing_open(climbers, on_screen):
    leave(climbers)
    back = enrol(climbers.trainee, climbers.cohort, now=LATER)
    assert (back.pk, back.left_at) == (climbers.enrolment.pk, None)
    assert_over(on_screen)


def test_withdrawing_from_one_course_leaves_the_other_as_it_is(climbers):
    other = join(climbers.trainee, make_cohort("Second", climbers.version, climbers.instructor))
    agree(other, 1)
    attempt = begin(other)
    withdraw_consent(climbers.enrolment, now=LATER)
    attempt.refresh_from_db()
    assert attempt.completed_at is None
    assert list(consents.standing_tiers(other)) == [1]


@pytest.mark.parametrize("anew", ["course", "tier"])
def test_a_consent_younger_than_a_sitting_does_not_carry_it(climbers, anew):
    """As rows, since no function leaves them so: what was withdrawn once is over, by every road."""
    agree(climbers.enrolment, 1)
    attempt = begin(climbers.enrolment)
    reveal(attempt, steps_of(attempt)[0])
    if anew == "course":
        climbers.enrolment.consents.update(withdrawn_at=TUESDAY_9 + MINUTE)
        give_consent(climbers.enrolment, now=TUESDAY_9 + MINUTE)
    else:
        TierConsent.objects.update(withdrawn_at=TUESDAY_9 + MINUTE)
        agree(climbers.enrolment, 1, now=TUESDAY_9 + MINUTE)
        attempt.refresh_from_db()
        assert attempt.completed_at is not None
        Attempt.objects.filter(pk=attempt.pk).update(completed_at=None, completed_on=None, variant="", length=2)
    assert refusal(submit, climbers.trainee, attempt.public_id, submission(attempt), now=LATER).code == "consent"
    assert sittings.sitting_of(climbers.trainee, attempt.public_id, now=LATER).ended


def submission(attempt: Attempt) -> Submission:
    step = steps_of(attempt)[0]
    return Submission(uuid4(), step.token, Answer({"choice": "none"}), None, {}, "")


def test_by_a_clock_that_was_moved_back_a_sitting_is_no_older_than_its_consent(climbers):
    agree(climbers.enrolment, 1, now=LATER)
    attempt = begin(climbers.enrolment, now=TUESDAY_9)
    assert attempt.started_at == LATER
    assert not sittings.sitting_of(climbers.trainee, attempt.public_id, now=TUESDAY_9).ended


def test_in_an_archived_cohort_nothing_is_begun_or_agreed_to_and_withdrawing_stays(climbers):
    agree(climbers.enrolment, 1)
    archive(climbers)
    assert refusal(begin, climbers.enrolment, now=LATER).code == "closed"
    assert refusal(consents.give, climbers.enrolment, 2, "tier-2-v1", now=LATER).code == "closed"
    assert consents.withdraw(climbers.enrolment, 1, now=LATER)


def test_the_words_that_were_read_are_the_words_agreed_to(climbers):
    """The same version may name other words in another course, or before they were mended."""
    (tier, *_) = tiers_now(climbers.enrolment)
    give = partial(consents.give, climbers.enrolment, 1, tier.version, now=TUESDAY_9)
    for words in ("", "0" * 12):
        assert refusal(give, words=words).code == "changed"
    assert give(words=words_of(tier)).text_hash.startswith(words_of(tier))


def test_other_words_under_a_known_version_are_not_stored(climbers):
    content = ladder_content()
    first, *others = content.program.ladder.tiers
    ladder = replace(content.program.ladder, tiers=(replace(first, text="Other words."), *others))
    with pytest.raises(ContentError, match=r"tiers\.1: the words changed"):
        store(replace(content, program=replace(content.program, ladder=ladder)), now=TUESDAY_9)
    assert not store(content, now=TUESDAY_9).is_new


@pytest.mark.parametrize(
    ("table", "change"),
    [
        (TierConsent, {"text_hash": "0" * 64}),
        (TierConsent, {"given_at": LATER}),
        (ExposureEntry, {"revealed_at": LATER}),
        (ExposureEntry, {"charged": True}),
    ],
)
def test_what_was_agreed_to_and_shown_cannot_be_rewritten(on_screen, table, change):
    for act in (lambda: table.objects.update(**change), lambda: table.objects.all()._raw_delete("default")):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            act()


def test_new_words_ask_for_a_new_consent_and_the_old_one_is_closed(climbers):
    agree(climbers.enrolment, 1)
    enrolment = new_words(climbers)
    assert consents.standing_tiers(enrolment) == {}
    assert refusal(begin, enrolment).code == "consent"
    agree(enrolment, 1, now=LATER)
    old, new = TierConsent.objects.order_by("pk")
    assert (old.withdrawn_at, new.text_version, new.withdrawn_at) == (LATER, "tier-1-v2", None)
    begin(enrolment, now=LATER)


def test_other_words_under_the_same_version_are_other_words(climbers):
    TierConsent.objects.create(
        enrolment=climbers.enrolment, tier=1, text_version="tier-1-v1", text_hash="0" * 64, given_at=TUESDAY_9
    )
    assert consents.standing_tiers(climbers.enrolment) == {}
    agree(climbers.enrolment, 1, now=LATER)
    assert list(consents.standing_tiers(climbers.enrolment)) == [1]


def test_the_audit_that_operations_read_tells_nothing_of_tiers(climbers):
    before = AuditEvent.objects.count()
    agree(climbers.enrolment, 1, 2)
    attempt = begin(climbers.enrolment)
    sittings.stop(climbers.trainee, attempt.public_id, now=LATER)
    consents.withdraw(climbers.enrolment, 1, now=LATER)
    assert AuditEvent.objects.count() == before


def test_finishing_by_the_road_of_other_modules_looks_the_same(climbers):
    agree(climbers.enrolment, 1)
    attempt = begin(climbers.enrolment)
    judge(attempt, steps_of(attempt)[:1])
    assert refusal(finish, climbers.trainee, attempt.public_id, now=LATER).code == "unfinished"
    judge(attempt, steps_of(attempt)[1:])
    assert finish(climbers.trainee, attempt.public_id, now=LATER).variant == "ended"
