"""Who did what when, in chains of hashes that show a changed or missing event."""

from django.conf import settings
from django.db import models


class AuditEvent(models.Model):
    """One act, the `sequence`-th of its stream (1, 2, 3, ...); `courseware.domain.audit.record` writes it.

    Append-only by trigger but for `data` and `salt`, which may be erased: the chain holds only their hash.
    """

    stream = models.CharField(max_length=50, help_text="The action's noun: certificate, enrolment, policy.")
    sequence = models.PositiveBigIntegerField()
    action = models.CharField(max_length=100, help_text="noun.verb, such as certificate.revoked")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Empty: the system itself.",
    )
    subject = models.CharField(max_length=200, help_text="What it was done to: model:id, never a name.")
    at = models.DateTimeField()
    data = models.JSONField(null=True, blank=True, help_text="Empty once erased.")
    salt = models.BinaryField(max_length=32, null=True, blank=True, help_text="Empty once erased.")
    data_hash = models.CharField(max_length=64, help_text="SHA-256 over salt and data.")
    previous_hash = models.CharField(max_length=64, blank=True, help_text="Empty for the first.")
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["stream", "sequence"]
        indexes = [
            models.Index(fields=["subject", "at"], name="audit_subject"),
            models.Index(fields=["at"], name="audit_at"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["stream", "sequence"], name="audit_one_event_per_place"),
            models.CheckConstraint(condition=models.Q(sequence__gte=1), name="audit_sequence_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.stream} {self.sequence}: {self.action}"
