"""How people say they feel: stored apart, read by the person alone, erased after a stated time.

Nothing else refers to these rows, and they refer to no attempt. They enter no score, gate, log, mail or export of
anybody else; instructors read `MoodWeek`, which is written once when a week is over, from five people or more.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from courseware.models import Cohort

SCALE = ("pleasure", "arousal", "distress")


def _on_scale(field: str) -> Q:
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": 0, f"{field}__lte": 100})


class MoodCheck(models.Model):
    """Each of the three from 0 to 100, or not answered; at least one of them is.

    pleasure: 0 unpleasant, 100 pleasant; arousal: 0 calm, 100 stirred up; distress: 0 none, 100 the worst there is.
    `erase_at` is what the person was told when they answered; it may come earlier, never later.
    """

    class Moment(models.TextChoices):
        BEFORE = "before", "Before"
        DURING = "during", "During"
        AFTER = "after", "After"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mood_checks")
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="+")
    moment = models.CharField(max_length=6, choices=Moment.choices)
    pleasure = models.FloatField(null=True, blank=True)
    arousal = models.FloatField(null=True, blank=True)
    distress = models.FloatField(null=True, blank=True)
    taken_at = models.DateTimeField()
    erase_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["erase_at"], name="mood_erase_at"),
            models.Index(fields=["cohort", "taken_at"], name="mood_of_cohort"),
        ]
        constraints = [
            *(models.CheckConstraint(condition=_on_scale(name), name=f"mood_{name}_0_to_100") for name in SCALE),
            models.CheckConstraint(
                condition=Q(pleasure__isnull=False) | Q(arousal__isnull=False) | Q(distress__isnull=False),
                name="mood_says_something",
            ),
            models.CheckConstraint(condition=Q(erase_at__gt=F("taken_at")), name="mood_erased_after_taken"),
        ]

    def __str__(self) -> str:
        return f"mood check {self.public_id}"


class MoodWeek(models.Model):
    """One calendar week (UTC, from its Monday) of one cohort: means over people, each person counted once.

    Written once, after the week is over, only from `people_at_least` people or more, rounded to tens; never worked
    out anew, so that nobody's deletion, and no second look, can be told from a difference.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="mood_weeks")
    monday = models.DateField()
    people_at_least = models.PositiveSmallIntegerField()
    pleasure = models.PositiveSmallIntegerField(null=True, blank=True)
    arousal = models.PositiveSmallIntegerField(null=True, blank=True)
    distress = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "monday"], name="mood_week_once"),
            models.CheckConstraint(condition=Q(people_at_least__gte=5), name="mood_week_of_5_or_more"),
        ]

    def __str__(self) -> str:
        return f"week of {self.monday} in {self.cohort_id}"


class Erasure(models.Model):
    """That the erasing of what is kept for a stated time has run: evidence for whoever asks. Append-only.

    Neither whose rows nor how many: a count of one would tell of somebody.
    """

    kind = models.CharField(max_length=20)
    ran_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} erased at {self.ran_at:%Y-%m-%d %H:%M}"
