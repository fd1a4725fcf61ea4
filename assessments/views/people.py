"""People: who holds which role, and granting or withdrawing the roles of instructor and operations."""

import uuid
from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessments.forms import RoleForm, SearchForm
from courseware.domain import grants
from courseware.domain.directory import matching
from courseware.models import Enrolment, User
from courseware.roles import Role, operations_only

PAGE_SIZE = 25
# What the address may ask for, and no other column.
SHOWN = {
    "all": ("Everybody", Q()),
    "operations": ("Operations", Q(is_operations=True)),
    "instructor": ("Instructors", Q(is_instructor=True)),
    "none": ("Without a granted role", Q(is_operations=False, is_instructor=False)),
}


@operations_only
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    show = request.GET.get("show", "")
    show = show if show in SHOWN else "all"
    search = SearchForm(request.GET or None, label="Search by name or e-mail address")
    page = Paginator(_found(search.text, show), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "search": search,
        "show": show,
        "filters": [(key, label) for key, (label, _) in SHOWN.items()],
        "page": page,
        # Where the reader is, for the forms to lead back to.
        "place": request.GET.urlencode(),
    }
    return render(request, "assessments/operations/people.html", context)


def _found(search: str, show: str) -> QuerySet[User]:
    enrolled = Exists(Enrolment.objects.filter(user=OuterRef("pk"), left_at=None))
    return matching(search).filter(SHOWN[show][1]).annotate(is_trainee=enrolled).order_by("name", "email")


@operations_only
@require_POST
def change_roles(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    form = RoleForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("The form named no role.")
    role, granted = Role(form.cleaned_data["role"]), form.cleaned_data["granted"] == "yes"
    try:
        changed = grants.change_role(person_id, role, granted=granted, by=cast(User, request.user), now=timezone.now())
    except User.DoesNotExist as error:
        raise Http404("No such person.") from error
    except grants.NotGrantable as error:
        messages.error(request, f"Nothing was changed. {error}")
    else:
        verb = "granted" if granted else "withdrawn"
        outcome = f"The role {role} is {verb}." if changed else f"The role {role} was {verb} before; nothing changed."
        messages.success(request, outcome)
    # Only the query string comes from outside: the path is ours.
    return HttpResponseRedirect(f"{reverse('people')}?{request.GET.urlencode()}".rstrip("?"))
