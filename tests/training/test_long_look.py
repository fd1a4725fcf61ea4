"""The long look: sections with a key that is never stored, graded by what was marked."""

import json
import random
from dataclasses import replace
from typing import Any

import pytest

from training.activities.base import Answer, Graded, InvalidAnswer, PlannedStep, SimulatedPerson, StepView
from training.activities.drill import INSTEAD, Drill
from training.activities.drills.documents import Line, document
from training.activities.drills.long_look import MAX_MARKS, PRACTICE_LINES, SKIPPED

DRILL = Drill()
CONFIG: dict[str, Any] = {
    "drill": "long_look",
    "sections": 6,
    "lines_per_section": 12,
    "planted_per_section": 3,
    "practice_sections": 2,
}


def steps(seed: int = 3, **config: int) -> list[StepView]:
    merged = CONFIG | config
    return [StepView(step.plan, merged) for step in DRILL.plan(merged, [], random.Random(seed))]


@pytest.fixture
def practice() -> StepView:
    return planting(steps()[0], 2)


@pytest.fixture
def second_practice() -> StepView:
    return steps()[1]


@pytest.fixture
def section() -> StepView:
    return planting(steps()[2], 3)


def planting(step: StepView, planted: int) -> StepView:
    """The same step with so many lines wrong in it."""
    return replace(step, plan={**step.plan, "planted": planted})


def lines_of(step: StepView) -> tuple[Line, ...]:
    lines = PRACTICE_LINES if step.plan["practice"] else 12
    return document(step.plan["theme"], step.plan["seed"], lines, step.plan["planted"]).lines


def ids(step: StepView, *, planted: bool) -> list[str]:
    return [line.id for line in lines_of(step) if line.planted == planted]


def answer(marked: list[str], marks: list[dict[str, Any]] | None = None) -> Answer:
    made = [{"line": line, "atMs": 1000 * n, "on": True} for n, line in enumerate(marked)] if marks is None else marks
    return Answer({"marked": marked, "marks": made})


def grade(step: StepView, marked: list[str]) -> Graded:
    return DRILL.grade(step, answer(marked))


class TestPlan:
    def test_practice_sections_come_first_and_are_numbered_by_turn(self):
        presented = [DRILL.present(step) for step in steps()]
        assert [(one["practice"], one["turn"], one["section"]) for one in presented] == [
            (True, 1, 0),
            (True, 2, 0),
            *[(False, 0, section) for section in range(1, 7)],
        ]
        assert {one["sections"] for one in presented} == {6}

    def test_a_plan_holds_no_key(self):
        for step in steps():
            assert set(step.plan) == {"section", "practice", "turn", "theme", "planted", "seed"}

    def test_themes_take_turns(self):
        themes = [step.plan["theme"] for step in steps()]
        assert len(set(themes[:4])) == len(set(themes[4:])) == 4

    @pytest.mark.parametrize(("usual", "sections", "expected"), [(3, 6, [2, 2, 3, 3, 4, 4]), (1, 4, [0, 1, 1, 2])])
    def test_how_many_lines_are_wrong_differs_from_section_to_section(self, usual, sections, expected):
        config = {"planted_per_section": usual, "sections": sections, "practice_sections": 0}
        counts = [step.plan["planted"] for step in steps(**config)]
        assert sorted(counts) == expected
        assert {tuple(step.plan["planted"] for step in steps(seed, **config)) for seed in range(9)} != {tuple(counts)}

    def test_it_can_do_without_practice(self):
        assert not any(step.plan["practice"] for step in steps(practice_sections=0))

    def test_it_stands_in_for_a_timed_drill_by_its_own_config(self):
        config = {"drill": "sart", "blocks": 1, "instead": CONFIG}
        planned = DRILL.plan_untimed(config, random.Random(1))
        assert len(planned) == 8
        step = StepView(planned[2].plan, config)
        assert len(DRILL.present(step)["lines"]) == 12
        assert DRILL.grade(step, answer([])).stored["planted"] == step.plan["planted"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sections", 1),
        ("sections", 21),
        ("lines_per_section", 7),
        ("lines_per_section", 31),
        ("planted_per_section", 0),
        ("planted_per_section", 5),
        ("practice_sections", 4),
        ("practice_sections", "1"),
    ],
)
def test_a_config_out_of_range_is_told_by_its_key(key, value):
    (problem,) = DRILL.check(CONFIG | {key: value})
    assert problem.startswith(f"config.{key} is ")


