"""The library as others know it: its names, and a page that explains every one of them."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
MEASURES = ROOT / "assessments" / "measures"
PAGE = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
# Helpers that measures are made of, and the making of fits, are explained where they are used.
INNER = {"__init__", "checks", "small_products", "effects", "item_answers", "item_likelihood", "meta_d_fit"}
EXPLAINED_WITHIN = {
    "d_prime_interval": "d_prime",
    "d_prime_variance": "d_prime",
    "post_error_differences": "post_error_slowing",
    "normal_quantile": "wilson",
    "class_codes": "tally",
    "t_quantile": "contrast_effect",
    "moderated_errors": "shrink",
}


def public_functions():
    for path in sorted(MEASURES.glob("*.py")):
        if path.stem not in INNER:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            yield from (
                (path.stem, node.name, ast.get_docstring(node) or "")
                for node in tree.body
                if isinstance(node, ast.FunctionDef)
                and not node.name.startswith("_")
                and "overload" not in {getattr(one, "id", "") for one in node.decorator_list}
            )


@pytest.mark.parametrize(("module", "name", "docstring"), list(public_functions()))
def test_every_measure_is_explained_on_the_page_and_sourced_in_its_docstring(module, name, docstring):
    assert docstring
    if name not in EXPLAINED_WITHIN:
        headings = re.findall(r"^### (.+?):", PAGE, flags=re.MULTILINE)
        assert any(f"`{name}`" in heading for heading in headings), f"{name} of {module} has no section"


@pytest.mark.parametrize(
    "section", re.split(r"^### ", PAGE.partition("\n## The label audit")[0], flags=re.MULTILINE)[1:]
)
def test_every_section_says_what_it_tells_when_to_leave_it_and_where_it_comes_from(section):
    for part in ("**What it tells you.**", "**When not to use it.**", "**Source.**"):
        assert part in section
