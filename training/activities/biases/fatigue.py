"""PURE: whether accuracy falls over a sitting."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

from courseware.keys import parse_key
from training.activities.base import SimulatedPerson
from training.activities.biases.base import Bias, Judged

# Key in a plan: how far the attempt is when the item is asked, 0 at the first item and 1 at the last.
LATE = "late"
# With fewer clear answers a third is one or two items.
LEAST_ANSWERS = 9


class Fatigue(Bias):
    """Errors in the last third of the clear items of one attempt, minus errors in the first. Chance decides the order.

    A simulated person's chance of being right is lower by the trait at the last item, and in proportion before
    (`choices.chance_of_right`), so this bias sways nothing here.
    """

    slug = "fatigue"
    trait = "fatigue"
    name = "Fatigue"
    question = "Does accuracy fall towards the end?"
    planted = (
        "Nothing was planted: the last third of the items is compared with the first, and chance decided the order."
    )
    towards = "make more errors in the last third than in the first"
    away = "make fewer errors in the last third than in the first"
    advice = "Take a short break before the last third, and read its guideline once more."
    outcome = "share of errors, in the last third minus in the first"

    def compared(self, judged: Sequence[Judged]) -> list[tuple[Judged, bool]]:
        clear = [
            one
            for one in judged
            if one.item is not None and one.item.ambiguity == "clear" and one.correct is not None and not one.is_check
        ]
        third = len(clear) // 3
        if len(clear) < LEAST_ANSWERS:
            return []
        return [(one, False) for one in clear[:third]] + [(one, True) for one in clear[-third:]]

    def outcome_of(self, judged: Judged, choice: str) -> float:
        if judged.correct is not None and choice == judged.choice:
            return float(not judged.correct)
        if judged.item is None or judged.guideline is None:
            return 0.0
        key = parse_key(judged.item.key, judged.guideline.answers_to(judged.item.body))
        return float(not key.grade(choice).correct)

    def true_effect(self, judged: Sequence[Judged], person: SimulatedPerson) -> float:
        """Over the items compared, what each is expected to be in a place of the last third minus in one of the first.

        Chance put each of them where it came. Skill falls in proportion, so the middle of a third stands for all of it.
        """
        compared = self.compared(judged)
        if not compared:
            return float("nan")
        early, late = (
            fmean(one.plan.get(LATE, 0.0) for one, treated in compared if treated == arm) for arm in (False, True)
        )
        return fmean(
            self.expected(_at(one, late), person) - self.expected(_at(one, early), person) for one, _ in compared
        )


def _at(judged: Judged, late: float) -> Judged:
    """The judgement, had it come at another place; what was answered there is not known."""
    return replace(judged, plan={**judged.plan, LATE: late}, correct=None)
