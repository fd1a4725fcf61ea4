"""PURE: ordinary-looking annotation paperwork with rare planted inconsistencies, without end: each seed is another.

The key is known because it was planted, and it is never stored: `document` writes the same text and the same key again
from the same arguments. What it writes for a seed must therefore not change while attempts with it are open; a test
holds one document of each theme to the letter.
"""

from training.activities.drills.documents.audit_log import AuditLog
from training.activities.drills.documents.base import Document, Fact, Line, Theme, write
from training.activities.drills.documents.diary import Diary
from training.activities.drills.documents.manifest import Manifest
from training.activities.drills.documents.transcripts import Transcripts

THEMES: dict[str, Theme] = {theme.name: theme for theme in (AuditLog(), Transcripts(), Manifest(), Diary())}

__all__ = ["THEMES", "Document", "Fact", "Line", "document"]


def document(theme: str, seed: int, lines: int, planted: int) -> Document:
    """A document of this theme with `planted` inconsistent lines among `lines`. Raises KeyError, ValueError."""
    return write(THEMES[theme], seed, lines, planted)
