"""A small course as files, of any shape, for tests that load their own.

Every day has a lesson, a drill of 9 trials, a practice set of two texts and two pairs; the pairs of the day before
come back. What nobody may see before answering carries `secret`, followed by what it belongs to.
"""

from collections.abc import Sequence
from pathlib import Path

SECRET = "Unspoken"

PROGRAM = """\
slug = "small"
title = "A small course"
summary = "Only for tests."
weeks = [{weeks}]
items = ["items/texts.toml", "items/pairs.toml"]

[rules]
practice_weekdays = [1, 2, 3, 4, 5, 6, 7]
max_days_per_date = 1

[consent]
version = "small-1"
title = "Taking part"
file = "consent.md"

[[guidelines]]
slug = "severity"
title = "Severity"
file = "severity.md"
scale = "ordinal"
question = "How severe is this?"
labels = [{{ id = "none", name = "None" }}, {{ id = "mild", name = "Mild", help = "A little." }}]

[[guidelines]]
slug = "preference"
title = "Preference"
file = "preference.md"
scale = "preference"
question = "Which is better?"
"""
LESSON = """
[[days]]
title = "Day {day}"

[[days.modules]]
slug = "d{day}-lesson"
kind = "lesson"
title = "Lesson {day}"
minutes = 5
[days.modules.config]
file = "lesson.md"
[days.modules.config.check]
question = "What does the lesson say?"
options = [{{ id = "p", text = "Read" }}, {{ id = "q", text = "Hurry" }}]
answer = "p"
why = "{secret}-why-{day}"

[[days.modules]]
slug = "d{day}-drill"
kind = "drill"
title = "Drill {day}"
minutes = 2
[days.modules.config]
drill = "sart"
blocks = 1
trials_per_block = 9
practice_trials = 0
stimulus_ms = 250
mask_ms = 900
target = 3

[[days.modules]]
slug = "d{day}-texts"
kind = "practice"
title = "Texts {day}"
minutes = 5
config = {{ guideline = "severity", items = ["text-{day}-1", "text-{day}-2"] }}

[[days.modules]]
slug = "d{day}-pairs"
kind = "preference"
title = "Pairs {day}"
minutes = 5
config = {{ guideline = "preference", items = ["pair-{day}-1", "pair-{day}-2"], returns = [{returns}] }}
"""
TEXT = """
[[items]]
slug = "text-{day}-{number}"
kind = "ordinal"
text = "Text {number} of day {day}."
key = {{ label = "mild" }}
rationale = "{secret}-rationale-text-{day}-{number}"
difficulty = 0.4
factors = [{{ name = "{secret}-name-text-{day}-{number}", text = "{secret}-factor-text-{day}-{number}", weight = 1.0 }}]
"""
PAIR = """
[[items]]
slug = "pair-{day}-{number}"
kind = "preference"
prompt = "Prompt {number} of day {day}."
response_a = "One response to prompt {number} of day {day}."
response_b = "Another response to prompt {number} of day {day}."
key = {{ side = "b", strength = "clear", reason = "{secret}-key-pair-{day}-{number}" }}
rationale = "{secret}-rationale-pair-{day}-{number}"
difficulty = 0.4
factors = [{{ name = "{secret}-name-pair-{day}-{number}", text = "{secret}-factor-pair-{day}-{number}", weight = 1.0 }}]
"""


def write_course(root: Path, days_per_week: Sequence[int] = (2,), secret: str = SECRET) -> Path:
    """Writes the course's files under `root`, which is returned."""
    (root / "items").mkdir(parents=True)
    days = range(1, sum(days_per_week) + 1)
    weeks = [f"week-{number}.toml" for number in range(1, len(days_per_week) + 1)]
    files = {
        "program.toml": PROGRAM.format(weeks=", ".join(f'"{week}"' for week in weeks)),
        "consent.md": "You may stop at any time.\n",
        "severity.md": "# Severity\n\nHow badly people are treated.\n",
        "preference.md": "# Preference\n\nWhich serves the person.\n",
        "lesson.md": "# Reading\n\nRead to the end.\n",
        "items/texts.toml": 'guideline = "severity"\n' + _items(TEXT, days, secret),
        "items/pairs.toml": 'guideline = "preference"\n' + _items(PAIR, days, secret),
    }
    remaining = iter(days)
    for name, count in zip(weeks, days_per_week, strict=True):
        of_week = [next(remaining) for _ in range(count)]
        files[name] = f'title = "{name}"\n' + "".join(_day(day, secret) for day in of_week)
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")
    return root


def _items(template: str, days: Sequence[int], secret: str) -> str:
    return "".join(template.format(day=day, number=number, secret=secret) for day in days for number in (1, 2))


def _day(day: int, secret: str) -> str:
    returns = f'"pair-{day - 1}-1", "pair-{day - 1}-2"' if day > 1 else ""
    return LESSON.format(day=day, secret=secret, returns=returns)
