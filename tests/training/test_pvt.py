"""The vigilance block: waits from the seed, blocks that last their time, lapses and false starts."""

import random
from typing import Any

import pytest

from training.activities.base import Answer, Graded, InvalidAnswer, SimulatedPerson, StepView
from training.activities.drill import Drill

DRILL = Drill()
CONFIG = {"drill": "pvt", "minutes": 3, "practice_trials": 4, "wait_ms": [2000, 10_000]}


def blocks(seed: int = 1, **changes: Any) -> list[StepView]:
    config = CONFIG | changes
    return [StepView(step.plan, config) for step in DRILL.plan(config, [], random.Random(seed))]


@pytest.fixture
def block() -> StepView:
    return blocks()[1]


@pytest.fixture
def recorded(block: StepView) -> dict[str, Any]:
    """A block answered steadily, well under half a second."""
    return DRILL.simulate(block, SimulatedPerson(attention=1.0), random.Random(1)).value


def grade(block: StepView, recorded: dict[str, Any]) -> Graded:
    return DRILL.grade(block, Answer(recorded))


class TestConfig:
    def test_the_usual_ones_are_taken(self):
        assert DRILL.check(CONFIG) == []
        assert DRILL.check(CONFIG | {"minutes": 10}) == []

    @pytest.mark.parametrize(
        ("key", "value"),
        [("minutes", 0), ("minutes", 11), ("practice_trials", 21), ("wait_ms", [2000]), ("wait_ms", [3000, 2000]),
         ("wait_ms", [500, 2000]), ("wait_ms", [2000, 40_000]), ("wait_ms", [2000.5, 3000]), ("wait_ms", None),
         ("adaptive", True)],
    )  # fmt: skip
    def test_what_cannot_be_run_is_named(self, key: str, value: Any):
        problems = DRILL.check(CONFIG | {key: value})
        assert [key in problem for problem in problems] == [True]


class TestPlan:
    @pytest.mark.parametrize(("minutes", "lengths"), [(1, [1]), (3, [3]), (5, [5]), (6, [3, 3]), (10, [5, 5])])
    def test_a_block_is_five_minutes_at_most(self, minutes: int, lengths: list[int]):
        presented = [DRILL.present(step) for step in blocks(minutes=minutes)]
        assert [step["durationMs"] for step in presented] == [None, *[60_000 * length for length in lengths]]
        assert [step["practice"] for step in presented] == [True, *[False] * len(lengths)]
        assert {step["blocks"] for step in presented} == {len(lengths)}

    def test_waits_are_spread_evenly_over_their_range_and_enough_for_anybody(self):
        waits = [wait for seed in range(40) for step in blocks(seed)[1:] for wait in step.plan["waits"]]
        assert (min(waits) >= 2000, max(waits) <= 10_000) == (True, True)
        thirds = [sum(low <= wait < low + 2667 for wait in waits) / len(waits) for low in (2000, 4667, 7334)]
        assert thirds == pytest.approx([1 / 3] * 3, abs=0.04)
        assert all(sum(step.plan["waits"]) >= 180_000 for step in blocks()[1:])

    def test_practice_has_so_many_trials(self):
        assert len(blocks()[0].plan["waits"]) == 4
        assert [step.plan["block"] for step in blocks(practice_trials=0)] == [1]

    def test_another_seed_waits_otherwise(self):
        assert blocks(1)[1].plan["waits"] == blocks(1)[1].plan["waits"] != blocks(2)[1].plan["waits"]


