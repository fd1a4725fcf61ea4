"""After an exercise: what was planted or left to chance in it, what that did to the answers, beside the own guess."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from assessments.domain.bias_profiles import MIN_ANSWERS, Estimate, own_estimate
from assessments.domain.bias_tallies import KINDS, arms_of, counting_tallies
from assessments.measures.bias import contrast_effect
from assessments.models import BiasTally
from training.activities.biases import BIASES, Bias, Planted
from training.models import Attempt, Step

# The guess of somebody who thinks that nothing moved them.
NOTHING = "none"


@dataclass(frozen=True)
class DebriefLine:
    """One bias in one exercise. planted: in how many items chance decided about a plant for it; else 0.

    effect: treated minus control in these answers, at 95 %; None for too few. named: whether the person's guess did.
    """

    bias: Bias
    planted: int
    treated: int
    control: int
    effect: Estimate | None
    named: bool

    @property
    def moved(self) -> bool:
        return self.effect is not None and (self.effect.low > 0 or self.effect.high < 0)


@dataclass(frozen=True)
class Debrief:
    """`planted`: what was put there; `guess`: None where none was asked.

    watched: what chance decided anyway, where it can be told or was guessed.
    """

    planted: tuple[DebriefLine, ...]
    watched: tuple[DebriefLine, ...]
    guess: tuple[Bias, ...] | None

    @property
    def lines(self) -> tuple[DebriefLine, ...]:
        return self.planted + self.watched


def debrief_of(attempt: Attempt) -> Debrief | None:
    """Of a completed attempt; None before it was scored, or where there is nothing to tell. Two queries, or none."""
    if attempt.kind not in KINDS or attempt.completed_at is None or attempt.voided_at is not None:
        return None
    tallies = {tally.bias: tally for tally in counting_tallies(BiasTally.objects.filter(attempt=attempt))}
    if not tallies:
        return None
    planted, guess = _planted_and_guess(attempt)
    named = set(guess or ())
    lines = [
        _line(BIASES[slug], tallies.get(slug), planted, slug in named)
        for slug in BIASES
        if slug in tallies or slug in planted
    ]
    told = [line for line in lines if line.planted or line.effect or line.named]
    if not told and guess is None:
        return None
    return Debrief(
        planted=tuple(line for line in told if line.planted),
        watched=tuple(line for line in told if not line.planted),
        guess=None if guess is None else tuple(BIASES[slug] for slug in BIASES if slug in named),
    )


def _line(bias: Bias, tally: BiasTally | None, planted: Mapping[str, int], named: bool) -> DebriefLine:
    if tally is None:
        return DebriefLine(bias, planted[bias.slug], 0, 0, None, named)
    treated, control = arms_of(tally)
    enough = min(treated.n, control.n) >= MIN_ANSWERS
    effect = own_estimate(contrast_effect(treated, control)) if enough else None
    return DebriefLine(bias, planted.get(bias.slug, 0), treated.n, control.n, effect, named)


def _planted_and_guess(attempt: Attempt) -> tuple[Mapping[str, int], list[str] | None]:
    """In how many answered items chance decided about each plant, and what was guessed; None where no guess was asked.

    Items that are compared with nothing (decoys) are none of them: they were shown as they are whatever chance said.
    """
    answered = Step.objects.filter(attempt=attempt, response__isnull=False)
    rows = answered.filter(Q(plan__has_key="bias") | Q(plan__aside="guess")).values_list("plan", "response__answer")
    planted: Counter[str] = Counter()
    guess: list[str] | None = None
    for plan, answer in rows:
        if plan.get("aside") == "guess":
            guess = [slug for slug in answer["choice"].split(",") if slug != NOTHING]
        elif _is_compared(plan):
            planted[plan["bias"]] += 1
    return planted, guess


def _is_compared(plan: Mapping[str, Any]) -> bool:
    bias = BIASES.get(plan["bias"])
    return isinstance(bias, Planted) and plan.get("arm") in bias.arms
