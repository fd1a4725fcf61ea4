"""PURE: measures of ambiguity: whether it is noticed, and how near stated shares come to how people divide."""

from assessments.catalog.measure import Measure

NUANCE = "nuance_tolerance"

AMBIGUITY = (
    Measure(
        "ambiguity_d_prime", "Telling ambiguous from clear (d′)",
        "How well the flag told genuinely ambiguous items from clear ones; 0 is chance.",
        "It does not say how eagerly one flags, nor whether the readings were the right ones.",
        "high", NUANCE, "items", low=-1, high=4,
    ),
    Measure(
        "ambiguity_sensitivity", "Ambiguity noticed",
        "Share of the ambiguous items that were called ambiguous.",
        "Calling everything ambiguous makes it perfect: read it beside clear items left unflagged.",
        "high", NUANCE, "ambiguous items", share=True,
    ),
    Measure(
        "ambiguity_specificity", "Clear items left unflagged",
        "Share of the clear items that were not called ambiguous.",
        "Calling nothing ambiguous makes it perfect: read it beside ambiguity noticed.",
        "high", NUANCE, "clear items", share=True,
    ),
    Measure(
        "soft_label_score", "Closeness of shares",
        "100 % less half the squared distance of the stated shares from how people divide, averaged over the items.",
        "It does not compare across sets: near half and half, equal shares are close without any insight.",
        "high", NUANCE, "items", share=True,
    ),
    Measure(
        "soft_label_distance", "Distance of shares",
        "Jensen-Shannon divergence in bits of the stated shares from how people divide: 0 is the same, 1 the opposite.",
        "It does not tell a wrong belief from a careless slider, and estimated references move it too.",
        "low", NUANCE, "items",
    ),
)  # fmt: skip
