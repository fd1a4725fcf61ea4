"""Naming the bias of a simulated annotator, by keyboard, on what the server makes of a seed."""

import random

import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.modules import person
from tests.browser.modules.fake_site import FakeAttempt
from training.activities.base import Answer, StepView
from training.activities.naming import Naming

NAMING = Naming()
CONFIG = {"records": 1, "rows": 12}


def record_of(seed: int) -> StepView:
    [planned] = NAMING.plan(CONFIG, [], random.Random(seed))
    return StepView(planned.plan, CONFIG)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("form", ["ratings", "pairs"])
def test_a_record_is_read_and_its_bias_named(page, site, form, width):
    step = next(step for seed in range(50) if (step := record_of(seed)).plan["form"] == form)
    wrong = next(slug for slug in step.plan["options"] if slug != step.plan["bias"])
    said = NAMING.grade(step, Answer({"choice": wrong}, 0.6)).feedback
    attempt = FakeAttempt([{"step": "one", **NAMING.present(step), "floorMs": 0}], {"one": said})
    page.set_viewport_size({"width": width, "height": 740})
    person.visit(page, site.add(attempt))

    table = page.get_by_role("region", name="Record of a simulated annotator")
    expect(table.get_by_role("row")).to_have_count(13)
    expect(table.get_by_role("columnheader")).to_have_count(5)
    assert table.evaluate("node => node.scrollWidth <= node.clientWidth"), "the table is wider than its place"
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    axe.assert_no_axe_violations(page)

    person.rush(page, str(1 + list(step.plan["options"]).index(wrong)), "6")
    expect(page.locator(".feedback .verdict")).to_have_text(f"The right answer is: {said['keyName']}")
    expect(page.locator(".feedback")).to_contain_text(said["rationale"])
    expect(page.locator(".option.is-key")).to_contain_text("Right answer")
    axe.assert_no_axe_violations(page)
    page.keyboard.press("Enter")
    person.expect_done(page)
    [body] = attempt.stored.values()
    assert (body["answer"], body["confidence"]) == ({"choice": wrong}, 60)
