"""From the responses of one attempt to its measures: one function per kind of module, one file for each drill.

The responses come from `training.domain.counting.counted`: after a correction an answer is worth what it counts as
now. Each maps rows to arrays, lets `assessments.measures` do the arithmetic, and drops what is undefined (an attempt
with nothing to measure has no score rather than a made-up one).
"""

from collections.abc import Callable, Sequence

from assessments.domain.measured import Measured
from assessments.domain.scorers.ambiguity import score_ambiguity
from assessments.domain.scorers.drills import score_drill
from assessments.domain.scorers.naming import score_naming
from assessments.domain.scorers.practice import score_practice
from assessments.domain.scorers.preference import score_preference
from training.models import Attempt, Response

__all__ = ["SCORERS", "Measured"]

SCORERS: dict[str, Callable[[Attempt, Sequence[Response]], list[Measured]]] = {
    "drill": score_drill,
    "practice": score_practice,
    "preference": score_preference,
    "naming": score_naming,
    "ambiguity": score_ambiguity,
}
