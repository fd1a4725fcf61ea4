"""Certificates, their revocation, and the public half of every key that ever signed one."""

import uuid

from django.conf import settings
from django.db import models

from assessments.models.decisions import Decision
from assessments.models.policies import PolicyVersion
from courseware.models import Enrolment


class SigningKey(models.Model):
    """A public key. Rows are never removed: old certificates must verify for ever."""

    kid = models.CharField(max_length=64, unique=True)
    public_jwk = models.JSONField()
    first_used_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.kid


class Certificate(models.Model):
    """A signed credential. `token` is the JWT as issued; what the public page shows is read from it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="certificates")
    policy_version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="certificates")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="certificate")
    signing_key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="certificates")
    token = models.TextField()
    is_simulated = models.BooleanField(default=False)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "policy_version"], name="certificate_issued_once"),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("issued_at")), name="certificate_expires_after_issue"
            ),
        ]

    def __str__(self) -> str:
        return f"certificate {self.public_id}"


class Revocation(models.Model):
    """One per certificate; append-only. There is no way back: a revoked certificate stays revoked."""

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="revocation")
    reason = models.TextField()
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="a_revocation_says_why")]

    def __str__(self) -> str:
        return f"revocation of {self.certificate_id}"
