"""What an attempt adds to the estimate of a bias: sums over its answers, by what chance had decided for each."""

from django.db import models
from django.db.models import Q

from training.models import Attempt


class BiasTally(models.Model):
    """Of one attempt and one bias: how many answers with and without the plant, and their outcomes' sums. Append-only.

    `treated_*`: answers where chance planted it, `control_*`: where it did not; `*_squares`: sums of squared outcomes.
    What an outcome is says the bias (`training.activities.biases`). As with scores, the newest scoring counts.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="bias_tallies")
    bias = models.SlugField()
    treated_n = models.PositiveIntegerField()
    treated_sum = models.FloatField()
    treated_squares = models.FloatField()
    control_n = models.PositiveIntegerField()
    control_sum = models.FloatField()
    control_squares = models.FloatField()
    scoring_version = models.CharField(max_length=20)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "bias", "scoring_version", "revision"], name="bias_tally_once_per_revision"
            ),
            models.CheckConstraint(condition=Q(treated_n__gt=0) | Q(control_n__gt=0), name="bias_tally_counts_some"),
        ]

    def __str__(self) -> str:
        return f"{self.bias} in {self.attempt_id}"
