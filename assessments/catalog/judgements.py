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
        "pace_change", "Time per item, last third against first",
        "Time spent on an item in the last third of the sitting, as a ratio to that in the first: below 1 is faster, "
        "above 1 slower.",
        "It does not say why: practice makes people faster as haste does, care slower as tiredness does, "
        "and longer items take longer.",
        "none", "sustained_attention", "answers", low=0, high=3,
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
        "catch_rate", "Stepped back",
        "Share of judgements that you stepped back from before confirming, to answer again.",
        "It does not say that more is better: whoever is right at first has nothing to step back from.",
        "none", METACOGNITION, "answers", share=True,
    ),
    Measure(
        "catch_helped", "Second answers that came right",
        "Of the second answers that changed right to wrong or wrong to right, the share that came right.",
        "It does not count second answers that left things as they were, and it rests on few of them.",
        "high", METACOGNITION, "second answers", share=True,
    ),
    Measure(
        "rationale_coverage", "Reasons that seem to be named",
        "Where the label is right: the share of the item's factors, by weight, that the rationale seems to mention.",
        "It does not say that the reasons are good, or well put: the program compares words, and can be wrong.",
        "high", None, "rationales", share=True,
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
        "quality_reasons", "Reasons about quality alone",
        "Share of preferences whose picked reasons are all about what the response is worth to whoever asked.",
        "It does not say what moved you, only what you noticed: whoever sees a pull and says so scores lower for it.",
        "none", METACOGNITION, "preferences", share=True,
    ),
    Measure(
        "ratings_fit", "Ratings behind the preference",
        "Share of preferences in which the preferred response also has the higher ratings, all four added up.",
        "It does not say that either was right, and one rating may rightly outweigh the others.",
        "high", METACOGNITION, "preferences", share=True,
    ),
    Measure(
        "strength_fit", "Strength as in the key",
        "Of the preferences for the right response, the share that were as strong as the key's.",
        "It does not count wrong sides, ties or soft gold, and a key knows only clear and slight.",
        "high", METACOGNITION, "preferences", share=True,
    ),
    Measure(
        "naming_accuracy", "Biases named rightly",
        "Share of records of simulated annotators in which the bias that was planted was named.",
        "It does not say whether the same bias moves your own answers: that is what the planted items measure.",
        "high", METACOGNITION, "records", share=True,
    ),
    Measure(
        "accuracy_clear", "Accuracy on clear gold",
        "Share of clear items answered as their key says, each item counted once, at its first showing.",
        "It does not speak of ambiguous items, where careful readers differ.",
        "high", None, "items", share=True,
    ),
)  # fmt: skip
