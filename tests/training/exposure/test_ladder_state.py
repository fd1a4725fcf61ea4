"""The ladder as its page shows it: which rung is open, why one is not, and that the way down is always open."""

from datetime import timedelta

import pytest

from courseware.models import Enrolment, Item
from tests.ladder_course import SKILL, TUESDAY_9, charged, join, key_of, neutral, rung_module
from tests.people import make_cohort, make_person
from tests.training.exposure.sitting_steps import (
    DAY,
    HOUR,
    MINUTE,
    agree,
    begin,
    reveal,
    set_care,
    sit,
    steps_of,
)
from training.domain.attempts import NotFound, Refused
from training.domain.exposure import sittings
from training.domain.exposure.state import LadderView, RungView, ladder_of
from training.domain.items import slugs_of
from training.models import Attempt, ExposureRest, Response, Step


def seen(enrolment, now=TUESDAY_9) -> LadderView:
    view = ladder_of(enrolment, now=now)
    assert view is not None
    return view


def rung(enrolment, intensity, now=TUESDAY_9) -> RungView:
    return next(each for each in seen(enrolment, now).rungs if each.rung.intensity == intensity)


def refusal(enrolment, intensity, now=TUESDAY_9) -> Refused:
    with pytest.raises(Refused) as caught:
        begin(enrolment, intensity, now=now)
    return caught.value


def judged(enrolment: Enrolment, intensity: int, *, wrong: int = 0, repeats: int = 2, other: int = 0) -> None:
    """All charged items of the rung answered, `wrong` of them wrongly; `repeats` neutral ones twice, `other` unlike.

    Stored as a sitting leaves it, without going through it day by day.
    """
    slugs = [*charged(intensity), *neutral(intensity)[:repeats], *neutral(intensity)[:repeats]]
    attempt = Attempt.objects.create(
        enrolment=enrolment, program_version=enrolment.cohort.program_version, module=rung_module(intensity),
        number=90, kind="exposure", seed=1, length=len(slugs), variant="ended",
        started_at=TUESDAY_9 - DAY, completed_at=TUESDAY_9 - DAY,
    )  # fmt: skip
    versions = slugs_of(enrolment.cohort.program_version_id)
    for number, slug in enumerate(slugs):
        again = slug in slugs[:number]
        right = not (number < wrong or (again and number >= len(slugs) - other))
        step = Step.objects.create(
            attempt=attempt, position=number, item_version=versions[slug], plan={"charged": slug in charged(intensity)}
        )
        choice = key_of(slug) if right else next(x for x in ("none", "mild") if x != key_of(slug))
        Response.objects.create(
            step=step, attempt=attempt, uuid=step.token, request_hash="", answer={"choice": choice},
            credit=right, correct=right, received_at=TUESDAY_9 - DAY + timedelta(seconds=number),
        )  # fmt: skip


def test_before_any_consent_the_ladder_is_there_and_closed(climbers):
    view = seen(climbers.enrolment)
    assert [tier.consent for tier in view.tiers] == [None, None, None]
    assert [[each.rung.intensity for each in tier.rungs] for tier in view.tiers] == [[0, 1], [2], [4]]
    assert (view.ready, view.open_attempt, view.allowance.left) == (True, None, 8)
    assert rung(climbers.enrolment, 0).code == "consent"
    assert "“Tier 1”" in refusal(climbers.enrolment, 0).args[0]


def test_skills_come_first(climbers):
    novice = make_person("novice@attune.example", "Nora Novice")
    enrolment = join(novice, climbers.cohort, skilled=False)
    agree(enrolment, 1)
    view = seen(enrolment)
    assert ([each.done for each in view.requires], view.ready) == ([False], False)
    assert view.requires[0].module.slug == SKILL
    assert refusal(enrolment, 0).code == "locked"
    assert "A skill" in rung(enrolment, 0).reason


def test_the_first_rung_opens_with_consent_and_the_next_with_what_is_missing(climbers):
    agree(climbers.enrolment, 1)
    assert (rung(climbers.enrolment, 0).state, rung(climbers.enrolment, 0).reason) == ("open", "")
    locked = rung(climbers.enrolment, 1)
    assert (locked.state, locked.code) == ("locked", "locked")
    assert "judge at least 8 charged items there (0 so far)" in locked.reason
    assert str(refusal(climbers.enrolment, 1)) == locked.reason


def test_a_rung_judged_consistently_opens_the_next(climbers):
    agree(climbers.enrolment, 1)
    judged(climbers.enrolment, 0, wrong=2, other=1)
    below = rung(climbers.enrolment, 0)
    assert (below.record.charged, below.record.as_keyed, below.record.repeats, below.record.same) == (8, 6, 2, 1)
    assert begin(climbers.enrolment, 1).module == rung_module(1)


@pytest.mark.parametrize("how", [{"wrong": 3}, {"repeats": 1}, {"other": 2}])
def test_a_rung_that_was_not_leaves_the_next_closed(climbers, how):
    agree(climbers.enrolment, 1)
    judged(climbers.enrolment, 0, **how)
    assert refusal(climbers.enrolment, 1).code == "locked"


def test_why_a_rung_is_closed_does_not_tell_how_many_were_right(climbers):
    """One was right in 5 of 8, where 6 would do; the other in none."""
    for enrolment, wrong in ((climbers.enrolment, 3), (climbers.other_enrolment, 8)):
        agree(enrolment, 1)
        judged(enrolment, 0, wrong=wrong)
    near, far = (rung(enrolment, 1) for enrolment in (climbers.enrolment, climbers.other_enrolment))
    assert (near.state, near.reason, near.code) == (far.state, far.reason, far.code)
    assert near.state == "locked"


