"""The long look, over its measured sections. Counts of each section say all: within one, the order does not matter."""

import math
from collections.abc import Sequence

import numpy as np

from assessments.catalog import of_block
from assessments.domain.measured import Measured
from assessments.domain.scorers.go_nogo import MIN_CURVE
from assessments.measures.intervals import wilson
from assessments.measures.long_look import long_look
from assessments.measures.signal_detection import criterion_interval
from training.models import Attempt, Response

# With three lines to find at either end, one of them is a third of all.
MIN_FOR_CHANGE = 4


def score_long_look(attempt: Attempt, responses: Sequence[Response]) -> list[Measured]:
    sections = [r.answer for r in responses if r.answer["block"] > 0 and not r.answer.get("skipped")]
    planted = sum(section["planted"] for section in sections)
    clean = sum(section["clean"] for section in sections)
    if not planted or not clean:
        return []
    outcomes = [
        (s["hits"], s["planted"] - s["hits"], s["false_alarms"], s["clean"] - s["false_alarms"]) for s in sections
    ]
    counts = np.array(outcomes).ravel()
    result = long_look(
        np.repeat(np.tile([1, 1, 0, 0], len(sections)), counts),
        np.repeat(np.tile([1, 0, 1, 0], len(sections)), counts),
        np.repeat(np.repeat([s["block"] for s in sections], 4), counts),
    )
    outcome = (result.hits, result.misses, result.false_alarms, result.correct_rejections)
    found = [
        Measured("long_look_d_prime", result.d_prime, *result.d_prime_interval, planted + clean),
        Measured("long_look_criterion", result.criterion, *criterion_interval(*outcome), planted + clean),
        Measured("long_look_hits", result.hit_share, *result.hit_interval, planted),
        Measured("long_look_false_alarms", result.false_alarm_share, *result.false_alarm_interval, clean),
    ]
    first, _, last = result.thirds
    if not math.isnan(result.change) and min(first.planted, last.planted) >= MIN_FOR_CHANGE:
        found.append(
            Measured("long_look_decrement", result.change, *result.change_interval, first.planted + last.planted)
        )
    by_section = [section for section in sections if section["planted"]]
    if len(by_section) >= MIN_CURVE:
        found += [
            Measured(
                of_block("long_look_hits", section["block"]),
                section["hits"] / section["planted"],
                *wilson(section["hits"], section["planted"]),
                section["planted"],
            )
            for section in by_section
        ]
    return found
