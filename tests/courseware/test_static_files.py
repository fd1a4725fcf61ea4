"""Static files as production serves them: hashed names, also inside ES modules."""

import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command

from courseware.staticfinders import ModuleManifestStorage


class UncompressedModuleStorage(ManifestStaticFilesStorage):
    """Production's storage without its compression, which takes half a minute and decides nothing here."""

    support_js_module_import_aggregation = ModuleManifestStorage.support_js_module_import_aggregation
    max_post_process_passes = ModuleManifestStorage.max_post_process_passes


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
