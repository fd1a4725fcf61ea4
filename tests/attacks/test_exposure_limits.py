"""Attack: more on the screen than the limits allow, or any of it without a reveal. The server's ledger decides."""

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from courseware.models import Enrolment
from tests.faults.answering import body_for, post_answer, signed_in
from tests.faults.crowd import at_once
from tests.ladder_course import SHOWN, TUESDAY_9, join, rung_module
from tests.people import make_cohort
from tests.sittings_of_exposure import sitting_of as sitting_beside
from tests.training.exposure.sitting_steps import (
    DAY,
    HOUR,
    MINUTE,
    agree,
    answer,
    answers,
    begin,
    charged_step,
    judge,
    reveal,
    set_care,
    slug_of,
    steps_of,
)
from training.domain.attempts import Refused
from training.domain.exposure import sittings
from training.domain.exposure.ledger import allowance_of, shown_summary
from training.models import Attempt, ExposureEntry, ExposureRest

MOMENT = timedelta(microseconds=1)


def refusal(call, *args, **kwargs) -> Refused | None:
    try:
        call(*args, **kwargs)
    except Refused as refused:
        return refused
    return None


def code(call, *args, **kwargs) -> str:
    """Of the refusal; "" where it was done."""
    refused = refusal(call, *args, **kwargs)
    return refused.code if refused else ""


def ready_to_show(enrolment: Enrolment, now=TUESDAY_9, *, beside: bool = False) -> Attempt:
    """A sitting whose next item is charged; `beside`: one that leaves another course's open, as none is begun now."""
    attempt = sitting_beside(enrolment, now) if beside else begin(enrolment, now=now)
    steps = steps_of(attempt)
    judge(attempt, steps[: steps.index(charged_step(attempt))], now=now)
    return attempt


def second_course(climbers) -> Enrolment:
    enrolment = join(climbers.trainee, make_cohort("Second", climbers.version, climbers.instructor))
    agree(enrolment, 1)
    return enrolment


@pytest.fixture
def one_a_day(climbers) -> Enrolment:
    """Somebody who may be shown one charged item a day, and was shown it on Tuesday at 9."""
    set_care(climbers.operations, per_day=1, per_week=3)
    agree(climbers.enrolment, 1)
    attempt = ready_to_show(climbers.enrolment)
    judge(attempt, [charged_step(attempt)])
    sittings.stop(climbers.trainee, attempt.public_id, now=TUESDAY_9)
    assert ExposureEntry.objects.get(charged=True).revealed_at == TUESDAY_9
    return climbers.enrolment


def test_at_the_limit_no_sitting_begins_and_it_is_said_until_when(climbers, one_a_day):
    refused = refusal(begin, one_a_day, now=TUESDAY_9 + HOUR)
    assert refused.code == "limit"
    assert "09:00 on Wednesday, 7 January 2026 (UTC)" in str(refused)
    assert refused.details["until"] == TUESDAY_9 + DAY


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_another_time_zone_gives_nothing_anew(climbers, one_a_day, zone):
    climbers.trainee.time_zone = zone
    climbers.trainee.save()
    refused = refusal(begin, one_a_day, now=TUESDAY_9 + DAY - MOMENT)
    assert refused.code == "limit"
    assert f"({zone})" in str(refused)
    assert code(begin, one_a_day, now=TUESDAY_9 + DAY) == ""


def test_the_window_is_over_at_its_very_moment_for_a_reveal_too(climbers, one_a_day):
    """The sitting was begun before it was over somewhere else; its charged item waits until then."""
    attempt = sitting_beside(second_course(climbers), TUESDAY_9)
    step = steps_of(attempt)[0]
    assert code(reveal, attempt, step, now=TUESDAY_9 + DAY - MOMENT) == "limit"
    assert code(reveal, attempt, step, now=TUESDAY_9 + DAY) == ""


