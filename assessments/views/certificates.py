"""Certificates: search what was issued, see one with its evidence, revoke it with a reason."""

import uuid
from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessments import gate_words
from assessments.domain.certificate_register import State, register, state_of
from assessments.domain.issuing import verification_url
from assessments.domain.policies import policy_of
from assessments.forms import RevokeForm, SearchForm
from assessments.gates import GateStanding
from assessments.models import Certificate
from courseware.models import User
from courseware.roles import operations_only

PAGE_SIZE = 25
FILTERS = [("", "All"), (State.VALID, "Valid"), (State.EXPIRED, "Expired"), (State.REVOKED, "Revoked")]


@operations_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    wanted = request.GET.get("show", "")
    state = State(wanted) if wanted in set(State) else None
    search = SearchForm(request.GET or None, label="Search by name, e-mail address or certificate number")
    page = Paginator(register(search=search.text, state=state, now=now), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "search": search,
        "state": state or "",
        "filters": FILTERS,
        "page": page,
        "rows": [(each, policy_of(each.policy_version_id), state_of(each, now=now)) for each in page.object_list],
    }
    return render(request, "assessments/operations/certificates.html", context)


@operations_only
@require_safe
def certificate(request: HttpRequest, certificate_id: uuid.UUID) -> HttpResponse:
    return _show(request, _certificate(certificate_id), RevokeForm())


@operations_only
@require_POST
def revoke(request: HttpRequest, certificate_id: uuid.UUID) -> HttpResponse:
    from assessments.domain import certification

    found = _certificate(certificate_id)
    if not request.user.has_perm("courseware.certify", found.enrolment):
        raise PermissionDenied
    form = RevokeForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    now = timezone.now()
    revocation = certification.revoke(certificate_id, cast(User, request.user), form.cleaned_data["reason"], now=now)
    if revocation.revoked_at == now:
        messages.success(request, "Revoked. Its public page says so from now on.")
    else:
        messages.info(request, "This certificate was revoked before; that revocation stands.")
    return redirect("certificate", certificate_id)


def _show(request: HttpRequest, found: Certificate, form: RevokeForm) -> HttpResponse:
    policy = policy_of(found.policy_version_id)
    evidence = [GateStanding.from_document(gate) for gate in found.decision.evidence]
    context = {
        "certificate": found,
        "policy": policy,
        "state": state_of(found, now=timezone.now()),
        "lines": gate_words.lines(policy.gates, evidence),
        "public_url": verification_url(found.public_id),
        "may_revoke": request.user.has_perm("courseware.certify", found.enrolment),
        "form": form,
    }
    return render(request, "assessments/operations/certificate.html", context)


def _certificate(certificate_id: uuid.UUID) -> Certificate:
    found = (
        Certificate.objects.select_related(
            "enrolment__user",
            "enrolment__cohort",
            "policy_version",
            "decision__decided_by",
            "signing_key",
            "revocation__revoked_by",
        )
        .defer("token", "policy_version__document")
        .filter(public_id=certificate_id)
        .first()
    )
    if found is None:
        raise Http404("No such certificate.")
    return found
