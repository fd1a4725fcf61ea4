"""Training forms of adaptive drills: harder for who does well, easier for who does not, and never the measured form."""

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from courseware.domain.content import store
from courseware.domain.enrolments import enrol, give_consent
from courseware.loader import load
from courseware.models import Enrolment
from tests.courses import write_course
from tests.people import JOINED, People, make_cohort
from tests.training.steps import configured
from training.activities import check_config
from training.activities.base import Answer, SimulatedPerson, StepView
from training.activities.drill import Drill
from training.activities.drills.levels import FIRST, LEVELS, levelled, next_level
from training.domain.levels import with_level
from training.domain.simulated_cohort import do_days
from training.models import Response

DRILL = Drill()
MEASURED = {**configured("drill"), "trials_per_block": 45}
LONG = {**MEASURED, "trials_per_block": 72}
ADAPTIVE = {**MEASURED, "adaptive": True}


def blocks(omissions: int, commissions: int, go: int = 40, nogo: int = 10) -> list[dict[str, int]]:
    half = {"go": go, "nogo": nogo, "omissions": 0, "commissions": 0}
    return [half, {**half, "omissions": 2 * omissions, "commissions": 2 * commissions}]


class TestNextLevel:
    @pytest.mark.parametrize(
        ("omissions", "commissions", "level"),
        [(0, 0, 3), (2, 2, 3), (3, 2, 2), (0, 3, 2), (0, 5, 2), (0, 6, 1), (6, 0, 2), (7, 0, 1)],
    )
    def test_up_when_nearly_faultless_down_when_not_yet_there(self, omissions: int, commissions: int, level: int):
        # Of 40 others 5 % and 15 % are 2 and 6; of 10 targets 20 % and 50 % are 2 and 5.
        assert next_level("sart", 2, blocks(omissions, commissions)) == level

    def test_it_ends_at_both_ends(self):
        top = len(LEVELS["sart"])
        assert next_level("sart", top, blocks(0, 0)) == top
        assert next_level("sart", FIRST, blocks(40, 10)) == FIRST

    def test_too_few_targets_decide_nothing(self):
        assert next_level("sart", 2, blocks(0, 0, nogo=3)) == 2


class TestForms:
    def test_each_level_is_shorter_and_rarer_than_the_one_before(self):
        forms = [levelled(MEASURED, level) for level in range(FIRST, FIRST + len(LEVELS["sart"]))]
        assert [form["stimulus_ms"] for form in forms] == [250, 200, 160, 130, 100]
        assert [form["stimulus_ms"] + form["mask_ms"] for form in forms] == [1150] * 5
        assert [round(form["target_share"], 3) for form in forms] == [0.111, 0.1, 0.083, 0.067, 0.056]

    def test_the_pace_and_rarity_of_the_crossfade(self):
        config = {"drill": "gradcpt", "trial_ms": 800, "nogo_share": 0.1}
        forms = [levelled(config, level) for level in range(FIRST, FIRST + len(LEVELS["gradcpt"]))]
        assert [form["trial_ms"] for form in forms] == [800, 736, 672, 616, 560]
        assert [round(form["nogo_share"], 3) for form in forms] == [0.1, 0.09, 0.08, 0.07, 0.06]

    def test_there_is_no_level_below_the_first(self):
        with pytest.raises(IndexError):
            levelled(MEASURED, 0)

    def test_a_run_at_a_level_says_so_and_shows_that_form(self):
        planned = DRILL.plan({**ADAPTIVE, "level": 3}, [], random.Random(1))
        step = StepView(planned[1].plan, ADAPTIVE)
        assert DRILL.present(step)["stimulusMs"] == 160
        assert Counter(DRILL.present(step)["digits"])[3] == 4  # 8.3 % of 45
        answer = Answer(DRILL.simulate(step, SimulatedPerson(), random.Random(1)).value)
        assert DRILL.grade(step, answer).stored["form"] == "level 3"

    def test_the_measured_form_knows_no_level(self):
        planned = DRILL.plan(MEASURED, [], random.Random(1))
        step = StepView(planned[1].plan, MEASURED)
        assert "level" not in step.plan
        answer = Answer(DRILL.simulate(step, SimulatedPerson(), random.Random(1)).value)
        assert "form" not in DRILL.grade(step, answer).stored


class TestTargetShare:
    @pytest.mark.parametrize(("share", "targets"), [(0.02, 1), (0.1, 4), (0.2, 9), (0.5, 22)])
    def test_targets_come_as_often_as_said_and_the_others_equally(self, share: float, targets: int):
        digits = DRILL.plan({**MEASURED, "target_share": share}, [], random.Random(2))[1].plan["digits"]
        counts = Counter(digits)
        assert (len(digits), counts.pop(3)) == (45, targets)
        assert set(counts) == set(range(1, 10)) - {3}
        assert max(counts.values()) - min(counts.values()) <= 1

    @pytest.mark.parametrize("share", [0, 0.6, "much", True])
    def test_a_share_that_cannot_be_is_refused(self, share: Any):
        assert any("target_share" in problem for problem in DRILL.check({**MEASURED, "target_share": share}))

    def test_with_a_share_a_block_may_be_of_any_length(self):
        assert DRILL.check({**MEASURED, "trials_per_block": 50, "target_share": 0.1}) == []
        assert DRILL.check({**MEASURED, "trials_per_block": 50})


class TestConfig:
    def test_adaptive_is_yes_or_no(self):
        assert DRILL.check({**LONG, "adaptive": True}) == []
        assert DRILL.check({**MEASURED, "adaptive": "very"})

    def test_every_level_has_targets_enough_to_be_left_again(self):
        # One target in eighteen: two blocks of 45 have 4 (2.5 each, to the even), two of 72 have 8.
        assert "has 4 targets" in DRILL.check(ADAPTIVE)[0]


@pytest.mark.django_db
class TestNextRun:
    """The second drill of a course of adaptive ones, after a first one by people who hold back always, or never."""

    @pytest.fixture
    def enrolment(self, tmp_path: Path, people: People) -> Enrolment:
        root = write_course(tmp_path / "course")
        week = root / "week-1.toml"
        week.write_text(week.read_text().replace("trials_per_block = 9", "trials_per_block = 144\nadaptive = true"))
        version = store(load(root, check_config), now=JOINED).version
        cohort = make_cohort("Levels", version, people.instructor)
        enrolment = enrol(people.stranger, cohort, now=JOINED)
        give_consent(enrolment, now=JOINED)
        return enrolment

    @pytest.mark.parametrize(("attention", "second"), [(1.0, "level 2"), (0.2, "level 1")])
    def test_only_who_holds_back_goes_up(self, enrolment: Enrolment, attention: float, second: str):
        do_days(enrolment, SimulatedPerson(attention=attention), 2, random.Random(1))
        assert [forms_of(enrolment, f"d{day}-drill") for day in (1, 2)] == [{"level 1"}, {second}]

    def test_a_run_that_was_set_aside_decides_nothing(self, enrolment: Enrolment):
        do_days(enrolment, SimulatedPerson(attention=1.0), 1, random.Random(1))
        enrolment.attempts.filter(kind="drill").update(voided_at=JOINED)
        assert with_level(enrolment, {"drill": "sart", "adaptive": True})["level"] == 1

    def test_a_module_that_is_not_adaptive_has_no_level(self, enrolment: Enrolment):
        assert "level" not in with_level(enrolment, {"drill": "sart"})


def forms_of(enrolment: Enrolment, module: str) -> set[str | None]:
    answers = Response.objects.filter(attempt__enrolment=enrolment, attempt__module=module)
    return set(answers.values_list("answer__form", flat=True))
