"""The estimates recover 300 simulated people whose truth is known, and flag nobody beyond the stated rate."""

import json
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from assessments.validation import reactivity_report
from assessments.validation.report import BEGIN, END, replaced
from assessments.validation.studies import FLAG_RATE, studies
from courseware.domain.programs import CONTENT_ROOT
from training.activities.biases import BIASES

PEOPLE = 300
SEED = 1
STUDIES = studies()
PAGE = CONTENT_ROOT.parent.parent / "docs" / "validation.md"


@pytest.mark.thorough
@pytest.mark.parametrize("name", STUDIES)
def test_the_truth_comes_back(name: str):
    study = STUDIES[name](PEOPLE, SEED)
    assert study.people == PEOPLE
    assert 0.85 <= study.coverage <= 0.95
    if name in BIASES:
        # Flagged without a bias: the share is at most the stated one, as far as 300 people can tell.
        assert study.flagged_low <= FLAG_RATE
        # Beside the others an estimate is nearer to the truth than by one's own answers alone.
        assert study.error < study.plain_error


def test_every_bias_is_studied():
    assert set(BIASES) < set(STUDIES)


def test_the_command_writes_the_page_and_the_numbers(tmp_path: Path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "validation.md").write_text(
        f"# Before\n{BEGIN}\noutdated\n{END}\n"
        f"Between\n{reactivity_report.BEGIN}\noutdated\n{reactivity_report.END}\nAfter\n"
    )
    with suppress(CommandError):  # twenty people may scatter too widely for the promised shares
        call_command("validate", "--people", "20", "--seed", "3", "--root", str(tmp_path), stdout=StringIO())
    written = (tmp_path / "docs" / "validation.md").read_text()
    numbers = json.loads((tmp_path / "build" / "validation.json").read_text())
    assert written.startswith("# Before\n")
    assert written.endswith("After\n")
    assert "outdated" not in written
    assert {study["name"] for study in numbers["studies"]} == set(STUDIES)
    assert all(f"| {name} |" in written for name in STUDIES)
    assert "| accuracy lost | reactivity 0.3 | 64 | +0.3" in written
    assert {one["measure"] for one in numbers["reactivity"]["recoveries"]} == {"lost", "steps", "slower", "drift"}
    assert (numbers["people"], numbers["seed"], numbers["level"]) == (20, 3, 0.9)


def test_too_few_people_are_refused():
    with pytest.raises(CommandError, match="expected 20"):
        call_command("validate", "--people", "5")


def test_a_page_without_its_marks_is_left_alone():
    with pytest.raises(ValueError, match="must have the lines"):
        replaced("# Nothing here", f"{BEGIN}\nsection\n{END}")


def test_the_page_says_what_was_run():
    assert "300 simulated people" in PAGE.read_text(encoding="utf-8")
