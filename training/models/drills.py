"""What happens around the answers of a drill: runs that were broken off, and attempts that were set aside."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from training.models.attempts import Attempt, Step


class DrillRun(models.Model):
    """A run of a block that never became its answer: the tab was closed, or the person stopped it. Append-only.

    It counts nowhere. It is kept so that nothing that was done is lost, and so that starting a block over and over
    can be seen. `trials` and `device` are as an answer's recording; fewer trials than planned.
    """

    class Ending(models.TextChoices):
        CLOSED = "closed", "The page was closed"
        STOPPED = "stopped", "Stopped by the person"
        VOID = "void", "Too many void trials"

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="runs")
    uuid = models.UUIDField(unique=True)
    request_hash = models.CharField(max_length=64)
    ending = models.CharField(max_length=10, choices=Ending.choices)
    trials = models.JSONField()
    device = models.JSONField(null=True, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ending__in=["closed", "stopped", "void"]), name="drill_run_ending_known")
        ]

    def __str__(self) -> str:
        return f"run {self.uuid}"


class Ruling(models.Model):
    """That a completed attempt counts nowhere any more, that its module may be done once more, or both. Append-only.

    Made by the program (`by` empty: too many void trials, a device that cannot time) or by an instructor.
    """

    class Code(models.TextChoices):
        VOID_TRIALS = "void_trials", "Too many void trials"
        UNTIMED = "untimed", "The device could not time it"
        BROKEN_OFF = "broken_off", "Blocks broken off too often"
        INSTRUCTOR = "instructor", "Set aside by an instructor"

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="rulings")
    code = models.CharField(max_length=20, choices=Code.choices)
    voids = models.BooleanField()
    reoffers = models.BooleanField()
    reason = models.TextField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(voids=True) | Q(reoffers=True), name="ruling_says_something"),
            models.CheckConstraint(condition=~Q(reason=""), name="ruling_has_a_reason"),
            models.CheckConstraint(
                condition=Q(code="instructor", by__isnull=False)
                | Q(code__in=["void_trials", "untimed", "broken_off"], by__isnull=True),
                name="ruling_by_whom_its_code_says",
            ),
            models.UniqueConstraint(fields=["attempt"], condition=Q(voids=True), name="attempt_voided_once"),
            models.UniqueConstraint(fields=["attempt"], condition=Q(reoffers=True), name="attempt_reoffered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} for attempt {self.attempt_id}"
