"""What follows when a key turns out to be wrong: somebody contests it, and answers are graded again."""

from django.db import models
from django.db.models import Q

from courseware.models import ItemVersion
from training.models.attempts import Response


class Contest(models.Model):
    """A trainee says that the key of an answered item is wrong, and why. Once for an answer."""

    response = models.OneToOneField(Response, on_delete=models.PROTECT, related_name="contest")
    reason = models.TextField(max_length=2000)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"contest of answer {self.response_id}"


class Regrade(models.Model):
    """An answer graded again by a corrected version of its item. The response keeps its first grade; this one counts.

    Append-only: of several regrades of a response the newest counts.
    """

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="regrades")
    item_version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="regrades")
    credit = models.FloatField()
    correct = models.BooleanField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "item_version"], name="regrade_once_per_version"),
            models.CheckConstraint(condition=Q(credit__gte=0, credit__lte=1), name="regrade_credit_0_to_1"),
        ]

    def __str__(self) -> str:
        return f"answer {self.response_id} by {self.item_version_id}"
