"""E-mail: exists with its cause, is sent once, and a refusal is told apart from bad luck."""

import smtplib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core import mail as outbox
from django.db import transaction
from django.template import TemplateDoesNotExist
from django.utils import timezone

from courseware.domain import jobs, mail
from courseware.models import Job, OutgoingMail
from tests.faults.mail_server import MailServer, mail_server


@pytest.fixture(autouse=True)
def greeting_template(settings, tmp_path: Path) -> None:
    (tmp_path / "emails").mkdir()
    (tmp_path / "emails/greeting.subject.txt").write_text("Hello\n {{ name }}\n")
    (tmp_path / "emails/greeting.txt").write_text("\nDear {{ name }},\n\nwelcome.\n\n")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]


@pytest.fixture
def served_by(settings) -> Iterator[Callable[[MailServer], None]]:
    """Sends mail through this server instead of into a list."""

    def use(server: MailServer) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port

    return use


def greet(name: str = "Tara", to: str = "tara@example.org") -> OutgoingMail:
    return mail.queue_mail(to, "greeting", "greeting", {"name": name}, timezone.now())


@pytest.mark.django_db
class TestQueueing:
    def test_the_words_are_fixed_and_nothing_is_sent_yet(self, django_assert_num_queries):
        with django_assert_num_queries(3):
            queued = greet()
        assert (queued.subject, queued.body) == ("Hello Tara", "Dear Tara,\n\nwelcome.\n")
        assert (queued.kind, queued.sent_at) == ("greeting", None)
        assert outbox.outbox == []
        assert Job.objects.get().arguments == {"mail_id": queued.pk}

    def test_plain_text_is_not_escaped(self):
        queued = greet("Seán O'Brien <& sons>")
        assert queued.subject == "Hello Seán O'Brien <& sons>"
        assert "Dear Seán O'Brien <& sons>," in queued.body

    def test_a_name_cannot_add_a_header(self, drain_jobs):
        greet("Eve\r\nBcc: everyone@example.org")
        drain_jobs()
        assert outbox.outbox[0].subject == "Hello Eve Bcc: everyone@example.org"
        assert outbox.outbox[0].recipients() == ["tara@example.org"]

    def test_a_long_subject_is_cut(self):
        assert len(greet("x" * 500).subject) == mail.SUBJECT_CHARACTERS

    def test_no_cause_no_mail(self):
        with transaction.atomic():
            greet()
            transaction.set_rollback(True)
        assert not OutgoingMail.objects.exists()
        assert not Job.objects.exists()

    def test_a_missing_template_is_told_at_once(self):
        with pytest.raises(TemplateDoesNotExist):
            mail.queue_mail("tara@example.org", "greeting", "no_such", {}, timezone.now())


@pytest.mark.django_db
class TestDelivery:
    def test_a_mail_is_sent_once_however_often_it_is_delivered(self, drain_jobs):
        queued = greet()
        assert drain_jobs() == 1
        mail.deliver(queued.pk)
        queued.refresh_from_db()
        assert queued.sent_at
        assert [(m.to, m.subject, m.body) for m in outbox.outbox] == [
            (["tara@example.org"], "Hello Tara", "Dear Tara,\n\nwelcome.\n")
        ]

    def test_a_repeat_would_carry_the_same_message_id(self, drain_jobs):
        queued = greet()
        drain_jobs()
        OutgoingMail.objects.update(sent_at=None)  # as after a crash before our commit
        mail.deliver(queued.pk)
        first, second = (m.message()["Message-ID"] for m in outbox.outbox)
        assert first == second

    def test_a_missing_mail_is_logged_and_not_raised(self, caplog):
        mail.deliver(404)
        assert "404" in caplog.text

    def test_a_final_refusal_is_dead_and_says_why(self, served_by):
        with mail_server("550 no such person") as server:
            served_by(server)
            queued = greet()
            jobs.run_due()
        queued.refresh_from_db()
        assert queued.sent_at is None
        assert "550" in jobs.dead().get().last_error
        assert "no such person" in jobs.dead().get().last_error

    def test_a_refused_recipient_is_told_by_its_code(self):
        final = smtplib.SMTPRecipientsRefused({"tara@example.org": (550, b"unknown")})
        later = smtplib.SMTPRecipientsRefused({"tara@example.org": (450, b"greylisted")})
        assert mail._is_final(final)
        assert not mail._is_final(later)

    def test_a_server_that_is_away_is_tried_again(self, served_by):
        with mail_server() as server:
            served_by(server)
        greet()
        jobs.run_due()
        assert Job.objects.get().state == Job.State.QUEUED

    def test_an_impossible_address_is_dead_at_once(self, served_by):
        with mail_server() as server:
            served_by(server)
            greet(to="tara@example.org\nBcc: eve@example.org")
            jobs.run_due()
            assert server.received == []
        assert "cannot be sent" in jobs.dead().get().last_error
