"""PURE: what an item's key says of all its answers together, and how near stated shares come to it."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from courseware.keys import Key

# Where nobody has rated an item, its spread by chance is told for a panel of this size: about what a small one has.
USUAL_PANEL = 20


@dataclass(frozen=True)
class Reference:
    """`shares`: every answer's, 0..1, together 1.

    raters     how many people the shares come from; None where they come from nobody's answers
    estimated  the authors say what people would answer; else, without raters, the key itself says it: all on its one
               answer, or on those it accepts, by their credits
    """

    shares: Mapping[str, float]
    raters: int | None = None
    estimated: bool = False

    @property
    def panel(self) -> int | None:
        """How many people's spread by chance says something here; None: the key rests on no panel."""
        return USUAL_PANEL if self.estimated else self.raters

    def chance(self) -> Mapping[str, float] | None:
        """Each share's standard deviation over panels of that size, if the shares are what people at large answer.

        sqrt(p (1 - p) / n),   exact for each share of a multinomial sample of n
        """
        if self.panel is None:
            return None
        return {answer: math.sqrt(share * (1 - share) / self.panel) for answer, share in self.shares.items()}

    def closeness(self, stated: Mapping[str, float]) -> float:
        """1 minus half the squared distance of the stated shares (together 1) from these; 0..1, 1 is the same.

            1 - sum_k (p_k - q_k)^2 / 2

        The quadratic rule on another scale (`assessments.measures.soft_labels.quadratic_score`): stating what one
        believes, and only that, is best on average.
        """
        return 1 - math.fsum((share - stated.get(answer, 0.0)) ** 2 for answer, share in self.shares.items()) / 2


def reference_of(key: Key, answers: Collection[str]) -> Reference:
    """The distribution over `answers` that the key stands for."""
    given = key.credits if key.shares is None else key.shares
    total = math.fsum(given.values())
    shares = {answer: given.get(answer, 0.0) / total for answer in answers}
    return Reference(shares, key.raters, estimated=key.shares is not None and key.raters is None)


def per_cents(shares: Mapping[str, float]) -> dict[str, int]:
    """The shares (together 1) in whole per cent that together are 100: the largest remainders are rounded up."""
    down = {answer: math.floor(100 * share) for answer, share in shares.items()}
    by_remainder = sorted(shares, key=lambda answer: down[answer] - 100 * shares[answer])
    for answer in by_remainder[: 100 - sum(down.values())]:
        down[answer] += 1
    return down
