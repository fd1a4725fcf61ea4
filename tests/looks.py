"""The small course of tests/courses.py with a long look for its drill, and the key of each section."""

from pathlib import Path

from tests.courses import write_course
from training.activities.drills.documents import Line, document
from training.activities.drills.long_look import PRACTICE_LINES
from training.models import Step

LINES, PLANTED = 9, 2
LOOK = f"""\
drill = "long_look"
sections = 4
lines_per_section = {LINES}
planted_per_section = {PLANTED}
practice_sections = 2
"""


def write_look_course(root: Path) -> Path:
    """Writes the course's files under `root`, which is returned."""
    folder = write_course(root)
    for path in folder.glob("week-*.toml"):
        head, *parts = path.read_text().split('drill = "sart"\n')
        path.write_text(head + "".join(LOOK + part[part.index("\n[[") :] for part in parts))
    return folder


def lines_of(step: Step) -> tuple[Line, ...]:
    lines = PRACTICE_LINES if step.plan["practice"] else LINES
    return document(step.plan["theme"], step.plan["seed"], lines, step.plan["planted"]).lines
