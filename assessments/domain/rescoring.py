"""After a correction: grade again who answered the item, and score again whose grades that changed.

In jobs that follow one another. The first grades every answer again, in batches; each of the next scores some people
again, one transaction for each person; the last says in the audit what came of it. A job that is killed is run again
from its own start and finds done what is done, so that twice is the same as once.

A person's scores change only where an answer is now right instead of wrong or the other way round; their standings
also where the item is no longer clear, or clear only now. Nobody else is scored again. Evidence adds up, so that every
standing of such a person from the first such attempt on is judged anew, in whatever course of theirs.
"""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assessments.domain.reactivity import make_reactivity
from assessments.domain.scoring import revise_scores, revise_standings
from assessments.models import Rescoring
from courseware.domain import audit, jobs
from courseware.models import ItemVersion
from training.activities.exposure import EXPOSURE
from training.domain.private_kinds import PRIVATE_KINDS
from training.domain.regrading import regrade
from training.models import Attempt, Regrade

logger = logging.getLogger(__name__)

# A job of so many takes seconds; a standing costs a query for each gate, and a person has some dozens of standings.
PEOPLE_PER_JOB = 50


def rescore_item(version_id: int, *, now: datetime) -> None:
    """Grade every answer again that the version's corrections concern, then hand over to the scoring."""
    version = ItemVersion.objects.select_related("item", "supersedes").filter(pk=version_id).first()
    if version is None:
        logger.warning("Item version %s is not there; nothing was graded again.", version_id)
        return
    after: int | None = 0
    while after is not None:
        with transaction.atomic():
            after = regrade(version, now=now, after=after)
    _score_next(version_id, 0, now)


def rescore_people(version_id: int, *, after: int, now: datetime) -> None:
    """Score the next people again, by the primary key of their account; the last job of all ends the rescoring."""
    version = ItemVersion.objects.select_related("item").filter(pk=version_id).first()
    if version is None:
        logger.warning("Item version %s is not there; nobody was scored again.", version_id)
        return
    people = affected_people(version, after)
    for person_id, since in people:
        _rescore_person(version, person_id, since, now)
    if len(people) == PEOPLE_PER_JOB:
        _score_next(version_id, people[-1][0], now)
    else:
        _conclude(version, now)


def affected_people(version: ItemVersion, after: int = 0) -> list[tuple[int, datetime]]:
    """The next people whose grades it changed, by primary key, each with the end of their first affected attempt."""
    person = "response__attempt__enrolment__user_id"
    rows = (
        _with_before(version)
        .filter(_matters(version), response__attempt__completed_at__isnull=False, **{f"{person}__gt": after})
        .values(person)
        .annotate(since=Min("response__attempt__completed_at"))
        .order_by(person)
    )
    return [(row[person], row["since"]) for row in rows[:PEOPLE_PER_JOB]]


def _score_next(version_id: int, after: int, now: datetime) -> None:
    jobs.enqueue(
        "assessments.rescore_people",
        key=f"rescore-people-{version_id}-{after}",
        now=now,
        version_id=version_id,
        after=after,
    )


def _with_before(version: ItemVersion) -> QuerySet[Regrade]:
    """The version's regrades with what the answers counted as before it: by an earlier correction, or at first."""
    earlier = Regrade.objects.filter(response=OuterRef("response"), item_version__lt=version.pk).order_by(
        "-item_version_id"
    )
    return Regrade.objects.filter(item_version=version).alias(
        credit_before=Coalesce(Subquery(earlier.values("credit")[:1]), F("response__credit")),
        correct_before=Coalesce(Subquery(earlier.values("correct")[:1]), F("response__correct")),
        ambiguity_before=Coalesce(
            Subquery(earlier.values("item_version__ambiguity")[:1]), F("response__step__item_version__ambiguity")
        ),
    )


def _matters(version: ItemVersion) -> Q:
    """What scores, gates and tallies know of a key: what an answer is worth, and how ambiguous the item is.

    Biases in ratings are told by the distance from the best label, whatever the answer is worth.
    """
    changed = ~Q(correct=F("correct_before")) | ~Q(credit=F("credit_before")) | ~Q(ambiguity_before=version.ambiguity)
    return changed | Q(pk__isnull=False) if _best_moved(version) else changed


def _best_moved(version: ItemVersion) -> bool:
    earlier = version.supersedes
    if earlier is None or not (version.kind == "ordinal" or version.planted):
        return False
    return _best(version.key) != _best(earlier.key)


def _best(key: Mapping[str, Any]) -> str | None:
    shares = key.get("accepted") or key.get("distribution")
    return max(shares, key=lambda label: shares[label]) if shares else key.get("label", key.get("side"))


@transaction.atomic
def _rescore_person(version: ItemVersion, person_id: int, since: datetime, now: datetime) -> None:
    attempts = list(
        Attempt.objects.select_for_update(of=("self",))
        .filter(enrolment__user=person_id, completed_at__gte=since)
        .order_by("completed_at", "pk")
    )
    graded_again = set(
        Regrade.objects.filter(item_version=version, response__attempt__in=attempts).values_list(
            "response__attempt", flat=True
        )
    )
    for attempt in attempts:
        if attempt.pk in graded_again:
            revise_scores(attempt, now=now)
    exposures = (attempt.enrolment for attempt in attempts if attempt.pk in graded_again and attempt.kind == EXPOSURE)
    for enrolment in {enrolment.pk: enrolment for enrolment in exposures}.values():
        make_reactivity(enrolment, now=now)
    revise_standings(attempts, now=now)


@transaction.atomic
def _conclude(version: ItemVersion, now: datetime) -> None:
    """What came of it, once: in the row that asked for it, and in the audit."""
    rescoring = (
        Rescoring.objects.select_for_update(of=("self",))
        .select_related("requested_by")
        .filter(item_version=version, finished_at__isnull=True)
        .first()
    )
    if rescoring is None:
        return
    # Whoever reads the counts must not learn from them that somebody chose an exposure.
    graded = _with_before(version).exclude(response__attempt__kind__in=PRIVATE_KINDS)
    counts = {
        "answers": graded.count(),
        "attempts": graded.values("response__attempt").distinct().count(),
        "raised": graded.filter(credit__gt=F("credit_before")).count(),
        "lowered": graded.filter(credit__lt=F("credit_before")).count(),
    }
    for name, count in counts.items():
        setattr(rescoring, name, count)
    rescoring.finished_at = now
    rescoring.save(update_fields=[*counts, "finished_at"])
    audit.record(
        "item.rescored",
        actor=rescoring.requested_by,
        subject=version,
        data={"item": str(version.item), "version": version.number, **counts},
        at=now,
    )
