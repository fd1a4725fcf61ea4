"""Drills: each answer is measured by the drill that asked it, which need not be the module's own.

Where the device could not time, an attempt holds answers of the timed drill, as far as that went, and of the one that
stood in for it. The former are then kept as not valid for timing, whatever single blocks said of themselves.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from assessments.domain.measured import Measured
from assessments.domain.scorers.gradcpt import score_gradcpt
from assessments.domain.scorers.long_look import score_long_look
from assessments.domain.scorers.pvt import score_pvt
from assessments.domain.scorers.sart import score_sart
from training.activities.drill import UNTIMED
from training.activities.drills import DRILLS
from training.models import Attempt, Response

# What the first answers, from when there was one drill, were to.
FIRST_DRILL = "sart"

SCORED: dict[str, Callable[[Attempt, Sequence[Response]], list[Measured]]] = {
    "sart": score_sart,
    "gradcpt": score_gradcpt,
    "pvt": score_pvt,
    "long_look": score_long_look,
}


def score_drill(attempt: Attempt, responses: Sequence[Response]) -> list[Measured]:
    """The measures of every drill that the attempt holds answers to; practice blocks count nowhere."""
    by_drill: dict[str, list[Response]] = {}
    for response in responses:
        by_drill.setdefault(response.answer.get("drill", FIRST_DRILL), []).append(response)
    found: list[Measured] = []
    for drill, answers in by_drill.items():
        if drill not in SCORED:
            continue
        form = next((r.answer["form"] for r in answers if r.answer.get("form")), "")
        cut_short = attempt.variant == UNTIMED and DRILLS[drill].timed
        found += [
            replace(measured, form=form, timing_valid=measured.timing_valid and not cut_short)
            for measured in SCORED[drill](attempt, answers)
        ]
    return found
