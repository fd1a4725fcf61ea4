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

from django.db.models import F, Q, QuerySet

from assessments.domain.pairs import pairs_of
from assessments.gates import Evidence
from courseware.domain.programs import program_of
from courseware.models import Enrolment
from training.activities.drills.validity import Verdict, verdict
from training.domain.counting import Counted, counted
from training.models import Response

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


@dataclass(frozen=True)
class Scope:
    """Whose evidence, completed by when (None: at all), and from which day of the program (1 is the first).

    `at_most`: of a measure that is judged by its interval, no more than so many observations in order (of drills, the
    runs in which that number is reached): looking again after each further one would let chance pass in the end.
    """

    enrolment: Enrolment
    until: datetime | None = None
    from_day: int = 1
    at_most: int | None = None

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


# What a plan holds of a step that is no evidence of how well somebody judges at large. Attention checks: anybody who
# reads them gets them right. What was picked for the person, by their level or by what they missed: it is harder for
# the able, and weak where they are. A planted bias: it was put there to mislead.
SPECIAL = ("check", "picked", "bias")
ATTEMPT = ("attempt__enrolment_id", "attempt__program_version_id", "attempt__module")


def _first_showings(scope: Scope, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Of rows (item, *ATTEMPT, ...), what follows ATTEMPT for each item's first showing, where that counts."""
    met: set[int] = set()
    for item_id, enrolment_id, version_id, module, *values in rows:
        if item_id not in met and scope.counts(enrolment_id, version_id, module):
            yield tuple(values)
        met.add(item_id)


def is_plain(plan: Mapping[str, Any]) -> bool:
    """Whether a step asked what it asks of everybody, and nothing was planted in it."""
    return not any(name in plan for name in SPECIAL)


def accuracy_clear(scope: Scope) -> Evidence:
    """Right or wrong on items of practice sets that count as clear now, each item once, at its first showing."""
    rows = scope.responses("practice", "ambiguity").filter(counted_ambiguity="clear")
    values = rows.values_list("step__item_version__item_id", *ATTEMPT, "attempt__kind", "step__plan", "counted_correct")
    # Who met an item among ambiguous ones was shown its key there, and was asked for more than the right label.
    answers = tuple(
        bool(correct) for kind, plan, correct in _first_showings(scope, values) if kind == "practice" and is_plain(plan)
    )
    return Evidence(n=len(answers), answers=answers)


def position_consistency(scope: Scope) -> Evidence:
    """Whether the same response won on either side, pair by pair; of pairs in which a side was chosen both times.

    Where a tie may be stated it says nothing of sides: whoever states one always would be perfectly consistent.
    """
    pairs = [pair for pair in pairs_of(scope.enrolment, scope.until) if pair.day >= scope.from_day and pair.chosen]
    return Evidence(n=len(pairs), answers=tuple(pair.consistent for pair in pairs))


def overconfidence(scope: Scope) -> Evidence:
    """Mean confidence minus the share right, over first answers.

    Its interval takes mean confidence as known and the share right by Wilson's: the error of the mean gap alone holds
    the truth far too seldom where nearly all answers are right. The standard error is the usual one (n - 1).
    """
    rows = scope.responses("practice", "preference", "ambiguity").filter(counted_correct__isnull=False)
    values = rows.values_list(
        "step__item_version__item_id", *ATTEMPT, "attempt__kind", "step__plan", "confidence", "counted_correct"
    )
    # Among ambiguous items an answer is correct where its flag fits: that is not what the confidence was about.
    shown = [
        (confidence, bool(correct))
        for kind, plan, confidence, correct in _first_showings(scope, values)
        if kind != "ambiguity" and is_plain(plan) and confidence is not None
    ]
    judged = shown[: scope.at_most]
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
    """d' over all usable runs, pooled: targets told from the other digits."""
    blocks = [block for run in _runs(scope, "sart") for block in run]
    go, nogo, omissions, commissions = (_total(blocks, name) for name in ("go", "nogo", "omissions", "commissions"))
    return _pooled(go - omissions, omissions, commissions, nogo - commissions)


def long_look_d_prime(scope: Scope) -> Evidence:
    """d' over all lines of long looks, pooled: planted inconsistencies told from lines that are in order."""
    looks = [section for run in _runs(scope, "long_look") for section in run]
    planted, clean, hits, false_alarms = (_total(looks, name) for name in ("planted", "clean", "hits", "false_alarms"))
    return _pooled(hits, planted - hits, false_alarms, clean - false_alarms)


def _runs(scope: Scope, drill: str) -> list[list[Mapping[str, Any]]]:
    """The measured blocks of every usable run of the drill, as stored, run by run.

    Unusable: an attempt that was set aside, blocks answered before it went on as another drill, a training form, and
    what `validity.verdict` refuses (an attempt completed before there were rulings was never set aside).
    """
    rows = scope.responses("drill").filter(
        answer__block__gt=0, attempt__voided_at__isnull=True, step__variant=F("attempt__variant")
    )
    runs: dict[int, list[Mapping[str, Any]]] = {}
    for enrolment_id, version_id, module, attempt_id, answer in rows.values_list(*ATTEMPT, "attempt_id", "answer"):
        # The SART is older than the other drills: its first answers do not say whose they are.
        asked = answer.get("drill", "sart") == drill and "form" not in answer
        if asked and scope.counts(enrolment_id, version_id, module):
            runs.setdefault(attempt_id, []).append(answer)
    return _first_runs([run for run in runs.values() if verdict(run) is Verdict.OK], scope.at_most)


def _first_runs(runs: list[list[Mapping[str, Any]]], at_most: int | None) -> list[list[Mapping[str, Any]]]:
    """The runs in order until `at_most` trials or lines are reached."""
    if at_most is None:
        return runs
    taken: list[list[Mapping[str, Any]]] = []
    count = 0
    for run in runs:
        if count >= at_most:
            break
        taken.append(run)
        count += sum(block["trials"] - block["void"] for block in run)
    return taken


def _total(blocks: Iterable[Mapping[str, Any]], name: str) -> int:
    return sum(block[name] for block in blocks)


def _pooled(hits: int, misses: int, false_alarms: int, rejections: int) -> Evidence:
    from assessments.measures.intervals import normal_quantile
    from assessments.measures.signal_detection import d_prime, d_prime_interval

    n = hits + misses + false_alarms + rejections
    if not hits + misses or not false_alarms + rejections:
        return Evidence(n=n)
    low, high = d_prime_interval(hits, misses, false_alarms, rejections)
    return Evidence(
        n=n,
        value=float(d_prime(hits, misses, false_alarms, rejections)),
        standard_error=(high - low) / (2 * normal_quantile(0.95)),
    )


EVIDENCE: dict[str, Callable[[Scope], Evidence]] = {
    "accuracy_clear": accuracy_clear,
    "position_consistency": position_consistency,
    "overconfidence": overconfidence,
    "sart_d_prime": sart_d_prime,
    "long_look_d_prime": long_look_d_prime,
}
