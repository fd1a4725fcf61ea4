"""Who is in a cohort, who is invited, and the ways in; for the cohort's own instructors."""

import uuid
from typing import cast

from django.contrib import messages
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from courseware.domain import invitations
from courseware.forms import InviteForm
from courseware.models import Cohort, Consent, Enrolment, Invitation, JoinLink, User
from courseware.roles import fetch_cohort, instructors_only


@instructors_only
@require_safe
def people(request: HttpRequest, cohort_id: uuid.UUID) -> HttpResponse:
    return _page(request, fetch_cohort(request.user, cohort_id), InviteForm())


@instructors_only
@require_POST
def invite(request: HttpRequest, cohort_id: uuid.UUID) -> HttpResponse:
    cohort = fetch_cohort(request.user, cohort_id)
    form = InviteForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, cohort, form)
    listed = form.cleaned_data["people"]
    made = invitations.invite(cohort, listed, _actor(request), now=timezone.now())
    _say_invited(request, len(made), len(listed) - len(made))
    return redirect("cohort_people", cohort.public_id)


def _actor(request: HttpRequest) -> User:
    return cast(User, request.user)  # instructors_only lets nobody else through


def _say_invited(request: HttpRequest, invited: int, passed_over: int) -> None:
    words = "Nobody was invited."
    if invited:
        words = f"{invited} {'person was' if invited == 1 else 'people were'} invited."
    if passed_over:
        were = "was" if passed_over == 1 else "were"
        words += f" {passed_over} {were} passed over: already invited or enrolled."
    messages.add_message(request, messages.SUCCESS if invited else messages.INFO, words)


@instructors_only
@require_POST
def new_link(request: HttpRequest, cohort_id: uuid.UUID) -> HttpResponse:
    cohort = fetch_cohort(request.user, cohort_id)
    invitations.new_join_link(cohort, _actor(request), now=timezone.now())
    messages.success(request, "The new join link is below.")
    return redirect("cohort_people", cohort.public_id)


@instructors_only
@require_POST
def revoke_link(request: HttpRequest, cohort_id: uuid.UUID, link_id: uuid.UUID) -> HttpResponse:
    cohort = fetch_cohort(request.user, cohort_id)
    link = get_object_or_404(JoinLink, cohort=cohort, public_id=link_id)
    invitations.revoke(link, _actor(request), now=timezone.now())
    messages.success(request, "The join link no longer works.")
    return redirect("cohort_people", cohort.public_id)


@instructors_only
@require_POST
def revoke_invitation(request: HttpRequest, cohort_id: uuid.UUID, invitation_id: uuid.UUID) -> HttpResponse:
    cohort = fetch_cohort(request.user, cohort_id)
    invitation = get_object_or_404(Invitation, cohort=cohort, public_id=invitation_id)
    invitations.revoke(invitation, _actor(request), now=timezone.now())
    messages.success(request, f"The invitation to {invitation.email} no longer works.")
    return redirect("cohort_people", cohort.public_id)


def _page(request: HttpRequest, cohort: Cohort, form: InviteForm) -> HttpResponse:
    now = timezone.now()
    links = JoinLink.objects.filter(cohort=cohort, revoked_at=None, expires_at__gt=now)
    unused = Invitation.objects.filter(cohort=cohort, revoked_at=None, accepted_at=None)
    context = {
        "cohort": cohort,
        "form": form,
        "enrolments": list(_enrolments(cohort)),
        "invitations": [
            (invitation, invitation.expires_at <= now) for invitation in unused.order_by("-created_at", "email")
        ],
        "links": [(link, invitations.join_url(link)) for link in links.order_by("-created_at")],
    }
    return render(request, "courseware/cohort_people.html", context)


def _enrolments(cohort: Cohort) -> QuerySet[Enrolment]:
    """Everybody who ever joined, each with `consented_at` (None: no consent stands) and `withdrawn_at`."""
    standing = Consent.objects.filter(enrolment=OuterRef("pk"), withdrawn_at=None)
    return (
        Enrolment.objects.filter(cohort=cohort)
        .select_related("user")
        .annotate(
            consented_at=Subquery(standing.values("given_at")[:1]),
            withdrawn_at=Max("consents__withdrawn_at"),
        )
        .order_by("user__name", "user__email")
    )
