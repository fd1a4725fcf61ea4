"""Content files: what is wrong is named by file and place; what is right becomes immutable versions."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from courseware.curriculum import Content, Module, Week
from courseware.domain.content import store
from courseware.domain.programs import CONTENT_ROOT, DEFAULT_PROGRAM, program_of
from courseware.loader import load
from courseware.models import Item, ItemVersion, ProgramVersion
from courseware.reading import MAX_FILE_BYTES, ContentError
from tests.courses import write_course
from training.activities import check_config

NOW = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return write_course(tmp_path / "small")


def read(course: Path) -> Content:
    return load(course, check_config)


def change(course: Path, file: str, old: str, new: str) -> None:
    """Replaces the first occurrence, which must be there."""
    before, found, after = (course / file).read_text().partition(old)
    assert found, f"{old!r} is not in {file}"
    (course / file).write_text(before + new + after)


def problems_of(course: Path) -> list[str]:
    with pytest.raises(ContentError) as refused:
        read(course)
    return [str(problem) for problem in refused.value.problems]


def modules_of(week: Week) -> list[Module]:
    return [module for day in week.days for module in day.modules]


def kinds_of(week: Week) -> list[list[str]]:
    """The kinds of modules of each day, each once, in order."""
    return [list(dict.fromkeys(module.kind for module in day.modules)) for day in week.days]


class TestWhatLoads:
    def test_the_course_that_ships_has_what_week_one_promises(self):
        content = load(CONTENT_ROOT / DEFAULT_PROGRAM, check_config)
        assert kinds_of(content.program.weeks[0]) == [["lesson", "drill", "practice", "preference"]] * 5
        shown = {slug for module in modules_of(content.program.weeks[0]) for slug in module.item_slugs}
        items = [item for item in content.items if item.slug in shown]
        assert len(items) >= 60
        assert {item.guideline for item in items} == {"severity", "support", "preference"}

    def test_its_second_week_trains_judgement(self):
        content = load(CONTENT_ROOT / DEFAULT_PROGRAM, check_config)
        week = content.program.weeks[1]
        kinds = kinds_of(week)
        assert len(kinds) == 5
        assert all(day[:2] == ["lesson", "drill"] and len(day) > 2 for day in kinds)
        assert {kind for day in kinds for kind in day} >= {"practice", "preference", "ambiguity", "naming"}
        planted = {bias for module in modules_of(week) for bias in module.config.get("biases", ())}
        assert planted == {"anchoring", "authority", "confirmation", "halo", "verbosity"}

    def test_its_third_week_practises_one_skill_a_day(self):
        content = load(CONTENT_ROOT / DEFAULT_PROGRAM, check_config)
        week = content.program.weeks[2]
        assert kinds_of(week) == [["lesson", "skill", "drill", "practice"]] * 5
        assert all(19 <= day.minutes <= 25 for day in week.days)
        assert all(350 <= len(module.config["text"].split()) <= 500 for module in modules_of(week)
                   if module.kind == "lesson")  # fmt: skip
        new = [item for item in content.items if item.slug.startswith("std-")]
        assert Counter(item.guideline for item in new) == {"severity": 12, "support": 12}
        assert {item.ambiguity for item in new} == {"clear"}
        assert max(item.intensity for item in new) <= 1
        asked = {slug for module in modules_of(week) for slug in module.item_slugs}
        assert {item.slug for item in new} < asked

    def test_every_item_that_ships_says_why(self):
        content = load(CONTENT_ROOT / DEFAULT_PROGRAM, check_config)
        assert all(item.rationale and item.factors for item in content.items)

    @pytest.mark.parametrize("weeks", [(1,), (1, 7), (7, 1, 3)])
    def test_weeks_of_any_length_load(self, tmp_path: Path, weeks: tuple[int, ...]):
        program = read(write_course(tmp_path / "any", weeks)).program
        assert [len(week.days) for week in program.weeks] == list(weeks)
        assert program.days[-1].modules[-1].slug == f"d{sum(weeks)}-pairs"

    def test_files_named_in_a_config_come_with_their_text(self, course: Path):
        assert read(course).program.modules["d1-lesson"].config["text"] == (course / "lesson.md").read_text()

    def test_what_may_be_left_out_has_its_default(self, course: Path):
        content = read(course)
        item = content.items[0]
        assert (item.language, item.licence, item.provenance, item.ambiguity, item.intensity) == (
            "en", "MIT", "authored", "clear", 0,
        )  # fmt: skip
        assert content.program.rules.day_order


def has(file: str, old: str, new: str, says: str) -> tuple[str, str, str, str]:
    return file, old, new, says


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        has("program.toml", "slug", "= slug", "program.toml: is not valid TOML"),
        has("program.toml", 'title = "A small', 'tilte = "A small', "program.toml: title: is missing; expected text"),
        has("program.toml", "summary =", "sumary =", "program.toml: sumary: is not a known key here"),
        has("program.toml", '"week-1.toml"', '"week-9.toml"', "the file 'week-9.toml' does not exist"),
        has("program.toml", '"week-1.toml"', '"../../etc/passwd"', "leads outside the content folder"),
        has("program.toml", "6, 7]", "8]", "program.toml: rules.practice_weekdays: expected a list of weekdays"),
        has("program.toml", "date = 1", "date = 0", "program.toml: rules.max_days_per_date: is 0; expected a whole"),
        has("program.toml", "[consent]", "[agreement]", "program.toml: consent: is missing; expected a table"),
        has("program.toml", '"ordinal"', '"ranked"', "program.toml: guidelines[1].scale: is 'ranked'; expected one of"),
        has("program.toml", 'id = "mild"', 'id = "none"', "guidelines[1].labels: the label 'none' is there twice"),
        has("program.toml", ', { id = "mild", name = "Mild", help = "A little." }', "", "labels: expected two or more"),
        has("program.toml", "severity.md", "gone.md", "guidelines[1].file: the file 'gone.md' does not exist"),
        has("week-1.toml", 'title = "Day 2"', "", "week-1.toml: days[2].title: is missing; expected text"),
        has("week-1.toml", "minutes = 5", "minutes = 0", "week-1.toml: days[1].modules[1].minutes: is 0; expected"),
        has("week-1.toml", "minutes = 5", 'minutes = "5"', "days[1].modules[1].minutes: is '5'; expected a whole"),
        has(
            "week-1.toml", 'kind = "drill"', 'kind = "dril"', "week-1.toml: module d1-drill: the kind 'dril' is unknown"
        ),
        has("week-1.toml", 'slug = "d2-lesson"', 'slug = "d1-lesson"', "d1-lesson: the slug is used twice"),
        has("week-1.toml", 'answer = "p"', 'answer = "z"', "d1-lesson: config.check.answer is 'z'"),
        has("week-1.toml", "trials_per_block = 9", "trials_per_block = 10", "d1-drill: config.trials_per_block is 10"),
        has("week-1.toml", '"severity", items', '"sevrity", items', "the guideline 'sevrity' is not in program.toml"),
        has(
            "week-1.toml",
            '"severity", items',
            '"preference", items',
            "the scale 'preference'; expected ordinal or nominal",
        ),
        has("week-1.toml", '"text-1-1"', '"text-9-9"', "d1-texts: items: there is no item 'text-9-9'"),
        has("week-1.toml", '"text-1-1"', '"pair-1-1"', "'pair-1-1' belongs to the guideline 'preference'"),
        has("week-1.toml", "returns = []", 'returns = ["pair-2-1"]', "'pair-2-1' was not shown on an earlier day"),
        has(
            "week-1.toml",
            '["text-1-1", "text-1-2"]',
            '["text-1-1"], attention_checks = ["text-9-9"]',
            "d1-texts: attention_checks: there is no item 'text-9-9'",
        ),
        has(
            "week-1.toml",
            '["text-1-1", "text-1-2"]',
            '["text-1-1", "text-1-2"], attention_checks = ["text-1-2"]',
            "d1-texts: attention_checks: 'text-1-2' is asked more than once",
        ),
        has("week-1.toml", "minutes = 2", 'minutes = 2\ncapacity = "memory"', "modules[2].capacity: is 'memory'"),
        has("items/texts.toml", '"severity"', '"sevrity"', "items/texts.toml: guideline: is not among the guidelines"),
        has("items/texts.toml", "text-1-2", "text-1-1", "items[2].slug: 'text-1-1': the same slug as items/texts.toml"),
        has("items/texts.toml", "Text 2 of day 1", "Text 1 of day 1", "items[2].slug: 'text-1-2': the same text as"),
        has("items/texts.toml", '"mild" }', '"awful" }', "items[1].key: 'awful' is not among the answers mild, none"),
        has("items/texts.toml", "rationale =", "reason =", "items[1].rationale: is missing; expected text"),
        has("items/texts.toml", "0.4", "1.4", "items[1].difficulty: is 1.4; expected a number from 0 to 1"),
        has("items/texts.toml", "weight = 1.0", "weight = 0.7", "items[1].factors: the weights add up to 0.7"),
        has("items/texts.toml", "text = ", "txt = ", "items[1].text: expected text, or source and claim"),
        has("items/texts.toml", "rationale", 'claim = "x"\nrationale', "items[1].claim: does not go with text"),
        has("items/texts.toml", '"ordinal"', '"preference"', "items[1].kind: is 'preference'; expected one of ordinal"),
        has("items/texts.toml", "difficulty", "ambiguity = 'vague'\ndifficulty", "items[1].ambiguity: is 'vague'"),
        has("items/pairs.toml", '"b", strength', '"c", strength', "items[1].key: 'c' is not among the answers a, b"),
        has(
            "items/pairs.toml", "response_b", "response_c", "items/pairs.toml: items[1].response_c: is not a known key"
        ),
    ],
)
def test_a_mistake_is_named_by_file_place_and_what_is_expected(course: Path, file: str, old: str, new: str, says: str):
    change(course, file, old, new)
    problems = problems_of(course)
    assert any(says in problem for problem in problems), problems


class TestFiles:
    def test_every_mistake_is_listed_at_once(self, course: Path):
        change(course, "program.toml", "summary =", "sumary =")
        change(course, "week-1.toml", "minutes = 5", "minutes = 500")
        change(course, "items/pairs.toml", "0.4", "4")
        assert len({problem.partition(":")[0] for problem in problems_of(course)}) == 3

    @pytest.mark.parametrize(
        ("spoil", "says"),
        [
            (lambda file: file.write_bytes(b"caf\xe9"), "lesson.md: byte 3: is not UTF-8 text"),
            (lambda file: file.write_bytes(b"x" * (MAX_FILE_BYTES + 1)), "lesson.md: is larger than"),
            (lambda file: file.unlink(), "the file 'lesson.md' does not exist"),
        ],
    )
    def test_a_file_that_cannot_be_read_is_named(self, course: Path, spoil: Callable[[Path], None], says: str):
        spoil(course / "lesson.md")
        assert any(says in problem for problem in problems_of(course))

    def test_a_link_out_of_the_folder_is_not_followed(self, course: Path, tmp_path: Path):
        (tmp_path / "elsewhere.md").write_text("Not ours.")
        (course / "lesson.md").unlink()
        (course / "lesson.md").symlink_to(tmp_path / "elsewhere.md")
        assert any("leads outside the content folder" in problem for problem in problems_of(course))


@pytest.mark.django_db
class TestStoring:
    def test_the_same_content_again_changes_nothing(self, course: Path):
        first = store(read(course), now=NOW)
        again = store(read(course), now=NOW)
        assert (first.is_new, first.new_items) == (True, 8)
        assert (again.version, again.is_new, again.new_items) == (first.version, False, 0)
        assert (ProgramVersion.objects.count(), ItemVersion.objects.count()) == (1, 8)

    def test_what_is_stored_is_what_was_written(self, course: Path):
        content = read(course)
        stored = store(content, now=NOW)
        assert program_of(stored.version.pk) == content.program
        pair = stored.version.items.get(item__slug="pair-1-1")
        assert (pair.key["side"], pair.body["prompt"]) == ("b", "Prompt 1 of day 1.")

    def test_a_corrected_item_is_a_new_version_beside_the_old_one(self, course: Path):
        before = store(read(course), now=NOW)
        change(course, "items/texts.toml", 'label = "mild"', 'label = "none"')
        after = store(read(course), now=NOW)
        assert (after.is_new, after.new_items, after.version.number) == (True, 1, 2)
        assert Item.objects.count() == 8
        keys = [version.items.get(item__slug="text-1-1").key["label"] for version in (before.version, after.version)]
        assert keys == ["mild", "none"]

    def test_a_correction_taken_back_is_the_first_version_again(self, course: Path):
        before = store(read(course), now=NOW)
        change(course, "items/texts.toml", 'label = "mild"', 'label = "none"')
        store(read(course), now=NOW)
        change(course, "items/texts.toml", 'label = "none"', 'label = "mild"')
        assert store(read(course), now=NOW).version == before.version

    def test_another_lesson_text_is_a_new_program_version_of_the_same_items(self, course: Path):
        store(read(course), now=NOW)
        (course / "lesson.md").write_text("Rewritten.")
        stored = store(read(course), now=NOW)
        assert (stored.is_new, stored.new_items) == (True, 0)

    def test_two_programs_live_side_by_side(self, course: Path):
        store(read(course), now=NOW)
        change(course, "program.toml", 'slug = "small"', 'slug = "smaller"')
        stored = store(read(course), now=NOW)
        assert (str(stored.version), stored.new_items) == ("smaller v1", 8)
