"""PURE: the measures Attune shows: their names, units, direction, and one plain sentence on what each means."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """`better`: "high", "low", or "none" (neither end is better). `share` measures are shown as percentages."""

    slug: str
    name: str
    meaning: str
    better: str
    capacity: str | None
    share: bool = False
    low: float = 0.0
    high: float = 1.0


def _catalogue(*measures: Measure) -> dict[str, Measure]:
    return {measure.slug: measure for measure in measures}


MEASURES = _catalogue(
    Measure(
        "sart_d_prime", "Target discrimination (d′)",
        "How well presses and withheld presses told the target digit from the others; 0 is chance.",
        "high", "sustained_attention", low=0, high=5,
    ),
    Measure(
        "sart_criterion", "Response criterion (c)",
        "Below 0: leaning towards pressing. Above 0: leaning towards holding back.",
        "none", "sustained_attention", low=-2, high=2,
    ),
    Measure(
        "sart_commission", "Presses on the target",
        "Share of target digits on which the key was pressed although it should not have been.",
        "low", "sustained_attention", share=True,
    ),
    Measure(
        "sart_omission", "Missed digits",
        "Share of the other digits that went without a press.",
        "low", "sustained_attention", share=True,
    ),
    Measure(
        "sart_rt_cv", "Response time variability",
        "Spread of response times divided by their mean. Compare it only with your own, on the same device.",
        "low", "sustained_attention", high=1,
    ),
    Measure(
        "accuracy", "Accuracy",
        "Share of answers that agree with the key.",
        "high", None, share=True,
    ),
    Measure(
        "brier", "Brier score",
        "How far stated confidence was from what happened: 0 is perfect, 0.25 is what always saying 50 % gives.",
        "low", "metacognitive_awareness",
    ),
    Measure(
        "calibration_error", "Calibration error",
        "Average gap between stated confidence and the share that was right.",
        "low", "metacognitive_awareness", share=True,
    ),
    Measure(
        "overconfidence", "Confidence minus accuracy",
        "Above 0: surer than right. Below 0: more often right than sure.",
        "none", "metacognitive_awareness", share=True, low=-0.5, high=0.5,
    ),
    Measure(
        "position_consistency", "Position consistency",
        "Share of pairs in which the same response won when the sides were swapped.",
        "high", "metacognitive_awareness", share=True,
    ),
    Measure(
        "position_index", "Pull of the left side",
        "Above 0: the left response was chosen both times more often than the right one.",
        "none", "metacognitive_awareness", low=-1, high=1,
    ),
    Measure(
        "accuracy_clear", "Accuracy on clear gold",
        "Share of clear items answered as their key says, each item counted once, at its first showing.",
        "high", None, share=True,
    ),
)  # fmt: skip


def shown(slug: str, value: float | None) -> str:
    """A value as people read it: a percentage for shares, two decimals otherwise, a dash for none."""
    if value is None:
        return "–"
    if slug in MEASURES and MEASURES[slug].share:
        return f"{100 * value:.0f}\u00a0%"
    return f"{value:.2f}"
