"""What is measured of pairs judged with strengths, ratings and reasons, and what an instructor reads of them."""

import json
import random
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assessments.domain.answer_parts import Row, Shown, rows_of
from assessments.domain.answers import answers_of
from assessments.domain.pairs import pairs_of
from assessments.domain.scorers.preference import part_measures, score_preference
from assessments.measures.preference import Position, position
from courseware.domain.content import store
from courseware.domain.enrolments import enrol, give_consent
from courseware.loader import load
from courseware.models import Enrolment
from tests.courses import write_course
from tests.people import People, make_cohort
from tests.training.pair_steps import RATED, REASONED
from training.activities import ACTIVITIES, check_config
from training.activities.base import SimulatedPerson
from training.domain.attempts import finish, step_view, submit
from training.domain.counting import counted
from training.domain.planning import create_attempt
from training.domain.submission import parse
from training.models import Attempt, Response

SCRIPT = "<script>alert(1)</script> decides it."


@pytest.fixture
def enrolment(people: People, tmp_path: Path) -> Enrolment:
    """In a course whose pairs ask for everything; the pairs of the first day come back on the second."""
    course = write_course(tmp_path / "small")
    week = course / "week-1.toml"
    everything = 'guideline = "preference", strength = true, ratings = true, reasons = true,'
    week.write_text(week.read_text().replace('guideline = "preference",', everything))
    version = store(load(course, check_config), now=timezone.now()).version
    enrolment = enrol(people.trainee, make_cohort("Small", version, people.instructor), now=timezone.now())
    give_consent(enrolment, now=timezone.now())
    return enrolment


def judged(enrolment: Enrolment, module: str, prefer: dict[str, str], **parts: Any) -> Attempt:
    """The attempt at the module; `prefer`: item -> a, b (with `_much` or `_slight` after it), tie or both_bad."""
    now = timezone.now()
    attempt = create_attempt(enrolment, module, number=1, seed=7, simulated=False, now=now)
    for step in attempt.steps.select_related("attempt", "item_version__item"):
        view = step_view(attempt, step)
        value = ACTIVITIES["preference"].simulate(view, SimulatedPerson(), random.Random(1)).value
        assert step.item_version is not None
        side, _, strength = prefer.get(step.item_version.item.slug, "a").partition("_")
        if side in ("a", "b"):
            place = "left" if side == step.plan["left"] else "right"
            value["choice"] = f"{place}_{strength}" if strength else place
        else:
            value["choice"] = prefer[step.item_version.item.slug]
        value["parts"] |= parts
        body = {"uuid": str(uuid.uuid4()), "step": str(step.token), "answer": value, "confidence": 80, "first": None}
        submit(enrolment.user, attempt.public_id, parse(json.dumps(body).encode()), now=now)
    return finish(enrolment.user, attempt.public_id, now=now)


class TestPairsSeenTwice:
    @pytest.mark.parametrize(
        ("first", "second", "consistent"),
        [
            ("a_much", "a_slight", True),
            ("tie", "tie", True),
            ("tie", "both_bad", True),
            ("tie", "a_slight", False),
            ("a", "b", False),
        ],
    )
    def test_the_winner_is_compared_and_not_how_strongly(self, enrolment, first, second, consistent):
        judged(enrolment, "d1-pairs", {"pair-1-1": first})
        judged(enrolment, "d2-pairs", {"pair-1-1": second})
        pairs = pairs_of(enrolment)
        assert [pair.consistent for pair in pairs].count(True) == 1 + consistent
        # The measure agrees with what is kept of each pair.
        for pair in pairs:
            assert position([pair.first_left], [pair.second_left]).consistency == pair.consistent

    def test_a_tie_counts_half_for_either_place(self):
        assert position([0.5, 0.5, 1], [0.5, 1, 1]) == Position(consistency=pytest.approx(1 / 3), index=0.5)
        with pytest.raises(ValueError, match="first must hold only"):
            position([0.25], [1])


