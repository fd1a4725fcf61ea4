"""What an answer counts as now: as graded by the newest correction of its item, else as graded when it came in.

Whatever scores, judges or shows grades asks here, so that a corrected key reaches all of them at once.
"""

from typing import TYPE_CHECKING, TypedDict

from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from training.models import Regrade, Response

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class Counted(TypedDict):
    """What `counted` adds to a response: its grade, and the version and ambiguity of the item that it rests on."""

    counted_credit: float | None
    counted_correct: bool | None
    counted_version_id: int | None
    counted_ambiguity: str | None


def newest_regrades(**response: OuterRef) -> QuerySet[Regrade]:
    """The regrades of an outer query's response, the one that counts first.

    The newest is the one by the newest version, whenever it was written: jobs may end in another order than the
    corrections were made in. A version is made after the one it corrects, so its primary key is the larger.
    """
    return Regrade.objects.filter(**response).order_by("-item_version_id")


def counted(responses: QuerySet[Response]) -> "QuerySet[WithAnnotations[Response, Counted]]":
    """The responses with what `Counted` names. No query of its own: one subquery for each that is asked for."""
    newest = newest_regrades(response=OuterRef("pk"))
    return responses.annotate(
        counted_credit=Coalesce(Subquery(newest.values("credit")[:1]), F("credit")),
        counted_correct=Coalesce(Subquery(newest.values("correct")[:1]), F("correct")),
        counted_version_id=Coalesce(
            Subquery(newest.values("item_version_id")[:1]),
            F("step__item_version_id"),
            output_field=BigIntegerField(),
        ),
        counted_ambiguity=Coalesce(
            Subquery(newest.values("item_version__ambiguity")[:1]), F("step__item_version__ambiguity")
        ),
    )
