"""Mail that has been decided on, sent or not."""

from django.db import models


class OutgoingMail(models.Model):
    """One plain-text message to one address; the words are fixed when it is queued.

    Written together with the `Job` that sends it (key `mail:<id>`), which holds the tries and the last error.
    """

    to = models.EmailField()
    kind = models.CharField(max_length=50, help_text="What it is for, such as invitation.")
    subject = models.CharField(max_length=255)
    body = models.TextField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True, help_text="When a mail server took it.")

    class Meta:
        indexes = [models.Index(fields=["to", "created_at"], name="mail_to")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