class TestMeasures:
    def test_reasons_ratings_and_strengths_are_measured(self, enrolment):
        ahead = {**RATED, "left": dict.fromkeys(RATED["left"], 5)}
        attempt = judged(enrolment, "d1-pairs", {"pair-1-1": "b", "pair-1-2": "b_slight"}, ratings=ahead)
        responses = counted(attempt.responses.select_related("step", "attempt"))
        measured = {one.measure: one for one in score_preference(attempt, responses)}
        chose_left = sum(response.answer["choice"].startswith("left") for response in responses)
        assert (measured["ratings_fit"].value, measured["ratings_fit"].n) == (chose_left / 2, 2)
        assert (measured["strength_fit"].value, measured["strength_fit"].n) == (0.5, 2)
        assert measured["accuracy"].value == 1
        assert measured["quality_reasons"].n == 2
        assert measured["quality_reasons"].low is not None

    def response(self, choice: str, **parts: Any) -> Response:
        response = Response(answer={"choice": choice, "side": "a", "parts": parts})
        response.counted_correct = False  # type: ignore[attr-defined]
        return response

    def test_only_reasons_without_a_pull_count_as_quality(self):
        answers = [self.response("tie", reasons={**REASONED, "categories": picked}) for picked in (
            ["helpful"], ["honest", "length"], ["familiarity"], ["harmless", "instruction"], [],
        )]  # fmt: skip
        [measured] = part_measures(answers)
        assert (measured.measure, measured.value, measured.n) == ("quality_reasons", 0.5, 4)

    def test_level_ratings_and_ties_say_nothing_of_how_ratings_fit(self):
        ahead = {**RATED, "right": dict.fromkeys(RATED["left"], 4)}
        answers = [self.response(choice, ratings=ahead) for choice in ("right", "right_slight", "left_much", "tie")]
        [measured] = part_measures([*answers, self.response("left", ratings=RATED)])
        assert (measured.measure, measured.value, measured.n) == ("ratings_fit", 2 / 3, 3)

    def test_answers_without_parts_are_measured_as_before(self):
        assert part_measures([self.response("left"), Response(answer={"choice": "left", "side": "a"})]) == []


class TestAnswersPage:
    def test_an_instructor_reads_strength_ratings_and_reasons_as_text(self, people, client: Client, enrolment):
        given = {"categories": ["honest", "length"], "text": SCRIPT}
        attempt = judged(enrolment, "d1-pairs", {"pair-1-1": "b_much", "pair-1-2": "tie"}, reasons=given, ratings=RATED)
        shown = {step.item: step for step in answers_of(attempt).steps}
        assert shown["pair-1-1"].chosen.endswith("is much better")
        labels = [row.label for row in shown["pair-1-1"].parts]
        assert labels[:3] == ["Strength", "Left, rated 1 to 5", "Right, rated 1 to 5"]
        assert labels[3:] == ["Reasons picked", "Pulls noticed", "In their words"]
        assert (shown["pair-1-2"].chosen, shown["pair-1-2"].parts[0].label) == ("About equal", "Left, rated 1 to 5")
        client.force_login(people.instructor)
        cohort = enrolment.cohort.public_id
        html = client.get(
            f"/cohorts/{cohort}/trainees/{enrolment.public_id}/?attempt={attempt.public_id}"
        ).content.decode()
        assert SCRIPT not in html
        assert html.count("&lt;script&gt;alert(1)&lt;/script&gt; decides it.") == 2
        words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
        assert "Helpful 3, Honest 3, Harmless 3, Instructions 3" in words
        assert "It is more accurate or more honest" in words
        assert "Its length" in words


SHOWN = Shown(
    {"mild": "Mild", "none": "None"}, ("The tap drips.", "A claim."), {"before": {"question": "How warm is it?"}}
)


@pytest.mark.parametrize(
    ("parts", "rows"),
    [
        ({}, []),
        ({"strength": "slight"}, [("Strength", "Slightly better")]),
        ({"flag": True}, [("Called genuinely ambiguous", "Yes")]),
        ({"soft": {"none": 30, "mild": 70}}, [("Of 100 careful people", "Mild 70, None 30")]),
        (
            {"cases": {"mild": "It stings.", "none": "It is a joke."}},
            [("Best case for Mild", "It stings."), ("Best case for None", "It is a joke.")],
        ),
        (
            {"pauses": {"question": "twice", "answer": "first", "ms": 900}},
            [("Pause: First impression, or read twice?", "First impression")],
        ),
        (
            {"pauses": {"question": "change", "answer": "", "ms": 900}},
            [("Pause: What would change your mind?", "Nothing said")],
        ),
        (
            {"rationale": {"text": "It drips.", "spans": [{"passage": 0, "start": 4, "end": 7}]}},
            [("Rationale", "It drips."), ("Marked", "“tap”")],
        ),
        (
            {"rationale": {"text": "It drips.", "spans": [{"passage": 4, "start": 4, "end": 7}]}},
            [("Rationale", "It drips."), ("Marked", "passage 5, characters 4 to 7")],
        ),
        ({"before": 4}, [("How warm is it?", "4 of 1 to 5")]),
        ({"later": {"a": [1, True], "b": "mild"}}, [("Later", "a: 1, Yes, b: Mild")]),
    ],
)
def test_every_part_is_put_into_words(parts: dict[str, Any], rows: list[tuple[str, str]]):
    assert rows_of(parts, SHOWN) == tuple(Row(*row) for row in rows)
