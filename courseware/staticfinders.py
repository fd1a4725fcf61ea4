"""Static files that ship inside Python packages, and the storage that hashes names of ES modules too."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


def _package_folder(name: str) -> Path:
    """Where a package is, without importing it (plotly takes long, and the web process does not need it)."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ImportError(f"The package {name} is not installed.")
    return Path(spec.origin).parent


# URL path under /static/ -> the file; both end in the same name.
PACKAGE_FILES = {
    # Only htmx 2 itself: the package's extensions import by bare names, which hashed module names cannot follow.
    "vendor/htmx-2.min.js": _package_folder("django_htmx") / "static" / "django_htmx" / "htmx-2.min.js",
    "vendor/plotly.min.js": _package_folder("plotly") / "package_data" / "plotly.min.js",
}


class PackageFilesFinder(BaseFinder):
    """Finds exactly the files of PACKAGE_FILES."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        target = PACKAGE_FILES.get(path)
        found = str(target) if target is not None and target.is_file() else None
        if find_all:
            return [found] if found else []
        return found or []

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        for path, target in PACKAGE_FILES.items():
            prefix, _, name = path.rpartition("/")
            storage = FileSystemStorage(location=target.parent)
            storage.prefix = prefix  # type: ignore[attr-defined]  # how collectstatic learns the folder
            yield name, storage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed names, also in the import statements of ES modules."""

    support_js_module_import_aggregation = True
    # A pass settles one level of imports, and the drill's modules go deeper than Django's five. A cycle never settles.
    max_post_process_passes = 20
