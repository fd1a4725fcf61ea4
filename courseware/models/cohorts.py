"""Cohorts, who teaches them, who is enrolled, and what each person consented to."""

import uuid

from django.conf import settings
from django.db import models


class Cohort(models.Model):
    """A group of trainees that runs one program version from a start date."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    program_version = models.ForeignKey("courseware.ProgramVersion", on_delete=models.PROTECT, related_name="cohorts")
    starts_on = models.DateField()
    instructors: models.ManyToManyField = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="cohorts_taught"
    )
    is_simulated = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Enrolment(models.Model):
    """One person in one cohort. Evidence hangs on it, so it is ended, never deleted."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrolments")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "cohort"], name="one_enrolment_per_person_and_cohort")]

    def __str__(self) -> str:
        return f"{self.user} in {self.cohort}"


class Consent(models.Model):
    """Informed consent to take part: which text, when given, when withdrawn."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="consents")
    text_version = models.CharField(max_length=40)
    text_hash = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=models.Q(withdrawn_at__isnull=True), name="one_standing_consent"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | models.Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text_version} by {self.enrolment_id}"
