"""What charged content did to somebody's labels: worked out in the background, kept, and read by the person alone.

The capacity is measured by labels and by nothing else. How anybody felt, when they rested or stopped, what they agreed
to and for how long something was on the screen are not read here: no module of assessments may import them. No score,
standing or tally is made of an exposure, so that nothing tells who chose them.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction

from assessments.domain.reactivity_labels import Judgement, TwinPair
from assessments.domain.reactivity_lines import MIN_PAIRS, Reactivity
from assessments.domain.reactivity_pairs import judgements_of, pairs_of_twins
from assessments.gates import Evidence
from assessments.models import ReactivityProfile
from courseware.models import Enrolment

__all__ = ["make_reactivity", "pairs_of_twins", "reactivity_evidence", "stored_reactivity"]


@transaction.atomic
def make_reactivity(enrolment: Enrolment, *, now: datetime) -> None:
    """Works the profile out from every sitting that has ended, and keeps it in place of the one before."""
    # Its row is locked first, so that of two jobs the later one reads all the labels that the earlier one did.
    empty = {"document": {}, "made_at": now}
    row, _ = ReactivityProfile.objects.select_for_update().get_or_create(enrolment=enrolment, defaults=empty)
    row.document, row.made_at = document_of(judgements_of(enrolment)), now
    row.save(update_fields=["document", "made_at"])


def document_of(judgements: Sequence[Judgement]) -> dict[str, object]:
    """As `ReactivityProfile` keeps it: every tier in which something was judged, and the whole ladder."""
    from assessments.domain.reactivity_numbers import line_of

    tiers = sorted({one.tier for one in judgements})
    return {
        "tiers": [line_of(tier, [one for one in judgements if one.tier == tier]).to_document() for tier in tiers],
        "whole": line_of(None, judgements).to_document(),
    }


def stored_reactivity(enrolment: Enrolment) -> Reactivity | None:
    """The profile as it was last worked out; None: nothing was yet. One query, no arithmetic."""
    row = ReactivityProfile.objects.filter(enrolment=enrolment).first()
    return Reactivity.from_document(row.document, row.made_at) if row is not None else None


def reactivity_evidence(enrolment: Enrolment, tier: int, *, until: datetime | None = None) -> Evidence:
    """How much accuracy charged content of a tier costs, over its rungs: what a sensitive scope may rest on.

    value: accuracy on neutral twins minus accuracy on charged ones, with `twin_difference`'s interval; less is better.
    No value under MIN_PAIRS pairs. `until`: by sittings that ended by then. On purpose it is not in
    `assessments.domain.evidence.EVIDENCE`: a policy judges everybody by what stands there, and who declines the ladder
    would then lack a gate. Only a gate of a scope that somebody chose may ask it.
    """
    pairs = [pair for pair in pairs_of_twins(enrolment, until) if pair.charged.tier == tier and pair.comparable]
    if len(pairs) < MIN_PAIRS:
        return Evidence(n=len(pairs))
    low, high = _lost(pairs, 0.95)
    return Evidence(
        n=len(pairs),
        value=sum(pair.neutral.right - pair.charged.right for pair in pairs) / len(pairs),
        standard_error=(high - low) / (2 * _normal_quantile(0.95)),
        interval=partial(_lost, pairs),
    )


def _lost(pairs: Sequence[TwinPair], level: float) -> tuple[float, float]:
    from assessments.measures.reactivity import twin_difference

    charged, neutral = [pair.charged.right for pair in pairs], [pair.neutral.right for pair in pairs]
    found = twin_difference(charged, neutral, level=level)
    return found.low, found.high


def _normal_quantile(level: float) -> float:
    from assessments.measures.intervals import normal_quantile

    return normal_quantile(level)
