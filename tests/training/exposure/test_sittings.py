"""A sitting by the domain's own functions: hidden until revealed, one at a time, ended by a stop without a trace."""

from datetime import timedelta
from uuid import uuid4

import pytest

from courseware.models import Item
from tests.corrected import correct_item
from tests.ladder_course import PER_SITTING, TUESDAY_9, join, key_of, rung_module
from tests.people import make_cohort
from tests.training.exposure.sitting_steps import (
    DAY,
    HOUR,
    MINUTE,
    READING,
    agree,
    answer,
    answers,
    begin,
    judge,
    reveal,
    set_care,
    sit,
    slug_of,
    steps_of,
)
from training.activities.base import InvalidAnswer
from training.domain.attempts import NotFound, Refused, start
from training.domain.counting import counted
from training.domain.exposure import ledger, sittings
from training.domain.items import slugs_of
from training.domain.regrading import regrade, regrade_attempt
from training.models import Attempt, ExposureEntry
from training.signals import attempt_completed


@pytest.fixture
def sitting(climbers) -> Attempt:
    agree(climbers.enrolment, 1)
    return begin(climbers.enrolment)


@pytest.fixture
def told():
    """Attempts that were told to be completed, by primary key."""
    found: list[int] = []

    def note(attempt_id, **kwargs):
        found.append(attempt_id)

    attempt_completed.connect(note)
    yield found
    attempt_completed.disconnect(note)


def seen(attempt, now=TUESDAY_9):
    return sittings.sitting_of(attempt.enrolment.user, attempt.public_id, now=now)


def stop(attempt, now=TUESDAY_9):
    return sittings.stop(attempt.enrolment.user, attempt.public_id, now=now)


def refusal(call, *args, **kwargs) -> Refused:
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return caught.value


def test_a_sitting_is_planned_and_nothing_of_it_is_shown(sitting):
    assert sitting.length == PER_SITTING == sitting.steps.count()
    view = seen(sitting)
    assert (view.number, view.of, view.revealed, view.question, view.ended) == (1, PER_SITTING, False, None, False)
    assert (view.rung.intensity, view.tier.number, view.module.slug) == (0, 1, rung_module(0))
    assert not ExposureEntry.objects.exists()


def test_a_second_start_joins_the_sitting(climbers, sitting):
    assert begin(climbers.enrolment, now=TUESDAY_9 + HOUR) == sitting


def test_who_comes_back_to_a_sitting_meets_nothing_shown(climbers, sitting):
    reveal(sitting, steps_of(sitting)[0])
    begin(climbers.enrolment, now=TUESDAY_9 + MINUTE)
    view = seen(sitting, now=TUESDAY_9 + MINUTE)
    assert not view.revealed
    assert view.question is None
    assert ExposureEntry.objects.get().seconds == 60


def test_a_reveal_is_in_the_ledger_before_the_text_is_there(climbers, sitting):
    first, second = steps_of(sitting)
    reveal(sitting, first)
    entry = ExposureEntry.objects.get()
    assert (entry.user, entry.step, entry.rung, entry.charged, entry.revealed_at, entry.hidden_at) == (
        climbers.trainee, first, 0, first.plan["charged"], TUESDAY_9, None,
    )  # fmt: skip
    view = seen(sitting)
    assert view.revealed
    assert slug_of(first) in view.question["passages"][0]["text"]
    assert slug_of(second) not in str(view.question)


def test_revealing_what_is_revealed_changes_nothing(sitting):
    first = steps_of(sitting)[0]
    assert reveal(sitting, first) == reveal(sitting, first, now=TUESDAY_9 + MINUTE)
    assert ExposureEntry.objects.get().revealed_at == TUESDAY_9


def test_items_are_revealed_in_their_order_only(sitting):
    first, second = steps_of(sitting)
    assert refusal(reveal, sitting, second).code == "locked"
    judge(sitting, [first])
    assert refusal(reveal, sitting, first).code == "closed"
    reveal(sitting, second, now=TUESDAY_9 + MINUTE)


