"""Certification policies as loaded from files: immutable versions."""

from django.db import models


class PolicyVersion(models.Model):
    slug = models.SlugField()
    number = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    document = models.JSONField()
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "number"], name="policy_version_number_once"),
            models.UniqueConstraint(fields=["slug", "content_hash"], name="policy_version_content_once"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} v{self.number}"
