"""PURE: the first items of an import for people to look at: as a trainee sees them, with the key in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from courseware.curriculum import Guideline, ItemContent
from courseware.item_preview import Preview, preview


@dataclass(frozen=True)
class Previewed:
    """`about`: what else is known of the item, in a line."""

    slug: str
    item: Preview
    about: str


def previews(report: Mapping[str, Any]) -> list[Previewed]:
    """Of the report that `courseware.domain.item_imports` keeps."""
    guidelines = {slug: Guideline.from_document(one) for slug, one in report.get("guidelines", {}).items()}
    found = []
    for document in report.get("first", []):
        content = ItemContent(**{**document, "factors": tuple(document["factors"])})
        item = preview(content, guidelines[content.guideline])
        found.append(Previewed(content.slug, item, ", ".join(_about(content))))
    return found


def _about(content: ItemContent) -> Iterator[str]:
    yield content.ambiguity
    yield f"difficulty {content.difficulty:.2g}"
    if content.intensity:
        yield f"intensity {content.intensity} of 5"
    if content.domain:
        yield content.domain
    yield content.language
    yield f"licence {content.licence}"
    yield content.provenance
