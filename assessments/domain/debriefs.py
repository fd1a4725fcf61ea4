"""After an exercise: what was planted or left to chance in it, what that did to the answers, beside the own guess."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from assessments.domain.bias_profiles import Estimate, own_estimate
from assessments.domain.bias_tallies import KINDS, arms_of, counting_tallies
from assessments.measures.bias import MIN_ANSWERS, contrast_effect
from assessments.models import BiasTally
from training.activities.biases import BIASES, Bias
from training.models import Attempt, Step

# The guess of somebody who thinks that nothing moved them.
NOTHING = "none"


@dataclass(frozen=True)
class DebriefLine:
    """One bias in one exercise. planted: in how many items; 0 where chance alone made the difference.

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
    """Of a completed attempt; None where nothing was compared in it, or before it was scored. Two queries, or none."""
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
    return Debrief(
        planted=tuple(line for line in lines if line.planted),
        watched=tuple(line for line in lines if not line.planted and (line.effect or line.named)),
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
    """In how many answered items each bias was planted, and what was guessed; None where no guess was asked."""
    answered = Step.objects.filter(attempt=attempt, response__isnull=False)
    rows = answered.filter(Q(plan__has_key="bias") | Q(plan__aside="guess")).values_list("plan", "response__answer")
    planted: Counter[str] = Counter()
    guess: list[str] | None = None
    for plan, answer in rows:
        if plan.get("aside") == "guess":
            guess = [slug for slug in answer["choice"].split(",") if slug != NOTHING]
        else:
            planted[plan["bias"]] += 1
    return planted, guess
