"""What is known of a person for each measure that a gate may name.

Evidence is what was answered in this enrolment, in attempts completed by a time, on days of the program from a given
one on. An item counts once, at the first time this person ever met it: whoever met it in an earlier enrolment was
shown its key then, so here it is no evidence.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from assessments.domain.pairs import pairs_of
from assessments.gates import Evidence
from courseware.domain.programs import program_of
from courseware.models import Enrolment
from training.domain.counting import Counted, counted
from training.models import Response

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

# A run in which more of the targets than this are void is no evidence: looking away after each slip would void them.
MAX_VOID_TARGETS = 0.2


@dataclass(frozen=True)
class Scope:
    """Whose evidence, completed by when (None: at all), and from which day of the program (1 is the first)."""

    enrolment: Enrolment
    until: datetime | None = None
    from_day: int = 1

    def responses(self, *kinds: str) -> "QuerySet[WithAnnotations[Response, Counted]]":
        """The person's responses in completed attempts of any enrolment, in the order they came in, as counted now."""
        completed = Q(attempt__completed_at__isnull=False)
        if self.until is not None:
            completed = Q(attempt__completed_at__lte=self.until)
        responses = Response.objects.filter(
            completed, attempt__enrolment__user=self.enrolment.user_id, attempt__kind__in=kinds
        )
        return counted(responses).order_by("received_at", "pk")

    def counts(self, enrolment_id: int, version_id: int, module: str) -> bool:
        """Whether an answer of this enrolment, program version and module is evidence here."""
        if enrolment_id != self.enrolment.pk:
            return False
        return program_of(version_id).day_of.get(module, 0) + 1 >= self.from_day


ATTEMPT = ("attempt__enrolment_id", "attempt__program_version_id", "attempt__module")


def _first_showings(scope: Scope, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Of rows (item, *ATTEMPT, ...), what follows ATTEMPT for each item's first showing, where that counts."""
    met: set[int] = set()
    for item_id, enrolment_id, version_id, module, *values in rows:
        if item_id not in met and scope.counts(enrolment_id, version_id, module):
            yield tuple(values)
        met.add(item_id)


def accuracy_clear(scope: Scope) -> Evidence:
    """Right or wrong on items of practice sets that count as clear now, each item once, at its first showing."""
    rows = scope.responses("practice").filter(counted_ambiguity="clear")
    answers = tuple(
        bool(correct)
        for (correct,) in _first_showings(
            scope, rows.values_list("step__item_version__item_id", *ATTEMPT, "counted_correct")
        )
    )
    return Evidence(n=len(answers), answers=answers)


def position_consistency(scope: Scope) -> Evidence:
    """Whether the same response won on either side, pair by pair."""
    pairs = [pair for pair in pairs_of(scope.enrolment, scope.until) if pair.day >= scope.from_day]
    return Evidence(n=len(pairs), answers=tuple(pair.consistent for pair in pairs))


def overconfidence(scope: Scope) -> Evidence:
    """Mean confidence minus the share right, over first answers.

    Its interval takes mean confidence as known and the share right by Wilson's: the error of the mean gap alone holds
    the truth far too seldom where nearly all answers are right. The standard error is the usual one (n - 1).
    """
    rows = scope.responses("practice", "preference").filter(counted_correct__isnull=False)
    values = rows.values_list("step__item_version__item_id", *ATTEMPT, "confidence", "counted_correct")
    judged = [(c, bool(k)) for c, k in _first_showings(scope, values) if c is not None]
    n = len(judged)
    if n < 2:
        return Evidence(n=n)
    mean_confidence = math.fsum(confidence for confidence, _ in judged) / n
    right = sum(correct for _, correct in judged)
    gaps = [confidence - correct for confidence, correct in judged]
    mean = math.fsum(gaps) / n
    variance = math.fsum((gap - mean) ** 2 for gap in gaps) / (n - 1)
    return Evidence(
        n=n,
        value=mean,
        standard_error=math.sqrt(variance / n),
        interval=partial(_gap_interval, mean_confidence, right, n),
    )


def _gap_interval(mean_confidence: float, right: int, n: int, level: float) -> tuple[float, float]:
    from assessments.measures.intervals import wilson

    low, high = wilson(right, n, level)
    return mean_confidence - high, mean_confidence - low


def sart_d_prime(scope: Scope) -> Evidence:
    """d' over all usable runs, pooled: on a device that can time, without too many void targets."""
    from assessments.measures.intervals import normal_quantile
    from assessments.measures.signal_detection import d_prime, d_prime_interval

    rows = scope.responses("drill").filter(answer__block__gt=0).values_list(*ATTEMPT, "attempt_id", "answer")
    runs: dict[int, list[Mapping[str, Any]]] = {}
    for enrolment_id, version_id, module, attempt_id, answer in rows:
        if scope.counts(enrolment_id, version_id, module):
            runs.setdefault(attempt_id, []).append(answer)
    blocks = [block for run in runs.values() if _usable(run) for block in run]
    go, nogo = (sum(block[name] for block in blocks) for name in ("go", "nogo"))
    if not go or not nogo:
        return Evidence(n=go + nogo)
    omissions, commissions = (sum(block[name] for block in blocks) for name in ("omissions", "commissions"))
    outcome = (go - omissions, omissions, commissions, nogo - commissions)
    low, high = d_prime_interval(*outcome)
    return Evidence(
        n=go + nogo, value=float(d_prime(*outcome)), standard_error=(high - low) / (2 * normal_quantile(0.95))
    )


def _usable(run: list[Mapping[str, Any]]) -> bool:
    targets = sum(block["targets"] for block in run)
    void_targets = targets - sum(block["nogo"] for block in run)
    return all(block["timing_valid"] for block in run) and void_targets <= MAX_VOID_TARGETS * targets


EVIDENCE: dict[str, Callable[[Scope], Evidence]] = {
    "accuracy_clear": accuracy_clear,
    "position_consistency": position_consistency,
    "overconfidence": overconfidence,
    "sart_d_prime": sart_d_prime,
}
