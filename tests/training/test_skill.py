"""Guided practice: what it asks for, that it keeps nothing but its end, and that it never holds a breath for long."""

import json
import random
import tomllib
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from assessments.models import Score
from courseware.domain import jobs
from courseware.domain.programs import CONTENT_ROOT, DEFAULT_PROGRAM
from tests.clients import signed_in, text_of
from tests.people import MONDAY_9, People
from training.activities import check_config
from training.activities.base import Answer, InvalidAnswer, SimulatedPerson, StepView
from training.activities.skill import DONE, SKILLS, Skill
from training.activities.skill_steps import LONGEST_HOLD, problems_of, read_guidance
from training.domain.attempts import finish, submit
from training.domain.planning import create_attempt
from training.domain.submission import parse
from training.models import Attempt, Response

FILES = sorted((CONTENT_ROOT / DEFAULT_PROGRAM / "skills").glob("*.toml"))
MODULE = "w3d2-skill"
SECRET = "I am afraid of the dark"
# What no page of it may say.
PROMISES = ("!", "protects you", "reduces stress", "heals", "relax", "you will feel")
SKILL = Skill()
GUIDANCE = """
[[steps]]
kind = "read"
title = "First"
text = "Some *people* find this useful. <script>alert(1)</script>"

[[steps]]
kind = "breathe"
title = "Then"
in = 3
hold = 1
out = 4
rounds = 2
text = "Stop whenever you like."
"""
CONFIG = {"skill": "breathing", "file": "one.toml", "text": GUIDANCE}
STEP = StepView({}, CONFIG)


