"""Reviewing a key: why it is looked at, what two people decided without seeing each other, and what came of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from courseware.models import Item, ItemVersion


class Review(models.Model):
    """One question: is the key of this item version right? At most one is open for an item."""

    class State(models.TextChoices):
        OPEN = "open", "Waiting for two decisions"
        DISAGREED = "disagreed", "To be settled"
        UPHELD = "upheld", "Key upheld"
        CHANGED = "changed", "Key changed"

    OPEN_STATES = (State.OPEN, State.DISAGREED)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="reviews")
    item_version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="reviews")
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settlement = models.TextField(blank=True, default="", max_length=2000)
    new_version = models.OneToOneField(
        ItemVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="made_by_review"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(state__in=["open", "disagreed"]), name="one_open_review_per_item"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "disagreed"], settled_at__isnull=True)
                | Q(state__in=["upheld", "changed"], settled_at__isnull=False),
                name="review_settled_exactly_when_closed",
            ),
            models.CheckConstraint(
                condition=Q(state="changed", new_version__isnull=False)
                | (~Q(state="changed") & Q(new_version__isnull=True)),
                name="review_has_a_new_version_exactly_when_changed",
            ),
        ]

    def __str__(self) -> str:
        return f"review of {self.item} ({self.state})"


class Adjudication(models.Model):
    """One person's decision in a review, made before seeing any other: once each, and append-only."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="adjudications")
    adjudicator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.JSONField()
    ambiguity = models.CharField(max_length=12)
    reason = models.TextField(max_length=2000)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "adjudicator"], name="adjudicated_once_each"),
            models.CheckConstraint(
                condition=Q(ambiguity__in=["clear", "ambiguous", "undecided"]), name="adjudication_ambiguity_known"
            ),
        ]

    def __str__(self) -> str:
        return f"decision of {self.adjudicator_id} in review {self.review_id}"


class Rescoring(models.Model):
    """Grading and scoring again everybody who answered an earlier version of a corrected item. Once per version."""

    item_version = models.OneToOneField(ItemVersion, on_delete=models.PROTECT, related_name="rescoring")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    answers = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    raised = models.PositiveIntegerField(default=0)
    lowered = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"rescoring after {self.item_version_id}"
