"""What charged content does to somebody's judgement, over the whole ladder. Derived; made anew after each sitting."""

from django.db import models

from courseware.models import Enrolment


class ReactivityProfile(models.Model):
    """`document` is as `assessments.domain.reactivity` writes it. Read by the person alone; no feeling enters it."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="reactivity_profile")
    document = models.JSONField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"reactivity of {self.enrolment_id}"
