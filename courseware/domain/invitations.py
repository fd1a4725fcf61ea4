"""Inviting people to a cohort, by e-mail or by a join link, and letting them in.

The links carry a row's public id and a signature over it, so that nothing secret is stored and a link ends when its
row is revoked or expires.
"""

import csv
import io
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from courseware.domain import audit
from courseware.domain.enrolments import enrol
from courseware.domain.mail import queue_mail
from courseware.models import Cohort, Enrolment, Invitation, JoinLink, User

# Long enough for a holiday, short enough that an old mailbox is not a way in.
INVITATION_LASTS = timedelta(days=30)
JOIN_LINK_LASTS = timedelta(days=60)
MAX_PEOPLE = 500
MAX_NAME = 120
SIGNATURE = re.compile(r"^[A-Za-z0-9_-]{10,100}$")


class InvalidList(ValueError):
    """A list of people that cannot be used; nobody was invited. `problems` name each line."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problems))


class LinkRefused(Exception):
    """A link that does not let anybody in (any more); the message says why."""


@dataclass(frozen=True)
class Invitee:
    email: str
    name: str


def parse_people(pasted: str, csv_text: str) -> list[Invitee]:
    """The people in a pasted list and a CSV, each address once. Raises InvalidList that names every bad line."""
    problems: list[str] = []
    found: dict[str, Invitee] = {}
    for place, name, email in [*_pasted(pasted), *_rows(csv_text, problems)]:
        try:
            validate_email(email)
        except ValidationError:
            problems.append(f"{place}: {(email or '(empty)')[:80]!r} is not an e-mail address.")
            continue
        found.setdefault(email.lower(), Invitee(email.lower(), name[:MAX_NAME]))
    if not problems and not found:
        problems.append("The list is empty: paste addresses or choose a file.")
    if len(found) > MAX_PEOPLE:
        problems.append(f"The list has {len(found)} people; at most {MAX_PEOPLE} can be invited at once.")
    if problems:
        raise InvalidList(problems)
    return list(found.values())


def _pasted(text: str) -> list[tuple[str, str, str]]:
    entries = []
    for number, line in enumerate(text.splitlines(), start=1):
        for part in re.split(r"[,;]", line):
            if part.strip():
                name, email = parseaddr(part.strip())
                entries.append((f"Line {number}", name, email or part.strip()))
    return entries


def _rows(text: str, problems: list[str]) -> list[tuple[str, str, str]]:
    if not text.strip():
        return []
    try:
        reader = csv.DictReader(io.StringIO(text), strict=True)
        columns = {(column or "").strip().lower(): column for column in reader.fieldnames or ()}
        if "email" not in columns:
            problems.append("The CSV's first row must name its columns, one of them email.")
            return []
        name_column = columns.get("name", "")
        return [
            (f"CSV row {number}", (row.get(name_column) or "").strip(), (row[columns["email"]] or "").strip())
            for number, row in enumerate(reader, start=2)
            if any(value for value in row.values())
        ]
    except csv.Error as error:
        problems.append(f"The CSV cannot be read: {error}.")
        return []


@transaction.atomic
def invite(cohort: Cohort, people: Sequence[Invitee], by: User, *, now: datetime) -> list[Invitation]:
    """New invitations, each with its mail; people already invited or enrolled are passed over."""
    emails = [person.email for person in people]
    standing = set(
        Invitation.objects.filter(cohort=cohort, email__in=emails, revoked_at=None, expires_at__gt=now).values_list(
            "email", flat=True
        )
    ) | set(Enrolment.objects.filter(cohort=cohort, user__email__in=emails).values_list("user__email", flat=True))
    # An expired invitation makes room for a new one.
    Invitation.objects.filter(cohort=cohort, email__in=emails, revoked_at=None, expires_at__lte=now).update(
        revoked_at=now
    )
    made = []
    for person in people:
        if person.email in standing:
            continue
        invitation = Invitation.objects.create(
            cohort=cohort,
            email=person.email,
            name=person.name,
            invited_by=by,
            created_at=now,
            expires_at=now + INVITATION_LASTS,
        )
        context = {"invitation": invitation, "cohort": cohort, "by": by, "url": invitation_url(invitation)}
        queue_mail(person.email, "invitation", "invitation", context, now=now)
        made.append(invitation)
    audit.record("cohort.invited", actor=by, subject=cohort, data={"people": len(made)}, at=now)
    return made


def new_join_link(cohort: Cohort, by: User, *, now: datetime) -> JoinLink:
    with transaction.atomic():
        link = JoinLink.objects.create(cohort=cohort, created_by=by, created_at=now, expires_at=now + JOIN_LINK_LASTS)
        audit.record("cohort.join_link_made", actor=by, subject=cohort, data={"link": str(link.public_id)}, at=now)
    return link


def revoke(row: Invitation | JoinLink, by: User, *, now: datetime) -> None:
    """Ends an invitation or a join link; a second time changes nothing."""
    with transaction.atomic():
        if type(row)._default_manager.filter(pk=row.pk, revoked_at=None).update(revoked_at=now):
            action = "cohort.invitation_revoked" if isinstance(row, Invitation) else "cohort.join_link_revoked"
            audit.record(action, actor=by, subject=row.cohort, data={"link": str(row.public_id)}, at=now)


def _signer(kind: str) -> Signer:
    return Signer(salt=f"courseware.{kind}")


def _url(kind: str, public_id: uuid.UUID) -> str:
    signature = _signer(kind).signature(str(public_id))
    return settings.SITE_URL + reverse(kind, args=[public_id, signature])


def invitation_url(invitation: Invitation) -> str:
    return _url("invitation", invitation.public_id)


def join_url(link: JoinLink) -> str:
    return _url("join", link.public_id)


def open_link(kind: str, public_id: uuid.UUID, signature: str, *, now: datetime) -> Invitation | JoinLink:
    """The row behind a link. Raises LinkRefused where the link is forged, revoked, expired or used up."""
    try:
        _signer(kind).unsign(f"{public_id}:{signature}")
    except BadSignature as error:
        raise LinkRefused("This link is not complete. Copy the whole link from your message.") from error
    model = Invitation if kind == "invitation" else JoinLink
    row = model._default_manager.select_related("cohort").filter(public_id=public_id).first()
    if row is None or row.revoked_at is not None or row.cohort.archived_at is not None:
        raise LinkRefused("This link was withdrawn. Ask your instructor for a new one.")
    if row.expires_at <= now:
        raise LinkRefused("This link has expired. Ask your instructor for a new one.")
    return row


@transaction.atomic
def accept(row: Invitation | JoinLink, user: User, *, now: datetime) -> Enrolment:
    """Enrols the person. An invitation works for the invited address only, and once."""
    if isinstance(row, Invitation):
        if row.email.lower() != user.email.lower():
            raise LinkRefused(f"This invitation is for another address than {user.email}.")
        Invitation.objects.filter(pk=row.pk, accepted_at=None).update(accepted_at=now, accepted_by=user)
        if row.name and not user.name:
            User.objects.filter(pk=user.pk, name="").update(name=row.name)
    return enrol(user, row.cohort, now=now)
