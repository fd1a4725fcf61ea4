"""PURE: measures of the attention drills. None of them says anything about health, and none is held against a norm."""

from assessments.catalog.measure import Measure

ATTENTION = "sustained_attention"
ONE_DEVICE = "It does not compare with other people or other devices, whose screens and keys have delays of their own."
FEW_TARGETS = "It does not say why: slips, haste and not knowing the rule look alike, and a few targets decide much."
ONE_RUN = "It does not tell tiring from other causes, and one run seldom shows a change: look at several."
NO_SKILL = "It says nothing about how well one discriminates, and neither end is a fault."

SART = (
    Measure(
        "sart_d_prime", "Target discrimination (d′)",
        "How well presses and withheld presses told the target digit from the others; 0 is chance.",
        "It does not measure attention as a whole, only this drill on this day.",
        "high", ATTENTION, "trials", low=0, high=5,
    ),
    Measure(
        "sart_criterion", "Response criterion (c)",
        "Below 0: leaning towards pressing. Above 0: leaning towards holding back.",
        NO_SKILL,
        "none", ATTENTION, "trials", low=-2, high=2,
    ),
    Measure(
        "sart_commission", "Presses on the target",
        "Share of target digits on which the key was pressed although it should not have been.",
        FEW_TARGETS,
        "low", ATTENTION, "target digits", share=True,
    ),
    Measure(
        "sart_omission", "Missed digits",
        "Share of the other digits that went without a press.",
        "It does not tell a mind elsewhere from a key that was not pressed down far enough.",
        "low", ATTENTION, "other digits", share=True,
    ),
    Measure(
        "sart_rt_cv", "Response time variability",
        "Spread of response times divided by their mean. Compare it only with your own, on the same device.",
        ONE_DEVICE,
        "low", ATTENTION, "responses", high=1, timed=True,
    ),
    Measure(
        "sart_decrement", "Change per block (d′)",
        "How much target discrimination rose or fell from one block to the next; below 0 it fell.",
        ONE_RUN,
        "high", ATTENTION, "blocks", low=-1, high=1,
    ),
)  # fmt: skip

GRADCPT = (
    Measure(
        "gradcpt_d_prime", "Scene discrimination (d′)",
        "How well presses and withheld presses told mountains from cities; 0 is chance.",
        "It does not measure attention as a whole: telling blended pictures apart is part of it.",
        "high", ATTENTION, "trials", low=0, high=5,
    ),
    Measure(
        "gradcpt_criterion", "Response criterion for scenes (c)",
        "Below 0: leaning towards pressing. Above 0: leaning towards holding back.",
        NO_SKILL,
        "none", ATTENTION, "trials", low=-2, high=2,
    ),
    Measure(
        "gradcpt_commission", "Presses on mountains",
        "Share of mountain scenes on which the key was pressed although it should not have been.",
        FEW_TARGETS,
        "low", ATTENTION, "mountain scenes", share=True,
    ),
    Measure(
        "gradcpt_omission", "Missed cities",
        "Share of city scenes that went without a press.",
        "It does not tell a mind elsewhere from a press that came too late to count for its scene.",
        "low", ATTENTION, "city scenes", share=True,
    ),
    Measure(
        "gradcpt_rt_cv", "Response time variability with scenes",
        "Spread of response times divided by their mean. Compare it only with your own, on the same device.",
        ONE_DEVICE,
        "low", ATTENTION, "responses", high=1, timed=True,
    ),
    Measure(
        "gradcpt_zone", "Edge of the zone",
        "Half of this run's trials kept closer to your own pace than this; they are called in the zone.",
        ONE_DEVICE,
        "low", ATTENTION, "trials", high=200, unit="ms", digits=0, timed=True,
    ),
    Measure(
        "gradcpt_in_zone", "In the zone",
        "Share of this run that kept as close to your pace as the steadier half of your first run on this device.",
        "It does not say that the rest was badly done: out of the zone most presses are right as well.",
        "high", ATTENTION, "trials", share=True, timed=True,
    ),
    Measure(
        "gradcpt_decrement", "Change per block with scenes (d′)",
        "How much scene discrimination rose or fell from one block to the next; below 0 it fell.",
        ONE_RUN,
        "high", ATTENTION, "blocks", low=-1, high=1,
    ),
)  # fmt: skip

PVT = (
    Measure(
        "pvt_speed", "Response speed",
        "Average of 1 divided by the response time in seconds; a disc without a press counts as 0.",
        ONE_DEVICE,
        "high", ATTENTION, "discs", high=6, unit="per s", timed=True,
    ),
    Measure(
        "pvt_lapses", "Lapses",
        "Share of discs answered after half a second or more, or not at all.",
        "It says nothing about sleep or health, and half a second on another device is not the same half second.",
        "low", ATTENTION, "discs", share=True, timed=True,
    ),
    Measure(
        "pvt_false_starts", "False starts",
        "Presses before the disc was there, or sooner after it than anybody can see and respond.",
        "It does not say that the other presses were guesses.",
        "low", ATTENTION, "discs", high=20, digits=0,
    ),
    Measure(
        "pvt_median_rt", "Middle response time",
        "Half of the responses came sooner than this, half later.",
        ONE_DEVICE,
        "low", ATTENTION, "discs", high=1000, unit="ms", digits=0, timed=True,
    ),
)  # fmt: skip

LONG_LOOK = (
    Measure(
        "long_look_d_prime", "Telling wrong lines from right ones (d′)",
        "How well marks told lines that do not fit from lines that do; 0 is chance.",
        "It does not say how well somebody reads other kinds of text.",
        "high", ATTENTION, "lines", low=0, high=5,
    ),
    Measure(
        "long_look_criterion", "Readiness to mark (c)",
        "Below 0: leaning towards marking. Above 0: leaning towards letting lines pass.",
        NO_SKILL,
        "none", ATTENTION, "lines", low=-3, high=3,
    ),
    Measure(
        "long_look_hits", "Wrong lines found",
        "Share of the lines that do not fit that were marked.",
        "It does not say which kind of thing escapes the eye: there are few such lines in one document.",
        "high", ATTENTION, "lines that do not fit", share=True,
    ),
    Measure(
        "long_look_false_alarms", "Marked without need",
        "Share of the lines that are in order that were marked.",
        "It does not tell suspicion from a slip of the hand.",
        "low", ATTENTION, "lines in order", share=True,
    ),
    Measure(
        "long_look_decrement", "Found late against early",
        "Share found in the last third of the document, minus that in the first; below 0 fewer were found late.",
        ONE_RUN,
        "high", ATTENTION, "lines that do not fit", share=True, low=-1, high=1,
    ),
)  # fmt: skip
