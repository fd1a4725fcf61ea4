"""PURE: the charts of the HTML report: what each shows, in words, as a drawing, and as a table of the same numbers."""

from dataclasses import dataclass

from assessments.label_audit import drawings, words
from assessments.label_audit.annotator_findings import Annotator
from assessments.label_audit.confidence import BINS
from assessments.label_audit.drift import BLOCKS, Drift
from assessments.label_audit.faults import printable
from assessments.label_audit.findings import LabelAudit
from assessments.label_audit.html_tables import Table
from assessments.label_audit.names import cut
from assessments.svg import Estimate

# More rows than this are a smear on a page and a scroll on a phone.
MOST_DOTS = 40
MOST_POINTS = 300
MOST_DRIFTS = 6
LONGEST_NAME = 12
INTERVALS = "; bars are 95\u00a0% intervals"


@dataclass(frozen=True)
class Figure:
    """`key` is unique on the page; `x` and `y` name the axes with their units, `words` says what is to be seen."""

    key: str
    title: str
    words: str
    x: str
    y: str
    plot: drawings.Plot
    table: Table


def people_figure(audit: LabelAudit) -> Figure | None:
    """Accuracy with its interval where there is gold, else agreement with the others."""
    ordered, order = words.by_need(audit)
    by_gold = audit.gold is not None
    rows = [(person.name, found) for person in ordered if (found := _standing(person, by_gold=by_gold))]
    if len(rows) < 2:
        return None
    some = rows[:MOST_DOTS]
    what = "Accuracy against gold" if by_gold else "Agreement with the others"
    part = "All" if len(some) == len(rows) else f"{len(some)} of"
    return Figure(
        key="people",
        title=what,
        words=f"{part} {len(rows):,} annotators, {order}{INTERVALS if by_gold else ''}.",
        x="share of labels",
        y="",
        plot=drawings.dot_plot([(cut(name, LONGEST_NAME), found) for name, found in some]),
        table=Table(
            caption=what,
            heads=("Annotator", "Share (95 %)" if by_gold else "Share"),
            rows=tuple((printable(name), _in_words(found)) for name, found in some),
        ),
    )


def calibration_figure(audit: LabelAudit) -> Figure | None:
    gold = audit.gold
    if gold is None or not gold.curve:
        return None
    found = gold.calibration
    over = "above" if found is None or found.overconfidence >= 0 else "below"
    gap = 0.0 if found is None else abs(found.overconfidence)
    return Figure(
        key="calibration",
        title="Confidence and accuracy",
        words=(
            f"Share of labels equal to gold in each of {BINS} bins of stated confidence{INTERVALS}, larger dots stand "
            "for more labels. On the diagonal people are as often right as they say. On average confidence "
            f"lies {100 * gap:.0f} points {over} accuracy."
        ),
        x="stated confidence",
        y="equal to gold",
        plot=drawings.calibration_plot(gold.curve),
        table=Table(
            caption="Labels of everybody by stated confidence",
            heads=("Confidence", "Mean", "Equal to gold (95 %)", "Labels"),
            rows=tuple(
                (
                    f"{100 * found.low:.0f} to {100 * found.high:.0f} %",
                    words.percent(found.confidence, 1),
                    words.share(found.right),
                    f"{found.right.n:,}",
                )
                for found in gold.curve
            ),
        ),
    )


def entropy_figure(audit: LabelAudit) -> Figure | None:
    found = audit.entropies
    if found is None:
        return None
    edges, counts = found.edges.tolist(), found.counts.tolist()
    return Figure(
        key="entropy",
        title="How divided the labels of an item are",
        words=(
            f"Entropy of {words.count(found.n, 'item', 'items')} with two labels or more: 0 is one voice, "
            f"{edges[-1]:.2f} an even split over all classes. Mean {found.mean:.2f}, median {found.quantiles[2]:.2f}."
        ),
        x="entropy, nats",
        y="items",
        plot=drawings.histogram(edges, counts),
        table=Table(
            caption="Items by entropy; an item on an edge belongs to the bin above it",
            heads=("Entropy, nats", "Items"),
            rows=tuple(
                (f"{low:.2f} to {high:.2f}", f"{count:,}")
                for low, high, count in zip(edges[:-1], edges[1:], counts, strict=True)
            ),
        ),
    )


def speed_figure(audit: LabelAudit) -> Figure | None:
    """Those with the most labels; a time of 0 has no place on the axis."""
    by_gold = audit.gold is not None
    found = [
        (person, person.speed, standing.value)
        for person in sorted(audit.annotators, key=lambda person: -person.labels)
        if person.speed and person.speed.median > 0 and (standing := _standing(person, by_gold=by_gold))
    ]
    if len(found) < 2:
        return None
    some = found[:MOST_POINTS]
    what = "Accuracy against gold" if by_gold else "Agreement with the others"
    return Figure(
        key="speed",
        title=f"Time and {what.lower()}",
        words=f"Median time of a label and {what.lower()}: one dot for each of {_most_labels(len(some), len(found))}.",
        x="median time of a label (logarithmic)",
        y="equal to gold" if by_gold else "agreement",
        plot=drawings.time_plot([(speed.median, value) for _, speed, value in some], words.duration),
        table=Table(
            caption=f"Time and {what.lower()}",
            heads=("Annotator", "Median time", what),
            rows=tuple(
                (printable(person.name), words.duration(speed.median), words.percent(value))
                for person, speed, value in some
            ),
        ),
    )


def drift_figures(audit: LabelAudit) -> tuple[tuple[Figure, ...], str]:
    """Small multiples on one scale, and whom they show."""
    found = [(person, person.drift) for person in audit.annotators if person.drift]
    some = sorted(found, key=lambda pair: -pair[1].n)[:MOST_DRIFTS]
    plots = drawings.drift_plots([drift.blocks for _, drift in some]) if some else []
    figures = tuple(
        _drift_figure(f"drift-{place}", person, drift, plot)
        for place, ((person, drift), plot) in enumerate(zip(some, plots, strict=True))
    )
    return figures, f"The labels of {_most_labels(len(some), len(found))}, in order of time."


def _drift_figure(key: str, person: Annotator, drift: Drift, plot: drawings.Plot) -> Figure:
    against = "gold" if drift.against == "gold" else "most of the others"
    return Figure(
        key=key,
        title=cut(person.name, LONGEST_NAME * 2),
        words=(
            f"{words.count(drift.n, 'label', 'labels')} in {BLOCKS} blocks: share equal to {against}, with 95\u00a0% "
            f"intervals. Last third minus first: {words.change(drift)} points."
        ),
        x="block of labels",
        y="",
        plot=plot,
        table=Table(
            caption=f"{cut(person.name, LONGEST_NAME * 2)}: share of labels equal to {against}",
            heads=("Block", "Share (95 %)", "Labels"),
            rows=tuple(
                (str(number), words.share(block), f"{block.n:,}") for number, block in enumerate(drift.blocks, start=1)
            ),
        ),
    )


def _standing(person: Annotator, *, by_gold: bool) -> Estimate | None:
    if by_gold:
        found = person.accuracy
        return None if found is None else Estimate(found.value, found.low, found.high)
    return None if person.rest is None else Estimate(person.rest.value)


def _in_words(found: Estimate) -> str:
    if found.low is None or found.high is None:
        return words.percent(found.value)
    return f"{words.percent(found.value)} ({100 * found.low:.0f} to {100 * found.high:.0f})"


def _most_labels(some: int, every: int) -> str:
    return f"all {every:,} annotators" if some == every else f"the {some:,} of {every:,} annotators with most labels"
