"""What people say of how they feel: kept for them alone, for a stated time, and changed or deleted as they wish.

Nothing here is recorded in the audit, which operations read, and no rating is ever logged. The one thing that follows
from a rating is the person's own rest: from `CarePolicy.distress_stop` on, an open sitting ends and the ladder rests.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from courseware.models import Enrolment, User
from training.activities.exposure import EXPOSURE
from training.domain.attempts import refuse_without_consent
from training.domain.care import care_in_force
from training.domain.exposure import sittings
from training.domain.wellbeing import erasing
from training.domain.wellbeing.scales import ASKED
from training.models import Attempt, CarePolicy, ExposureRest, MoodCheck


@dataclass(frozen=True)
class Ratings:
    """Each from 0 to 100; None: not answered."""

    pleasure: float | None = None
    arousal: float | None = None
    distress: float | None = None

    def asked(self, moment: str) -> dict[str, float]:
        """Those that are answered, of those that are asked at this moment."""
        return {s.name: value for s in ASKED[moment] if (value := getattr(self, s.name)) is not None}


@dataclass(frozen=True)
class Noted:
    """What followed: whether something is kept, the sittings that ended, and until when the ladder rests for it."""

    kept: bool
    ended: tuple[Attempt, ...] = ()
    rests_until: datetime | None = None


def note(enrolment: Enrolment, moment: str, ratings: Ratings, *, now: datetime, public_id: UUID | None = None) -> Noted:
    """Keep what was answered, if anything, and let the ladder rest where the distress is high; all or nothing.

    `public_id` is the form's: the same form sent twice is one check, with what was said last. A form that is
    somebody else's by its id is kept as a new one. Raises Refused where consent to take part does not stand.
    """
    answered = ratings.asked(moment)
    if not answered:
        return Noted(kept=False)
    refuse_without_consent(enrolment)
    care = care_in_force()
    with transaction.atomic():
        was_high = _keep(enrolment, moment, answered, care, public_id or uuid4(), now)
        is_high = answered.get("distress", -1) >= care.distress_stop
        noted = _rest(enrolment.user, was_high, now) if is_high else Noted(kept=True)
        erasing.plan(now=now)
    return noted


def _keep(
    enrolment: Enrolment, moment: str, answered: dict[str, float], care: CarePolicy, public_id: UUID, now: datetime
) -> bool:
    """Whether the same form had already said that the distress is high."""
    told = {
        "user": enrolment.user,
        "cohort": enrolment.cohort,
        "moment": moment,
        **answered,
        "taken_at": now,
        "erase_at": now + timedelta(days=care.mood_days),
    }
    check, new = MoodCheck.objects.get_or_create(public_id=public_id, defaults=told)
    if not new and (check.user_id, check.cohort_id) == (enrolment.user_id, enrolment.cohort_id):
        was_high = check.distress is not None and check.distress >= care.distress_stop
        for scale in ASKED[moment]:
            setattr(check, scale.name, answered.get(scale.name))
        check.save(update_fields=[scale.name for scale in ASKED[moment]])
        return was_high
    if not new:
        MoodCheck.objects.create(**told)
    return False


def _rest(user: User, was_high: bool, now: datetime) -> Noted:
    resting = _rests_until(user) if was_high else None
    if resting is not None and resting > now:  # for this very form, sent twice
        return Noted(kept=True, rests_until=resting)
    # There may be one open in each of the person's courses; the first is the one that the page shows.
    ended = tuple(Attempt.objects.filter(enrolment__user=user, kind=EXPOSURE, completed_at=None).order_by("-pk"))
    rest = sittings.stop_for_distress(user, now=now)
    return Noted(kept=True, ended=ended, rests_until=rest.until)


def _rests_until(user: User) -> datetime | None:
    """The end of the latest rest that a rating of distress has made."""
    rests = ExposureRest.objects.filter(user=user, cause=ExposureRest.Cause.DISTRESS)
    return rests.order_by("-until").values_list("until", flat=True).first()


def checks_of(user: User) -> list[MoodCheck]:
    """All that is kept of this person, newest first. One query."""
    return list(MoodCheck.objects.filter(user=user).select_related("cohort").order_by("-taken_at", "-pk"))


def delete(user: User, public_id: UUID) -> bool:
    """Delete one; False: there is none of this person's by that id. A rest that it made stays."""
    return bool(MoodCheck.objects.filter(user=user, public_id=public_id).delete()[0])


def delete_all(user: User) -> int:
    """Delete all, and how many there were. A rest that one of them made stays."""
    return MoodCheck.objects.filter(user=user).delete()[0]


def shorten(days: int) -> None:
    """Ratings are kept for so many days from now on: what is stored is erased earlier, and never later, than told."""
    kept = timedelta(days=days)
    MoodCheck.objects.filter(erase_at__gt=F("taken_at") + kept).update(erase_at=F("taken_at") + kept)
