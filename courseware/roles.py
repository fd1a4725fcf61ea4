"""Who may what: the one place that decides.

Three roles; a person may hold several. A trainee is anyone with an enrolment; instructors and operations are
granted. `fetch_*` load and authorise in one step: what a person may not know of is 404, what they may know of
but not do is 403.
"""

import uuid
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate

import rules
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from courseware.models import Cohort, Enrolment, User

Person = User | AnonymousUser


class Role(StrEnum):
    TRAINEE = "trainee"
    INSTRUCTOR = "instructor"
    OPERATIONS = "operations"


@rules.predicate
def is_instructor(user: Person) -> bool:
    return user.is_authenticated and user.is_active and user.is_instructor


@rules.predicate
def is_operations(user: Person) -> bool:
    return user.is_authenticated and user.is_active and user.is_operations


@rules.predicate
def is_own(user: Person, enrolment: Enrolment) -> bool:
    return user.is_authenticated and enrolment.user_id == user.pk


rules.add_perm("courseware.teach", is_instructor)
rules.add_perm("courseware.operate", is_operations)
rules.add_perm("courseware.certify", is_operations & ~is_own)


def landing(user: User) -> str:
    """The URL name a person lands on after signing in: the page of the widest role they hold."""
    if user.is_operations:
        return "operations"
    return "cohorts" if user.is_instructor else "today"


View = Callable[Concatenate[HttpRequest, ...], HttpResponse]


def _requires(permission: str) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


instructors_only = _requires("courseware.teach")
operations_only = _requires("courseware.operate")


def fetch_cohort(user: Person, public_id: uuid.UUID) -> Cohort:
    """A cohort that this instructor teaches; 404 for every other."""
    cohort = (
        Cohort.objects.filter(public_id=public_id, instructors=user.pk)
        .select_related("program_version__program")
        .defer("program_version__document")
        .first()
    )
    if cohort is None or not is_instructor(user):
        raise Http404("No such cohort.")
    return cohort


def fetch_trainee(user: Person, cohort_id: uuid.UUID, enrolment_id: uuid.UUID) -> Enrolment:
    """An enrolment in a cohort that this instructor teaches; 404 for every other."""
    enrolment = (
        Enrolment.objects.filter(public_id=enrolment_id, cohort__public_id=cohort_id, cohort__instructors=user.pk)
        .select_related("user", "cohort__program_version__program")
        .defer("cohort__program_version__document")
        .first()
    )
    if enrolment is None or not is_instructor(user):
        raise Http404("No such trainee.")
    return enrolment
