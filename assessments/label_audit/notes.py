"""PURE: what the figures of an audit do and do not mean, in sentences that every form of the report carries."""

from assessments.label_audit.agreement_findings import RESAMPLES
from assessments.label_audit.drift import BLOCKS, MIN_LABELS
from assessments.label_audit.findings import LabelAudit
from assessments.label_audit.item_findings import GOLD_BELOW, MIN_FOR_SUSPICION, OTHER_ABOVE
from assessments.label_audit.speed import FLOOR_MS

ALPHA = (
    "Krippendorff's alpha sets the disagreement inside items against the disagreement between labels at large: 1 is "
    "perfect agreement, 0 what chance gives, below 0 is less than that. Its interval comes from resampling items "
    f"{RESAMPLES:,} times."
)
AGREEMENT = (
    "Agreement is not accuracy. People agree on shared errors, and differ with good reason on items that allow two "
    "readings: observed agreement contains that genuine ambiguity too."
)
WORTH = (
    "What a label is worth assumes two classes and errors that are independent and as likely in either direction. "
    "Genuine ambiguity counts as error in it, so it errs on the low side where items are ambiguous."
)
MODEL = (
    "Dawid and Skene's model is fitted without gold and takes the errors of different people as independent. Where "
    "many err alike it takes them at their word, and its probabilities are surer than they should be."
)
GOLD = "Gold is taken as it stands in the file; an error in it counts against those who label the item well."
SUSPECTED = (
    f"A gold label is suspected where the model, on {MIN_FOR_SUSPICION} labels or more, gives it less than "
    f"{100 * GOLD_BELOW:g}\u00a0% and another class more than {100 * OTHER_ABOVE:g}\u00a0%. "
    "It deserves a second look by somebody who knows the guideline; a hard item that most get wrong looks the same."
)
ENTROPY = (
    "Entropy says how far the labels of an item are divided, not why. By itself it hardly tells a genuinely ambiguous "
    "item from labelling errors."
)
PEOPLE = (
    "Intervals are 95\u00a0% and take a person's labels as independent. Among many people some look unusual by chance "
    "alone, and who had harder items looks worse: compare people who labelled alike."
)
CALIBRATION = (
    "Calibration sets stated confidence against gold. The calibration error comes out too large where labels are few; "
    "labels of everybody together are not independent of each other."
)
DRIFT = (
    f"Drift takes a person's labels in order of time, in {BLOCKS} blocks of equal length, for those with at least "
    f"{MIN_LABELS} labels. It is measured against gold, or where gold is too rare against what most of the others "
    "gave; harder items late in the work look like drift."
)
SPEED = (
    f"Times are as recorded, breaks included. Labels under {FLOOR_MS:g} ms are counted as a fact: the time does not "
    "say why, and a keyboard shortcut or a loading page can be the reason."
)


def notes_of(audit: LabelAudit) -> tuple[str, ...]:
    """Only those about something that the audit shows."""
    people = audit.annotators
    said = (
        (ALPHA, True),
        (AGREEMENT, True),
        (WORTH, audit.agreement.worth is not None),
        (MODEL, audit.model is not None),
        (GOLD, audit.gold is not None),
        (SUSPECTED, bool(audit.suspected_gold)),
        (ENTROPY, audit.entropies is not None),
        (PEOPLE, True),
        (CALIBRATION, audit.gold is not None and audit.gold.calibration is not None),
        (DRIFT, any(person.drift for person in people)),
        (SPEED, any(person.speed for person in people)),
    )
    return tuple(text for text, shown in said if shown)
