"""What operations decided, on which evidence. Append-only."""

import uuid

from django.conf import settings
from django.db import models

from assessments.models.policies import PolicyVersion
from courseware.models import Enrolment


class Decision(models.Model):
    class Verdict(models.TextChoices):
        CERTIFY = "certify", "Certified"
        DEFER = "defer", "Deferred"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="decisions")
    policy_version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.TextField(blank=True)
    evidence = models.JSONField()
    scoring_version = models.CharField(max_length=20)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(verdict="defer", reason=""), name="a_deferral_says_why"),
            models.UniqueConstraint(
                fields=["enrolment", "policy_version"],
                condition=models.Q(verdict="certify"),
                name="certified_once_per_policy_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.enrolment_id}"