class TestCounts:
    def test_a_steady_block(self, block: StepView, recorded: dict[str, Any]):
        graded = grade(block, recorded)
        n = len(recorded["trials"])
        assert (graded.credit, graded.correct, graded.feedback) == (None, None, None)
        assert 25 <= n <= 40
        assert graded.stored == {
            "drill": "pvt",
            "block": 1,
            "timing_valid": True,
            "trials": n,
            "void": 0,
            "slipped": 0,
            "responses": n,
            "lapses": 0,
            "false_starts": 0,
        }

    @pytest.mark.parametrize(
        ("time", "responses", "lapses", "false_starts"),
        [(499.9, 0, 0, 0), (500.0, 0, 1, 0), (None, -1, 1, 0), (99.9, -1, 0, 1), (100.0, 0, 0, 0), (0.0, -1, 0, 1)],
    )
    def test_lapses_from_half_a_second_and_false_starts_below_a_tenth(
        self,
        block: StepView,
        recorded: dict[str, Any],
        time: float | None,
        responses: int,
        lapses: int,
        false_starts: int,
    ):
        recorded["trials"][3]["responseTime"] = time
        stored = grade(block, recorded).stored
        found = (stored["responses"] - len(recorded["trials"]), stored["lapses"], stored["false_starts"])
        assert found == (responses, lapses, false_starts)

    def test_presses_in_the_wait_are_false_starts(self, block: StepView, recorded: dict[str, Any]):
        recorded["trials"][2]["falseStarts"] = 2
        graded = grade(block, recorded)
        assert graded.recording is not None
        assert graded.stored["false_starts"] == 2
        assert graded.stored["responses"] == len(recorded["trials"])
        assert graded.recording["trials"][2]["falseStarts"] == 2

    def test_a_void_trial_counts_as_nothing_else(self, block: StepView, recorded: dict[str, Any]):
        recorded["trials"][2] |= {"hidden": True, "responseTime": 3000.0, "falseStarts": 1}
        stored = grade(block, recorded).stored
        assert (stored["void"], stored["lapses"], stored["false_starts"]) == (1, 0, 0)


class TestRefused:
    @pytest.mark.parametrize("count", [None, -1, "1", True, 1e9])
    def test_a_count_of_false_starts_that_is_none(self, block: StepView, recorded: dict[str, Any], count: Any):
        recorded["trials"][1]["falseStarts"] = count
        with pytest.raises(InvalidAnswer) as refused:
            grade(block, recorded)
        assert refused.value.field == "answer.trials[1].falseStarts"

    def test_a_wait_that_was_not_planned(self, block: StepView, recorded: dict[str, Any]):
        recorded["trials"][1]["waitMs"] += 1
        with pytest.raises(InvalidAnswer):
            grade(block, recorded)

    @pytest.mark.parametrize("kept", [0, 1, 5])
    def test_a_block_that_ended_before_its_time(self, block: StepView, recorded: dict[str, Any], kept: int):
        recorded["trials"] = recorded["trials"][:kept]
        with pytest.raises(InvalidAnswer) as refused:
            grade(block, recorded)
        assert refused.value.field == "answer.trials"

    def test_a_practice_block_with_a_trial_missing(self):
        practice = blocks()[0]
        value = DRILL.simulate(practice, SimulatedPerson(), random.Random(1)).value
        assert grade(practice, value).stored["trials"] == 4
        del value["trials"][-1]
        with pytest.raises(InvalidAnswer):
            grade(practice, value)


class TestSimulated:
    def test_the_more_attentive_lapse_less_often(self):
        steps = blocks(minutes=10)[1:]
        shares = []
        for attention in (0.2, 0.5, 0.8, 1.0):
            person, rng = SimulatedPerson(attention=attention), random.Random(5)
            stored = [DRILL.grade(step, Answer(DRILL.simulate(step, person, rng).value)).stored for step in steps]
            shares.append(sum(block["lapses"] for block in stored) / sum(block["trials"] for block in stored))
        assert shares == sorted(shares, reverse=True)
        assert len(set(shares)) == 4
        assert shares[-1] == 0

    @pytest.mark.parametrize("seed", range(5))
    def test_whoever_plays_the_block_is_as_long_as_it_should_be(self, seed: int):
        step = blocks(seed)[1]
        for person in (SimulatedPerson(attention=0.1, speed=2), SimulatedPerson(attention=1, speed=0.6)):
            played = DRILL.simulate(step, person, random.Random(seed))
            trials = played.value["trials"]
            lasted = trials[-1]["offset"] - trials[0]["onset"] + trials[0]["waitMs"]
            assert 175_000 <= lasted <= 200_000
            assert grade(step, played.value).stored["trials"] == len(trials)
