"""Who has met which items: one answered with feedback is never used for that person in a sitting."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from courseware.models import Form
from training.activities import ACTIVITIES
from training.domain.private_kinds import responses_for_staff
from training.models import Response

# Ids in one query; SQLite takes about 32,000 values.
BATCH = 5000


@dataclass(frozen=True)
class Seen:
    """How often an item was answered, and by how many people; simulated people apart."""

    answers: int = 0
    people: int = 0
    simulated_answers: int = 0
    simulated_people: int = 0


@dataclass(frozen=True)
class Usable:
    """Items of a form for one person, in its order: `usable`, those they have `met`, and those no longer asked."""

    usable: tuple[int, ...]
    met: tuple[int, ...]
    retired: tuple[int, ...] = ()


NEVER = Seen()


def met_with_feedback(user_id: int, item_ids: Collection[int]) -> set[int]:
    """Those of the items that this person answered with feedback: in any course, in any version. One query."""
    found: set[int] = set()
    for batch in _batches(item_ids):
        own = _with_feedback(Response.objects.filter(attempt__enrolment__user=user_id))
        rows = own.filter(step__item_version__item__in=batch)
        found.update(rows.values_list("step__item_version__item", flat=True).distinct())
    return found


def usable_in_sitting(user_id: int, form: Form) -> Usable:
    """What of the form may be asked of this person in a sitting. Two queries."""
    entries = list(form.entries.order_by("position").values_list("item_id", "item__retired_at"))
    met = met_with_feedback(user_id, [item for item, _ in entries])
    retired = {item for item, at in entries if at is not None}
    return Usable(
        usable=tuple(item for item, _ in entries if item not in met and item not in retired),
        met=tuple(item for item, _ in entries if item in met),
        retired=tuple(item for item, _ in entries if item in retired and item not in met),
    )


def times_seen(item_ids: Collection[int], *, with_feedback: bool = False) -> dict[int, Seen]:
    """Item -> how often it was answered; `with_feedback`: only where feedback followed. Every id has an entry.

    Exposures are left out: that an item of the ladder was met is known to the person alone.
    """
    found = dict.fromkeys(item_ids, NEVER)
    for batch in _batches(item_ids):
        rows = responses_for_staff(Response.objects.filter(step__item_version__item__in=batch))
        for item, simulated, answers, people in (
            (_with_feedback(rows) if with_feedback else rows)
            .order_by()
            .values_list("step__item_version__item", "attempt__is_simulated")
            .annotate(answers=Count("pk"), people=Count("attempt__enrolment__user", distinct=True))
        ):
            before = found[item]
            found[item] = (
                Seen(before.answers, before.people, answers, people)
                if simulated
                else Seen(answers, people, before.simulated_answers, before.simulated_people)
            )
    return found


def people_who_met(item_ids: Collection[int]) -> Mapping[int, int]:
    """Item -> how many people, simulated or not, answered it with feedback; only items that somebody did."""
    seen = times_seen(item_ids, with_feedback=True)
    return {item: own.people + own.simulated_people for item, own in seen.items() if own != NEVER}


def _with_feedback(responses: QuerySet[Response]) -> QuerySet[Response]:
    """Every kind of attempt gives feedback unless its activity says otherwise: what is forgotten errs on that side."""
    silent = [kind for kind, activity in ACTIVITIES.items() if not getattr(activity, "gives_feedback", True)]
    return responses.exclude(attempt__kind__in=silent)


def _batches(item_ids: Collection[int]) -> Iterator[list[int]]:
    ids = sorted(item_ids)
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
