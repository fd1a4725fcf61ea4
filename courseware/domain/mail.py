"""E-mail: written down with its cause, sent by a job."""

import logging
import smtplib
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlparse

from django.conf import settings
from django.core.mail import EmailMessage
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone

from courseware.domain import jobs
from courseware.models import OutgoingMail

logger = logging.getLogger(__name__)

SUBJECT_CHARACTERS = 200


def queue_mail(to: str, kind: str, template: str, context: Mapping[str, object], now: datetime) -> OutgoingMail:
    """Render `emails/<template>.subject.txt` and `.txt` and queue the mail in the caller's transaction.

    The templates are plain text: nothing in them is escaped. Raises TemplateDoesNotExist.
    """
    subject = _render(f"emails/{template}.subject.txt", context)
    return queue_message(to, kind, subject, _render(f"emails/{template}.txt", context), now)


def queue_message(to: str, kind: str, subject: str, body: str, now: datetime) -> OutgoingMail:
    """Queue a mail whose words are ready, in the caller's transaction. The subject becomes one line."""
    subject = " ".join(subject.split())[:SUBJECT_CHARACTERS]
    body = body.strip() + "\n"
    mail = OutgoingMail.objects.create(to=to, kind=kind, subject=subject, body=body, created_at=now)
    jobs.enqueue("courseware.send_mail", key=f"mail:{mail.pk}", now=now, mail_id=mail.pk)
    return mail


def deliver(mail_id: int) -> None:
    """Send the mail unless it has been sent; a missing one is logged, not raised.

    Raises PermanentFailure when the server refuses the mail for good (5xx) or no mail can be made of it, and
    the transport's own error when a later try may succeed (4xx, no connection, refused sign-in).
    """
    mail = OutgoingMail.objects.filter(pk=mail_id).first()
    if mail is None:
        logger.warning("Mail %s is gone and was not sent", mail_id)
        return
    if mail.sent_at is not None:
        return
    try:
        _message(mail).send()
    except smtplib.SMTPAuthenticationError:
        raise  # 5xx, but about our password and not about this mail: it goes out once that is put right
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as refusal:
        if _is_final(refusal):
            raise jobs.PermanentFailure(f"The mail server refused it: {refusal}") from refusal
        raise
    except ValueError as unsendable:  # a header or an address that no mail can carry
        raise jobs.PermanentFailure(f"It cannot be sent: {unsendable}") from unsendable
    # The words go with the sending: links in them (a password reset, an invitation) open doors for days.
    OutgoingMail.objects.filter(pk=mail.pk, sent_at=None).update(sent_at=timezone.now(), body="")


def _message(mail: OutgoingMail) -> EmailMessage:
    # A crash between the server's "250" and our commit sends the mail again: the same Message-ID lets the
    # receiving side see that it is the same mail.
    host = urlparse(settings.SITE_URL).hostname
    headers = {
        "Message-ID": f"<mail-{mail.pk}-{mail.created_at:%Y%m%d%H%M%S%f}@{host}>",
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(mail.subject, mail.body, to=[mail.to], headers=headers)


def _is_final(refusal: smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused) -> bool:
    if isinstance(refusal, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _ in refusal.recipients.values())
    return 500 <= refusal.smtp_code < 600


def _render(name: str, context: Mapping[str, object]) -> str:
    template = get_template(name).template  # type: ignore[attr-defined]  # Django's own engine is the only one set
    return template.render(Context(dict(context), autoescape=False))
