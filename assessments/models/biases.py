"""What an attempt adds to the estimate of a bias: sums over its answers, by what chance had decided for each."""

from django.db import models
from django.db.models import Q

from courseware.models import Enrolment
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


class JudgementProfile(models.Model):
    """What is known of somebody's judgement over the whole course: biases and calibration. Derived; made anew.

    Kept so that pages need no arithmetic. `document` is as `assessments.domain.profiles` writes it; how a cohort's
    biases are spread is as of `made_at`.
    """

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="judgement_profile")
    document = models.JSONField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"profile of {self.enrolment_id}"
