"""/operations/: who may be certified, on what evidence, and the two decisions: certify or defer."""

import uuid
from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessments import gate_words
from assessments.domain import dossiers
from assessments.domain import queue as queue_domain
from assessments.domain.policies import policies_for, policies_in_force, policy_of
from assessments.domain.queue import State
from assessments.forms import CertifyForm, DeferForm, SearchForm
from assessments.models import PolicyVersion
from courseware.models import Enrolment, User
from courseware.roles import operations_only

STATES = {
    State.READY: ("Ready", "Every gate is passed; the decision is yours."),
    State.DEFERRED: ("Deferred", "Deferred, and nothing new was scored since."),
    State.PROGRESS: ("In progress", "No gate failed so far, and at least one is undecided."),
    State.FAILED: ("Not passed", "At least one gate was failed on the evidence so far."),
    State.CERTIFIED: ("Certified", "The certificate under this version of the policy was issued."),
}


@operations_only
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    versions = policies_in_force()
    if not versions:
        return render(request, "assessments/operations/no_policy.html")
    version = next((v for v in versions if v.slug == request.GET.get("policy")), versions[0])
    wanted = request.GET.get("show", "")
    state = State(wanted) if wanted in set(State) else State.READY
    search = SearchForm(request.GET or None, label="Search by name or e-mail address")
    policy = policy_of(version.pk)
    people = queue_domain.candidates(version, policy.program, search.text)
    counts = queue_domain.counts(people)
    page = queue_domain.page_of(people, state, request.GET.get("page", 1))
    context = {
        "versions": [(v, policy_of(v.pk)) for v in versions],
        "version": version,
        "policy": policy,
        "state": state,
        "states": [(s, *STATES[s], counts[s]) for s in State],
        "explanation": STATES[state][1],
        "search": search,
        "page": page,
        "rows": [
            (entry, gate_words.lines(policy.gates, entry.gates)) for entry in queue_domain.entries(page.object_list)
        ],
    }
    return render(request, "assessments/operations/queue.html", context)


@operations_only
@require_safe
def dossier(request: HttpRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    enrolment = _enrolment(enrolment_id)
    version = _version(enrolment, request.GET.get("policy", ""))
    return _show(request, enrolment, version, DeferForm(initial={"policy_version": version.pk}))


@operations_only
@require_POST
def certify(request: HttpRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    from assessments.domain import certification

    form = CertifyForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("The form named no policy version.")
    now = timezone.now()
    version_id = form.cleaned_data["policy_version"]
    try:
        certificate = certification.certify(enrolment_id, version_id, cast(User, request.user), now=now)
    except Enrolment.DoesNotExist as error:
        raise Http404("No such enrolment.") from error
    except certification.NotEligible as error:
        messages.error(request, f"No certificate was issued, and nothing was changed. {error}")
        return redirect("dossier", enrolment_id)
    if certificate.issued_at == now:
        messages.success(request, "The certificate is issued, and the trainee is told by e-mail unless simulated.")
    else:
        messages.info(request, "This certificate was issued before; this is the one that stands.")
    return redirect("certificate", certificate.public_id)


@operations_only
@require_POST
def defer(request: HttpRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    from assessments.domain import certification

    enrolment = _enrolment(enrolment_id)
    if not request.user.has_perm("courseware.certify", enrolment):
        raise PermissionDenied
    form = DeferForm(request.POST)
    if not form.is_valid():
        if "policy_version" in form.errors:
            return HttpResponseBadRequest("The form named no policy version.")
        return _show(request, enrolment, _version(enrolment, form.cleaned_data["policy_version"]), form)
    try:
        certification.defer(
            enrolment_id,
            form.cleaned_data["policy_version"],
            cast(User, request.user),
            form.cleaned_data["reason"],
            now=timezone.now(),
        )
    except certification.NotEligible as error:
        messages.error(request, f"Nothing was changed. {error}")
    else:
        messages.success(request, "Deferred. The trainee is told the reason by e-mail unless simulated.")
    return redirect("dossier", enrolment_id)


def _show(request: HttpRequest, enrolment: Enrolment, version: PolicyVersion, form: DeferForm) -> HttpResponse:
    whole = request.GET.get("history") == "all"
    found = dossiers.dossier_of(enrolment, version, now=timezone.now(), whole_history=whole)
    context = {
        "dossier": found,
        "enrolment": enrolment,
        "lines": gate_words.lines(found.policy.gates, found.gates),
        "history": [(past, gate_words.lines(found.policy.gates, past.gates)) for past in found.history],
        "verdict": gate_words.VERDICTS[found.verdict],
        "tone": gate_words.TONES[found.verdict],
        "may_decide": request.user.has_perm("courseware.certify", enrolment),
        "form": form,
    }
    return render(request, "assessments/operations/dossier.html", context)


def _enrolment(enrolment_id: uuid.UUID) -> Enrolment:
    try:
        return dossiers.fetch_enrolment(enrolment_id)
    except Enrolment.DoesNotExist as error:
        raise Http404("No such enrolment.") from error


def _version(enrolment: Enrolment, wanted: str | int) -> PolicyVersion:
    """The policy version in force that is asked for by slug or primary key, or the first one for the course."""
    in_force = policies_for(enrolment.cohort.program_version.program.slug)
    if not in_force:
        raise Http404("No policy certifies this course.")
    return next((version for version in in_force if wanted in (version.slug, version.pk)), in_force[0])
