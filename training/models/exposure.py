"""The ladder of exposures: what somebody agreed to be shown, what was shown, and when they rest.

Read by the person alone. No score, gate, list or audit of anybody else is made from these rows.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from courseware.models import Enrolment
from training.models.attempts import Step


class TierConsent(models.Model):
    """Consent to what one tier shows: which text, when given, when withdrawn. A new text asks for a new consent.

    The database refuses to change anything but `withdrawn_at`, and to delete a row.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="tier_consents")
    tier = models.PositiveSmallIntegerField()
    text_version = models.CharField(max_length=40)
    text_hash = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "tier"], condition=Q(withdrawn_at__isnull=True), name="one_standing_tier_consent"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="tier_consent_withdrawn_after_given",
            ),
            models.CheckConstraint(condition=Q(tier__gte=1), name="tier_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.text_version} by {self.enrolment_id}"


class ExposureEntry(models.Model):
    """One item of an exposure on the screen of one person: the dose ledger, written before the text is sent.

    `seconds`: from the reveal to the answer, the stop or whatever hid it, by the server's clock. The database refuses
    to change anything but the end (`hidden_at`, `seconds`), and to delete a row; that an entry is closed only once is
    held by `training.domain.exposure.ledger.close` alone. Limits are per person, whatever the course, so they hang on
    the person.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exposure_entries")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="exposure_entries")
    rung = models.PositiveSmallIntegerField()
    charged = models.BooleanField()
    revealed_at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "revealed_at"], name="exposure_of_user")]
        constraints = [
            # One item on the screen at a time, whatever the number of tabs.
            models.UniqueConstraint(fields=["user"], condition=Q(hidden_at__isnull=True), name="one_item_revealed"),
            models.CheckConstraint(condition=Q(rung__lte=5), name="exposure_rung_0_to_5"),
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True, seconds__isnull=True)
                | Q(hidden_at__gte=F("revealed_at"), seconds__gte=0),
                name="exposure_closed_with_seconds",
            ),
        ]

    def __str__(self) -> str:
        return f"rung {self.rung} at {self.revealed_at:%Y-%m-%d %H:%M}"


class ExposureRest(models.Model):
    """The ladder rests for this person until then, because they rated their distress high, or asked for it."""

    class Cause(models.TextChoices):
        DISTRESS = "distress", "A high rating of distress"
        OWN = "own", "The person's own wish"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exposure_rests")
    cause = models.CharField(max_length=10, choices=Cause.choices)
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "until"], name="rest_of_user")]
        constraints = [models.CheckConstraint(condition=Q(until__gt=F("since")), name="rest_ends_after_start")]

    def __str__(self) -> str:
        return f"rest until {self.until:%Y-%m-%d %H:%M}"
