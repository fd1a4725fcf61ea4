"""One's own settings: name and time zone; passwords and second factors are allauth's pages."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from courseware.forms import SettingsForm
from courseware.models import Enrolment
from courseware.requests import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: SignedInRequest) -> HttpResponse:
    form = SettingsForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("settings")
    enrolments = Enrolment.objects.filter(user=request.user).select_related("cohort").order_by("-joined_at")
    return render(request, "courseware/settings.html", {"form": form, "enrolments": enrolments})
