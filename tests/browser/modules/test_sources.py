"""Rules that hold for every browser module."""

import re

import pytest

from tests.browser.modules.fake_site import ROOT

FOLDER = ROOT / "training" / "static" / "training"
MODULES = sorted(FOLDER.rglob("*.js"))
TAKES_MARKUP = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|setHTML")
RUNS_STRINGS = re.compile(r"\beval\(|new Function|javascript:|import\([^\"']")
STYLES_INLINE = re.compile(r"\.style\b|cssText|\bstyle:|\"style\"")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_markup_is_taken_in_one_place_and_nothing_is_inline(module):
    text = module.read_text()
    allowed = module.relative_to(FOLDER).as_posix() == "runner/sanitised.js"
    assert allowed or not TAKES_MARKUP.search(text)
    assert not RUNS_STRINGS.search(text)
    assert not STYLES_INLINE.search(text)


def test_files_stay_small():
    assert max(len(module.read_text().splitlines()) for module in MODULES) <= 300
