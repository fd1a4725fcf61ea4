"""Attention checks: among the other items, in no place of their own, told from them by nothing but their texts."""

import json
import random
from collections import Counter

import pytest

from courseware.curriculum import Module
from courseware.domain.forms_of_items import practised
from courseware.domain.programs import DEFAULT_PROGRAM, program_of
from tests.judged import body_judged
from tests.people import MONDAY_9, People
from tests.training.steps import configured, item_views, step_views
from training.activities import ACTIVITIES
from training.activities.base import StepView
from training.domain.attempts import submit
from training.domain.planning import create_attempt
from training.domain.submission import parse
from training.models import Attempt

KINDS = ["practice", "preference"]
MODULES = ["w1d2-support", "w1d3-severity"]


@pytest.mark.parametrize("kind", KINDS)
class TestPlanned:
    def plans(self, kind: str, seeds: range) -> list[list[bool]]:
        items = item_views(kind)
        return [
            [step.plan.get("check", False) for step in ACTIVITIES[kind].plan(configured(kind), items, random.Random(n))]
            for n in seeds
        ]

    def test_the_plan_marks_them_and_nothing_else(self, kind: str):
        checks = set(configured(kind)["attention_checks"])
        for step in ACTIVITIES[kind].plan(configured(kind), item_views(kind), random.Random(4)):
            assert ("check" in step.plan) == (step.item in checks)
            assert step.plan.get("check", True) is True

    def test_every_place_is_as_likely_as_any_other(self, kind: str):
        seeds = 800
        at = Counter(place for plan in self.plans(kind, range(seeds)) for place, check in enumerate(plan) if check)
        expected = seeds * len(configured(kind)["attention_checks"]) / len(item_views(kind))
        assert sorted(at) == list(range(len(item_views(kind))))
        # Five standard deviations of a binomial count, seeded: it fails for a rule, not by chance.
        assert all(abs(count - expected) < 5 * expected**0.5 for count in at.values())

    def test_the_mark_is_not_sent_and_changes_nothing_that_is(self, kind: str):
        for step in step_views(kind, 2):
            plain = {name: value for name, value in step.plan.items() if name != "check"}
            marked = [
                StepView(plan, step.config, step.item, step.guideline) for plan in (plain, plain | {"check": True})
            ]
            sent = {json.dumps(ACTIVITIES[kind].present(view)) for view in marked}
            assert len(sent) == 1
            assert "check" not in sent.pop()

    def test_a_module_without_them_is_planned_as_ever(self, kind: str):
        config = {name: value for name, value in configured(kind).items() if name != "attention_checks"}
        planned = ACTIVITIES[kind].plan(config, item_views(kind)[:4], random.Random(4))
        assert not any("check" in step.plan for step in planned)


def opened(people: People, module: str, seed: int = 7) -> Attempt:
    return create_attempt(people.enrolment, module, number=1, seed=seed, simulated=False, now=MONDAY_9)


@pytest.mark.parametrize("module", MODULES)
class TestInTheCourse:
    def test_they_are_asked_with_the_others_and_sent_like_them(self, people: People, client, module: str):
        attempt = opened(people, module)
        plans = list(attempt.steps.values_list("plan", flat=True))
        assert (len(plans), sum("check" in plan for plan in plans)) == (attempt.length, 4)
        client.force_login(people.trainee)
        page = client.get(f"/attempts/{attempt.public_id}/")
        steps = page.context["data"]["steps"]
        left_out = {"step", "passages", "floorMs", "contestUrl"}
        rest = [{name: value for name, value in step.items() if name not in left_out} for step in steps]
        assert all(each == rest[0] for each in rest)
        assert len({tuple(step) for step in steps}) == 1
        assert '"check' not in json.dumps(steps)

    def test_answers_to_them_take_the_same_road_and_get_feedback(self, people: People, module: str):
        attempt = opened(people, module)
        heads = set()
        for step in attempt.steps.select_related("attempt"):
            saved = submit(
                people.trainee, attempt.public_id, parse(json.dumps(body_judged(step)).encode()), now=MONDAY_9
            )
            assert saved.feedback is not None
            assert saved.feedback["correct"] is True
            heads.add(tuple(saved.feedback))
        assert len(heads) == 1

    def test_they_are_practised_items_and_so_in_no_sitting(self, people: People, module: str):
        asked: Module = program_of(people.enrolment.cohort.program_version_id).modules[module]
        assert set(asked.config["attention_checks"]) <= practised(DEFAULT_PROGRAM)
