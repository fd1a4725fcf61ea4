"""What instructors see: weeks of five people or more, written once, and nothing to subtract."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from courseware.domain import jobs
from courseware.domain.enrolments import withdraw_consent
from courseware.models import Enrolment, Job
from tests.clients import signed_in, text_of
from tests.ladder_course import Climbers
from tests.ladder_course import join as join_course
from tests.people import COURSE_START, JOINED, MONDAY_9
from tests.training.wellbeing.answers import joined, note, skilled
from training.domain.wellbeing import moods, weeks
from training.domain.wellbeing.weeks import publish_week, publish_weeks, said
from training.models import Attempt, MoodCheck, MoodWeek

MONDAY = date(2026, 1, 5)
# New with each page.
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
OVER = datetime(2026, 1, 12, 2, 0, tzinfo=UTC)


@pytest.fixture
def five(climbers: Climbers) -> list[Enrolment]:
    """Five who take part, beside the two climbers and three others, who say nothing."""
    joined(climbers.cohort, 3, start=5)
    return joined(climbers.cohort, 5)


def publish(climbers: Climbers, now: datetime = OVER) -> tuple[int | None, ...] | None:
    publish_week(climbers.cohort, MONDAY, now)
    week = MoodWeek.objects.filter(cohort=climbers.cohort, monday=MONDAY).first()
    return week and (week.pleasure, week.arousal, week.distress)


def test_four_people_show_nothing(climbers: Climbers, five):
    for enrolment in five[:4]:
        for hour in range(3):
            note(enrolment, pleasure=50, arousal=50, distress=50, now=MONDAY_9 + timedelta(hours=hour))
    assert publish(climbers) is None
    assert not MoodWeek.objects.exists()


def test_five_people_show_their_mean_each_counted_once(climbers: Climbers, five):
    for enrolment in five:
        note(enrolment, pleasure=40)
    for hour in range(1, 30):
        note(five[0], pleasure=100, now=MONDAY_9 + timedelta(hours=hour))
    # The one who answered thirty times comes to 98, the mean of the five to 51.6.
    assert publish(climbers) == (50, None, None)
    assert MoodWeek.objects.get().people_at_least == 5


def test_each_question_needs_five_of_its_own(climbers: Climbers, five):
    for enrolment in five:
        note(enrolment, pleasure=70)
    for enrolment in five[:4]:
        note(enrolment, "during", distress=60)
    assert publish(climbers) == (70, None, None)


def silent(climbers: Climbers) -> list[Enrolment]:
    """The five who say nothing."""
    return list(climbers.cohort.enrolments.exclude(user__mood_checks__isnull=False).order_by("pk"))


class TestOthersWhoDidNotAnswer:
    """Who answered has taken part in an exposure: a week is there only where it tells that of nobody."""

    @pytest.fixture
    def answered(self, five) -> list[Enrolment]:
        for enrolment in five:
            note(enrolment, pleasure=70)
        return five

    def test_where_all_of_a_cohort_answered_nothing_is_shown(self, climbers: Climbers, answered):
        for enrolment in silent(climbers):
            note(enrolment, pleasure=70)
        assert publish(climbers) is None

    def test_four_others_are_too_few_and_five_are_enough(self, climbers: Climbers, answered):
        fifth = silent(climbers)[0]
        check = note(fifth, "during", distress=10)
        assert publish(climbers) is None
        check.delete()
        assert publish(climbers) == (70, None, None)

    @pytest.mark.parametrize(
        "changed",
        [
            {"user": {"is_demo": True}},
            {"user": {"is_simulated": True}},
            {"user": {"is_active": False}},
            {"enrolment": {"left_at": OVER}},
            {"consents": {"withdrawn_at": OVER}},
            {"consents": {"given_at": OVER}},
            {"attempts": {"completed_at": OVER}},
        ],
        ids=lambda changed: str(changed),
    )
    def test_who_could_not_have_answered_hides_nobody(self, climbers: Climbers, answered, changed):
        fifth = silent(climbers)[-1]
        rows = {
            "user": type(fifth.user).objects.filter(pk=fifth.user_id),
            "enrolment": Enrolment.objects.filter(pk=fifth.pk),
            "consents": fifth.consents.all(),
            "attempts": Attempt.objects.filter(enrolment=fifth),
        }
        ((which, fields),) = changed.items()
        rows[which].update(**fields)
        assert publish(climbers) is None

    def test_nor_does_a_teacher_or_who_has_the_skills_before_them(self, climbers: Climbers, answered):
        fifth = silent(climbers)[-1]
        climbers.cohort.instructors.add(fifth.user)
        assert publish(climbers) is None
        climbers.cohort.instructors.remove(fifth.user)
        Attempt.objects.filter(enrolment=fifth).delete()
        assert publish(climbers) is None
        skilled(fifth)
        assert publish(climbers) == (70, None, None)

    def test_answers_of_demo_people_are_not_counted(self, climbers: Climbers, answered):
        joined(climbers.cohort, 1, start=8)
        type(climbers.trainee).objects.filter(pk=answered[0].user_id).update(is_demo=True)
        assert publish(climbers) is None


def test_six_look_no_different_from_five(climbers: Climbers, five):
    joined(climbers.cohort, 1, start=8)
    for enrolment in [*five, climbers.enrolment]:
        note(enrolment, pleasure=70)
    publish(climbers)
    assert MoodWeek.objects.get().people_at_least == 5


@pytest.mark.parametrize(
    ("mean", "words"), [(0, 20), (24.9, 20), (25, 30), (44.9, 40), (45, 50), (74.9, 70), (75, 80), (100, 80)]
)
def test_means_are_to_tens_and_never_further_out_than_five_people_may_say(mean: float, words: int):
    assert said(mean) == words


@pytest.mark.parametrize("written", range(weeks.LOWEST, weeks.HIGHEST + 1, 10))
@pytest.mark.parametrize("own", [0, 100])
def test_by_itself_a_number_rules_nothing_out_for_any_one_of_five(written: int, own: int):
    """Beside four others, whoever answered 0 and whoever answered 100 may be behind every number."""
    assert any(said((own + others) / 5) == written for others in range(0, 401, 5))


def test_a_week_is_from_monday_to_sunday_and_shown_when_it_is_over(climbers: Climbers, five):
    for enrolment in five[:4]:
        note(enrolment, pleasure=50)
    last = datetime(2026, 1, 11, 23, 59, 59, tzinfo=UTC)
    fifth = note(five[4], pleasure=50, now=last)
    assert publish(climbers, last) is None
    assert publish(climbers, last - timedelta(days=3)) is None
    MoodCheck.objects.filter(pk=fifth.pk).update(taken_at=last + timedelta(seconds=1))
    assert publish(climbers) is None
    MoodCheck.objects.filter(pk=fifth.pk).update(taken_at=last)
    assert publish(climbers) == (50, None, None)
    assert publish_week(climbers.cohort, MONDAY + timedelta(days=1), OVER + timedelta(days=9)) is None


def test_nobodys_deletion_withdrawal_or_a_second_run_changes_what_is_written(climbers: Climbers, five):
    for enrolment, value in zip(five, (10, 20, 30, 40, 100), strict=True):
        note(enrolment, pleasure=value, distress=value)
    assert publish(climbers) == (40, None, 40)
    moods.delete_all(five[4].user)
    withdraw_consent(five[3], now=OVER)
    assert publish(climbers, OVER + timedelta(days=1)) == (40, None, 40)
    assert MoodWeek.objects.count() == 1


def test_who_withdrew_left_is_simulated_or_teaches_is_not_counted(climbers: Climbers, five):
    for enrolment in five:
        note(enrolment, pleasure=50)
    fifth = five[4]
    withdraw_consent(fifth, now=OVER)
    assert publish(climbers) is None
    Enrolment.objects.filter(pk=fifth.pk).update(left_at=None)
    fifth.consents.update(withdrawn_at=None)
    Enrolment.objects.filter(pk=fifth.pk).update(left_at=OVER)
    assert publish(climbers) is None
    Enrolment.objects.filter(pk=fifth.pk).update(left_at=None)
    type(fifth.user).objects.filter(pk=fifth.user_id).update(is_simulated=True)
    assert publish(climbers) is None
    type(fifth.user).objects.filter(pk=fifth.user_id).update(is_simulated=False)
    # An instructor who takes part in a cohort of their own knows what they answered.
    climbers.cohort.instructors.add(fifth.user)
    assert publish(climbers) is None
    climbers.cohort.instructors.remove(fifth.user)
    assert publish(climbers) == (50, None, None)


def test_a_check_counts_in_the_cohort_it_was_made_in(climbers: Climbers, five):
    other = type(climbers.cohort).objects.create(
        name="Beside", program_version=climbers.version, starts_on=COURSE_START, created_at=JOINED
    )
    both = join_course(five[0].user, other, skilled=False)
    for enrolment in five[1:]:
        note(enrolment, pleasure=50)
    note(both, pleasure=50)
    assert publish(climbers) is None
    assert publish_week(other, MONDAY, OVER) is None


@pytest.mark.parametrize("changed", [{"is_simulated": True}, {"archived_at": OVER}], ids=str)
def test_a_simulated_or_archived_cohort_shows_nothing(climbers: Climbers, five, changed):
    for enrolment in five:
        note(enrolment, pleasure=50)
    type(climbers.cohort).objects.filter(pk=climbers.cohort.pk).update(**changed)
    publish_weeks(MONDAY, OVER)
    assert not MoodWeek.objects.exists()


class TestJob:
    def queued(self) -> list[tuple[str, datetime]]:
        rows = Job.objects.filter(name=weeks.JOB).order_by("run_at")
        return [(job.arguments["monday"], job.run_at) for job in rows]

    def test_a_rating_queues_no_week_and_names_no_cohort(self, climbers: Climbers):
        note(climbers.enrolment, pleasure=50)
        assert self.queued() == []

    def test_each_week_is_queued_once_for_all_cohorts_with_nobody_having_rated(self, climbers: Climbers):
        for day in range(5):
            weeks.plan(now=MONDAY_9 + timedelta(days=day))
        over = [OVER - weeks.WEEK, OVER]
        assert self.queued() == [("2025-12-29", over[0]), ("2026-01-05", over[1])]
        assert not Job.objects.filter(key__contains=f"-{climbers.cohort.pk}-").exists()

    def test_it_runs_by_its_name(self, climbers: Climbers, five):
        for enrolment in five:
            note(enrolment, pleasure=50)
        weeks.plan(now=MONDAY_9)
        job = Job.objects.get(name=weeks.JOB, run_at=OVER)
        assert jobs.run_job(job.pk)
        job.refresh_from_db()
        assert (job.state, MoodWeek.objects.count()) == (Job.State.DONE, 1)


class TestPage:
    def page(self, climbers: Climbers, query: str = "") -> str:
        page = text_of(signed_in(climbers.instructor), f"/cohorts/{climbers.cohort.public_id}/wellbeing/{query}")
        return TOKEN.sub("", page)

    def test_it_shows_the_weeks_and_nobodys_name_whatever_the_address_asks_for(self, climbers: Climbers, five):
        for enrolment in five:
            note(enrolment, pleasure=90, arousal=10, distress=30)
        assert "No week to show" in self.page(climbers)
        publish(climbers)
        page = self.page(climbers)
        assert "5 January 2026" in page
        assert "A missing week tells nothing" in page
        assert "80 or more" in page
        assert "20 or less" in page
        assert not [e.user.name for e in [*five, climbers.enrolment] if e.user.name in page or e.user.email in page]
        for query in ("?show=all", "?people=mood1@attune.example", "?monday=2026-01-05&before=2026-01-07"):
            assert self.page(climbers, query) == page

    def test_four_people_look_like_nobody(self, climbers: Climbers, five):
        empty = self.page(climbers)
        for enrolment in five[:4]:
            note(enrolment, pleasure=90, arousal=10, distress=30)
        publish(climbers)
        assert self.page(climbers) == empty

    def test_it_is_for_the_instructors_of_the_cohort(self, climbers: Climbers, people):
        path = f"/cohorts/{climbers.cohort.public_id}/wellbeing/"
        expected = {people.instructor: 404, climbers.trainee: 403, climbers.operations: 403, climbers.instructor: 200}
        assert {who: signed_in(who).get(path).status_code for who in expected} == expected
