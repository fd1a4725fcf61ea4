"""What a browser fetches to show a drill for the first time: page, styles and modules, each compressed by itself."""

import gzip
import re
from pathlib import Path
from posixpath import dirname, join, normpath

from django.contrib.staticfiles import finders

from courseware.staticfinders import COMMENTS
from tests.faults.answering import DRILL, open_attempt, signed_in
from tests.people import People

# Bytes. The aim is 40,000: small modules that are compressed one by one come to 10,000 more than in one file.
MOST = 48_000
LINKED = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"')
IMPORTED = re.compile(r'(?:from|import\(?)\s*"(\.[^"]+)"')
# Loaded by what a step is: a drill's page needs neither the forms of items nor another drill.
OF_OTHER_STEPS = ("runner/judgements.js", "look/looks.js", "skill/skills.js", "drill/gradcpt.js", "drill/pvt.js")


def served(name: str) -> str:
    """The text of a static file as production serves it, but for the hashes in its imports."""
    source = Path(str(finders.find(name))).read_text(encoding="utf-8")
    comments = COMMENTS.get(f"*{Path(name).suffix}")
    return comments.sub(lambda comment: "\n" * comment[0].count("\n"), source) if comments else source


def with_imports(names: list[str], without: tuple[str, ...] = OF_OTHER_STEPS) -> set[str]:
    found: set[str] = set()
    while names:
        name = names.pop()
        if name in found or name.endswith(without):
            continue
        found.add(name)
        if name.endswith(".js"):
            names += [normpath(join(dirname(name), target)) for target in IMPORTED.findall(served(name))]
    return found


def test_a_drill_is_shown_with_little(people: People) -> None:
    attempt = open_attempt(people.enrolment, DRILL)
    page = signed_in(people.trainee).get(f"/attempts/{attempt.public_id}/").content.decode()
    weights = {name: len(gzip.compress(served(name).encode())) for name in with_imports(LINKED.findall(page))}
    weights["the page itself"] = len(gzip.compress(page.encode()))
    assert "training/drill/sart.js" in weights
    assert not {"training/types.js", "training/drill/types.js", "attune/css/look.css"} & set(weights)
    heaviest = sorted(weights.items(), key=lambda weight: -weight[1])
    print(sum(weights.values()), "bytes", heaviest)  # noqa: T201  (what pytest -rP shows)
    assert sum(weights.values()) <= MOST
