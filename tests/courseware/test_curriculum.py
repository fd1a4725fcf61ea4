"""A program as plain data and back, and the lookups the rest of the house uses."""

import json

import pytest

from courseware.curriculum import Program
from courseware.domain.programs import CONTENT_ROOT, DEFAULT_PROGRAM
from courseware.loader import load
from tests.programs import make_program
from training.activities import check_config


@pytest.fixture(scope="module")
def foundations() -> Program:
    return load(CONTENT_ROOT / DEFAULT_PROGRAM, check_config).program


def test_a_program_survives_storing_as_json(foundations: Program):
    stored = json.loads(json.dumps(foundations.to_document()))
    assert Program.from_document(stored) == foundations


def test_a_program_of_any_shape_survives_storing_as_json():
    program = make_program((1, 7), practice_weekdays=(6, 7), max_days_per_date=1)
    assert Program.from_document(json.loads(json.dumps(program.to_document()))) == program


def test_days_run_on_over_the_weeks():
    program = make_program((1, 7, 2))
    assert len(program.days) == 10
    assert [(number, list(days)) for number, _, days in program.numbered_weeks()] == [
        (1, [0]),
        (2, list(range(1, 8))),
        (3, [8, 9]),
    ]


def test_every_module_knows_its_day():
    program = make_program((2, 2), modules_per_day=3)
    assert len(program.modules) == 12
    assert program.day_of["d1m1"] == program.day_of["d1m3"] == 0
    assert program.day_of["d4m2"] == 3
    assert program.days[3].minutes == 30


def test_a_label_is_named_as_its_guideline_names_it(foundations: Program):
    guideline = foundations.guideline("severity")
    assert guideline.name_of("mild") == "Mild"
    assert guideline.name_of("gone since") == "gone since"