def test_seconds_are_from_the_reveal_to_the_answer(sitting):
    first = steps_of(sitting)[0]
    reveal(sitting, first)
    answer(sitting, first, now=TUESDAY_9 + READING)
    entry = ExposureEntry.objects.get()
    assert (entry.hidden_at, entry.seconds) == (TUESDAY_9 + READING, 20)
    assert answers().get().timing == {"rtMs": 20_000}


def test_hidden_and_shown_again_are_two_entries_and_one_reading(sitting):
    first = steps_of(sitting)[0]
    user = sitting.enrolment.user
    reveal(sitting, first)
    for _ in range(2):  # a second time changes nothing
        sittings.hide(user, sitting.public_id, first.token, now=TUESDAY_9 + timedelta(seconds=5))
    assert seen(sitting).question is None
    assert refusal(answer, sitting, first, now=TUESDAY_9 + MINUTE).code == "unrevealed"
    reveal(sitting, first, now=TUESDAY_9 + HOUR)
    answer(sitting, first, now=TUESDAY_9 + HOUR + timedelta(seconds=7))
    assert list(ExposureEntry.objects.order_by("pk").values_list("seconds", flat=True)) == [5, 7]
    assert answers().get().timing == {"rtMs": 12_000}


def test_by_a_clock_that_was_moved_back_seconds_are_never_negative(sitting):
    first = steps_of(sitting)[0]
    reveal(sitting, first, now=TUESDAY_9 + MINUTE)
    answer(sitting, first, now=TUESDAY_9 - HOUR)
    assert ExposureEntry.objects.get().seconds == 0
    assert answers().get().received_at >= sitting.started_at


def test_the_same_answer_twice_is_stored_once(sitting):
    first = steps_of(sitting)[0]
    name = uuid4()
    reveal(sitting, first)
    assert answer(sitting, first, uuid=name) == answer(sitting, first, uuid=name, now=TUESDAY_9 + MINUTE)
    assert refusal(answer, sitting, first, choice="none").code == "already_answered"
    assert answers().get().answer == {"choice": key_of(slug_of(first))}


def test_a_label_that_does_not_exist_is_no_answer_and_the_item_stays(sitting):
    first = steps_of(sitting)[0]
    reveal(sitting, first)
    with pytest.raises(InvalidAnswer):
        answer(sitting, first, choice="enormous")
    assert seen(sitting).revealed
    assert not answers().exists()


def test_the_last_answer_ends_the_sitting(climbers, told):
    agree(climbers.enrolment, 1)
    attempt = sit(climbers.enrolment)
    assert (attempt.length, attempt.variant) == (PER_SITTING, "ended")
    assert attempt.completed_at == TUESDAY_9 + READING
    assert told == [attempt.pk]
    view = seen(attempt)
    assert (view.ended, view.step, view.question, view.of) == (True, None, None, PER_SITTING)


def test_the_answer_that_ended_it_may_be_sent_again(climbers, told):
    agree(climbers.enrolment, 1)
    attempt = begin(climbers.enrolment)
    first, last = steps_of(attempt)
    judge(attempt, [first])
    name = uuid4()
    reveal(attempt, last)
    assert answer(attempt, last, uuid=name).left == 0
    assert answer(attempt, last, uuid=name).left == 0
    assert told == [attempt.pk]


def test_a_stop_ends_it_with_the_answers_it_has(climbers, sitting, told):
    climbers.trainee.time_zone = "Pacific/Kiritimati"  # 14 hours ahead: there it is Wednesday by noon
    climbers.trainee.save()
    first, second = steps_of(sitting)
    judge(sitting, [first])
    reveal(sitting, second, now=TUESDAY_9 + MINUTE)
    ended = sittings.stop(climbers.trainee, sitting.public_id, now=TUESDAY_9 + 3 * HOUR)
    assert (ended.length, ended.variant, ended.completed_at) == (1, "ended", TUESDAY_9 + 3 * HOUR)
    assert ended.completed_on.isoformat() == "2026-01-07"
    assert ExposureEntry.objects.get(step=second).seconds == (3 * HOUR - MINUTE).total_seconds()
    assert stop(sitting, now=TUESDAY_9 + DAY).completed_at == ended.completed_at
    assert told == [sitting.pk]
    assert answers().get().step == first


