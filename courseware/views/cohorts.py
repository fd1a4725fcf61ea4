"""Starting a cohort."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from courseware.domain.cohorts import start_cohort
from courseware.forms import CohortForm
from courseware.models import User
from courseware.roles import instructors_only


@instructors_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = CohortForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        cohort = start_cohort(
            form.cleaned_data["name"],
            form.cleaned_data["program_version"],
            form.cleaned_data["starts_on"],
            cast(User, request.user),
            now=timezone.now(),
        )
        messages.success(request, f"{cohort.name} is there. Now invite its people.")
        return redirect("cohort_people", cohort.public_id)
    return render(request, "courseware/cohort_new.html", {"form": form})
