"""PURE: every drill by the name a module's config gives it. A new drill is a new file and a line here.

A drill answers the questions of an activity (`training.activities.base.Activity` without `kind` and `scales`).
A timed drill also says what its trials show and under which key its plan lists that, `stimulus = ("digit", "digits")`,
for runs that are broken off; or has `broken_off(step, trials)`, where more of a trial is to be kept.
"""

from typing import Any

from training.activities.drills.gradcpt import GradCpt
from training.activities.drills.long_look import LongLook
from training.activities.drills.pvt import Pvt
from training.activities.drills.sart import Sart

DRILLS: dict[str, Any] = {"sart": Sart(), "gradcpt": GradCpt(), "pvt": Pvt(), "long_look": LongLook()}
