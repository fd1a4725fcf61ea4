"""Inviting people to a cohort, by e-mail or by a join link, and letting them in.

The links carry a row's public id and a signature over it, so that nothing secret is stored and a link ends
when its row is revoked or expires.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse

from courseware.domain import audit
from courseware.domain.enrolments import enrol
from courseware.domain.invitees import Invitee
from courseware.domain.mail import queue_mail
from courseware.domain.programs import program_of
from courseware.models import Cohort, Enrolment, Invitation, JoinLink, User

# Long enough for a holiday, short enough that an old mailbox is not a way in.
INVITATION_LASTS = timedelta(days=30)
JOIN_LINK_LASTS = timedelta(days=60)

Link = Invitation | JoinLink


class LinkRefused(Exception):
    """A link that does not let anybody in (any more); the message says why."""


class LinkUnknown(LinkRefused):
    """A link that this site never made, or that was cut or changed on the way."""


class OtherAddress(LinkRefused):
    """An invitation to another address than those of the person signed in."""


@transaction.atomic
def invite(cohort: Cohort, people: Sequence[Invitee], by: User, *, now: datetime) -> list[Invitation]:
    """New invitations, each with its mail; people already invited or enrolled are passed over."""
    # Two instructors inviting the same person at once wait for each other here.
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    passed_over = _already_in(cohort, [person.email for person in people], now)
    title = program_of(cohort.program_version_id).title
    made = []
    for person in people:
        if person.email in passed_over:
            continue
        invitation = Invitation.objects.create(
            cohort=cohort,
            email=person.email,
            name=person.name,
            invited_by=by,
            created_at=now,
            expires_at=now + INVITATION_LASTS,
        )
        context = {
            "invitation": invitation,
            "cohort": cohort,
            "course": title,
            "by": by,
            "url": invitation_url(invitation),
            "days": INVITATION_LASTS.days,
        }
        queue_mail(person.email, "invitation", "invitation", context, now=now)
        made.append(invitation)
    if made:
        audit.record("cohort.invited", actor=by, subject=cohort, data={"people": len(made)}, at=now)
    return made


def _already_in(cohort: Cohort, emails: Sequence[str], now: datetime) -> set[str]:
    """Which of the addresses are enrolled or hold an invitation that works or was used."""
    unrevoked = Invitation.objects.filter(cohort=cohort, email__in=emails, revoked_at=None)
    # An invitation that ran out unused makes room for a new one.
    unrevoked.filter(accepted_at=None, expires_at__lte=now).update(revoked_at=now)
    enrolled = Enrolment.objects.filter(cohort=cohort, left_at=None, user__email__in=emails)
    return {*unrevoked.values_list("email", flat=True), *enrolled.values_list("user__email", flat=True)}


@transaction.atomic
def new_join_link(cohort: Cohort, by: User, *, now: datetime) -> JoinLink:
    """A link that lets anybody who has it join, until it is revoked or JOIN_LINK_LASTS is over."""
    link = JoinLink.objects.create(cohort=cohort, created_by=by, created_at=now, expires_at=now + JOIN_LINK_LASTS)
    data = {"link": str(link.public_id)}
    audit.record("cohort.join_link_made", actor=by, subject=cohort, data=data, at=now)
    return link


@transaction.atomic
def revoke(row: Link, by: User, *, now: datetime) -> None:
    """Ends an invitation or a join link; a second time changes nothing. A used invitation stays used."""
    if isinstance(row, Invitation):
        action = "cohort.invitation_revoked"
        revoked = Invitation.objects.filter(pk=row.pk, accepted_at=None, revoked_at=None).update(revoked_at=now)
    else:
        action = "cohort.join_link_revoked"
        revoked = JoinLink.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=now)
    if revoked:
        audit.record(action, actor=by, subject=row.cohort, data={"link": str(row.public_id)}, at=now)


def _signer(kind: str) -> Signer:
    return Signer(salt=f"courseware.{kind}")


def _url(kind: str, public_id: uuid.UUID) -> str:
    signature = _signer(kind).signature(str(public_id))
    return settings.SITE_URL + reverse(kind, args=[public_id, signature])


def invitation_url(invitation: Invitation) -> str:
    """For the invited person's mailbox only: whoever opens it counts as the owner of the address."""
    return _url("invitation", invitation.public_id)