@pytest.mark.parametrize("back", [MINUTE, 2 * DAY, 30 * DAY])
def test_a_clock_moved_back_gives_nothing_anew(climbers, one_a_day, back):
    assert code(begin, one_a_day, now=TUESDAY_9 - back) == "limit"


def test_two_courses_of_one_person_share_one_ledger(climbers, one_a_day):
    other = second_course(climbers)
    assert code(begin, other, now=TUESDAY_9 + HOUR) == "limit"
    agree(climbers.other_enrolment, 1)
    assert code(begin, climbers.other_enrolment, now=TUESDAY_9 + HOUR) == ""


def test_a_sitting_begun_before_shows_no_more_than_the_limit(climbers):
    """Sittings were begun in two courses while both had room; together they would show two."""
    set_care(climbers.operations, per_day=1)
    agree(climbers.enrolment, 1)
    attempts = [ready_to_show(climbers.enrolment), ready_to_show(second_course(climbers), beside=True)]
    done = [code(reveal, attempt, charged_step(attempt)) for attempt in attempts]
    assert done == ["", "limit"]
    view = sittings.sitting_of(climbers.trainee, attempts[1].public_id, now=TUESDAY_9)
    assert (view.blocked.kind, view.revealed, view.ended) == ("day", False, False)
    sittings.hide(climbers.trainee, attempts[0].public_id, charged_step(attempts[0]).token, now=TUESDAY_9)
    assert code(reveal, attempts[1], charged_step(attempts[1]), now=TUESDAY_9 + DAY) == ""


def test_a_sitting_has_no_more_charged_items_than_there_is_room_for(climbers):
    """With room for one a day; as many as come up otherwise are two or three in the sittings of later days."""
    set_care(climbers.operations, per_day=1)
    agree(climbers.enrolment, 1)
    for day in range(5):
        now = TUESDAY_9 + day * DAY
        attempt = begin(climbers.enrolment, now=now, seed=day)
        assert sum(step.plan["charged"] for step in steps_of(attempt)) <= 1
        for step in steps_of(attempt):
            code(reveal, attempt, step, now=now)
            code(answer, attempt, step, now=now)
    assert shown_summary(climbers.trainee, now=now + HOUR).today == 1


def test_one_item_hidden_and_shown_again_counts_once(climbers):
    set_care(climbers.operations, per_day=1)
    agree(climbers.enrolment, 1)
    attempt = ready_to_show(climbers.enrolment)
    step = charged_step(attempt)
    for minutes in (0, 10, 20):
        reveal(attempt, step, now=TUESDAY_9 + minutes * MINUTE)
        sittings.hide(climbers.trainee, attempt.public_id, step.token, now=TUESDAY_9 + (minutes + 1) * MINUTE)
    assert shown_summary(climbers.trainee, now=TUESDAY_9 + HOUR).today == 1
    assert ExposureEntry.objects.filter(step=step, seconds=60).count() == 3


@pytest.mark.parametrize("cause", ["own", "distress"])
def test_nothing_is_revealed_while_the_ladder_rests(climbers, cause):
    agree(climbers.enrolment, 1)
    attempt = ready_to_show(climbers.enrolment)
    step = charged_step(attempt)
    reveal(attempt, step)
    if cause == "own":
        until = sittings.rest(climbers.trainee, now=TUESDAY_9).until
        assert until == TUESDAY_9 + DAY
        assert code(answer, attempt, step) == "unrevealed"
        assert code(reveal, attempt, step, now=until - MOMENT) == "rest"
        assert code(reveal, attempt, step, now=until) == ""
    else:
        until = sittings.stop_for_distress(climbers.trainee, now=TUESDAY_9).until
        assert until == TUESDAY_9 + 2 * DAY
        assert code(answer, attempt, step) == code(reveal, attempt, step, now=until) == "closed"
        assert code(begin, climbers.enrolment, now=until - MOMENT) == "rest"
        assert code(begin, climbers.enrolment, now=until) == ""
    assert ExposureEntry.objects.filter(hidden_at=None).count() == (cause == "own")


