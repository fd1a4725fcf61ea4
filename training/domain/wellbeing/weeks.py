"""What instructors see: one mean a week over five people or more, written once, never worked out anew.

What keeps it from telling of one person:
- A check counts in the cohort it was made in and in the week it was made, so no two numbers are about the same
  rating, and there is nothing to subtract. The page has no filter, and no second look at the same week.
- Each number is over the five or more who answered that question; where fewer did, nothing is written. Simulated
  and demo people, who left or withdrew consent, and the cohort's own instructors (who know what they answered) are
  not counted.
- The form is on the pages of exposures only, so an answer says that somebody took part. A week is therefore written
  only beside five or more others who could have answered and did not: the ladder's skills were done, which
  instructors see, and for nobody of them can it be told whether they are among the one or the other. A cohort of
  fewer than ten has no weeks, and a missing week may mean that few answered or that nearly all did: it tells nothing.
- A job looks at each week of all cohorts, once, when it is over, whether anybody answered or not.
- Each person counts once, with the mean of their own ratings: nobody weighs more by answering more often.
- Means are rounded to tens and never said beyond 20 and 80 ("20 or less", "80 or more"). A mean of five that rounds
  to 90 would say that each of them was at 25 or more, one of 100 that each was at 75; a mean that rounds to 20 to 80
  says nothing of any one of five by itself.
- Written once, when the week is over: who deletes, leaves or withdraws later changes no number.

What remains: a week says that somewhere between five and all but five of those who could have answered did. Whoever
knows that all others but five did not, or learns it by asking, knows of these five that they answered, and so took
part; whoever knows the ratings of all others of exactly five can tell the fifth's within 50 of the scale, and closer
where the answer lies at its end. People whose feelings never change could be told apart a little better where one of
them leaves and the weeks before and after are compared. Who may teach a cohort is the organisation's to decide; the
page for trainees says what instructors see.
"""

from datetime import UTC, date, datetime, time, timedelta
from statistics import fmean

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from courseware.domain import jobs
from courseware.domain.programs import program_of
from courseware.models import Cohort, Consent, Enrolment
from training.models import Attempt, MoodCheck, MoodWeek
from training.models.wellbeing import SCALE

JOB = "training.publish_mood_weeks"
# So many who answered, beside so many others who could have and did not.
AT_LEAST = 5
# Beyond these a mean of five would say something of each of them.
LOWEST, HIGHEST = 20, 80
AT_NIGHT = time(2, 0)
WEEK = timedelta(days=7)


def plan(*, now: datetime) -> None:
    """Queue the running week, and the one before it, for when they are over; once each, whether anybody answered."""
    today = now.astimezone(UTC).date()
    this = today - timedelta(days=today.weekday())
    for monday in (this - WEEK, this):
        run_at = datetime.combine(monday + WEEK, AT_NIGHT, UTC)
        jobs.enqueue(JOB, key=f"mood-weeks-{monday}", run_at=run_at, now=now, monday=str(monday))


@transaction.atomic
def publish_weeks(monday: date, now: datetime) -> None:
    """The week of all cohorts that have people in them; all or nothing, so that each is looked at once."""
    for cohort in Cohort.objects.filter(is_simulated=False, archived_at=None).order_by("pk"):
        publish_week(cohort, monday, now)


@transaction.atomic
def publish_week(cohort: Cohort, monday: date, now: datetime) -> MoodWeek | None:
    """The week's row, where it is over and enough answered beside enough who did not; None: nothing is written.

    A week that is written stays as it is, whatever has been deleted since.
    """
    start = datetime.combine(monday, time(), UTC)
    if cohort.is_simulated or monday.weekday() != 0 or now < start + WEEK:
        return None
    members = _members(cohort, start + WEEK)
    checks = MoodCheck.objects.filter(cohort=cohort, taken_at__gte=start, taken_at__lt=start + WEEK)
    means = _means(checks.filter(user__in=members.values("user")))
    if not means or _silent(cohort, members, checks, start + WEEK) < AT_LEAST:
        return None
    week, _ = MoodWeek.objects.get_or_create(
        cohort=cohort, monday=monday, defaults={**means, "people_at_least": AT_LEAST, "created_at": now}
    )
    return week


def published(cohort: Cohort) -> QuerySet[MoodWeek]:
    """All that instructors of this cohort see, newest week first."""
    return MoodWeek.objects.filter(cohort=cohort, cohort__is_simulated=False).order_by("-monday")


def _members(cohort: Cohort, over: datetime) -> QuerySet[Enrolment]:
    """Who took part in the course before the week was over, and still does."""
    standing = Consent.objects.filter(enrolment=OuterRef("pk"), withdrawn_at=None, given_at__lt=over)
    return Enrolment.objects.filter(
        Exists(standing),
        cohort=cohort,
        left_at=None,
        user__is_active=True,
        user__is_simulated=False,
        user__is_demo=False,
    ).exclude(user__in=cohort.instructors.all())


def _silent(cohort: Cohort, members: QuerySet[Enrolment], checks: QuerySet[MoodCheck], over: datetime) -> int:
    """How many could have answered, the ladder's skills being done, and did not. One query."""
    ladder = program_of(cohort.program_version_id).ladder
    if ladder is None:
        return 0
    done = Attempt.objects.filter(enrolment=OuterRef("pk"), completed_at__lt=over)
    skilled = [Exists(done.filter(module=slug)) for slug in ladder.requires]
    return members.filter(*skilled).exclude(user__in=checks.values("user")).count()


def _means(checks: QuerySet[MoodCheck]) -> dict[str, int]:
    """Question -> mean over people, for those that enough people answered. One query."""
    given: dict[str, dict[int, list[float]]] = {name: {} for name in SCALE}
    for check in checks:
        for name in SCALE:
            value = getattr(check, name)
            if value is not None:
                given[name].setdefault(check.user_id, []).append(value)
    return {
        name: said(fmean(map(fmean, of_person.values())))
        for name, of_person in given.items()
        if len(of_person) >= AT_LEAST
    }


def said(mean: float) -> int:
    """The mean as it is written: to the nearest ten, and no further out than a mean of five may say."""
    return min(HIGHEST, max(LOWEST, int((mean + 5) // 10 * 10)))
