"""The one road to a corrected version of an item, whoever corrects it: an editor, a review or an import."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from courseware.curriculum import ItemContent
from courseware.domain.hashing import content_hash
from courseware.domain.versions import content_of, new_version
from courseware.models import ItemVersion, User
from courseware.signals import item_corrected

# What answers are graded by. The rest of an item can be put better without touching anybody's grade.
GRADED_BY = ("key", "ambiguity")


class Superseded(Exception):
    """Somebody else has corrected this version in the meantime; `by` is their version."""

    def __init__(self, by: ItemVersion) -> None:
        self.by = by
        super().__init__(f"Version {by.number} has replaced it in the meantime.")


class Unchanged(Exception):
    """The content is what the version says already."""


@transaction.atomic
def correct(version: ItemVersion, content: ItemContent, *, by: User | None, note: str, now: datetime) -> ItemVersion:
    """The new version of the item, with that content, asked in place of `version` from now on.

    Tells `item_corrected` where answers to the same texts are now graded otherwise. Going back to what an earlier
    version said is a correction like any other. Raises Superseded, Unchanged.
    """
    versions = ItemVersion.objects.filter(item=version.item_id)
    successor = versions.filter(supersedes=version).first()
    if successor is not None:
        raise Superseded(successor)
    if content == content_of(version):
        raise Unchanged
    number = versions.aggregate(last=Max("number"))["last"] + 1
    made = new_version(version.item, number, content, now)
    made.supersedes, made.edited_by, made.change_note = version, by, note
    # With its place in the chain: the same content may come back later, as a file's may not.
    made.content_hash = content_hash({"content": content.to_document(), "supersedes": version.number})
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        rival = ItemVersion.objects.filter(supersedes=version).first()
        if rival is None:
            raise
        raise Superseded(rival) from error
    if made.body == version.body and any(getattr(made, name) != getattr(version, name) for name in GRADED_BY):
        item_corrected.send(sender=ItemVersion, version_id=made.pk, by_id=by.pk if by else None, now=now)
    return made
