"""The policies: what each version asks, why, and how often it is wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.catalog import MEASURES, shown
from assessments.domain.policy_overview import VersionOverview, overview
from assessments.gate_words import UNITS, error_words
from courseware.roles import operations_only


@operations_only
@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    found = [(each, _gates(each)) for each in overview()]
    context = {
        "in_force": [pair for pair in found if pair[0].in_force],
        "earlier": [pair for pair in found if not pair[0].in_force],
    }
    return render(request, "assessments/operations/policies.html", context)


def _gates(each: VersionOverview) -> list[dict[str, object]]:
    """What the page says of each gate."""
    return [
        {
            "gate": gate,
            "measure": MEASURES[gate.measure],
            "cut": shown(gate.measure, gate.cut),
            "fail": shown(gate.measure, gate.fail),
            "passing": shown(gate.measure, gate.passing),
            "errors": error_words(gate, standing.false_pass, standing.false_fail),
            "unit": UNITS[gate.measure],
            "in_place": any(other.instead == gate for other, _ in each.gates),
        }
        for gate, standing in each.gates
    ]
