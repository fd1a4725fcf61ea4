"""Static files that ship inside Python packages, and the storage that hashes names of ES modules too."""

import re
from collections.abc import Callable, Iterator
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


# Of this site's own files, which nobody else's licence stands in.
OWN_FILES = ("training/", "attune/")
_BLOCK = r"/\*(?:(?!\*/).)*\*/"
# In scripts only where a comment has its lines to itself: elsewhere it may be part of a string.
COMMENTS = {
    "*.js": re.compile(rf"^[ \t]*(?:{_BLOCK}|//[^\n]*)[ \t]*$", re.MULTILINE | re.DOTALL),
    "*.css": re.compile(rf"[ \t]*{_BLOCK}", re.DOTALL),
}
_LEAVE_OUT = ""


class LeanModules:
    """For a manifest storage: hashed names also in the import statements of ES modules, and no comments.

    Comments are for readers of the repository and are two fifths of what a browser would fetch; their line breaks stay,
    so that a line number in a browser's complaint is the one in the repository. It is also only in comments that types
    are imported in a circle, which hashed names could not follow.
    """

    support_js_module_import_aggregation = True
    # A pass settles one level of imports, and the drill's modules go deeper than Django's five. A cycle never settles.
    max_post_process_passes = 20

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, comment in COMMENTS.items():
            self._patterns[kind].insert(0, (comment, _LEAVE_OUT))  # type: ignore[attr-defined]

    def url_converter(
        self, name: str, hashed_files: dict[str, str], template: str | None = None
    ) -> Callable[[re.Match[str]], str]:
        if template != _LEAVE_OUT:
            convert: Callable[[re.Match[str]], str] = super().url_converter(name, hashed_files, template)  # type: ignore[misc]
            return convert
        own = name.startswith(OWN_FILES)
        return lambda comment: "\n" * comment[0].count("\n") if own else comment[0]


class ModuleManifestStorage(LeanModules, CompressedManifestStaticFilesStorage):
    """What production serves."""