def test_a_sound_config_has_no_problem_and_an_unknown_key_is_one():
    assert DRILL.check(CONFIG) == []
    assert DRILL.check(CONFIG | {"minutes": 3}) == ["config.minutes is not a known key here"]


def test_what_stands_in_where_a_module_names_nothing_can_run():
    assert DRILL.check(dict(INSTEAD)) == []
    assert len(DRILL.plan(INSTEAD, [], random.Random(1))) == INSTEAD["sections"] + INSTEAD["practice_sections"]


def test_a_drill_without_feedback_from_the_server_has_none_to_give_again():
    block = StepView({"block": 0, "digits": []}, {"drill": "sart"})
    assert DRILL.feedback_again(block, {"drill": "sart", "block": 0}, {"trials": []}) is None


class TestPresented:
    def test_the_browser_gets_the_text_and_nothing_of_the_key(self, section):
        presented = DRILL.present(section)
        assert set(presented) == {
            "shape", "drill", "practice", "turn", "turns", "section", "sections", "title", "intro", "facts", "lines",
        }  # fmt: skip
        assert presented["shape"] == "look"
        assert all(set(line) == {"id", "text"} for line in presented["lines"])
        assert all(set(fact) == {"name", "text"} for fact in presented["facts"])
        text = json.dumps(presented)
        assert str(section.plan["seed"]) not in text
        for line in lines_of(section):
            assert not line.planted or line.why not in text


class TestMeasured:
    def test_hits_and_false_alarms_are_counted_and_nothing_is_said(self, section):
        planted, clean = ids(section, planted=True), ids(section, planted=False)
        graded = grade(section, [clean[4], planted[0], planted[2]])
        assert (graded.credit, graded.correct, graded.feedback) == (None, None, None)
        assert graded.stored == {
            "drill": "long_look",
            "block": 1,
            "timing_valid": True,
            "trials": 12,
            "void": 0,
            "planted": 3,
            "hits": 2,
            "false_alarms": 1,
            "clean": 9,
        }

    def test_what_was_marked_and_when_is_kept(self, section):
        marks = [{"line": "l3", "atMs": 10.5, "on": True}, {"line": "l3", "atMs": 900, "on": False}]
        assert DRILL.grade(section, answer([], marks)).recording == {"marked": [], "marks": marks}

    def test_nothing_is_said_again_either(self, section):
        graded = grade(section, ["l1"])
        assert DRILL.feedback_again(section, graded.stored, graded.recording) is None

    def test_it_cannot_be_skipped(self, section):
        with pytest.raises(InvalidAnswer) as refused:
            DRILL.grade(section, Answer({"skipped": True}))
        assert refused.value.field == "answer.skipped"


class TestPractice:
    def test_every_line_is_told_with_what_is_wrong_in_it(self, practice):
        planted = ids(practice, planted=True)
        feedback = grade(practice, planted[:1]).feedback
        assert [(line["id"], line["planted"], line["marked"], line["why"]) for line in feedback["lines"]] == [
            (line.id, line.planted, line.id == planted[0], line.why) for line in lines_of(practice)
        ]

    @pytest.mark.parametrize(("hits", "alarms", "met"), [(2, 0, True), (2, 1, True), (2, 2, False), (1, 0, False)])
    def test_the_criterion_is_everything_found_and_one_false_alarm_at_most(self, practice, hits, alarms, met):
        marked = ids(practice, planted=True)[:hits] + ids(practice, planted=False)[:alarms]
        graded = grade(practice, marked)
        assert graded.feedback["correct"] is met
        assert (graded.stored["block"], graded.stored["hits"]) == (0, hits)

    def test_the_same_is_said_again(self, practice):
        graded = grade(practice, ["l2", "l5"])
        assert DRILL.feedback_again(practice, graded.stored, graded.recording) == graded.feedback

    def test_a_further_section_can_be_skipped_and_counts_no_line(self, second_practice):
        graded = DRILL.grade(second_practice, Answer({"skipped": True}))
        expected = {"drill": "long_look", "block": 0, "timing_valid": True, "void": 0, "skipped": True}
        assert graded.stored == expected | dict(SKIPPED)
        assert (graded.feedback, graded.recording) == (None, None)
        assert DRILL.feedback_again(second_practice, graded.stored, graded.recording) is None

    def test_the_first_cannot_be_skipped(self, practice):
        with pytest.raises(InvalidAnswer) as refused:
            DRILL.grade(practice, Answer({"skipped": True}))
        assert refused.value.field == "answer.skipped"