@pytest.mark.parametrize("first", ["charged", "neutral"])
def test_rests_and_limits_do_not_tell_whether_the_next_item_is_charged(climbers, one_a_day, first):
    other = second_course(climbers)
    attempts = (sitting_beside(other, TUESDAY_9, seed=seed) for seed in range(20))
    for attempt in attempts:
        step = steps_of(attempt)[0]
        if step.plan["charged"] == (first == "charged"):
            break
        sittings.stop(climbers.trainee, attempt.public_id, now=TUESDAY_9)
    later = TUESDAY_9 + HOUR
    at_the_limit = refusal(reveal, attempt, step, now=later)
    view = sittings.sitting_of(climbers.trainee, attempt.public_id, now=later)
    assert (at_the_limit.code, at_the_limit.details["until"]) == ("limit", TUESDAY_9 + DAY)
    assert view.blocked == view.allowance.blocked
    sittings.rest(climbers.trainee, now=later)
    assert code(reveal, attempt, step, now=later) == "rest"
    assert code(reveal, attempt, step, now=later + DAY) == ""


def hard_sitting(climbers) -> Attempt:
    """Rung 2 is a hard one. It was begun before, so that it is open."""
    agree(climbers.enrolment, 1, 2)
    Attempt.objects.create(
        enrolment=climbers.enrolment, program_version=climbers.version, module=rung_module(2), kind="exposure",
        seed=1, length=0, variant="ended", started_at=TUESDAY_9 - DAY, completed_at=TUESDAY_9 - DAY,
    )  # fmt: skip
    return begin(climbers.enrolment, 2)


def test_after_a_hard_rung_the_ladder_rests_from_the_end_of_the_sitting(climbers):
    attempt = hard_sitting(climbers)
    judge(attempt, steps_of(attempt))
    attempt.refresh_from_db()
    until = attempt.completed_at + 2 * DAY
    assert code(begin, climbers.enrolment, 0, now=until - MOMENT) == "rest"
    assert code(begin, climbers.enrolment, 0, now=until) == ""


def test_stepping_down_in_the_middle_of_a_hard_sitting_does_not_go_round_the_rest(climbers):
    attempt = hard_sitting(climbers)
    steps = steps_of(attempt)
    judge(attempt, steps[: steps.index(charged_step(attempt)) + 1])
    assert code(begin, climbers.enrolment, 0, now=TUESDAY_9 + HOUR) == "rest"
    attempt.refresh_from_db()
    assert attempt.completed_at is not None


def test_a_hard_sitting_in_which_nothing_charged_was_shown_asks_for_no_rest(climbers):
    attempt = hard_sitting(climbers)
    sittings.stop(climbers.trainee, attempt.public_id, now=TUESDAY_9)
    assert code(begin, climbers.enrolment, 0, now=TUESDAY_9 + MINUTE) == ""


def test_two_tabs_that_reveal_at_the_same_moment_show_one_item(live_climbers):
    """One sitting in each of two courses, both with a charged item next, and room for one."""
    set_care(live_climbers.operations, per_day=1)
    agree(live_climbers.enrolment, 1)
    attempts = [ready_to_show(live_climbers.enrolment), ready_to_show(second_course(live_climbers), beside=True)]
    calls = [partial(code, reveal, attempt, charged_step(attempt)) for attempt in attempts for _ in range(3)]
    assert sorted(set(at_once(*calls))) == ["", "limit"]
    assert ExposureEntry.objects.filter(charged=True).count() == 1


def test_one_item_revealed_by_many_tabs_at_once_is_one_entry(live_climbers):
    agree(live_climbers.enrolment, 1)
    attempt = ready_to_show(live_climbers.enrolment)
    at_once(*[partial(reveal, attempt, charged_step(attempt)) for _ in range(6)])
    assert ExposureEntry.objects.filter(charged=True).count() == 1


