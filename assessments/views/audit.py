"""The audit log: who did what when, newest first, and whether its chains hold."""

from dataclasses import dataclass

from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courseware.domain.audit import verify_chain
from courseware.models import AuditEvent
from courseware.roles import operations_only

PAGE_SIZE = 50
# Checking reads a whole stream. What was found is kept for so long, and longer streams are left to the command.
CHECKED_FOR_SECONDS = 60
MAX_EVENTS_CHECKED = 20_000


@dataclass(frozen=True)
class Stream:
    """One chain. `broken_at` is the first event that does not hold; `checked` is False where it is too long."""

    name: str
    length: int
    checked: bool
    broken_at: int | None


@operations_only
@require_safe
def audit_log(request: HttpRequest) -> HttpResponse:
    lengths = _lengths()
    wanted = request.GET.get("stream", "")
    stream = wanted if wanted in lengths else ""
    events = AuditEvent.objects.select_related("actor").order_by("-at", "-pk")
    if stream:
        events = events.filter(stream=stream)
    chains = [_checked(name, length) for name, length in lengths.items() if stream in ("", name)]
    context = {
        "page": Paginator(events, PAGE_SIZE).get_page(request.GET.get("page")),
        "stream": stream,
        "lengths": lengths,
        "total": sum(lengths.values()),
        "broken": [chain for chain in chains if chain.broken_at is not None],
        "unchecked": [chain for chain in chains if not chain.checked],
        "checked": [chain for chain in chains if chain.checked],
    }
    return render(request, "assessments/operations/audit.html", context)


def _lengths() -> dict[str, int]:
    """Every stream and its last sequence number."""
    return dict(AuditEvent.objects.order_by("stream").values_list("stream").annotate(Max("sequence")))


def _checked(name: str, length: int) -> Stream:
    if length > MAX_EVENTS_CHECKED:
        return Stream(name, length, checked=False, broken_at=None)
    # With the length in the key, a new event is checked at once.
    key = f"audit-chain:{name}:{length}"
    # 0 stands for "holds": the cache cannot tell a stored None from nothing stored.
    broken_at = cache.get(key)
    if broken_at is None:
        broken_at = verify_chain(name) or 0
        cache.set(key, broken_at, CHECKED_FOR_SECONDS)
    return Stream(name, length, checked=True, broken_at=broken_at or None)
