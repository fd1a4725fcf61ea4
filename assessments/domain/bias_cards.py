"""A bias profile and a debrief as cards and sentences, ready for a template. No query."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assessments.domain.bias_profiles import MIN_ANSWERS, BiasLine, Estimate
from assessments.domain.debriefs import Debrief, DebriefLine
from assessments.svg_biases import Strip, end_for, strip
from training.activities.biases import BIASES, Bias

# How often somebody without a bias is flagged for it, at most or nearly so.
FLAG_RATE = 0.05
# "Most of the cohort" leans one way where its mean lies so many of its spreads (standard deviations) from 0: at one,
# five of six people have an effect of that sign, if effects are normal.
MOST = 1.0
# How far an effect goes either way, as the scales of these cards have it: from -100 to +100 points. The intervals come
# from a normal approximation, which with few answers promises more than there is.
REACH = 1.0


@dataclass(frozen=True)
class BiasCard:
    """One bias with numbers. `sentence`: what they mean for the person; `subject`: You or They."""

    line: BiasLine
    sentence: str
    strip: Strip


@dataclass(frozen=True)
class Waiting:
    """A bias without answers enough."""

    bias: Bias
    treated: int
    control: int


@dataclass(frozen=True)
class ProfileCards:
    """Biases that stand out first, then the others with numbers, then those that wait. end: of every strip's scale.

    by_chance: how likely somebody without any bias is flagged for one of those with numbers, 0..1.
    """

    cards: tuple[BiasCard, ...]
    waiting: tuple[Waiting, ...]
    end: float
    by_chance: float
    minimum: int = MIN_ANSWERS

    @property
    def flagged(self) -> int:
        return sum(card.line.flagged for card in self.cards)


@dataclass(frozen=True)
class DebriefCard:
    line: DebriefLine
    sentence: str
    strip: Strip | None


@dataclass(frozen=True)
class DebriefCards:
    planted: tuple[DebriefCard, ...]
    watched: tuple[DebriefCard, ...]
    guess: tuple[Bias, ...] | None
    end: float

    @property
    def guessed(self) -> str:
        """The guess in words, as it stands after "You thought that ..."."""
        if not self.guess:
            return "none of them moved you"
        return f"these moved you: {', '.join(bias.name for bias in self.guess)}"

    def has_number(self, slug: str) -> bool:
        """Whether one of the cards says how large the effect of this bias was."""
        return any(card.line.bias.slug == slug and card.strip for card in (*self.planted, *self.watched))

    @property
    def has_numbers(self) -> bool:
        return any(card.strip for card in (*self.planted, *self.watched))


def profile_cards(lines: Sequence[BiasLine], subject: str = "You") -> ProfileCards:
    """Every bias of the registry has its place, with or without a line."""
    clipped = [replace(line, own=_within(line.own), drawn=_within(line.drawn)) for line in lines]
    told = sorted((line for line in clipped if line.own and line.drawn), key=lambda line: not line.flagged)
    known = {line.slug: line for line in clipped}
    end = end_for(value for line in told for value in _extent(line))
    return ProfileCards(
        cards=tuple(_card(line, subject, end) for line in told),
        waiting=tuple(
            Waiting(bias, known[slug].treated if slug in known else 0, known[slug].control if slug in known else 0)
            for slug, bias in BIASES.items()
            if slug not in known or known[slug].own is None
        ),
        end=end,
        by_chance=1 - (1 - FLAG_RATE) ** len(told),
    )


def debrief_cards(debrief: Debrief) -> DebriefCards:
    planted, watched = (
        [replace(line, effect=_within(line.effect)) for line in lines] for lines in (debrief.planted, debrief.watched)
    )
    effects = [line.effect for line in (*planted, *watched) if line.effect is not None]
    end = end_for(value for effect in effects for value in (effect.value, effect.low, effect.high))
    return DebriefCards(
        planted=tuple(_debrief_card(line, end) for line in planted),
        watched=tuple(_debrief_card(line, end) for line in watched),
        guess=debrief.guess,
        end=end,
    )


def _card(line: BiasLine, subject: str, end: float) -> BiasCard:
    own, drawn = line.own, line.drawn
    if own is None or drawn is None:
        raise ValueError("a line without numbers has no card")
    drawing = strip(drawn.value, (drawn.low, drawn.high), (own.low, own.high), end=end)
    return BiasCard(line, _sentence(line, subject), drawing)


def _sentence(line: BiasLine, subject: str) -> str:
    own, drawn = line.own, line.drawn
    if own is None or drawn is None:
        return ""
    if line.flagged:
        return f"{subject} {_direction(line.bias, own.value)}, more than chance would explain."
    if _cohort_leans(line, drawn):
        return (
            f"{'Your' if subject == 'You' else 'Their'} own answers do not tell it from chance. Most of the cohort "
            f"does lean this way: people {_direction(line.bias, drawn.value)}."
        )
    return "Nothing here can be told from chance so far."


def _cohort_leans(line: BiasLine, drawn: Estimate) -> bool:
    """Whether most of the cohort can be said to have an effect of the sign that `drawn` has.

    There must be others to lean on at all, and `drawn`'s own 90 % interval must leave 0 out. The cohort's mean must lie
    on the same side, by MOST of its spreads, and by half of that interval: the mean of six people or more is hardly
    ever less certain than one person's place among them, so that an interval about the mean would leave 0 out too.
    """
    if not line.others or drawn.low <= 0 <= drawn.high:
        return False
    mean = line.mean if drawn.value > 0 else -line.mean
    return mean >= MOST * line.spread and mean > (drawn.high - drawn.low) / 2


def _direction(bias: Bias, value: float) -> str:
    return bias.towards if value > 0 else bias.away


def _within(estimate: Estimate | None) -> Estimate | None:
    """The estimate with what lies beyond REACH brought back to it."""
    if estimate is None:
        return None
    return Estimate(*(max(-REACH, min(REACH, value)) for value in (estimate.value, estimate.low, estimate.high)))


def _extent(line: BiasLine) -> list[float]:
    estimates = [estimate for estimate in (line.own, line.drawn) if estimate is not None]
    return [value for estimate in estimates for value in (estimate.value, estimate.low, estimate.high)]


def _debrief_card(line: DebriefLine, end: float) -> DebriefCard:
    effect = line.effect
    if effect is None:
        return DebriefCard(line, f"Too few answers to say: either side needs {MIN_ANSWERS}.", None)
    drawing = strip(effect.value, (effect.low, effect.high), end=end)
    if line.moved:
        return DebriefCard(line, f"It did move you here: you {_direction(line.bias, effect.value)}.", drawing)
    return DebriefCard(line, "What it did to you here cannot be told from chance.", drawing)