class TestItsFile:
    def test_every_skill_that_ships_has_one_without_problems(self):
        assert {path.stem for path in FILES} == set(SKILLS)
        assert {path.stem: problems_of(path.read_text()) for path in FILES} == {name: [] for name in SKILLS}

    @pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
    def test_what_ships_promises_nothing_and_can_be_left(self, path: Path):
        text = path.read_text().lower()
        assert not [
            word for word in ("!", "protects you", "reduces stress", "heals", "relax", "you will feel") if word in text
        ]
        kinds = [step["kind"] for step in tomllib.loads(path.read_text())["steps"]]
        assert kinds[0] == kinds[-1] == "read"
        assert set(kinds) != {"read"}

    @pytest.mark.parametrize(
        ("old", "new", "says"),
        [
            ("[[steps]]", "[[step]]", "step is not a known key here"),
            ('kind = "read"', 'kind = "sing"', "steps[1].kind is 'sing'; expected one of read, breathe"),
            ('title = "First"', "", "steps[1].title is missing"),
            ("hold = 1", "hold = 3", "steps[2].hold is 3; expected a whole number from 0 to 2"),
            ("rounds = 2", "rounds = 30", ""),
            ("out = 4\nrounds = 2", "out = 8\nrounds = 30", "steps[2].rounds: takes longer than 240 seconds"),
            ('in = 3', 'inn = 3', "steps[2].inn is not a known key here"),
            ('kind = "read"', 'kind = "pick"\nwords = ["one", "one"]', "words: expected 2 to 30 different ones"),
            ('kind = "read"', 'kind = "write"', "steps[1].label is missing"),
            ("title = ", "title ", "is not valid TOML"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_named_by_its_step(self, old: str, new: str, says: str):
        assert old in GUIDANCE
        problems = check_config("skill", {**CONFIG, "text": GUIDANCE.replace(old, new, 1)})
        assert any(says in problem for problem in problems) if says else problems == []

    def test_no_breath_is_held_for_long_in_what_ships(self):
        breathing = [
            step.settings
            for path in FILES
            for step in read_guidance(path.read_text()).steps
            if step.settings["kind"] == "breathe"
        ]
        assert breathing
        assert max(settings["hold"] for settings in breathing) <= LONGEST_HOLD == 2

    def test_the_module_names_a_skill_and_a_file_with_steps(self):
        assert check_config("skill", CONFIG) == []
        assert "config.skill is 'juggling'" in check_config("skill", {**CONFIG, "skill": "juggling"})[0]
        assert check_config("skill", {**CONFIG, "text": ""}) == [
            "config.file: expected a file with the steps of the practice"
        ]
        assert check_config("skill", {**CONFIG, "items": []}) == ["config.items is not a known key here"]


class TestWhatIsKept:
    def test_the_page_gets_the_steps_with_safe_markup(self):
        shown = SKILL.present(STEP)
        assert (shown["shape"], shown["skill"]) == ("skill", "breathing")
        first, second = shown["steps"]
        assert "<em>people</em>" in first["html"]
        assert "<script>" not in first["html"]
        assert {name: second[name] for name in ("in", "hold", "out", "rounds")} == {
            "in": 3, "hold": 1, "out": 4, "rounds": 2,
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("value", "confidence"),
        [
            ({"choice": SECRET}, None),
            ({"choice": "done", "words": ["sad"]}, None),
            ({"choice": "done", "parts": {"line": SECRET}}, None),
            ({"choice": ["done"]}, None),
            ({}, None),
            ({"choice": "done"}, 0.5),
        ],
    )
    def test_anything_beside_that_it_is_over_is_refused(self, value: dict[str, Any], confidence: float | None):
        with pytest.raises(InvalidAnswer):
            SKILL.grade(STEP, Answer(value, confidence))

    def test_it_is_neither_right_nor_wrong_and_has_no_feedback(self):
        graded = SKILL.grade(STEP, Answer({"choice": "done"}))
        assert (graded.credit, graded.correct, graded.stored, graded.feedback) == (None, None, DONE, None)

    def test_a_simulated_person_breathes_along_and_says_no_more(self):
        simulated = SKILL.simulate(STEP, SimulatedPerson(), random.Random(1))
        assert (simulated.value, simulated.confidence, simulated.first) == (DONE, None, None)
        assert simulated.seconds > 2 * (3 + 1 + 4)


@pytest.fixture
def practised(people: People) -> Attempt:
    attempt = create_attempt(people.enrolment, MODULE, number=1, seed=3, simulated=False, now=MONDAY_9)
    step = attempt.steps.get()
    with pytest.raises(InvalidAnswer):
        submit(people.trainee, attempt.public_id, parse(_body(step, {"choice": "done", "line": SECRET})), now=MONDAY_9)
    # More than the page ever sends: somebody's own words, in places where other kinds of module keep an answer.
    more = {"first": {"choice": SECRET, "parts": {"line": SECRET}}, "timing": {"rtMs": 5}}
    submit(people.trainee, attempt.public_id, parse(_body(step, {"choice": "done"}, **more)), now=MONDAY_9)
    return finish(people.trainee, attempt.public_id, now=MONDAY_9)


def _body(step: Any, answer: dict[str, Any], **more: Any) -> bytes:
    """As skill/skills.js sends it, but for `more`."""
    body = {"uuid": str(uuid.uuid4()), "step": str(step.token), "answer": answer, "confidence": None, "first": None}
    return json.dumps({**body, "timing": {}, **more}).encode()


def test_the_row_of_a_practice_says_that_it_is_over_and_nothing_else(practised: Attempt):
    response = Response.objects.get(attempt=practised)
    kept = (response.answer, response.confidence, response.first, response.timing, response.recording)
    assert kept == (DONE, None, None, {}, None)
    assert (response.credit, response.correct) == (None, None)


def test_pages_say_practised_and_it_is_scored_nowhere(practised: Attempt, people: People):
    jobs.run_due()
    assert not Score.objects.filter(attempt=practised).exists()
    page = text_of(signed_in(people.trainee), reverse("attempt_done", args=[practised.public_id]))
    assert "Practised on" in page
    assert "nothing that you chose or wrote in it was sent or kept" in page
    trainee = reverse("trainee", args=[people.cohort.public_id, people.enrolment.public_id])
    answers = text_of(signed_in(people.instructor), f"{trainee}?attempt={practised.public_id}")
    assert "nothing that was done in it is kept" in answers
