"""Where a person stood on a policy's gates after an attempt: append-only, so that the way there can be shown."""

from django.db import models

from assessments.models.policies import PolicyVersion
from courseware.models import Enrolment
from training.models import Attempt


class Standing(models.Model):
    """`gates` is a list of `gates.GateStanding` as plain data; `verdict` is what they come to together."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="standings")
    policy_version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="standings")
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="standings")
    verdict = models.CharField(max_length=10)
    gates = models.JSONField()
    scoring_version = models.CharField(max_length=20)
    # As in Score: counts the corrections of keys that this standing was worked out again after.
    revision = models.PositiveIntegerField(default=0)
    # When the attempt was completed: the standing rests on what was completed by then, whenever it was worked out.
    as_of = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "policy_version", "scoring_version", "revision"], name="standing_once_per_revision"
            ),
            models.CheckConstraint(
                condition=models.Q(verdict__in=["pass", "fail", "continue"]), name="standing_verdict_known"
            ),
        ]
        indexes = [models.Index(fields=["enrolment", "policy_version", "-as_of", "-id"], name="standing_latest")]

    def __str__(self) -> str:
        return f"{self.verdict} of {self.enrolment_id}"