def test_of_two_sittings_one_item_is_on_the_screen(climbers):
    agree(climbers.enrolment, 1)
    first, second = begin(climbers.enrolment), sitting_beside(second_course(climbers), TUESDAY_9)
    reveal(first, steps_of(first)[0])
    reveal(second, steps_of(second)[0], now=TUESDAY_9 + MINUTE)
    assert ExposureEntry.objects.get(hidden_at=None).step == steps_of(second)[0]
    assert sittings.sitting_of(climbers.trainee, first.public_id, now=TUESDAY_9 + MINUTE).question is None
    assert code(answer, first, steps_of(first)[0]) == "unrevealed"


def test_beginning_in_one_course_ends_what_is_open_in_another(climbers):
    """Or the rest after a hard sitting could be put off by sitting on in the other course."""
    set_care(climbers.operations, hard_rung=0)
    agree(climbers.enrolment, 1)
    other = second_course(climbers)
    attempt = ready_to_show(climbers.enrolment)
    reveal(attempt, charged_step(attempt))
    assert code(begin, other, now=TUESDAY_9 + MINUTE) == "rest"
    attempt.refresh_from_db()
    assert attempt.completed_at == TUESDAY_9 + MINUTE
    assert not ExposureEntry.objects.filter(hidden_at=None).exists()


def test_going_on_in_one_course_ends_what_is_open_in_another(climbers):
    agree(climbers.enrolment, 1)
    first, second = begin(climbers.enrolment), sitting_beside(second_course(climbers), TUESDAY_9)
    assert begin(climbers.enrolment, now=TUESDAY_9 + MINUTE) == first
    second.refresh_from_db()
    assert second.completed_at == TUESDAY_9 + MINUTE


def test_a_sitting_that_ends_takes_everything_from_the_screen(climbers):
    agree(climbers.enrolment, 1)
    first, second = begin(climbers.enrolment), sitting_beside(second_course(climbers), TUESDAY_9)
    reveal(second, steps_of(second)[0])
    sittings.stop(climbers.trainee, first.public_id, now=TUESDAY_9 + MINUTE)
    assert ExposureEntry.objects.get().hidden_at == TUESDAY_9 + MINUTE
    assert not sittings.sitting_of(climbers.trainee, second.public_id, now=TUESDAY_9 + MINUTE).revealed


def rest_begins(climbers, now):
    ExposureRest.objects.create(user=climbers.trainee, cause="distress", since=now, until=now + DAY)


def not_offered(climbers, now):
    set_care(climbers.operations, offered=False)


def rung_too_high(climbers, now):
    """Rung 1 is on the screen."""
    set_care(climbers.operations, highest_rung=0)


def limit_lowered(climbers, now):
    """One charged item was shown before the one on the screen."""
    set_care(climbers.operations, per_day=1)


def an_hour(climbers, now):
    pass


@pytest.mark.parametrize("contact", ["look", "answer", "reveal"])
@pytest.mark.parametrize("happens", [rest_begins, not_offered, rung_too_high, limit_lowered, an_hour])
def test_what_may_not_be_shown_any_more_goes_from_the_screen(climbers, happens, contact):
    """At the next contact; and whoever has its page still open can answer it no more."""
    agree(climbers.enrolment, 1)
    shown = ready_to_show(climbers.enrolment)
    judge(shown, [charged_step(shown)])
    sittings.stop(climbers.trainee, shown.public_id, now=TUESDAY_9)
    Attempt.objects.create(
        enrolment=climbers.enrolment, program_version=climbers.version, module=rung_module(1), kind="exposure",
        seed=1, length=0, variant="ended", started_at=TUESDAY_9, completed_at=TUESDAY_9,
    )  # fmt: skip
    attempt = begin(climbers.enrolment, 1)
    step = steps_of(attempt)[0]
    reveal(attempt, step)
    now = TUESDAY_9 + HOUR
    assert sittings.sitting_of(climbers.trainee, attempt.public_id, now=now).revealed
    happens(climbers, now)
    now += MOMENT if happens is an_hour else timedelta()
    if contact == "look":
        view = sittings.sitting_of(climbers.trainee, attempt.public_id, now=now)
        assert (view.revealed, view.question, view.ended) == (False, None, False)
        assert ExposureEntry.objects.get(step=step).hidden_at == now
    elif contact == "answer":
        assert code(answer, attempt, step, now=now) == "unrevealed"
        assert not answers().filter(step=step).exists()
    elif happens is an_hour:
        assert reveal(attempt, step, now=now).revealed_at == now
        assert ExposureEntry.objects.filter(step=step).count() == 2
    else:
        assert code(reveal, attempt, step, now=now) in ("rest", "locked", "limit")


