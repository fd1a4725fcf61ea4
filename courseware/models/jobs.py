"""Work for later, written in the transaction that causes it."""

from django.db import models
from django.db.models import Q


class Job(models.Model):
    """One call of a named Celery task that has to happen, at least once, at or after `run_at`.

    A job is queued, then running under a lease, then done. A failed run goes back to queued with a later
    `run_at`; one that failed too often, or can never succeed, is dead and waits for a person.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Queued"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        DEAD = "dead", "Dead"

    name = models.CharField(max_length=100, help_text="The Celery task's name.")
    # NULL, not "", stands for "no key": a unique column lets NULLs repeat.
    key = models.CharField(max_length=200, null=True, blank=True, unique=True)
    arguments = models.JSONField(default=dict, help_text="Ids only: the work loads the rest when it runs.")
    state = models.CharField(max_length=7, choices=State.choices, default=State.QUEUED)
    run_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0, help_text="Runs started, the lost ones included.")
    lease = models.UUIDField(null=True, blank=True, help_text="Who runs it: new with every claim.")
    leased_until = models.DateTimeField(null=True, blank=True)
    relayed_at = models.DateTimeField(null=True, blank=True, help_text="When Celery was last told of it.")
    last_error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            # Not partial: SQLite passes over a partial index when the state is a bound parameter.
            models.Index(fields=["state", "run_at", "id"], name="job_due"),
            models.Index(fields=["state", "leased_until"], name="job_leased"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="running", lease__isnull=False, leased_until__isnull=False)
                | (~Q(state="running") & Q(lease__isnull=True, leased_until__isnull=True)),
                name="job_leased_exactly_while_running",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.key or self.pk} ({self.state})"
