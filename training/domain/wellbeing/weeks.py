"""What instructors see: one mean a week over five people or more, written once, never worked out anew.

What keeps it from telling of one person:
- A check counts in the cohort it was made in and in the week it was made, so no two numbers are about the same
  rating, and there is nothing to subtract. The page has no filter, and no second look at the same week.
- Each number is over the five or more who answered that question; where fewer did, nothing is written. Simulated
  people, who left or withdrew consent, and the cohort's own instructors (who know what they answered) are not counted.
- Each person counts once, with the mean of their own ratings: nobody weighs more by answering more often.
- Means are rounded to tens and never said beyond 20 and 80 ("20 or less", "80 or more"). A mean of five that rounds
  to 90 would say that each of them was at 25 or more, one of 100 that each was at 75; a mean that rounds to 20 to 80
  says nothing of any one of five by itself.
- Written once, when the week is over: who deletes, leaves or withdraws later changes no number.

What remains: whoever knows the ratings of all others of exactly five can tell the fifth's within 50 of the scale, and
closer where the answer lies at its end; and that a week is there tells them that the fifth answered. People whose
feelings never change could be told apart a little better where one of them leaves and the weeks before and after are
compared. Who may teach a cohort is the organisation's to decide; the page for trainees says what instructors see.
"""

from datetime import UTC, date, datetime, time, timedelta
from statistics import fmean

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from courseware.domain import jobs
from courseware.models import Cohort, Consent, Enrolment
from training.models import MoodCheck, MoodWeek
from training.models.wellbeing import SCALE

JOB = "training.publish_mood_week"
AT_LEAST = 5
# Beyond these a mean of five would say something of each of them.
LOWEST, HIGHEST = 20, 80
AT_NIGHT = time(2, 0)
WEEK = timedelta(days=7)


def plan(cohort: Cohort, *, now: datetime) -> None:
    """Queue the week of `now` of this cohort for when it is over; once, however often it is asked for."""
    if cohort.is_simulated:
        return
    today = now.astimezone(UTC).date()
    monday = today - timedelta(days=today.weekday())
    jobs.enqueue(
        JOB,
        key=f"mood-week-{cohort.pk}-{monday}",
        run_at=datetime.combine(monday + WEEK, AT_NIGHT, UTC),
        now=now,
        cohort_id=cohort.pk,
        monday=str(monday),
    )


@transaction.atomic
def publish_week(cohort_id: int, monday: date, now: datetime) -> MoodWeek | None:
    """The week's row, where it is over and five or more answered; None: nothing is written.

    A week that is written stays as it is, whatever has been deleted since.
    """
    start = datetime.combine(monday, time(), UTC)
    cohort = Cohort.objects.filter(pk=cohort_id, is_simulated=False).first()
    if cohort is None or monday.weekday() != 0 or now < start + WEEK:
        return None
    means = _means(_counted(cohort, start))
    if not means:
        return None
    week, _ = MoodWeek.objects.get_or_create(
        cohort=cohort, monday=monday, defaults={**means, "people_at_least": AT_LEAST, "created_at": now}
    )
    return week


def published(cohort: Cohort) -> QuerySet[MoodWeek]:
    """All that instructors of this cohort see, newest week first."""
    return MoodWeek.objects.filter(cohort=cohort, cohort__is_simulated=False).order_by("-monday")


def _counted(cohort: Cohort, start: datetime) -> QuerySet[MoodCheck]:
    """The week's checks by those who take part."""
    takes_part = Enrolment.objects.filter(
        Exists(Consent.objects.filter(enrolment=OuterRef("pk"), withdrawn_at=None)),
        cohort=cohort,
        left_at=None,
        user__is_simulated=False,
    ).exclude(user__in=cohort.instructors.all())
    week = MoodCheck.objects.filter(cohort=cohort, taken_at__gte=start, taken_at__lt=start + WEEK)
    return week.filter(user__in=takes_part.values("user"))


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
