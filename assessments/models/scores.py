"""Scores: append-only rows, each with the version of the scoring that made it."""

from django.db import models

from training.models import Attempt


class Score(models.Model):
    """One measure of one attempt: an estimate with its interval (at 95 % where drawn) and its count."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="scores")
    measure = models.SlugField()
    value = models.FloatField(null=True, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    n = models.PositiveIntegerField()
    note = models.CharField(max_length=200, blank=True)
    # Of drills. What a device that cannot time recorded is stored and counts nowhere; times are compared only within
    # one device ("Chromium on Linux, 60 Hz, keyboard"); `form` is empty for the measured form, else says which other.
    timing_valid = models.BooleanField(default=True)
    device = models.CharField(max_length=120, blank=True)
    form = models.CharField(max_length=40, blank=True)
    scoring_version = models.CharField(max_length=20)
    # 0 when the attempt was completed; one more each time a corrected key changed what its answers are worth.
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "measure", "scoring_version", "revision"], name="score_once_per_revision"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} of {self.attempt_id}"
