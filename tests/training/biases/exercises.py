"""Exercises with everything that can be planted, and simulated people who do them, without a database."""

import random
from collections.abc import Iterable, Sequence
from typing import Any

from courseware.curriculum import Guideline, Label
from training.activities import ACTIVITIES
from training.activities.base import Answer, ItemView, SimulatedPerson, StepView
from training.activities.biases.base import Bias, Judged, judged_of

LEVELS = ("none", "mild", "moderate", "severe")
SEVERITY = Guideline(
    "severity", "Severity", "How severe?", "ordinal", tuple(Label(level, level.title()) for level in LEVELS), "Text."
)
EVIDENCE = Guideline(
    "evidence",
    "Evidence",
    "How strong is this?",
    "nominal",
    (Label("strong", "Strong"), Label("weak", "Weak"), Label("none", "None")),
    "Text.",
)
PAIRS = Guideline("preference", "Preference", "Which?", "preference", (), "Text.")
CLAIMS = [{"slug": "walks", "text": "Walks help."}, {"slug": "naps", "text": "Naps help."}]
PRACTICE: dict[str, Any] = {"guideline": "severity", "items": [], "confidence": True}
WORDS = "one two three four five six seven eight"


def text_item(number: int, key: str, planted: dict[str, Any] | None = None, kind: str = "ordinal") -> ItemView:
    return ItemView(
        slug=f"text-{number}",
        kind=kind,
        body={"text": f"Text number {number}. {WORDS}"},
        key={"label": key},
        rationale=f"Because of {number}.",
        factors=(),
        difficulty=(number % 5) / 5,
        planted=planted or {},
    )


def suggested(number: int, slug: str = "anchoring") -> ItemView:
    """A text with a wrong label planted; for `authority` with a source as well."""
    key = LEVELS[number % 4]
    plant = {"label": LEVELS[(number + 1 + number // 4 % 3) % 4]}
    if slug == "authority":
        plant["source"] = "From the national office"
    return text_item(number, key, {slug: plant})


def toned(number: int) -> ItemView:
    return text_item(number, LEVELS[number % 4], {"halo": {"warm": f"Dear friend, {number}.", "curt": f"{number}."}})


def evidence(number: int) -> ItemView:
    plant = {"claim": CLAIMS[number % 2]["slug"], "mirror": f"Against it: {number}."}
    return text_item(number, ("strong", "weak", "none")[number % 3], {"confirmation": plant}, "classification")


def pair_item(number: int, *, padded: bool = True, key: str = "") -> ItemView:
    """Two short responses of one length, each of which can be padded; or (not `padded`) one of them longer anyway."""
    short, long = f"{number} {WORDS}", f"{number} {WORDS} {WORDS}"
    return ItemView(
        slug=f"pair-{number}",
        kind="preference",
        body={"prompt": f"Prompt {number}", "response_a": short, "response_b": short[::-1] if padded else long},
        key={"side": key or "ab"[number % 2]},
        rationale="Because.",
        factors=(),
        difficulty=(number % 5) / 5,
        planted={"verbosity": {"a": long, "b": long[::-1]}} if padded else {},
    )


def of_practice(items: Sequence[ItemView], biases: Iterable[str] = (), **config: Any) -> dict[str, Any]:
    return {**PRACTICE, "items": [item.slug for item in items], "biases": list(biases), **config}


def steps_of(config: dict[str, Any], items: Sequence[ItemView], guideline: Guideline, seed: int) -> list[StepView]:
    """The exercise as planned from the seed."""
    by_slug = {item.slug: item for item in items}
    kind = "preference" if guideline is PAIRS else "practice"
    planned = ACTIVITIES[kind].plan(config, list(items), random.Random(seed))
    return [StepView(step.plan, config, by_slug[step.item] if step.item else None, guideline) for step in planned]


def done(steps: Sequence[StepView], person: SimulatedPerson, seed: int) -> list[Judged]:
    """The exercise as the simulated person does it."""
    activity = ACTIVITIES["preference" if steps[-1].guideline is PAIRS else "practice"]
    rng = random.Random(f"answers {seed}")
    simulated = [activity.simulate(step, person, rng) for step in steps]
    return judged_of(activity, steps, [Answer(one.value, one.confidence) for one in simulated])


def estimated_and_true(
    bias: Bias, config: dict[str, Any], items: Sequence[ItemView], guideline: Guideline, person: SimulatedPerson, n: int
) -> tuple[float, float, float]:
    """Over `n` attempts: the difference of the pooled means, its standard error, and the mean true effect."""
    outcomes: dict[bool, list[float]] = {True: [], False: []}
    truths = []
    for seed in range(n):
        judged = done(steps_of(config, items, guideline, seed), person, seed)
        for contrast in bias.contrasts(judged):
            outcomes[contrast.treated].append(contrast.outcome)
        truths.append(bias.true_effect(judged, person))
    known = [truth for truth in truths if truth == truth]
    means = {arm: sum(values) / len(values) for arm, values in outcomes.items()}
    variances = {arm: sum((v - means[arm]) ** 2 for v in values) / len(values) for arm, values in outcomes.items()}
    error = sum(variances[arm] / len(outcomes[arm]) for arm in outcomes) ** 0.5
    return means[True] - means[False], error, sum(known) / len(known)
