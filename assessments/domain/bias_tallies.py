"""What the answers of one attempt say of each bias: counts and sums, kept beside the attempt's scores.

A tally goes with the scores of its attempt: the same version and revision of the scoring, written at the same time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from assessments.measures.bias import Arm
from assessments.models import BiasTally, Score
from training.activities.biases import BIASES, Judged
from training.domain.attempts import step_view
from training.domain.items import items_of, version_of, view
from training.models import Attempt, Response

# The kinds of modules whose answers say something of a bias.
KINDS = ("practice", "preference")
SUMS = ("treated_n", "treated_sum", "treated_squares", "control_n", "control_sum", "control_squares")


def tallies_of(
    attempt: Attempt, responses: Iterable[Response], *, version: str, revision: int, now: datetime
) -> list[BiasTally]:
    """One row for every bias that the attempt says something about, not stored. Responses as `counted` gives them."""
    if attempt.kind not in KINDS:
        return []
    judged = judged_in(attempt, responses)
    rows = []
    for slug, bias in BIASES.items():
        contrasts = bias.contrasts(judged)
        if not contrasts:
            continue
        treated, control = (Arm.of(c.outcome for c in contrasts if c.treated is arm) for arm in (True, False))
        sums = (treated.n, treated.total, treated.squares, control.n, control.total, control.squares)
        rows.append(
            BiasTally(
                attempt=attempt,
                bias=slug,
                **dict(zip(SUMS, sums, strict=True)),
                scoring_version=version,
                revision=revision,
                created_at=now,
            )
        )
    return rows


def same_tallies(attempt: Attempt, fresh: Sequence[BiasTally]) -> bool:
    """Whether the tallies that count now are those just worked out, to the last digit. One query.

    Of an attempt from before there were tallies none is stored, which is no other value.
    """
    stored = list(counting_tallies(BiasTally.objects.filter(attempt=attempt)))
    return not stored or {_values(tally) for tally in stored} == {_values(tally) for tally in fresh}


def counting_tallies(tallies: QuerySet[BiasTally]) -> QuerySet[BiasTally]:
    """Those that no later scoring of their attempt has replaced, of attempts that count. No query of its own."""
    later = Score.objects.filter(attempt=OuterRef("attempt"), created_at__gt=OuterRef("created_at"))
    return tallies.filter(~Exists(later), attempt__voided_at__isnull=True)


def arms_of(tally: BiasTally) -> tuple[Arm, Arm]:
    """The answers with the plant, and those without."""
    return (
        Arm(tally.treated_n, tally.treated_sum, tally.treated_squares),
        Arm(tally.control_n, tally.control_sum, tally.control_squares),
    )


def judged_in(attempt: Attempt, responses: Iterable[Response]) -> list[Judged]:
    """The answers as biases read them, in the order in which they came in."""
    return [_judged(attempt, response) for response in sorted(responses, key=lambda r: (r.received_at, r.pk))]


def _judged(attempt: Attempt, response: Response) -> Judged:
    step = step_view(attempt, response.step)
    item = step.item
    counted: int | None = response.counted_version_id  # type: ignore[attr-defined]  # annotated by counted
    if item is not None and counted is not None and counted != response.step.item_version_id:
        # Judged by the corrected key; what was planted is what was shown.
        corrected = items_of(attempt.program_version_id).get(counted) or version_of(counted)
        item = replace(view(corrected), body=item.body, planted=item.planted)
    return Judged(
        plan=step.plan,
        item=item,
        guideline=step.guideline,
        answer=response.answer,
        correct=response.counted_correct,  # type: ignore[attr-defined]
        credit=response.counted_credit,  # type: ignore[attr-defined]
        confidence=response.confidence,
        active_ms=response.timing.get("activeMs"),
    )


def _values(tally: BiasTally) -> tuple[str, *tuple[float, ...]]:
    return (tally.bias, *(getattr(tally, name) for name in SUMS))
