"""PURE: every drill by the name a module's config gives it. A new drill is a new file and a line here.

A drill answers the questions of an activity (`training.activities.base.Activity` without `kind` and `scales`).
"""

from training.activities.drills.sart import Sart

DRILLS = {"sart": Sart()}
