"""PURE: measures of judgements: practice sets and preference pairs."""

from assessments.catalog.measure import Measure

METACOGNITION = "metacognitive_awareness"

JUDGEMENTS = (
    Measure(
        "accuracy", "Accuracy",
        "Share of answers that agree with the key.",
        "It does not say how hard these items were: sets differ, and a lower number on a harder set is no step back.",
        "high", None, "answers", share=True,
    ),
    Measure(
        "accuracy_change", "Accuracy, last third against first",
        "Accuracy on clear items in the last third of the sitting, minus that in the first; below 0 it fell.",
        "It does not say why: items differ between the thirds, and a few answers make the range wide.",
        "high", "sustained_attention", "answers", share=True, low=-1, high=1,
    ),
    Measure(
        "attention_checks", "Attention checks",
        "Share of the items that say plainly what to answer, answered so.",
        "It does not say how well the other items were read: there are few such checks, and one slip weighs a lot.",
        "high", "sustained_attention", "checks", share=True,
    ),
    Measure(
        "repeats_excess", "Same answer again",
        "How much more often an answer repeats the one before than it would in a random order of the same answers.",
        "It does not say that answers were careless: items that follow each other may simply have the same label.",
        "none", "sustained_attention", "answers", share=True, low=-1, high=1,
    ),
    Measure(
        "brier", "Brier score",
        "How far stated confidence was from what happened: 0 is perfect, 0.25 is what always saying 50 % gives.",
        "It does not tell knowledge from judgement of it: who is right more often scores better at the same insight.",
        "low", METACOGNITION, "answers",
    ),
    Measure(
        "calibration_error", "Calibration error",
        "Average gap between stated confidence and the share that was right.",
        "It is never quite 0 with few answers, however well one judges oneself.",
        "low", METACOGNITION, "answers", share=True,
    ),
    Measure(
        "overconfidence", "Confidence minus accuracy",
        "Above 0: surer than right. Below 0: more often right than sure.",
        "It does not say whether confidence was higher on the right answers than on the wrong ones.",
        "none", METACOGNITION, "answers", share=True, low=-0.5, high=0.5,
    ),
    Measure(
        "position_consistency", "Position consistency",
        "Share of pairs in which the same response won when the sides were swapped.",
        "It does not say that the choice was right, only that the side did not make it; close pairs may flip fairly.",
        "high", METACOGNITION, "pairs", share=True,
    ),
    Measure(
        "position_index", "Pull of the left side",
        "Above 0: the left response was chosen both times more often than the right one.",
        "It does not count how often answers changed: pulls to either side cancel out in it.",
        "none", METACOGNITION, "pairs", low=-1, high=1,
    ),
    Measure(
        "accuracy_clear", "Accuracy on clear gold",
        "Share of clear items answered as their key says, each item counted once, at its first showing.",
        "It does not speak of ambiguous items, where careful readers differ.",
        "high", None, "items", share=True,
    ),
)  # fmt: skip
