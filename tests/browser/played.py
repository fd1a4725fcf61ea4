"""Timed drills played in the real page by a simulated person: how the attempt is begun, and what reached the server."""

from typing import Any

from playwright.sync_api import Page

from tests.browser.modules import drilling, person
from tests.browser.short_course import DRILL, begin, shorten
from training.activities.base import StepView
from training.models import Attempt, Response, Step


def begin_drill(people: Any, scratch: Any, config: dict[str, Any]) -> Attempt:
    """An attempt at a drill module with this config."""
    shorten(people, scratch, configs={DRILL: config}, in_order=False)
    return begin(people.enrolment, DRILL)


def planned(attempt: Attempt, config: dict[str, Any]) -> StepView:
    """Its first block."""
    return StepView(Step.objects.get(attempt=attempt, position=0).plan, config)


def play(page: Page, attempt: Attempt, script: str, argument: Any) -> Response:
    """Start the one block, with a script in the page that presses as the person does; wait until it is answered."""
    person.visit(page, f"/attempts/{attempt.public_id}/")
    page.evaluate(script, argument)
    page.keyboard.press("Enter")
    drilling.to_the_end(page)
    return Response.objects.get(attempt=attempt)