def test_what_was_judged_well_but_not_agreed_to_stays_closed_and_nothing_else_does(climbers):
    agree(climbers.enrolment, 1)
    judged(climbers.enrolment, 0)
    judged(climbers.enrolment, 1)
    assert refusal(climbers.enrolment, 2).code == "consent"
    assert [each.state for each in seen(climbers.enrolment).rungs] == ["open", "open", "locked", "locked"]


def test_the_way_down_is_always_open_and_so_is_what_was_open_once(climbers):
    """Rung 1 was begun when rung 0 was judged well; what was judged there since closes neither."""
    agree(climbers.enrolment, 1)
    judged(climbers.enrolment, 1, wrong=8)
    assert [each.state for each in seen(climbers.enrolment).rungs][:2] == ["open", "open"]
    begin(climbers.enrolment, 1)
    begin(climbers.enrolment, 0, now=TUESDAY_9 + MINUTE)
    assert seen(climbers.enrolment).open_attempt.module == rung_module(0)


def test_what_the_organisation_does_not_offer(climbers):
    agree(climbers.enrolment, 1, 2, 3)
    judged(climbers.enrolment, 2)
    assert "does not offer" in str(refusal(climbers.enrolment, 4))
    set_care(climbers.operations, highest_rung=4, duty_name="Dora", duty_email="duty@attune.example")
    assert rung(climbers.enrolment, 4).state == "open"
    attempt = begin(climbers.enrolment)
    set_care(climbers.operations, offered=False)
    assert ladder_of(climbers.enrolment, now=TUESDAY_9) is None
    assert refusal(climbers.enrolment, 0).code == "locked"
    with pytest.raises(Refused, match="does not offer"):
        reveal(attempt, steps_of(attempt)[0])


def test_a_course_without_a_ladder(people):
    """Or with one nobody has agreed to: there is no rung that could be begun."""
    with pytest.raises(Refused):
        begin(people.enrolment, 0)


def test_a_rung_that_does_not_exist(climbers):
    with pytest.raises(NotFound):
        begin(climbers.enrolment, 3)


def test_when_everything_was_judged_it_is_said_and_may_come_again(climbers):
    agree(climbers.enrolment, 1)
    judged(climbers.enrolment, 0, repeats=8)
    view = rung(climbers.enrolment, 0)
    assert (view.nothing_new, view.state) == (True, "open")
    assert "every item" in view.reason
    assert not rung(climbers.enrolment, 1).nothing_new


def test_a_rung_whose_items_are_retired_is_closed(climbers):
    Item.objects.filter(slug__startswith="n0-").update(retired_at=TUESDAY_9)
    agree(climbers.enrolment, 1)
    assert "not used any more" in str(refusal(climbers.enrolment, 0))


def test_when_what_is_left_is_for_another_day_that_is_said(climbers):
    Item.objects.filter(slug__startswith="c0-").exclude(slug="c0-1").update(retired_at=TUESDAY_9)
    agree(climbers.enrolment, 1)
    sit(climbers.enrolment)
    assert "another day" in str(refusal(climbers.enrolment, 0, now=TUESDAY_9 + HOUR))
    assert len(steps_of(begin(climbers.enrolment, now=TUESDAY_9 + DAY))) == 1


def test_a_started_sitting_is_told_and_a_rest_does_not_close_it(climbers):
    agree(climbers.enrolment, 1)
    attempt = begin(climbers.enrolment)
    sittings.rest(climbers.trainee, now=TUESDAY_9)
    view = seen(climbers.enrolment)
    assert (view.open_attempt, rung(climbers.enrolment, 0).state) == (attempt, "started")
    assert view.allowance.blocked.kind == "own"
    assert begin(climbers.enrolment, now=TUESDAY_9 + MINUTE) == attempt


def test_asked_for_twice_it_is_one_rest(climbers):
    first = sittings.rest(climbers.trainee, now=TUESDAY_9)
    assert sittings.rest(climbers.trainee, now=TUESDAY_9 + HOUR) == first
    assert sittings.rest(climbers.trainee, now=first.until) != first
    assert ExposureRest.objects.count() == 2


def test_the_summary_counts_what_was_shown(climbers):
    agree(climbers.enrolment, 1)
    attempt = sit(climbers.enrolment)
    shown = sum(step.plan["charged"] for step in steps_of(attempt))
    today = seen(climbers.enrolment, TUESDAY_9 + HOUR)
    assert (today.summary.today, today.summary.week, today.summary.per_day) == (shown, shown, 8)
    later = seen(climbers.enrolment, TUESDAY_9 + 2 * DAY)
    assert (later.summary.today, later.summary.week) == (0, shown)


def test_as_many_queries_whatever_was_done(climbers, django_assert_max_num_queries):
    agree(climbers.enrolment, 1)
    seen(climbers.enrolment)
    judged(climbers.enrolment, 0)
    for day in range(3):
        sit(climbers.enrolment, now=TUESDAY_9 + day * DAY)
    with django_assert_max_num_queries(11):
        seen(climbers.enrolment, TUESDAY_9 + 3 * DAY)


def test_records_are_by_person_and_course(climbers):
    judged(climbers.enrolment, 0)
    assert rung(climbers.other_enrolment, 0).record.charged == 0
    other = join(climbers.trainee, make_cohort("Second", climbers.version, climbers.instructor))
    assert rung(other, 0).record.charged == 0
