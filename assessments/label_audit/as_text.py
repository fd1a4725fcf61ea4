"""PURE: an audit for a terminal, in lines of at most the given width wherever words can be broken.

Whatever comes from the file passes through `names`: a name can neither steer the terminal nor break the columns.
"""

import textwrap
from collections.abc import Sequence

from assessments.label_audit import words
from assessments.label_audit.faults import placed, printable
from assessments.label_audit.findings import LabelAudit
from assessments.label_audit.gold_findings import Gold
from assessments.label_audit.item_findings import Entropies, ItemVotes
from assessments.label_audit.names import columns, cut
from assessments.label_audit.notes import notes_of
from assessments.label_audit.people_columns import known_of
from assessments.label_audit.text_table import Column, table

INDENT = "  "
# More of them scroll the figures off the screen; JSON has all of them.
MOST = 20
MOST_DIVIDED = 10
# A wider confusion does not fit beside its labels.
MOST_CLASSES = 8
LONGEST_CLASS = 14
BAR = 30
MIN_WIDTH = 60
# Longer lines of prose are hard to read on any terminal.
PROSE = 100

Facts = list[tuple[str, str]]


def lines(audit: LabelAudit, width: int) -> list[str]:
    """`width` is that of the terminal; below 60 lines are made for 60."""
    width = max(width, MIN_WIDTH)
    sections = (
        _counts(audit, width),
        _agreement(audit, width),
        _gold(audit, width),
        _annotators(audit, width),
        _suspected(audit, width),
        _items(audit, width),
        _problems(audit, width),
        _notes(audit, width),
    )
    found = [cut(f"Label audit of {audit.source}", width)]
    for section in sections:
        if section:
            found += ["", *section]
    return found


def _counts(audit: LabelAudit, width: int) -> list[str]:
    counts = audit.counts
    facts = [
        ("Items", f"{counts.items:,}"),
        ("Annotators", f"{counts.annotators:,}"),
        ("Labels", f"{counts.labels:,}"),
        ("Labels per item", words.per_item(counts)),
        ("Classes", words.votes(audit.classes, _largest(counts.per_class), MOST_CLASSES)),
        ("Items with gold", f"{counts.items_with_gold:,}"),
    ]
    if counts.left_out:
        facts.append(("Rows left out", f"{counts.left_out:,} of {counts.rows:,}"))
    return _facts(facts, width)


def _largest(per_class: Sequence[int]) -> ItemVotes:
    return tuple(sorted(enumerate(per_class), key=lambda pair: -pair[1]))


def _agreement(audit: LabelAudit, width: int) -> list[str]:
    found = audit.agreement
    alpha = words.decimal(found.alpha)
    if found.interval is not None:
        alpha += f" (95 % {found.interval.low:.3f} to {found.interval.high:.3f})"
    facts = [(f"Krippendorff's alpha ({found.level})", alpha)]
    if found.note:
        facts.append(("", found.note))
    facts.append(("Pairs of labels that are equal", words.percent(found.pairwise, 1)))
    if found.worth:
        worth = f"{words.percent(found.worth.accuracy, 1)} right, {found.worth.bits:.2f} bits (see below)"
        facts.append(("What a label is then worth", worth))
    if audit.model_note:
        facts.append(("No Dawid-Skene model", audit.model_note))
    return ["Agreement", *_facts(facts, width)]


def _gold(audit: LabelAudit, width: int) -> list[str]:
    gold = audit.gold
    if gold is None:
        return ["Against gold", *_wrapped("No item has a gold label, so accuracy is unknown.", width)]
    facts = [
        ("Single labels", words.share(gold.labels, 1)),
        ("Majority of an item", f"{words.percent(gold.majority, 2)} of {words.count(gold.items, 'item', 'items')}"),
        ("Dawid and Skene's model", f"{words.percent(gold.model, 2)} of the same"),
    ]
    if gold.calibration:
        facts += [
            ("Brier score of confidence", words.decimal(gold.calibration.brier)),
            ("Expected calibration error", words.decimal(gold.calibration.calibration_error)),
            ("Overconfidence", f"{words.points(gold.calibration.overconfidence)} points"),
            ("Confidence tells right from wrong", f"{words.decimal(gold.calibration.auroc)} (type-2 AUROC)"),
        ]
    return ["Against gold", *_facts(facts, width), *_gold_confusion(audit, gold, width)]


def _gold_confusion(audit: LabelAudit, gold: Gold, width: int) -> list[str]:
    rows = [code for code in range(len(audit.classes)) if gold.confusion[code].any()]
    if not 1 < audit.n_labelled <= MOST_CLASSES or len(rows) > MOST_CLASSES:
        return []
    names = [cut(name, LONGEST_CLASS) for name in audit.classes]
    shares = gold.confusion / gold.confusion.sum(axis=1, keepdims=True).clip(1)
    wanted = [
        Column("gold \\ label", [names[row] for row in rows], name=True),
        *(
            Column(names[code], [words.percent(float(shares[row, code])) for row in rows])
            for code in range(audit.n_labelled)
        ),
    ]
    return ["", *_table(wanted, width)]


