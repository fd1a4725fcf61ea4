"""/operations/care/: the limits, contacts and duty person of the organisation."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courseware.models import User
from courseware.roles import operations_only
from training.domain.care import NAMES, ChangedMeanwhile, care_in_force, changes, history, set_care
from training.domain.wellbeing import erasing
from training.forms_care import CareForm
from training.models import CarePolicy, ContentReport

# How far back the page goes; the audit log has all of it.
HISTORY = 10


@operations_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def care(request: HttpRequest) -> HttpResponse:
    in_force = care_in_force()
    if request.method != "POST":
        return _show(request, in_force, CareForm(in_force=in_force))
    form = CareForm(request.POST, in_force=in_force)
    if not form.is_valid():
        return _show(request, in_force, form)
    try:
        made = set_care(
            form.values(), began_from=form.cleaned_data["version"], by=cast(User, request.user), now=timezone.now()
        )
    except ChangedMeanwhile as other:
        return _show(request, other.newest, _once_more(request, other.newest), meanwhile=other, status=409)
    if made is None:
        messages.info(request, "Nothing differs from what is in force, so nothing was saved.")
    else:
        messages.success(request, "Saved, and in force from now on.")
    return redirect("care")


def _once_more(request: HttpRequest, newest: CarePolicy) -> CareForm:
    """What the person had entered, to be sent again knowing of the newest version."""
    data = request.POST.copy()
    data["version"] = str(newest.pk or 0)
    return CareForm(data, in_force=newest)


def _show(
    request: HttpRequest,
    in_force: CarePolicy,
    form: CareForm,
    *,
    meanwhile: ChangedMeanwhile | None = None,
    status: int = 200,
) -> HttpResponse:
    past = history(HISTORY)
    settings_made = [
        (setting.policy, [(NAMES[name], words) for name, words in setting.changes.items()]) for setting in past
    ]
    duty_account = User.objects.filter(email__iexact=in_force.duty_email, is_operations=True, is_active=True)
    context: dict[str, Any] = {
        "care": in_force,
        "form": form,
        "meanwhile": meanwhile,
        "meanwhile_differs": _differing(in_force, form) if meanwhile else [],
        "settings_made": settings_made,
        "duty_without_account": bool(in_force.duty_email) and not duty_account.exists(),
        "waiting": ContentReport.objects.filter(handled_at__isnull=True).count(),
        "erasing": erasing.runs(now=timezone.now()),
    }
    return render(request, "training/care/care.html", context, status=status)


def _differing(in_force: CarePolicy, form: CareForm) -> list[tuple[str, str]]:
    """What would change if the form were saved over what is in force now."""
    if not form.is_valid():
        return []
    return [(NAMES[name], words) for name, words in changes(in_force, CarePolicy(**form.values())).items()]
