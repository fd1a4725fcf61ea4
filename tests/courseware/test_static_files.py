"""Static files as production serves them: hashed names, also inside ES modules."""

import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command

from courseware.staticfinders import COMMENTS, LeanModules


class UncompressedModuleStorage(LeanModules, ManifestStaticFilesStorage):
    """Production's storage without its compression, which takes half a minute and decides nothing here."""


MODULE_ENTRIES = ("training/attempt.js", "attune/js/passkeys.js")


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from django.test import override_settings

    root = tmp_path_factory.mktemp("static")
    storages = {"staticfiles": {"BACKEND": f"{__name__}.UncompressedModuleStorage"}}
    with override_settings(STATIC_ROOT=str(root), STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    return root


def test_every_module_import_leads_to_a_collected_file(collected: Path) -> None:
    hashed = [path for path in collected.rglob("*.js") if re.search(r"\.[0-9a-f]{12}\.js$", path.name)]
    assert hashed
    broken = []
    for path in hashed:
        if "vendor" in path.parts:
            continue
        for target in re.findall(r'(?:from|import)\s*\(?\s*"(\.[^"]+)"', path.read_text()):
            if not (path.parent / target).resolve().is_file():
                broken.append(f"{path.relative_to(collected)}: {target}")
    assert broken == []


def test_hashed_modules_import_hashed_modules(collected: Path) -> None:
    for entry in MODULE_ENTRIES:
        stem = Path(entry).stem
        (path,) = (collected / Path(entry).parent).glob(f"{stem}.*.js")
        imports = re.findall(r'from\s*"(\.[^"]+)"', path.read_text())
        assert all(re.search(r"\.[0-9a-f]{12}\.js$", target) for target in imports), imports


def test_package_files_are_found_and_nothing_else_of_the_packages(settings: LazySettings) -> None:
    assert finders.find("vendor/plotly.min.js")
    assert finders.find("vendor/htmx-2.min.js")
    assert not finders.find("django_htmx/htmx-4.js")
    assert not finders.find("vendor/../settings.py")


def test_comments_stay_behind_and_lines_keep_their_numbers(collected: Path) -> None:
    for entry in ("training/attempt.js", "training/drill/block.js", "attune/css/drills.css"):
        source = Path(str(finders.find(entry))).read_text().splitlines()
        (path,) = (collected / Path(entry).parent).glob(f"{Path(entry).stem}.*{Path(entry).suffix}")
        served = path.read_text().splitlines()
        assert not any(line.lstrip().startswith(("//", "/*", "* ")) for line in served)
        assert len(served) == len(source)
        kept = [(own, before) for own, before in zip(served, source, strict=True) if own.strip()]
        assert kept
        assert all(own.split('"')[0] == before.split('"')[0].split("  //")[0].split(" /*")[0] for own, before in kept)


def test_other_peoples_files_keep_their_licences(collected: Path) -> None:
    (path,) = (collected / "vendor").glob("plotly.min.*.js")
    source = Path(str(finders.find("vendor/plotly.min.js"))).read_text()
    assert path.read_text()[:500] == source[:500]
    assert "Licensed under the MIT license" in source[:500]


@pytest.mark.parametrize(
    "line",
    [
        'const url = "https://example.org/"; // not a comment of its own',
        "  /** @type {number} */ let kept = 1; /* and */ let too = 2;",
        'const glob = "a/*b*/";',
    ],
)
def test_code_beside_a_comment_stays(line: str) -> None:
    assert COMMENTS["*.js"].sub("", line) == line
    assert COMMENTS["*.js"].sub("", f"/** one */\n{line}\n  // two\n/* three\n lines */") == f"\n{line}\n\n"
