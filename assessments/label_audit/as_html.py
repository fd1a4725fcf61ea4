"""An audit as one HTML file that needs nothing else: style and drawings are in it, no script, no other address.

The colours are the site's own tokens, read from its stylesheet. Everything from the audited file reaches the page as
escaped text.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from assessments.label_audit import html_figures, html_tables, words
from assessments.label_audit.faults import placed, printable
from assessments.label_audit.findings import LabelAudit
from assessments.label_audit.names import cut
from assessments.label_audit.notes import notes_of

TOKENS = "attune/css/tokens.css"
CUSTOM_PROPERTY = re.compile(r"(--[a-z0-9-]+):\s*([^;{}]+);")
MORE_CONTRAST = "@media (prefers-contrast: more)"
# Whose confusions are opened out; all of them are in the JSON form.
MOST_CONFUSIONS = 20
LONGEST_NAME = 40
MOST_CLASSES = 12


def page(audit: LabelAudit) -> str:
    return render_to_string("assessments/label_report.html", _context(audit))


def _context(audit: LabelAudit) -> dict[str, Any]:
    drifts, drifts_of = html_figures.drift_figures(audit)
    return {
        "tokens": tokens(),
        "source": printable(audit.source),
        "counts": {
            "labels": words.count(audit.counts.labels, "label", "labels"),
            "items": words.count(audit.counts.items, "item", "items"),
            "annotators": words.count(audit.counts.annotators, "annotator", "annotators"),
        },
        "facts": _facts(audit),
        "cards": _cards(audit),
        "problems": [placed(problem.row, problem.column, printable(problem.message)) for problem in audit.problems],
        "people": html_tables.people_table(audit),
        "people_figure": html_figures.people_figure(audit),
        "speed_figure": html_figures.speed_figure(audit),
        "drifts": drifts,
        "drifts_of": drifts_of,
        "confusions": _people_confusions(audit),
        "gold_heat": html_tables.gold_heat(audit),
        "confusions_table": html_tables.confusions_table(audit),
        "model_heat": html_tables.model_heat(audit),
        "calibration": _calibration(audit),
        "calibration_figure": html_figures.calibration_figure(audit),
        "entropy_figure": html_figures.entropy_figure(audit),
        "suspected": html_tables.suspected_table(audit),
        "divided": html_tables.divided_table(audit),
        "notes": notes_of(audit),
    }


@cache
def tokens() -> SafeString:
    """The site's custom properties, but for its pictures: the page's own policy loads none."""
    css = Path(str(finders.find(TOKENS))).read_text(encoding="utf-8")
    usual, _, contrast = css.partition(MORE_CONTRAST)
    return mark_safe(f":root {{ {_properties(usual)} }} {MORE_CONTRAST} {{ :root {{ {_properties(contrast)} }} }}")


def _properties(css: str) -> str:
    found = ((name, value) for name, value in CUSTOM_PROPERTY.findall(css) if "url(" not in value)
    return " ".join(f"{name}: {value};" for name, value in found)


def _facts(audit: LabelAudit) -> list[tuple[str, str]]:
    counts = audit.counts
    classes = tuple(sorted(enumerate(counts.per_class), key=lambda pair: -pair[1]))
    facts = [
        ("Items", f"{counts.items:,}"),
        ("Annotators", f"{counts.annotators:,}"),
        ("Labels", f"{counts.labels:,}"),
        ("Labels per item", words.per_item(counts)),
        ("Items with gold", f"{counts.items_with_gold:,}"),
    ]
    if counts.left_out:
        facts.append(("Rows left out", f"{counts.left_out:,} of {counts.rows:,}"))
    return [*facts, ("Labels per class", words.votes(audit.classes, classes, MOST_CLASSES))]


class _Card(NamedTuple):
    """A figure: its value, and what it rests on or why there is none."""

    name: str
    value: str
    note: str


class _Confusion(NamedTuple):
    name: str
    labels: str
    heat: html_tables.Heat


def _cards(audit: LabelAudit) -> list[_Card]:
    """The figures one looks for first."""
    found, gold = audit.agreement, audit.gold
    interval = _interval(*found.interval, 3) if found.interval else ""
    cards = [
        _Card(
            "Krippendorff's alpha", words.decimal(found.alpha), f"{interval}{found.note or f'Level: {found.level}.'}"
        ),
        _Card("Equal pairs of labels", words.percent(found.pairwise, 1), _worth(audit)),
    ]
    if gold is None:
        return [*cards, _Card("Accuracy", words.NONE, "No item has a gold label.")]
    rests_on = f"Of {words.count(gold.items, 'item', 'items')} with gold."
    return [
        *cards,
        _Card("Majority against gold", words.percent(gold.majority, 2), f"{rests_on} Tied classes share an item."),
        _Card("Dawid-Skene against gold", words.percent(gold.model, 2), audit.model_note or rests_on),
        _Card(
            "Single labels against gold",
            words.percent(gold.labels.value, 2),
            f"{_interval(100 * gold.labels.low, 100 * gold.labels.high, 1)}Of {gold.labels.n:,} labels.",
        ),
        _Card("Suspected gold labels", f"{len(audit.suspected_gold):,}", "Where the labels speak against gold."),
    ]


def _interval(low: float, high: float, decimals: int) -> str:
    return f"95\u00a0% interval {low:.{decimals}f} to {high:.{decimals}f}. "


def _worth(audit: LabelAudit) -> str:
    worth = audit.agreement.worth
    if worth is None:
        return "Of all pairs of labels of the same item."
    right = words.percent(worth.accuracy, 1)
    return (
        f"If errors were independent and symmetric, a label would be right in {right} and tell {worth.bits:.2f} bits."
    )


def _people_confusions(audit: LabelAudit) -> list[_Confusion]:
    ordered, _ = words.by_need(audit)
    return [
        _Confusion(cut(person.name, LONGEST_NAME), words.count(person.labels, "label", "labels"), heat)
        for person in ordered[:MOST_CONFUSIONS]
        if (heat := html_tables.person_heat(audit, person))
    ]


def _calibration(audit: LabelAudit) -> str:
    found = audit.gold and audit.gold.calibration
    if not found:
        return ""
    parts = [
        f"From {words.count(found.n, 'label', 'labels')} with a confidence and gold: Brier score {found.brier:.3f}",
        f"expected calibration error {found.calibration_error:.3f}",
        f"overconfidence {words.points(found.overconfidence)} points",
    ]
    if found.auroc is not None:
        parts.append(f"type-2 AUROC {found.auroc:.3f} (how well confidence tells right labels from wrong ones)")
    return f"{', '.join(parts)}."
