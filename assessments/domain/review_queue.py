"""The reviews as their pages show them: the queue by state, and one review with what this person may see of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assessments.domain import reviews
from assessments.domain.able_misses import able_misses
from assessments.models import Adjudication, Review
from courseware.domain.bank import banks
from courseware.models import Item, ItemVersion, User
from training.models import Contest


class Show(StrEnum):
    OPEN = "open"
    DISAGREED = "disagreed"
    CLOSED = "closed"


STATES: dict[Show, tuple[str, ...]] = {
    Show.OPEN: (Review.State.OPEN,),
    Show.DISAGREED: (Review.State.DISAGREED,),
    Show.CLOSED: (Review.State.UPHELD, Review.State.CHANGED),
}


@dataclass(frozen=True)
class Suggestion:
    """An item whose newest key nobody has reviewed yet, though able people miss it: how many of how many."""

    item: Item
    missed: int
    able: int


@dataclass(frozen=True)
class Seen:
    """A review as one person may see it now.

    `own` is their decision. `decisions` (with names) and the key are there once two are in; the key also for whoever
    has decided. `corrected` is the version that has taken the place of the one under review, where it asks otherwise.
    """

    review: Review
    contests: tuple[Contest, ...]
    own: Adjudication | None
    decisions: tuple[Adjudication, ...]
    count: int
    has_stake: bool
    corrected: ItemVersion | None

    @property
    def may_decide(self) -> bool:
        waiting = self.review.state == Review.State.OPEN and self.own is None
        return waiting and not self.has_stake and self.corrected is None

    @property
    def may_settle(self) -> bool:
        return self.review.state == Review.State.DISAGREED and not self.has_stake and self.corrected is None

    @property
    def may_close(self) -> bool:
        return self.corrected is not None and not self.has_stake

    @property
    def shows_key(self) -> bool:
        return self.own is not None or self.review.state != Review.State.OPEN


def queue(show: Show, decided_by: User) -> QuerySet[Review]:
    """The reviews in that state, each with `decisions` and `contests` (how many), and `own` (1: decided by them).

    What waits longest comes first; what is closed, latest first.
    """
    contests = (
        Contest.objects.filter(response__step__item_version__item=OuterRef("item"))
        .order_by()
        .values("response__step__item_version__item")
        .annotate(count=Count("pk"))
        .values("count")
    )
    order = "-settled_at" if show == Show.CLOSED else "opened_at"
    return (
        Review.objects.filter(state__in=STATES[show])
        .select_related("item", "item_version", "settled_by")
        .annotate(
            decisions=Coalesce(_decisions(Adjudication.objects.all()), 0),
            own=Coalesce(_decisions(Adjudication.objects.filter(adjudicator=decided_by)), 0),
            contests=Coalesce(Subquery(contests, output_field=IntegerField()), 0),
        )
        .order_by(order, "pk")
    )


def counts() -> dict[Show, int]:
    """How many reviews are in each state. One query."""
    by_state = dict(Review.objects.values_list("state").order_by("state").annotate(count=Count("pk")))
    return {show: sum(by_state.get(state, 0) for state in states) for show, states in STATES.items()}


def suggestions() -> list[Suggestion]:
    """The items that able trainees miss, over all banks, worst first in each; without those that were reviewed since.

    Goes through every answer of the banks: for a page of its own.
    """
    misses = [miss for bank in banks() for miss in able_misses(bank)]
    reviewed = set(
        Review.objects.filter(item_version__in=[miss.version_id for miss in misses]).values_list(
            "item_version", flat=True
        )
    )
    under_review = set(Review.objects.filter(state__in=Review.OPEN_STATES).values_list("item", flat=True))
    items = Item.objects.in_bulk([miss.item_id for miss in misses])
    return [
        Suggestion(items[miss.item_id], miss.missed, miss.able)
        for miss in misses
        if miss.version_id not in reviewed and miss.item_id not in under_review
    ]


def seen_by(review: Review, person: User) -> Seen:
    """What this person may see. Nobody sees another's decision before two are in."""
    decisions = list(review.adjudications.select_related("adjudicator").order_by("pk"))
    is_open = review.state == Review.State.OPEN
    return Seen(
        review=review,
        contests=tuple(contests_of(review)),
        own=next((each for each in decisions if each.adjudicator_id == person.pk), None),
        decisions=() if is_open else tuple(decisions),
        count=len(decisions),
        has_stake=reviews.has_stake(review, person),
        corrected=reviews.corrected_since(review) if review.state in Review.OPEN_STATES else None,
    )


def contests_of(review: Review) -> Sequence[Contest]:
    """The contests that the review answers, oldest first: those since the review before it. No names are loaded."""
    contests = Contest.objects.filter(response__step__item_version__item=review.item_id)
    before = Review.objects.filter(item=review.item_id, pk__lt=review.pk, settled_at__isnull=False)
    previous = before.order_by("-settled_at").values_list("settled_at", flat=True).first()
    if previous is not None:
        contests = contests.filter(created_at__gt=previous)
    if review.settled_at is not None:
        contests = contests.filter(created_at__lte=review.settled_at)
    return list(contests.order_by("created_at", "pk").annotate(version_number=_version_number()))


def _version_number() -> Subquery:
    return Subquery(ItemVersion.objects.filter(steps__response=OuterRef("response")).values("number")[:1])


def _decisions(rows: QuerySet[Adjudication]) -> Subquery:
    counted = rows.filter(review=OuterRef("pk")).order_by().values("review").annotate(count=Count("pk"))
    return Subquery(counted.values("count"), output_field=IntegerField())