def join_url(link: JoinLink) -> str:
    return _url("join", link.public_id)


def open_link(kind: str, public_id: uuid.UUID, signature: str, *, now: datetime) -> Link:
    """The row behind a link of kind "invitation" or "join", with its cohort.

    Raises LinkUnknown where the link is forged, LinkRefused where it was revoked or has expired.
    """
    try:
        _signer(kind).unsign(f"{public_id}:{signature}")
    except BadSignature as error:
        raise LinkUnknown("Part of the link is missing. Copy the whole link from your message.") from error
    row: Link | None
    if kind == "invitation":
        row = Invitation.objects.select_related("cohort", "invited_by").filter(public_id=public_id).first()
    else:
        row = JoinLink.objects.select_related("cohort", "created_by").filter(public_id=public_id).first()
    if row is None:
        raise LinkUnknown("There is no such link. Ask your instructor for a new one.")
    _refuse_closed(row, now)
    return row


def _refuse_closed(row: Link, now: datetime) -> None:
    if row.revoked_at is not None or row.cohort.archived_at is not None:
        raise LinkRefused("This link was withdrawn. Ask your instructor for a new one.")
    if row.expires_at <= now:
        raise LinkRefused("This link has expired. Ask your instructor for a new one.")


def refuse_used(row: Link) -> None:
    """Raises LinkRefused for an invitation that somebody has accepted; a join link is never used up."""
    if isinstance(row, Invitation) and row.accepted_at is not None:
        raise LinkRefused("This invitation was used already. If it was you, sign in to go on.")


def refuse_other_address(row: Link, user: User) -> None:
    """Raises OtherAddress for an invitation to an address that is not (confirmed to be) the person's."""
    if not isinstance(row, Invitation) or row.email.lower() == user.email.lower():
        return
    if not EmailAddress.objects.filter(user=user, email__iexact=row.email, verified=True).exists():
        raise OtherAddress(f"This invitation is for {row.email}. You are signed in as {user.email}.")


def standing_enrolment(user: User, cohort: Cohort) -> Enrolment | None:
    return Enrolment.objects.filter(user=user, cohort=cohort, left_at=None).first()


@transaction.atomic
def accept(link: Link, user: User, *, now: datetime) -> Enrolment:
    """Enrols the person. An invitation works for the invited address only, and once.

    Raises LinkRefused like `open_link`, `refuse_other_address` and `refuse_used`. The row is read again under
    a lock: it may have been revoked or used since the page was shown.
    """
    row: Link
    if isinstance(link, Invitation):
        row = Invitation.objects.select_for_update().get(pk=link.pk)
    else:
        row = JoinLink.objects.select_for_update().get(pk=link.pk)
    enrolment = standing_enrolment(user, row.cohort)
    if enrolment is not None:
        return enrolment  # pressed twice, or in by another link
    _refuse_closed(row, now)
    refuse_other_address(row, user)
    refuse_used(row)
    _use_invitation(row, user, now)
    return enrol(user, row.cohort, now=now)


def _use_invitation(row: Link, user: User, now: datetime) -> None:
    """Whoever comes in by a join link has used the invitation to their address as well."""
    email = row.email if isinstance(row, Invitation) else user.email
    standing = Invitation.objects.filter(cohort=row.cohort, email__iexact=email, revoked_at=None)
    standing.filter(accepted_at=None).update(accepted_at=now, accepted_by=user)
    if isinstance(row, Invitation) and row.name and not user.name:
        User.objects.filter(pk=user.pk, name="").update(name=row.name)
