"""What a module picks for one person: what comes back of the traps they missed, and items near their level."""

import random
from datetime import timedelta
from pathlib import Path

import pytest

from assessments.domain.abilities import update_ability
from assessments.domain.evidence import Scope, accuracy_clear
from assessments.domain.scoring import score_attempt
from assessments.models import Score
from courseware.domain.content import store
from courseware.domain.enrolments import enrol, give_consent
from courseware.domain.programs import program_of
from courseware.loader import ContentError, load
from courseware.models import Enrolment, ItemVersion
from tests.courses import write_course
from tests.faults.answering import bodies_for, submit_body
from tests.people import JOINED, MONDAY_9, People, make_cohort
from training.activities import check_config
from training.domain.attempts import current_steps, feedback_for, finish
from training.domain.items import asked_now
from training.domain.picks import picks_for
from training.domain.planning import create_attempt
from training.domain.regrading import regrade_attempt
from training.models import Attempt, ItemDifficulty

TRAPS = """
[[traps]]
slug = "haste"
name = "Answering before the end"
advice = "Read the last sentence first."
items = ["text-1-1", "text-3-1", "text-4-1"]

[[traps]]
slug = "scope"
name = "Some for all"
advice = "Ask of whom it is said."
items = ["text-1-2", "text-3-2"]
"""
RESERVE = 'reserve = ["text-2-1", "text-3-1", "text-3-2", "text-4-1"], review = 2'
POOL = 'pool = ["text-2-1", "text-2-2", "text-3-1", "text-3-2", "text-4-1", "text-4-2"], pick = 3'


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Four days: on the second two of a reserve come back, on the third three are picked from a pool."""
    root = write_course(tmp_path / "course", days_per_week=(4,))
    program, week = root / "program.toml", root / "week-1.toml"
    program.write_text(program.read_text() + TRAPS)
    text = week.read_text().replace('items = ["text-2-1", "text-2-2"]', RESERVE)
    week.write_text(text.replace('items = ["text-3-1", "text-3-2"]', POOL))
    return root


@pytest.fixture
def enrolment(course: Path, people: People) -> Enrolment:
    version = store(load(course, check_config), now=JOINED).version
    cohort = make_cohort("Picks", version, people.instructor)
    enrolment = enrol(people.stranger, cohort, now=JOINED)
    give_consent(enrolment, now=JOINED)
    return enrolment


def answer_day_1(enrolment: Enrolment, missed: set[str]) -> Attempt:
    """The texts of day 1, those of `missed` wrongly; the modules before them are of no matter here."""
    attempt = create_attempt(enrolment, "d1-texts", number=1, seed=1, simulated=False, now=MONDAY_9)
    for step, body in zip(current_steps(attempt), bodies_for(attempt), strict=True):
        wrong = step.item_version.item.slug in missed
        answer = {"choice": "none" if wrong else "mild"}
        submit_body(enrolment.user, attempt, body | {"answer": answer}, MONDAY_9)
    return finish(enrolment.user, attempt.public_id, now=MONDAY_9 + timedelta(minutes=5))


def planned(enrolment: Enrolment, module: str, seed: int = 5) -> Attempt:
    return create_attempt(enrolment, module, number=1, seed=seed, simulated=False, now=MONDAY_9)


def asked(attempt: Attempt) -> list[str]:
    return [step.item_version.item.slug for step in attempt.steps.select_related("item_version__item")]


@pytest.mark.django_db
class TestSpacedReturn:
    def test_a_missed_trap_comes_back_in_another_item(self, enrolment: Enrolment):
        answer_day_1(enrolment, missed={"text-1-2"})
        assert "text-3-2" in asked(planned(enrolment, "d2-texts"))

    def test_what_was_passed_does_not_count_as_returning(self, enrolment: Enrolment):
        answer_day_1(enrolment, missed=set())
        attempt = planned(enrolment, "d2-texts")
        assert attempt.length == 2
        assert all("trap" not in step.plan for step in attempt.steps.all())

    def test_the_trap_is_told_after_the_answer_and_not_before(self, enrolment: Enrolment):
        answer_day_1(enrolment, missed={"text-1-1"})
        attempt = planned(enrolment, "d2-texts")
        (step,) = [step for step in current_steps(attempt) if "trap" in step.plan]
        assert step.item_version.item.slug in {"text-3-1", "text-4-1"}
        body = next(body for body in bodies_for(attempt) if body["step"] == str(step.token))
        submit_body(enrolment.user, attempt, body, MONDAY_9)
        step.refresh_from_db()
        told = feedback_for(attempt, step, step.response)
        assert told["trap"] == {"name": "Answering before the end", "advice": "Read the last sentence first."}

    def test_a_corrected_key_decides_what_was_missed(self, enrolment: Enrolment):
        first = answer_day_1(enrolment, missed={"text-1-2"})
        version = ItemVersion.objects.get(item__slug="text-1-2")
        ItemVersion.objects.create(
            item=version.item, number=2, content_hash="other", kind=version.kind, guideline=version.guideline,
            body=version.body, key={"label": "none"}, rationale="", factors=[], difficulty=0.4, supersedes=version,
            created_at=MONDAY_9,
        )  # fmt: skip
        regrade_attempt(first, now=MONDAY_9)
        assert all("trap" not in step.plan for step in planned(enrolment, "d2-texts").steps.all())


@pytest.mark.django_db
class TestAdaptivePractice:
    def test_it_asks_so_many_of_the_pool(self, enrolment: Enrolment):
        attempt = planned(enrolment, "d3-texts")
        assert attempt.length == 3
        assert set(asked(attempt)) <= {"text-2-1", "text-2-2", "text-3-1", "text-3-2", "text-4-1", "text-4-2"}

    def test_it_asks_hard_items_of_those_who_are_able_and_easy_ones_of_others(self, enrolment: Enrolment):
        known = {"2-1": -3, "2-2": -3, "3-1": -3, "3-2": 3, "4-1": 3, "4-2": 3}
        for item, difficulty in known.items():
            version = ItemVersion.objects.get(item__slug=f"text-{item}")
            ItemDifficulty.objects.create(
                item=version.item, difficulty=difficulty, standard_error=0.3, n=50, fitted_at=JOINED
            )
        answer_day_1(enrolment, missed=set())
        able = update_ability(enrolment, now=MONDAY_9)
        assert able is not None
        able.theta = 3.0
        able.save()
        of_the_able = [known[slug.removeprefix("text-")] for slug in asked(planned(enrolment, "d3-texts"))]
        able.theta = -3.0
        able.save()
        enrolment.attempts.filter(module="d3-texts").update(completed_at=MONDAY_9)
        second = create_attempt(enrolment, "d3-texts", number=2, seed=2, simulated=False, now=MONDAY_9)
        of_the_others = [known[slug.removeprefix("text-")] for slug in asked(second)]
        assert sum(of_the_able) > 0 > sum(of_the_others)

    def test_whoever_answers_rightly_stands_higher(self, enrolment: Enrolment, people: People):
        answer_day_1(enrolment, missed=set())
        other = enrol(people.operations, enrolment.cohort, now=JOINED)
        give_consent(other, now=JOINED)
        answer_day_1(other, missed={"text-1-1", "text-1-2"})
        up, down = (update_ability(each, now=MONDAY_9) for each in (enrolment, other))
        assert up.theta > 0 > down.theta
        assert (up.n, down.n) == (2, 2)


@pytest.mark.django_db
class TestBiasesComeBack:
    @pytest.fixture
    def enrolment(self, course: Path, people: People) -> Enrolment:
        """Whoever took over the suggestion in a text of day 1 may meet one again in the reserve of day 2."""
        week, texts = course / "week-1.toml", course / "items" / "texts.toml"
        asked = 'items = ["text-1-1", "text-1-2"]'
        week.write_text(
            week.read_text()
            .replace(asked, f'{asked}, biases = ["anchoring"]')
            .replace("review = 2", 'review = 2, biases = ["anchoring"]')
        )
        planted = 'planted = { anchoring = { label = "none" } }\nkey = { label = "mild" }'
        blocks = texts.read_text().split("[[items]]")
        slugs = ("text-1-1", "text-1-2", "text-4-1", "text-2-1")
        texts.write_text(
            "[[items]]".join(
                block.replace('key = { label = "mild" }', planted) if any(slug in block for slug in slugs) else block
                for block in blocks
            )
        )
        cohort = make_cohort("Biases", store(load(course, check_config), now=JOINED).version, people.instructor)
        enrolment = enrol(people.stranger, cohort, now=JOINED)
        give_consent(enrolment, now=JOINED)
        return enrolment

    @pytest.mark.parametrize(("swayed", "returns"), [(True, True), (False, False)])
    def test_only_whoever_was_swayed_meets_it_again(self, enrolment: Enrolment, swayed: bool, returns: bool):
        attempt = create_attempt(enrolment, "d1-texts", number=1, seed=1, simulated=False, now=MONDAY_9)
        shown = [step for step in current_steps(attempt) if step.plan["arm"] == "shown"]
        assert len(shown) == 1
        for step, body in zip(current_steps(attempt), bodies_for(attempt), strict=True):
            wrong = swayed and step == shown[0]
            answer = {"choice": "none" if wrong else "mild"}
            submit_body(enrolment.user, attempt, body | {"answer": answer}, MONDAY_9)
        finish(enrolment.user, attempt.public_id, now=MONDAY_9)
        program = program_of(enrolment.cohort.program_version_id)
        module = program.modules["d2-texts"]
        versions = asked_now(enrolment.cohort.program_version_id, module.item_slugs)
        picks = picks_for(enrolment, module, versions, random.Random(1))
        assert ("bias anchoring" in {trap.slug for trap in picks.returning.values()}) is returns
        # A word after one plant would give the next away: the debrief tells.
        told = [step.plan.get("trap", {}).get("name") for step in planned(enrolment, "d2-texts").steps.all()]
        assert set(told) <= {None, "Some for all", "Answering before the end"}


@pytest.mark.django_db
def test_what_was_picked_for_a_person_is_no_evidence_for_a_gate(enrolment: Enrolment):
    answer_day_1(enrolment, missed=set())
    attempt = planned(enrolment, "d3-texts")
    for body in bodies_for(attempt):
        submit_body(enrolment.user, attempt, body, MONDAY_9)
    finish(enrolment.user, attempt.public_id, now=MONDAY_9)
    assert accuracy_clear(Scope(enrolment)).n == 2
    score_attempt(attempt.pk, now=MONDAY_9)
    assert set(Score.objects.filter(attempt=attempt).values_list("form", flat=True)) == {"at your level"}


class TestTrapsInFiles:
    def test_an_item_that_does_not_exist_is_named(self, course: Path):
        program = course / "program.toml"
        program.write_text(program.read_text().replace('"text-1-2", "text-3-2"', '"text-9-9"'))
        with pytest.raises(ContentError, match=r"traps\[2\]\.items: there is no item 'text-9-9'"):
            load(course, check_config)

    def test_an_item_has_one_trap_at_most(self, course: Path):
        program = course / "program.toml"
        program.write_text(program.read_text().replace('"text-1-2", "text-3-2"', '"text-1-1"'))
        with pytest.raises(ContentError, match="the item 'text-1-1' is named more than once"):
            load(course, check_config)

    def test_traps_are_kept_with_the_program(self, course: Path):
        program = load(course, check_config).program
        assert program.from_document(program.to_document()).trap_of["text-3-2"].name == "Some for all"