def _annotators(audit: LabelAudit, width: int) -> list[str]:
    ordered, order = words.by_need(audit)
    some = ordered[:MOST]
    head = f"{words.count(len(ordered), 'annotator', 'annotators')}, {order}"
    about = [column for column in known_of(some) if column.short]
    wanted = [Column("name", [person.name for person in some], name=True)]
    wanted += [Column(column.short, [column.of(person) for person in some]) for column in about]
    told, gone = table(wanted, width - len(INDENT))
    meanings = [f"{c.short}: {c.meaning}" for c in about if c.meaning and c.short not in gone]
    return [
        *_heading(head, width),
        *(INDENT + line for line in told),
        *_more(len(ordered) - len(some), width),
        *_wrapped(f"{'; '.join(meanings)}.", width),
    ]


def _suspected(audit: LabelAudit, width: int) -> list[str]:
    found = audit.suspected_gold
    if not found:
        return []
    some, classes = found[:MOST], audit.classes
    wanted = [
        Column("item", [suspect.item for suspect in some], name=True),
        Column("gold", [classes[suspect.gold] for suspect in some], name=True),
        Column("labels say", [classes[suspect.suggested] for suspect in some], name=True),
        Column("odds", [words.odds(suspect.evidence) for suspect in some]),
        Column("votes", [words.votes(classes, suspect.votes) for suspect in some], name=True),
    ]
    head = f"{words.count(len(found), 'item whose gold label is', 'items whose gold labels are')} suspected"
    return [
        *_heading(f"{head}, strongest evidence first", width),
        *_table(wanted, width),
        *_more(len(found) - MOST, width),
    ]


def _items(audit: LabelAudit, width: int) -> list[str]:
    found = audit.entropies
    if found is None:
        return []
    head = f"Entropy of {words.count(found.n, 'item', 'items')} with two labels or more, in nats"
    facts = [("Mean", words.decimal(found.mean)), ("Median", words.decimal(found.quantiles[2]))]
    return [*_heading(head, width), *_facts(facts, width), *_histogram(found, width), *_divided(audit, found, width)]


def _histogram(found: Entropies, width: int) -> list[str]:
    longest = min(BAR, width - 30)
    bars = ["█" * round(longest * count / found.counts.max()) for count in found.counts.tolist()]
    wanted = [
        Column("from", [f"{edge:.2f}" for edge in found.edges[:-1]]),
        Column("to", [f"{edge:.2f}" for edge in found.edges[1:]]),
        Column("items", [f"{count:,}" for count in found.counts.tolist()]),
        Column("", bars, name=True),
    ]
    return _table(wanted, width)


def _divided(audit: LabelAudit, found: Entropies, width: int) -> list[str]:
    some = found.top[:MOST_DIVIDED]
    if not some:
        return []
    wanted = [
        Column("most divided items", [item.item for item in some], name=True),
        Column("entropy", [words.decimal(item.entropy) for item in some]),
        Column("votes", [words.votes(audit.classes, item.votes) for item in some], name=True),
    ]
    return ["", *_table(wanted, width)]


def _problems(audit: LabelAudit, width: int) -> list[str]:
    found = audit.problems
    if not found:
        return []
    told = [placed(problem.row, problem.column, printable(problem.message)) for problem in found[:MOST]]
    listed = [line for text in told for line in _wrapped(text, width)]
    return ["Doubtful in the file", *listed, *_more(len(found) - MOST, width)]


def _notes(audit: LabelAudit, width: int) -> list[str]:
    return ["What these figures mean", *(line for note in notes_of(audit) for line in _wrapped(note, width))]


def _heading(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, min(width, PROSE))


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(
        text, min(width, PROSE), initial_indent=INDENT, subsequent_indent=INDENT * 2, break_on_hyphens=False
    )


def _facts(facts: Facts, width: int) -> list[str]:
    """Names on the left, what is known on the right, broken where it is too long."""
    left = max(columns(name) for name, _ in facts)
    room = max(10, min(width, PROSE) - len(INDENT) - left - 2)
    found = []
    for name, value in facts:
        first, *rest = textwrap.wrap(value, room, break_on_hyphens=False) or [""]
        found.append(f"{INDENT}{name:<{left}}  {first}")
        found += [f"{INDENT}{'':<{left}}  {line}" for line in rest]
    return found


def _table(wanted: Sequence[Column], width: int) -> list[str]:
    found, _ = table(wanted, width - len(INDENT))
    return [INDENT + line for line in found]


def _more(how_many: int, width: int) -> list[str]:
    return _wrapped(f"... and {how_many:,} more; the JSON form has all.", width) if how_many > 0 else []