def test_what_is_still_on_the_screen_is_shown_now(climbers):
    """However long ago it was revealed: its window has not begun to pass."""
    set_care(climbers.operations, per_day=1, per_week=1)
    agree(climbers.enrolment, 1)
    attempt = ready_to_show(climbers.enrolment)
    reveal(attempt, charged_step(attempt))
    later = TUESDAY_9 + 8 * DAY
    assert shown_summary(climbers.trainee, now=later).today == 1
    assert allowance_of(climbers.trainee, now=later).blocked.until == later + 7 * DAY


def test_the_answer_road_takes_nothing_that_was_not_revealed(climbers):
    agree(climbers.enrolment, 1)
    attempt = begin(climbers.enrolment)
    step = attempt.steps.select_related("attempt").first()
    client = signed_in(climbers.trainee)
    reply = post_answer(client, attempt, body_for(step))
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "unrevealed")
    assert not answers().exists()
    assert SHOWN not in reply.content.decode()


def test_what_was_revealed_it_takes_like_the_page_does(climbers):
    """Neither a first answer nor times of the browser are kept of an exposure, and nothing is told of the key."""
    agree(climbers.enrolment, 1)
    attempt = begin(climbers.enrolment)
    client = signed_in(climbers.trainee)
    for step in attempt.steps.select_related("attempt"):
        sittings.reveal(climbers.trainee, attempt.public_id, step.token, now=timezone.now())
        body = body_for(step) | {"first": {"choice": "none", "confidence": None, "atMs": 5}}
        reply = post_answer(client, attempt, body)
        assert reply.status_code == 200
        assert reply.json()["feedback"] is None
        stored = answers().get(step=step)
        assert (stored.first, list(stored.timing)) == (None, ["rtMs"])
        assert stored.timing["rtMs"] not in (0, body["timing"]["rtMs"])
    attempt.refresh_from_db()
    assert attempt.variant == "ended"


def test_pages_of_other_modules_lead_to_those_of_exposures(climbers):
    agree(climbers.enrolment, 1)
    attempt = begin(climbers.enrolment)
    client = signed_in(climbers.trainee)
    place = reverse("exposure_sitting", args=[attempt.public_id])
    assert client.get(reverse("attempt", args=[attempt.public_id])).headers["Location"] == place
    sittings.stop(climbers.trainee, attempt.public_id, now=TUESDAY_9)
    after = reverse("exposure_after", args=[attempt.public_id])
    assert client.get(reverse("attempt_done", args=[attempt.public_id])).headers["Location"] == after


def test_no_reply_holds_a_text_before_its_reveal_or_a_key_at_any_time(climbers):
    agree(climbers.enrolment, 1)
    attempt = begin(climbers.enrolment)
    client = signed_in(climbers.trainee)
    place = reverse("exposure_sitting", args=[attempt.public_id])
    assert SHOWN not in client.get(place).content.decode()
    first = steps_of(attempt)[0]
    reply = client.post(reverse("exposure_reveal", args=[attempt.public_id]), {"step": first.token}, follow=True)
    page = reply.content.decode()
    assert page.count(SHOWN) == page.count(f"{SHOWN} {slug_of(first)}.") == 1
    form = {"step": first.token, "uuid": first.token, "choice": "none"}
    told = client.post(reverse("exposure_answer", args=[attempt.public_id]), form, follow=True).content.decode()
    assert SHOWN not in told
    for text in (page, told):
        assert "Unspoken" not in text
