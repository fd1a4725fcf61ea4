"""Instructors' grades of rationales, given without knowing whether the label was right."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from training.models import Response


class RationaleGrade(models.Model):
    """One instructor's reading of one rationale: which factors it mentions, and how clear it is. Append-only.

    mentioned: factor name -> whether it is mentioned; clarity: 0 (unclear) to 2 (clear); estimated: what the program
    estimated of the same factors when it was graded, by `estimator`, so that the two can be compared.
    """

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="rationale_grades")
    grader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mentioned = models.JSONField()
    clarity = models.PositiveSmallIntegerField()
    estimated = models.JSONField()
    estimator = models.CharField(max_length=40)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "grader"], name="rationale_graded_once_by_each"),
            models.CheckConstraint(condition=Q(clarity__lte=2), name="rationale_clarity_0_to_2"),
        ]

    def __str__(self) -> str:
        return f"grade of answer {self.response_id}"
