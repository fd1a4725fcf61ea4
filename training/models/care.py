"""The organisation's duty of care: its limits and contacts, who asked to be contacted, and what was reported."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from courseware.models import Enrolment, ItemVersion


class CarePolicy(models.Model):
    """What the organisation has set; the newest is in force. Append-only. Without any, the defaults here are.

    The limits are cautious guesses, not evidence-based thresholds.

    per_day, per_week  charged items shown in any 24 hours, in any 7 days
    hard_rung          from this rung on, a sitting is followed by a rest of `rest_hours`
    highest_rung       nothing above it is offered; 4 and 5 are for an organisation's own content
    distress_stop      a rating of distress from here on ends the sitting, and the ladder rests for `rest_hours`
    break_every        items between two offers of a pause
    mood_days          how long what people say of their mood is kept
    duty_name, duty_email  who gets reports of content; empty: all operations staff
    contacts           [{"country", "name", "reach", "hours"}], country "" for everywhere
    """

    offered = models.BooleanField(default=True)
    per_day = models.PositiveSmallIntegerField(default=8)
    per_week = models.PositiveSmallIntegerField(default=24)
    hard_rung = models.PositiveSmallIntegerField(default=2)
    rest_hours = models.PositiveSmallIntegerField(default=48)
    highest_rung = models.PositiveSmallIntegerField(default=3)
    distress_stop = models.PositiveSmallIntegerField(default=70)
    break_every = models.PositiveSmallIntegerField(default=4)
    mood_days = models.PositiveSmallIntegerField(default=90)
    duty_name = models.CharField(max_length=120, blank=True)
    duty_email = models.EmailField(blank=True)
    contacts = models.JSONField(default=list, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(per_day__gte=1, per_day__lte=F("per_week")), name="care_day_within_the_week"
            ),
            models.CheckConstraint(condition=Q(per_week__lte=200), name="care_week_at_most_200"),
            models.CheckConstraint(condition=Q(hard_rung__lte=5, highest_rung__lte=5), name="care_rungs_0_to_5"),
            models.CheckConstraint(condition=Q(rest_hours__gte=1, rest_hours__lte=720), name="care_rest_1_to_720"),
            models.CheckConstraint(
                condition=Q(distress_stop__gte=1, distress_stop__lte=100), name="care_distress_stop_1_to_100"
            ),
            models.CheckConstraint(condition=Q(break_every__gte=1, break_every__lte=20), name="care_break_1_to_20"),
            models.CheckConstraint(condition=Q(mood_days__gte=1, mood_days__lte=730), name="care_mood_1_to_730"),
            models.CheckConstraint(
                condition=Q(highest_rung__lte=3) | (~Q(duty_name="") & ~Q(duty_email="")),
                name="care_above_3_needs_a_duty_person",
            ),
        ]

    def __str__(self) -> str:
        return f"duty of care since {self.created_at:%Y-%m-%d %H:%M}"


class ContactRequest(models.Model):
    """A trainee asks their instructors to get in touch. There is no place for a reason."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="contact_requests")
    asked_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(answered_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_contact_request",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="contact_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.public_id}"


class ContentReport(models.Model):
    """Somebody says that an item may show a person at real risk, or may be illegal. Handled once, with an outcome."""

    class Reason(models.TextChoices):
        RISK = "risk", "Somebody may be at real risk"
        ILLEGAL = "illegal", "It may be illegal"
        OTHER = "other", "It should not be here for another reason"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item_version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="reports")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    note = models.TextField(max_length=2000, blank=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    outcome = models.TextField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item_version", "reported_by"],
                condition=Q(handled_at__isnull=True),
                name="one_open_report_each",
            ),
            models.CheckConstraint(
                condition=Q(handled_at__isnull=True, handled_by__isnull=True, outcome="")
                | (Q(handled_at__isnull=False, handled_by__isnull=False) & ~Q(outcome="")),
                name="report_handled_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.public_id}"
