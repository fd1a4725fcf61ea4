"""Programs as loaded: `ProgramVersion` rows are immutable, so their parsed form is kept in memory."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from courseware.curriculum import Program
from courseware.models import ProgramVersion

CONTENT_ROOT: Path = settings.BASE_DIR / "courseware" / "content"
DEFAULT_PROGRAM = "foundations"


@lru_cache(maxsize=64)
def program_of(version_id: int) -> Program:
    """The program of a stored version (by primary key). Raises ProgramVersion.DoesNotExist."""
    return Program.from_document(ProgramVersion.objects.values_list("document", flat=True).get(pk=version_id))


def latest_version(slug: str = DEFAULT_PROGRAM) -> ProgramVersion:
    """The newest loaded version of a program. Raises ProgramVersion.DoesNotExist where none is loaded."""
    version = ProgramVersion.objects.filter(program__slug=slug).order_by("-number").first()
    if version is None:
        raise ProgramVersion.DoesNotExist(f"No version of the program {slug!r} is loaded; run manage.py load_course.")
    return version
