"""PURE: what the seed plants in the items of one attempt, how they are shown, and whether content can be planted."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from courseware.curriculum import Guideline, ItemContent
from courseware.keys import InvalidKey
from training.activities.base import ConfigCheck, ItemView, JsonDict, StepView
from training.activities.biases import BIASES
from training.activities.biases.anchoring import Anchoring
from training.activities.biases.base import DECOY, Dressed, Planted, labels_named
from training.activities.biases.confirmation import Confirmation
from training.activities.biases.verbosity import Verbosity
from training.activities.choices import ATTENTION_CHECKS

# Config key: slugs of the biases that may be planted in the module's items.
PLANTS = "biases"
PLANTED: dict[str, Planted] = {slug: bias for slug, bias in BIASES.items() if isinstance(bias, Planted)}
# An effect compares two arms.
LEAST_ITEMS = 2


def plan_plants(config: Mapping[str, Any], items: Sequence[ItemView], rng: random.Random) -> dict[str, JsonDict]:
    """By slug, for the items in which something is planted: the bias and the arm, as their plans hold them.

    An item gets one bias at most. Nothing is planted in attention checks, nor in a pair that returns: it would come
    back as another text. Where suggestions are planted, which are wrong, some items without a plant get a right one.
    """
    checks = set(config.get(ATTENTION_CHECKS, ()))
    free = [item for item in items if item.slug not in checks and item.first_left is None]
    by_bias = _spread(config.get(PLANTS, ()), free, rng)
    planned = {
        slug: {"bias": bias, "arm": arm}
        for bias, chosen in by_bias.items()
        for slug, arm in PLANTED[bias].assign(chosen, rng).items()
    }
    for item in free:
        for bias in config.get(PLANTS, ()):
            if bias in item.planted and not PLANTED[bias].compares(item.planted[bias]):
                planned.setdefault(item.slug, {"bias": bias, "arm": DECOY})
    plain = [item.slug for item in free if item.slug not in planned]
    for slug in rng.sample(plain, min(_right_suggestions(free, planned), len(plain))):
        planned[slug] = {"bias": Anchoring.slug, "arm": DECOY}
    return planned


def _right_suggestions(items: Sequence[ItemView], planned: Mapping[str, JsonDict]) -> int:
    """How many make a suggestion say nothing about the key: of K labels, every K-th suggestion is then right."""
    shown = sum(plan == {"bias": Anchoring.slug, "arm": Anchoring.arms[0]} for plan in planned.values())
    labels = {label for item in items for label in labels_named(item.key)}
    labels |= {item.planted[Anchoring.slug]["label"] for item in items if Anchoring.slug in item.planted}
    return round(shown / max(1, len(labels) - 1))


def _spread(biases: Sequence[str], items: Sequence[ItemView], rng: random.Random) -> dict[str, list[ItemView]]:
    """The items by the bias that is planted in them; those that could take several, where there are fewest so far."""
    chosen: dict[str, list[ItemView]] = {bias: [] for bias in biases}
    could = [(item, [bias for bias in biases if _could(bias, item)]) for item in items]
    could = [(item, fits) for item, fits in could if fits]
    if could:
        rng.shuffle(could)
    for item, fits in sorted(could, key=lambda pair: len(pair[1])):
        chosen[min(fits, key=lambda bias: len(chosen[bias]))].append(item)
    return chosen


def _could(bias: str, item: ItemView) -> bool:
    """Whether the bias may go into an arm of this item."""
    plant = item.planted.get(bias)
    return plant is not None and PLANTED[bias].compares(plant) and PLANTED[bias].fits(item)


def dressed(step: StepView) -> Dressed:
    """The step's item as its arm shows it. Raises ValueError for a step without an item."""
    if step.item is None or step.guideline is None:
        raise ValueError("this step has no item to show")
    bias = PLANTED.get(step.plan.get("bias", ""))
    return Dressed(step.item) if bias is None else bias.dress(step.item, step.plan["arm"], step.guideline)


