"""The labels somebody gave on the ladder, for pairs of twins: which, when, and how long it took; nothing else is read.

An item counts by the first label this person ever gave it; its second one tells only how consistent labels are. The
twins of a pair were answered hours apart, whatever the person's time zone is by now. All of it as counted now: after a
correction by the corrected key, and pairs only where both twins are still clear and still have one key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import Q

from assessments.domain.reactivity_labels import Judgement, TwinPair, Twins, pairs_among
from courseware.domain.programs import program_of
from courseware.keys import parse_key
from courseware.models import Enrolment, ItemVersion
from training.activities.exposure import CHARGED, EXPOSURE
from training.domain.counting import counted
from training.domain.items import items_of, version_of
from training.models import Response


@dataclass(frozen=True)
class _Rung:
    """What a module of the ladder says of its answers."""

    tier: int
    scale: str
    labels: tuple[str, ...]
    twins: Mapping[str, Twins]


def judgements_of(enrolment: Enrolment, until: datetime | None = None) -> list[Judgement]:
    """The labels in ended sittings of the enrolment, in the order given. One query, and one for each corrected item.

    `until`: sittings that ended by then. Labels of an item that was first judged in another enrolment are left out.
    """
    first: dict[int, tuple[int, int]] = {}
    before: dict[int, int] = {}
    rung_of = cache(_rung)  # for this call alone
    found = []
    for response in _responses(enrolment, until):
        attempt, asked = response.attempt, response.step.item_version
        rung = rung_of(attempt.program_version_id, attempt.module)
        choice = response.answer.get("choice")
        if asked is None or rung is None or asked.item.slug not in rung.twins or choice not in rung.labels:
            continue
        own = attempt.enrolment_id
        judged_in, earlier = first.get(asked.item_id, (own, None))
        first.setdefault(asked.item_id, (own, rung.labels.index(choice)))
        if own != enrolment.pk:
            continue
        if judged_in == own:
            found.append(_judgement(response, rung, before.get(attempt.pk, 0), earlier))
        before[attempt.pk] = before.get(attempt.pk, 0) + bool(response.step.plan.get(CHARGED))
    return found


def pairs_of_twins(enrolment: Enrolment, until: datetime | None = None) -> list[TwinPair]:
    """Every pair of which both twins were judged, long enough apart, comparable or not; queries as `judgements_of`."""
    return list(pairs_among(judgements_of(enrolment, until)))


def _responses(enrolment: Enrolment, until: datetime | None) -> list[Response]:
    """Of the person in every enrolment: what they judged in an earlier one they judged before."""
    ended = Q(attempt__completed_at__isnull=False) if until is None else Q(attempt__completed_at__lte=until)
    rows = Response.objects.filter(
        ended, attempt__kind=EXPOSURE, attempt__enrolment__user=enrolment.user_id, attempt__voided_at__isnull=True
    )
    joined = counted(rows).select_related("attempt", "step__item_version__item")
    return list(joined.order_by("received_at", "pk"))


def _judgement(response: Response, rung: _Rung, before: int, first: int | None) -> Judgement:
    version = _counted_version(response)
    ms = response.timing.get("rtMs")
    return Judgement(
        item=version.item_id,
        sitting=response.attempt_id,
        tier=rung.tier,
        twins=rung.twins[version.item.slug],
        charged=bool(response.step.plan.get(CHARGED)),
        place=rung.labels.index(response.answer["choice"]),
        keyed=rung.labels.index(parse_key(version.key, rung.labels).best),
        right=bool(response.counted_correct),  # type: ignore[attr-defined]  # annotated by counted
        clear=version.ambiguity == "clear",
        key=version.key,
        labels=len(rung.labels),
        scale=rung.scale,
        ms=ms if ms and ms > 0 else None,
        at=response.received_at,
        before=before,
        first=first,
    )


def _counted_version(response: Response) -> ItemVersion:
    """The version of the item by whose key the answer counts now."""
    version_id = response.counted_version_id  # type: ignore[attr-defined]  # annotated by counted
    return items_of(response.attempt.program_version_id).get(version_id) or version_of(version_id)


def _rung(program_version_id: int, module: str) -> _Rung | None:
    """None where the module is on no ladder."""
    program = program_of(program_version_id)
    rung = program.ladder.rung_of(module) if program.ladder else None
    if rung is None:
        return None
    config = rung.module.config
    pairs = list(zip(config["charged"], config["neutral"], strict=True))
    guideline = program.guideline(config["guideline"])
    labels = tuple(label.id for label in guideline.labels)
    return _Rung(rung.tier, guideline.slug, labels, {slug: pair for pair in pairs for slug in pair})
