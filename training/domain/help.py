"""Asking one's instructors to get in touch, without saying why. No row, mail or page of it has a place for a reason."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from courseware.domain.mail import queue_mail
from courseware.models import Cohort, Enrolment, User
from training.models import ContactRequest


class NobodyTeaches(Exception):
    """The cohort has no instructor at the moment, so that nobody would read the request."""


@dataclass(frozen=True)
class OwnCourse:
    """One of a person's enrolments on their page: who would be asked, and the newest request, if there is any."""

    enrolment: Enrolment
    instructors: Sequence[User]
    request: ContactRequest | None
    open: bool


def own_courses(user: User) -> list[OwnCourse]:
    """Those that the person has not left, and any other where a request is open. Newest first. Three queries."""
    enrolments = (
        Enrolment.objects.filter(user=user)
        .select_related("cohort")
        .prefetch_related(
            Prefetch("cohort__instructors", _teaching(), to_attr="teaching"),
            Prefetch(
                "contact_requests",
                ContactRequest.objects.select_related("answered_by").order_by("-asked_at", "-pk"),
                to_attr="asked",
            ),
        )
        .order_by("-joined_at", "-pk")
    )
    own = []
    for enrolment in enrolments:
        newest = next(iter(enrolment.asked), None)
        is_open = newest is not None and newest.answered_at is None and newest.withdrawn_at is None
        if enrolment.left_at is None or is_open:
            teaching = enrolment.cohort.teaching  # type: ignore[attr-defined]  # prefetched above
            own.append(OwnCourse(enrolment, teaching, newest, is_open))
    return own


@transaction.atomic
def ask(user: User, enrolment_id: uuid.UUID, *, now: datetime) -> bool:
    """Stores the request and mails the cohort's instructors; False where one is open already.

    Consent to take part does not matter here. Raises Enrolment.DoesNotExist (not one's own, or left), NobodyTeaches.
    """
    enrolment = Enrolment.objects.select_related("cohort", "user").get(
        public_id=enrolment_id, user=user, left_at__isnull=True
    )
    instructors = list(_teaching().filter(cohorts_taught=enrolment.cohort_id))
    if not instructors:
        raise NobodyTeaches
    try:
        with transaction.atomic():
            ContactRequest.objects.create(enrolment=enrolment, asked_at=now)
    except IntegrityError:
        # A double click, or another tab: one open request is enough.
        return False
    path = reverse("trainee", args=[enrolment.cohort.public_id, enrolment.public_id])
    for instructor in instructors:
        if not instructor.is_simulated:
            context = {"person": user, "cohort": enrolment.cohort, "url": settings.SITE_URL + path}
            queue_mail(instructor.email, "contact_asked", "contact_asked", context, now=now)
    return True


def withdraw(user: User, request_id: uuid.UUID, *, now: datetime) -> bool:
    """Takes one's own open request back; False where it was answered or taken back before.

    Raises ContactRequest.DoesNotExist where it is not one's own.
    """
    own = ContactRequest.objects.get(public_id=request_id, enrolment__user=user)
    return bool(_open().filter(pk=own.pk).update(withdrawn_at=now))


def mark_answered(cohort: Cohort, request_id: uuid.UUID, by: User, *, now: datetime) -> ContactRequest | None:
    """The request, now answered; None where it was answered or taken back before.

    Raises ContactRequest.DoesNotExist where it is of another cohort.
    """
    found: ContactRequest = ContactRequest.objects.select_related("enrolment__user").get(
        public_id=request_id, enrolment__cohort=cohort
    )
    return found if _open().filter(pk=found.pk).update(answered_at=now, answered_by=by) else None


def open_requests(cohort: Cohort) -> list[ContactRequest]:
    """Who of the cohort asks to be contacted, the longest waiting first. One query."""
    return list(_open().filter(enrolment__cohort=cohort).select_related("enrolment__user").order_by("asked_at", "pk"))


def open_requests_of(enrolment: Enrolment) -> list[ContactRequest]:
    """The same for one person: one or none. One query."""
    return list(_open().filter(enrolment=enrolment).select_related("enrolment__user"))


def _open() -> QuerySet[ContactRequest]:
    return ContactRequest.objects.filter(answered_at__isnull=True, withdrawn_at__isnull=True)


def _teaching() -> QuerySet[User]:
    return User.objects.filter(is_active=True, is_instructor=True).order_by("name", "email")
