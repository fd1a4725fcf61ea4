"""Regulation is judged by labels alone: nothing of how anybody felt, rested or agreed reaches assessments.

Read from the source, so that an import in some function, a name reached through another and a related name in a query
are found as well.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from assessments.domain.evidence import EVIDENCE
from assessments.domain.scorers import SCORERS
from tests.test_arrows import MODULES, imports_of

PRIVATE_MODULES = (
    "training.domain.wellbeing",
    "training.domain.exposure",
    "training.models.exposure",
    "training.models.wellbeing",
)
PRIVATE_NAMES = {"MoodCheck", "MoodWeek", "Erasure", "ExposureRest", "TierConsent", "ExposureEntry"}
# By which queries would reach the same rows.
RELATED_NAMES = {"mood_checks", "mood_weeks", "exposure_rests", "tier_consents", "exposure_entries"}
ROOT = Path(__file__).resolve().parents[3]
ASSESSMENTS = sorted(name for name in MODULES if name.partition(".")[0] == "assessments")


def names_in(tree: ast.Module) -> Iterator[str]:
    """Every name, attribute and keyword of the module, and the parts of every lookup that stands in a string."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.keyword | ast.alias):
            yield from ((node.arg if isinstance(node, ast.keyword) else node.name) or "").replace(".", "__").split("__")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from node.value.replace(".", "__").split("__")


def test_the_names_are_still_those_of_the_models():
    defined = {
        node.name
        for module in ("training.models.exposure", "training.models.wellbeing")
        for node in MODULES[module].body
        if isinstance(node, ast.ClassDef)
    }
    assert defined == PRIVATE_NAMES
    related = {name for module in PRIVATE_MODULES[2:] for name in names_in(MODULES[module])}
    assert related >= RELATED_NAMES - {"mood_weeks"}


def test_no_module_of_assessments_knows_anything_private():
    imports = [
        f"{module} imports {name}"
        for module in ASSESSMENTS
        for name in imports_of(module)
        if name.startswith(PRIVATE_MODULES)
    ]
    named = [
        f"{module} names {name}"
        for module in ASSESSMENTS
        for name in set(names_in(MODULES[module])) & (PRIVATE_NAMES | RELATED_NAMES)
    ]
    assert imports + named == []


def test_no_page_of_assessments_asks_for_anything_private():
    asked = [
        f"{path.name} asks for {name}"
        for path in (ROOT / "templates" / "assessments").rglob("*.html")
        for name in PRIVATE_NAMES | RELATED_NAMES
        if name in path.read_text(encoding="utf-8")
    ]
    assert asked == []


def test_it_would_be_found():
    tree = ast.parse("from training import models\nmodels.MoodCheck.objects.filter(user__mood_checks__gt=1)")
    assert {"MoodCheck", "mood_checks"} <= set(names_in(tree))


def test_no_scorer_and_no_gate_looks_at_exposures():
    assert "exposure" not in SCORERS
    assert not [name for name in EVIDENCE if "reactiv" in name]