def check_plants(checked: ConfigCheck, scales: Sequence[str]) -> None:
    """Complains about a module's `biases` that cannot be planted in what it asks; `scales`: of its guidelines."""
    listed = checked.config.get(PLANTS, [])
    known = [slug for slug, bias in PLANTED.items() if set(bias.scales) & set(scales)]
    if not isinstance(listed, list) or not all(isinstance(slug, str) for slug in listed):
        checked.problems.append(f"config.{PLANTS}: expected a list of {', '.join(known)}")
        return
    for slug, count in Counter(listed).items():
        if slug not in known:
            checked.problems.append(f"config.{PLANTS}: {slug!r} cannot be planted here; expected {', '.join(known)}")
        if count > 1:
            checked.problems.append(f"config.{PLANTS}: {slug!r} is there twice")


def check_planted(config: Mapping[str, Any], items: Sequence[ItemContent], guideline: Guideline) -> list[str]:
    """What is wrong with the plants of a module's items, each problem with the item's slug."""
    by_slug = {item.slug: item for item in items}
    problems = [problem for item in by_slug.values() for problem in _problems_of(item, guideline)]
    checks = set(config.get(ATTENTION_CHECKS, ()))
    for bias in config.get(PLANTS, ()):
        able = [
            slug
            for slug, item in by_slug.items()
            if bias in item.planted and slug not in checks and PLANTED[bias].compares(item.planted[bias])
        ]
        if len(able) < LEAST_ITEMS:
            problems.append(
                f"{PLANTS}: {len(able)} of the items can be planted for {bias!r}; expected {LEAST_ITEMS} or more"
            )
    for slug in config.get("returns", ()):
        if slug in by_slug and Verbosity.slug in by_slug[slug].planted:
            problems.append(f"returns: {slug!r} has planted.{Verbosity.slug}, so it would come back as another text")
    return problems + _claim_problems(config, by_slug)


def _problems_of(item: ItemContent, guideline: Guideline) -> list[str]:
    problems = []
    for slug, planted in item.planted.items():
        bias = PLANTED.get(slug)
        if bias is None:
            found = [f"is not known; expected one of {', '.join(PLANTED)}"]
        elif guideline.scale not in bias.scales:
            found = [f"does not go with the scale {guideline.scale!r}; expected {' or '.join(bias.scales)}"]
        else:
            found = _checked(bias, planted, item, guideline)
        problems += [f"item {item.slug!r}: planted.{slug}: {problem}" for problem in found]
    return problems


def _checked(bias: Planted, planted: Any, item: ItemContent, guideline: Guideline) -> list[str]:
    try:
        return bias.check(planted, _view(item), guideline)
    except InvalidKey:
        return []  # the item file is complained about already


def _claim_problems(config: Mapping[str, Any], items: Mapping[str, ItemContent]) -> list[str]:
    """Evidence needs a claim that a stance was asked on, and such a claim needs evidence."""
    if Confirmation.slug not in config.get(PLANTS, ()):
        return []
    claims = [claim["slug"] for claim in config.get("claims", ())]
    evidence = {
        slug: plant.get("claim")
        for slug, item in items.items()
        if isinstance(plant := item.planted.get(Confirmation.slug), Mapping)
    }
    problems = [
        f"item {slug!r}: planted.{Confirmation.slug}: the claim {claim!r} is not among config.claims"
        for slug, claim in evidence.items()
        if claim not in claims
    ]
    return problems + [
        f"claims: there is no evidence on {claim!r} among the items"
        for claim in claims
        if claim not in evidence.values()
    ]


def _view(item: ItemContent) -> ItemView:
    return ItemView(
        slug=item.slug,
        kind=item.kind,
        body=item.body,
        key=item.key,
        rationale=item.rationale,
        factors=item.factors,
        difficulty=item.difficulty,
        ambiguity=item.ambiguity,
        domain=item.domain,
        planted=item.planted,
    )
