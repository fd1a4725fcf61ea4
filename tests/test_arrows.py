"""The house's import order: courseware <- training <- assessments, and inside an app from the pure core outwards.

Read from the source of every module, so that an import that only happens in some function is found as well.
"""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("courseware", "training", "assessments")
MAY_IMPORT = {
    "courseware": {"courseware"},
    "training": {"courseware", "training"},
    "assessments": {"courseware", "training", "assessments"},
}
# Layers of an app, from the core outwards; a module imports no layer that comes after its own.
LAYERS = (
    ("models", "db"),
    ("domain",),
    ("forms",),
    ("views", "management", "tasks", "receivers", "middleware", "context", "templatetags"),
    ("urls",),
)
# Held to be pure; so is every other module whose docstring begins with "PURE".
PURE = (
    "courseware.keys", "courseware.curriculum", "courseware.loader", "courseware.reading", "courseware.item_files",
    "courseware.markup", "training.activities", "training.domain.schedule", "training.domain.submission",
    "assessments.measures", "assessments.credentials", "assessments.gates", "assessments.catalog",
    "assessments.policy_files",
)  # fmt: skip
# What pure code may use beside the standard library and other pure code.
PURE_PACKAGES = {"numpy", "scipy", "markdown", "nh3", "cryptography", "joserfc"}
HEAVY = {"numpy", "scipy", "plotly", "pandas"}


def modules() -> dict[str, ast.Module]:
    """Dotted name -> syntax tree, for every module of the three apps."""
    found = {}
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


MODULES = modules()


def imports_of(name: str) -> Iterator[str]:
    """Every module the module names in an import statement, wherever it stands; `from a import b` gives a.b."""
    for node in ast.walk(MODULES[name]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} has a relative import; the arrows are read from absolute ones"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def app_of(name: str) -> str:
    return name.partition(".")[0]


def is_within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def layer_of(name: str) -> int | None:
    """Which of LAYERS a module of an app belongs to; None for those that are in none (settings, roles, ...)."""
    inside = name.partition(".")[2]
    return next((number for number, layer in enumerate(LAYERS) if is_within(inside, layer)), None)


def test_there_is_something_to_hold():
    assert len(MODULES) > 100
    assert "training.signals.attempt_completed" in set(imports_of("assessments.receivers"))
    layers = ["models.User", "domain.jobs.enqueue", "forms.InviteForm", "views.people", "urls", "settings"]
    assert [layer_of(f"courseware.{name}") for name in layers] == [0, 1, 2, 3, 4, None]


def test_between_apps_imports_point_one_way():
    wrong = [
        f"{name} imports {imported}"
        for name in MODULES
        for imported in imports_of(name)
        if app_of(imported) in APPS and app_of(imported) not in MAY_IMPORT[app_of(name)]
    ]
    assert wrong == []


def test_other_apps_are_named_as_strings_in_settings_and_urls_only():
    wrong = [
        f"{name}: {node.value!r}"
        for name, tree in MODULES.items()
        if name not in {"courseware.settings", "courseware.urls"}
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.replace(".", "").isidentifier()
        if app_of(node.value) in APPS and app_of(node.value) not in MAY_IMPORT[app_of(name)]
    ]
    assert wrong == []


def test_inside_an_app_imports_point_from_the_pages_to_the_core():
    wrong = []
    for name in MODULES:
        own = layer_of(name)
        for imported in imports_of(name):
            other = layer_of(imported)
            if app_of(imported) == app_of(name) and None not in (own, other) and own < other:
                wrong.append(f"{name} imports {imported}")
    assert wrong == []


def is_pure(name: str) -> bool:
    """Of a module, or of a name in one."""
    module = name if name in MODULES else name.rpartition(".")[0]
    return is_within(name, PURE) or (
        module in MODULES and (ast.get_docstring(MODULES[module]) or "").startswith("PURE")
    )


def test_pure_modules_import_nothing_but_pure_modules():
    allowed = set(sys.stdlib_module_names) | PURE_PACKAGES
    wrong = [
        f"{name} imports {imported}"
        for name in MODULES
        if is_pure(name)
        for imported in imports_of(name)
        if app_of(imported) not in allowed and not is_pure(imported)
    ]
    assert wrong == []


@pytest.mark.parametrize("package", PURE)
def test_every_pure_module_is_where_this_test_looks(package: str):
    assert any(is_within(name, (package,)) for name in MODULES)


def test_plotly_is_imported_by_the_charts_alone():
    importers = {name for name in MODULES for imported in imports_of(name) if app_of(imported) == "plotly"}
    assert importers <= {"assessments.charts"}


def test_a_process_that_serves_pages_loads_no_numbers(tmp_path: Path):
    """numpy, scipy and plotly cost a second and 100 MB; scoring loads them when it runs, the pages never."""
    program = (
        "import sys, courseware.wsgi; from django.urls import get_resolver; get_resolver().url_patterns; "
        f"print(sorted({HEAVY!r} & set(sys.modules)))"
    )
    database = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | {"DJANGO_ENV": "test", "DATABASE_URL": database, "VAR_DIR": str(tmp_path), "REDIS_URL": ""},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert run.stdout.strip() == "[]"