GOOD = {"line": "l1", "atMs": 5, "on": True}


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({}, "answer"),
        ({"marked": []}, "answer"),
        ({"marked": [], "marks": [], "seen": True}, "answer"),
        ({"trials": [], "device": {}}, "answer"),
        ({"skipped": True, "marked": []}, "answer.skipped"),
        ({"skipped": False}, "answer.skipped"),
        ({"skipped": 1.5}, "answer.skipped"),
        ({"marked": "l1", "marks": []}, "answer.marked"),
        ({"marked": ["l1", "l1"], "marks": []}, "answer.marked"),
        ({"marked": ["l99"], "marks": []}, "answer.marked"),
        ({"marked": [1], "marks": []}, "answer.marked"),
        ({"marked": [["l1"]], "marks": []}, "answer.marked"),
        ({"marked": [], "marks": {}}, "answer.marks"),
        ({"marked": [], "marks": [GOOD] * (MAX_MARKS + 1)}, "answer.marks"),
        ({"marked": [], "marks": [GOOD, 3]}, "answer.marks[1]"),
        ({"marked": [], "marks": [{"line": "l1", "atMs": 5}]}, "answer.marks[0]"),
        ({"marked": [], "marks": [GOOD | {"seed": 1}]}, "answer.marks[0]"),
        ({"marked": [], "marks": [GOOD | {"line": "l0"}]}, "answer.marks[0].line"),
        ({"marked": [], "marks": [GOOD | {"atMs": -1}]}, "answer.marks[0].atMs"),
        ({"marked": [], "marks": [GOOD | {"atMs": "5"}]}, "answer.marks[0].atMs"),
        ({"marked": [], "marks": [GOOD | {"on": 1}]}, "answer.marks[0].on"),
    ],
)
def test_what_is_no_answer_to_a_section_is_refused_by_its_field(second_practice, value, field):
    with pytest.raises(InvalidAnswer) as refused:
        DRILL.grade(second_practice, Answer(value))
    assert refused.value.field == field


def test_a_confidence_is_not_asked_for(section):
    with pytest.raises(InvalidAnswer) as refused:
        DRILL.grade(section, Answer({"marked": [], "marks": []}, 0.8))
    assert refused.value.field == "confidence"


class TestSimulated:
    def sum_of(self, name: str, person: SimulatedPerson, sections: range) -> int:
        found = 0
        for seed in range(40):
            planned = steps(seed, practice_sections=0)
            for number in sections:
                said = DRILL.simulate(planned[number], person, random.Random(seed * 10 + number))
                found += DRILL.grade(planned[number], Answer(said.value)).stored[name]
        return found

    def test_attention_finds_more_and_marks_less_without_need(self):
        careful, careless = SimulatedPerson(attention=0.95), SimulatedPerson(attention=0.4)
        every = range(6)
        assert self.sum_of("hits", careful, every) > 1.5 * self.sum_of("hits", careless, every)
        assert self.sum_of("false_alarms", careful, every) < self.sum_of("false_alarms", careless, every)

    def test_less_is_found_late(self):
        person = SimulatedPerson(attention=0.5)
        assert self.sum_of("hits", person, range(4, 6)) < self.sum_of("hits", person, range(2))

    def test_speed_and_length_decide_how_long_it_takes(self, section):
        for speed in (1.0, 2.0):
            said = DRILL.simulate(section, SimulatedPerson(speed=speed), random.Random(1))
            assert 12 * 4 * speed < said.seconds < 12 * 8 * speed

    def test_one_practice_section_is_enough(self, practice, second_practice):
        person, rng = SimulatedPerson(), random.Random(1)
        assert "marked" in DRILL.simulate(practice, person, rng).value
        assert DRILL.simulate(second_practice, person, rng).value == {"skipped": True}


def test_planned_steps_go_through_the_database_as_they_are():
    for step in DRILL.plan(CONFIG, [], random.Random(1)):
        assert PlannedStep(step.item, json.loads(json.dumps(step.plan))) == step
