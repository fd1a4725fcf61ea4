"""Attempts, their planned steps, and the answers to them.

The rules that matter are constraints: one open attempt per person and module, one answer per step,
one answer per client-made UUID. Responses are append-only (a trigger refuses change).
"""

import uuid

from django.db import models

from courseware.models import Enrolment, ItemVersion, ProgramVersion


class Attempt(models.Model):
    """One go at one module, planned in full from `seed` when it is started."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attempts")
    program_version = models.ForeignKey(ProgramVersion, on_delete=models.PROTECT, related_name="+")
    module = models.SlugField()
    number = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=20)
    seed = models.BigIntegerField()
    length = models.PositiveIntegerField()
    is_simulated = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    # The trainee's own date at that moment: it stays when they travel or change their zone.
    completed_on = models.DateField(null=True, blank=True)
    # "untimed": the device could not time the drill, and the rest was planned anew as one that needs no timing.
    variant = models.CharField(max_length=20, blank=True)
    # Since when it counts nowhere, and since when the module may be done once more; `Ruling` says why.
    voided_at = models.DateTimeField(null=True, blank=True)
    reoffered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "module", "number"], name="attempt_number_once"),
            models.UniqueConstraint(
                fields=["enrolment", "module"],
                condition=models.Q(completed_at__isnull=True),
                name="one_open_attempt_per_module",
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=models.Q(completed_at__isnull=True, kind="exposure"),
                name="one_open_exposure",
            ),
            models.CheckConstraint(
                condition=models.Q(completed_at__isnull=True) | models.Q(completed_at__gte=models.F("started_at")),
                name="attempt_completed_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.module} #{self.number} of {self.enrolment_id}"


class Step(models.Model):
    """One thing the attempt asks. `plan` is what the seed decided (sides, digits); it holds no key."""

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveIntegerField()
    item_version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="steps", null=True, blank=True)
    plan = models.JSONField(default=dict)
    # The variant of the attempt that asks it. Once the attempt has another variant, only an answer keeps it there.
    variant = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["attempt", "position"], name="step_position_once")]

    def __str__(self) -> str:
        return f"step {self.position} of {self.attempt_id}"


class Response(models.Model):
    """The one answer to a step, as graded when it came in.

    `recording` holds what a drill block recorded (trials and device); other kinds leave it empty.
    """

    step = models.OneToOneField(Step, on_delete=models.PROTECT, related_name="response")
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="responses")
    uuid = models.UUIDField(unique=True)
    request_hash = models.CharField(max_length=64)
    answer = models.JSONField()
    confidence = models.FloatField(null=True, blank=True)
    first = models.JSONField(null=True, blank=True)
    timing = models.JSONField(default=dict)
    recording = models.JSONField(null=True, blank=True)
    credit = models.FloatField(null=True, blank=True)
    correct = models.BooleanField(null=True, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confidence__isnull=True) | models.Q(confidence__gte=0, confidence__lte=1),
                name="confidence_0_to_1",
            ),
            models.CheckConstraint(
                condition=models.Q(credit__isnull=True) | models.Q(credit__gte=0, credit__lte=1), name="credit_0_to_1"
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.uuid}"
