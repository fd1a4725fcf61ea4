"""Records of simulated annotators: what is planted in them shows, nothing else does, and nothing gives it away."""

import json
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.activities.base import Answer, InvalidAnswer, SimulatedPerson, StepView
from training.activities.biases import BIASES
from training.activities.naming import Naming
from training.activities.records import FORMS, OFFERED, Record, draw_record
from training.activities.records.base import Form

NAMING = Naming()
CONFIG = {"records": 6, "rows": 12}
seeds = st.integers(0, 2**63 - 1)


def records(seed: int, **config: int) -> list[StepView]:
    config = {**CONFIG, **config}
    return [StepView(step.plan, config) for step in NAMING.plan(config, [], random.Random(seed))]


class TestRecords:
    @pytest.mark.parametrize("rows", [12, 13, 24])
    @pytest.mark.parametrize("bias", sorted(OFFERED))
    def test_the_planted_bias_shows_strongly_and_no_other_one_that_is_offered(self, bias: str, rows: int):
        for seed in range(30):
            record = draw_record(bias, rows, random.Random(seed))
            form, effects = FORMS[record.form], record.effects()
            assert len(record.rows) == rows
            assert effects.pop(bias) >= form.strong
            assert max(map(abs, effects.values())) <= form.weak < form.strong

    def test_every_bias_can_be_shown(self):
        assert set(BIASES) == OFFERED

    @given(seed=seeds, bias=st.sampled_from(sorted(OFFERED)))
    def test_four_are_offered_two_of_them_with_a_column(self, seed: int, bias: str):
        record = draw_record(bias, 12, random.Random(seed))
        assert len(record.options) == len(set(record.options)) == 4
        assert bias in record.options
        assert len(record.cues) == 2
        assert list(record.options) == [slug for slug in BIASES if slug in record.options]
        assert {len(cells) for cells in record.cells} == {len(record.columns)} == {5}

    @given(seed=seeds)
    def test_ratings_stay_on_their_scale(self, seed: int):
        for bias in ("confirmation", "contrast", "halo"):
            rows = draw_record(bias, 12, random.Random(seed)).rows
            assert {row["given"] for row in rows} <= set(range(1, 6))

    def test_what_is_said_afterwards_counts_the_rows(self):
        rows = [
            {"reference": 2, "given": 4, "halo": True, "authority": False},
            {"reference": 3, "given": 3, "halo": True, "authority": False},
            {"reference": 3, "given": 3, "halo": False, "authority": True},
        ]
        record = Record("ratings", "halo", ["halo", "authority"], ["halo", "authority"], rows)
        assert "with polished writing: 1 of 2 are rated higher than by the panel. Of the others, 0 of 1." in (
            record.where_to_look
        )
        assert record.effects() == {"halo": 1.0, "authority": -1.0}

    def test_effects_of_choices_are_those_of_the_shares(self):
        pairs: Form = FORMS["pairs"]
        rows = [
            {"reference": "left", "given": "left"},
            {"reference": "left", "given": "right"},
            {"reference": "right", "given": "left"},
        ]
        # Wrong where the left is not the panel's: 1 of 1; where it is: 1 of 2. Last third: 1 of 1; first: 0 of 1.
        assert pairs.effect("position", rows) == 0.5
        assert pairs.effect("fatigue", rows) == 1.0


class TestExercise:
    @given(seed=seeds)
    def test_all_biases_come_before_one_comes_twice(self, seed: int):
        planted = [step.plan["bias"] for step in records(seed, records=10)]
        assert len(set(planted[:8])) == 8
        assert len(set(planted[8:])) == 2

    @given(seed=seeds)
    def test_the_page_is_the_same_whichever_bias_is_said_to_be_planted(self, seed: int):
        for step in records(seed):
            others = [replace(step, plan={**step.plan, "bias": slug}) for slug in step.plan["options"]]
            assert len({json.dumps(NAMING.present(other)) for other in others}) == 1

    def test_it_says_that_the_annotator_is_simulated(self):
        for step in records(1):
            shown = NAMING.present(step)["record"]
            assert shown["label"] == "Record of a simulated annotator"
            assert shown["intro"].startswith("Made up for this exercise.")

    def test_the_right_bias_earns_all_and_the_feedback_says_where_it_shows(self):
        for step in records(2):
            for choice in step.plan["options"]:
                graded = NAMING.grade(step, Answer({"choice": choice}, 0.7))
                assert graded.feedback is not None
                assert graded.correct == (choice == step.plan["bias"])
                assert graded.credit == float(graded.correct)
                assert graded.feedback["keyName"] == BIASES[step.plan["bias"]].name
                assert " of " in graded.feedback["rationale"]
                assert graded.feedback["rationale"].endswith(BIASES[step.plan["bias"]].advice)

    def test_what_is_not_offered_is_refused(self):
        step = records(3)[0]
        [other, *_] = OFFERED - set(step.plan["options"])
        with pytest.raises(InvalidAnswer):
            NAMING.grade(step, Answer({"choice": other}, 0.7))

    def test_confidence_begins_at_one_in_four(self):
        step = records(4)[0]
        assert NAMING.present(step)["confidence"]["points"][0] == 25
        with pytest.raises(InvalidAnswer):
            NAMING.grade(step, Answer({"choice": step.plan["bias"]}, 0.2))

    def test_simulated_people_name_as_many_as_their_skill_says(self):
        person, rng = SimulatedPerson(skill=0.7), random.Random(5)
        steps = records(6, records=20)
        right = [NAMING.simulate(step, person, rng).value["choice"] == step.plan["bias"] for step in steps * 50]
        assert 0.65 < sum(right) / len(right) < 0.75

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"records": 0}, "config.records is 0; expected a whole number from 1 to 20"),
            ({"rows": 6}, "config.rows is 6; expected a whole number from 12 to 24"),
            ({"confidence": 1}, "config.confidence: expected true or false"),
        ],
    )
    def test_what_cannot_run_says_why(self, changes: dict[str, int], says: str):
        assert NAMING.check({**CONFIG, **changes}) == [says]