def test_after_a_stop_nothing_is_taken_or_shown(sitting):
    first = steps_of(sitting)[0]
    reveal(sitting, first)
    stop(sitting)
    assert refusal(answer, sitting, first).code == "closed"
    assert refusal(reveal, sitting, first).code == "closed"
    assert seen(sitting).question is None


def test_a_stop_before_anything_was_shown_is_an_end_like_any_other(sitting, told):
    ended = stop(sitting)
    assert (ended.length, ended.variant) == (0, "ended")
    assert told == [sitting.pk]


def test_what_was_not_answered_comes_in_a_later_sitting(climbers, sitting):
    planned = {slug_of(step) for step in steps_of(sitting)}
    reveal(sitting, steps_of(sitting)[0])
    stop(sitting)
    later = begin(climbers.enrolment, now=TUESDAY_9 + MINUTE)
    assert slug_of(steps_of(sitting)[0]) in {slug_of(step) for step in steps_of(later)} & planned
    assert later.number == 2
    assert not any(step.plan.get("repeat") for step in steps_of(later))


def test_twins_and_repeats_come_on_other_days(climbers):
    agree(climbers.enrolment, 1)
    first = {slug_of(step) for step in steps_of(sit(climbers.enrolment))}
    same_day = {slug_of(step) for step in steps_of(sit(climbers.enrolment, now=TUESDAY_9 + 9 * HOUR))}
    assert not {slug[1:] for slug in first} & {slug[1:] for slug in same_day}
    next_day = steps_of(begin(climbers.enrolment, now=TUESDAY_9 + DAY))
    assert any(slug_of(step) not in first and slug_of(step)[1:] in {slug[1:] for slug in first} for step in next_day)
    again = [step for step in next_day if step.plan.get("repeat")]
    assert again
    assert all(slug_of(step) in first for step in again)


def test_what_another_course_showed_keeps_twins_apart_here_too(climbers):
    """The same person in a second cohort: their memory is one, whatever the course."""
    agree(climbers.enrolment, 1)
    first = {slug_of(step)[1:] for step in steps_of(sit(climbers.enrolment))}
    other = join(climbers.trainee, make_cohort("Second", climbers.version, climbers.instructor))
    agree(other, 1)
    there = {slug_of(step)[1:] for step in steps_of(begin(other, now=TUESDAY_9 + HOUR))}
    assert not first & there


def test_half_a_pair_is_not_asked(climbers):
    """All but two charged items are retired, so two pairs are left."""
    kept = ("c0-1", "c0-2")
    Item.objects.filter(slug__startswith="c0-").exclude(slug__in=kept).update(retired_at=TUESDAY_9)
    agree(climbers.enrolment, 1)
    asked = {slug_of(step) for step in steps_of(begin(climbers.enrolment))}
    assert asked <= {"c0-1", "n0-1", "c0-2", "n0-2"}


def test_twins_that_were_corrected_to_different_keys_are_not_asked(climbers):
    """The corrected pair comes back when its other half is corrected as well."""
    named = slugs_of(climbers.version.pk)
    Item.objects.filter(slug__startswith="c0-").exclude(slug__in=("c0-1", "c0-2")).update(retired_at=TUESDAY_9)
    correct_item(named["c0-1"], key={"label": "severe"})
    agree(climbers.enrolment, 1)
    attempt = begin(climbers.enrolment)
    assert {slug_of(step) for step in steps_of(attempt)} <= {"c0-2", "n0-2"}
    correct_item(named["n0-1"], key={"label": "severe"})
    sittings.stop(climbers.trainee, attempt.public_id, now=TUESDAY_9)
    asked = steps_of(begin(climbers.enrolment))
    assert {slug_of(step)[1:] for step in asked} == {"0-1", "0-2"}
    assert {step.item_version.key["label"] for step in asked if slug_of(step).endswith("-1")} == {"severe"}


