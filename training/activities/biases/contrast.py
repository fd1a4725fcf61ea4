"""PURE: whether the item before moves the judgement of this one."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from courseware.keys import parse_key
from training.activities.base import ItemView, SimulatedPerson, StepView
from training.activities.biases.base import Judged, Randomised, best_label, label_ids, labels_named
from training.activities.biases.shares import Shares

# Key in a plan: the best label of the item that was asked before.
AFTER = "after"


class ItemBefore(Randomised):
    """Chance decides the order. After a stronger item, one of the same key looks weaker than after a weaker one.

    Only items of one key are compared with each other: slips go up from the low end of a scale and down from the high
    one, and at the low end the item before is stronger for that reason alone. So within each key as many answers after
    a stronger item count as after a weaker one; which of the more numerous are left out is as good as tossed.
    """

    slug = "contrast"
    trait = "contrast"
    name = "Order"
    question = "Does the item before decide?"
    planted = "Chance decided the order of the texts, and so what came before each of them."
    towards = "move towards the item before: the same text is rated higher after a higher one"
    away = "move away from the item before: the same text is rated lower after a higher one"
    advice = "Go back to the guideline's wording for each item, as if it were the first of the day."
    outcome = "mean distance from the key as a share of the scale, after a higher item minus after a lower one"

    def compared(self, judged: Sequence[Judged]) -> list[tuple[Judged, bool]]:
        rows: dict[str, dict[bool, list[int]]] = defaultdict(lambda: {True: [], False: []})
        for place, (before, one) in enumerate(pairwise(judged), 1):
            higher = _higher(before, one)
            if higher and not one.is_check and one.item is not None and one.guideline is not None:
                rows[best_label(one.item, one.guideline)][higher > 0].append(place)
        # The same each time it is asked, and nothing that depends on the answers.
        rng = random.Random(" ".join(one.item.slug for one in judged if one.item))
        kept: dict[int, bool] = {}
        for arms in rows.values():
            even = min(map(len, arms.values()))
            for treated, places in arms.items():
                kept |= dict.fromkeys(rng.sample(places, even), treated)
        return [(judged[place], kept[place]) for place in sorted(kept)]

    def outcome_of(self, judged: Judged, choice: str) -> float:
        if judged.item is None or judged.guideline is None:
            return 0.0
        labels = label_ids(judged.guideline)
        key = best_label(judged.item, judged.guideline)
        return (labels.index(choice) - labels.index(key)) / (len(labels) - 1)

    def put(self, judged: Judged, treated: bool) -> Judged:
        labels = label_ids(judged.guideline) if judged.guideline else [""]
        return replace(judged, plan={**judged.plan, AFTER: labels[-1] if treated else labels[0]})

    def sway(self, shares: Shares, step: StepView, person: SimulatedPerson) -> Shares:
        """With the chance of the trait the answer is one step further from the item before (below 0: nearer to it)."""
        before = step.plan.get(AFTER)
        if before is None or step.item is None or step.guideline is None or not person.contrast:
            return shares
        labels = label_ids(step.guideline)
        difference = labels.index(before) - labels.index(best_label(step.item, step.guideline))
        if not difference:
            return shares
        move = -1 if (difference > 0) == (person.contrast > 0) else 1
        moved = {answer: (1 - abs(person.contrast)) * share for answer, share in shares.items()}
        for answer, share in shares.items():
            to = labels[min(max(labels.index(answer) + move, 0), len(labels) - 1)]
            moved[to] = moved.get(to, 0.0) + abs(person.contrast) * share
        return moved


def plan_after(before: ItemView) -> dict[str, str]:
    """What the plan of a step notes of the item asked before it, where labels are in order."""
    return {AFTER: parse_key(before.key, labels_named(before.key)).best} if before.kind == "ordinal" else {}


def _higher(before: Judged, one: Judged) -> int:
    """How many labels higher the key of the item before is; 0 where nothing can be said."""
    if before.item is None or one.item is None or one.guideline is None or one.guideline.scale != "ordinal":
        return 0
    labels = label_ids(one.guideline)
    return labels.index(best_label(before.item, one.guideline)) - labels.index(best_label(one.item, one.guideline))
