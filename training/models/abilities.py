"""What adaptive practice picks items by. Derived from the answers so far, and made anew as more come in."""

from django.db import models
from django.db.models import Q

from courseware.models import Enrolment, Item


class ItemDifficulty(models.Model):
    """How hard an item has turned out to be, on the scale of abilities (logits; 0 is the middle of the bank).

    `n`: the first answers, of people who were not shown the key before, that it was fitted to.
    """

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="estimated_difficulty")
    difficulty = models.FloatField()
    standard_error = models.FloatField()
    discrimination = models.FloatField(default=1.0)
    n = models.PositiveIntegerField()
    fitted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(standard_error__gt=0) & Q(discrimination__gt=0), name="item_difficulty_errors_above_0"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.difficulty:+.2f}"


class Ability(models.Model):
    """Where somebody stands on the same scale, by their own answers in this enrolment. For choosing items only."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="ability")
    theta = models.FloatField()
    standard_error = models.FloatField()
    n = models.PositiveIntegerField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(standard_error__gt=0), name="ability_error_above_0")]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.theta:+.2f}"