def test_a_corrected_key_grades_what_was_answered_on_the_ladder(climbers):
    agree(climbers.enrolment, 1)
    sit(climbers.enrolment, choice="none")
    wrong = answers().filter(correct=False).select_related("step__item_version__item").first()
    regrade(correct_item(wrong.step.item_version, key={"label": "none"}), now=TUESDAY_9 + HOUR)
    assert counted(answers()).get(pk=wrong.pk).counted_correct is True
    assert regrade_attempt(wrong.attempt, now=TUESDAY_9 + HOUR) == 0


def test_another_rung_ends_the_sitting_that_was_open(climbers, sitting):
    """Rung 1 is open once it was begun before; stepping up and down never leaves two open."""
    Attempt.objects.create(
        enrolment=climbers.enrolment, program_version=climbers.version, module=rung_module(1), kind="exposure",
        seed=1, length=0, variant="ended", started_at=TUESDAY_9, completed_at=TUESDAY_9,
    )  # fmt: skip
    other = begin(climbers.enrolment, 1, now=TUESDAY_9 + MINUTE)
    sitting.refresh_from_db()
    assert sitting.completed_at == TUESDAY_9 + MINUTE
    assert (other.module, other.number) == (rung_module(1), 2)


def test_a_locked_rung_leaves_the_open_sitting_as_it_is(climbers, sitting):
    assert refusal(begin, climbers.enrolment, 2).code == "consent"
    sitting.refresh_from_db()
    assert sitting.completed_at is None


def test_the_road_of_other_modules_does_not_begin_a_sitting(climbers):
    agree(climbers.enrolment, 1)
    refused = refusal(start, climbers.enrolment, rung_module(0), now=TUESDAY_9)
    assert refused.code == "locked"
    assert "page of the ladder" in str(refused)


@pytest.mark.parametrize("break_every", [1, 2])
def test_a_pause_is_offered_between_items(climbers, sitting, break_every):
    set_care(climbers.operations, break_every=break_every)
    assert not seen(sitting).offers_break
    judge(sitting, steps_of(sitting)[:1])
    assert seen(sitting).offers_break is (break_every == 1)


@pytest.mark.parametrize("stranger", ["other_trainee", "instructor", "operations"])
def test_a_sitting_is_its_own_persons_alone(climbers, sitting, stranger):
    user = getattr(climbers, stranger)
    token = steps_of(sitting)[0].token
    calls = [
        lambda: sittings.sitting_of(user, sitting.public_id, now=TUESDAY_9),
        lambda: sittings.reveal(user, sitting.public_id, token, now=TUESDAY_9),
        lambda: sittings.hide(user, sitting.public_id, token, now=TUESDAY_9),
        lambda: sittings.answer(user, sitting.public_id, token, uuid4(), "none", now=TUESDAY_9),
        lambda: sittings.stop(user, sitting.public_id, now=TUESDAY_9),
    ]
    for call in calls:
        with pytest.raises(NotFound):
            call()
    assert not ExposureEntry.objects.exists()
    assert not answers().exists()


def test_the_own_ledger_is_newest_first(climbers, sitting):
    judge(sitting, steps_of(sitting)[:1])
    reveal(sitting, steps_of(sitting)[1], now=TUESDAY_9 + MINUTE)
    entries = ledger.entries_of(climbers.trainee)
    assert [entry.step for entry in entries] == steps_of(sitting)[::-1]
    assert not ledger.entries_of(climbers.other_trainee).exists()


def test_few_queries_for_what_is_done_most(climbers, sitting, django_assert_max_num_queries):
    first = steps_of(sitting)[0]
    seen(sitting)
    with django_assert_max_num_queries(11):
        seen(sitting)
    with django_assert_max_num_queries(19):
        reveal(sitting, first)
    with django_assert_max_num_queries(24):
        answer(sitting, first)
