"""Fault 13: the mail server answers 451, then 250. The mail waits, goes out once, and says so."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courseware.domain import jobs, leases, mail
from courseware.models import Job, OutgoingMail
from tests.faults.mail_server import mail_server


@pytest.mark.django_db
def test_mail_server_451(settings):
    with mail_server("451 try later", "451 try later") as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        mail.queue_message("tara@example.org", "greeting", "Hello", "Welcome.", timezone.now())

        assert jobs.run_due() == 1
        waiting = Job.objects.get()
        assert waiting.state == Job.State.QUEUED
        assert "451" in waiting.last_error
        assert OutgoingMail.objects.get().sent_at is None
        assert jobs.run_due() == 0, "it waits before it asks again"

        assert jobs.run_due(now=waiting.run_at) == 1
        longer = Job.objects.get()
        assert longer.run_at - timezone.now() > leases.FIRST_BACKOFF - timedelta(seconds=1)

        assert jobs.run_due(now=longer.run_at) == 1
        assert jobs.run_due(now=timezone.now() + timedelta(days=1)) == 0
        assert len(server.received) == 1
    assert "Subject: Hello" in server.received[0]
    assert Job.objects.get().state == Job.State.DONE
    assert OutgoingMail.objects.get().sent_at
