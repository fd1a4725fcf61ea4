"""PURE: who needs the instructor's attention and why, in plain words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assessments.catalog import MEASURES, shown
from assessments.gates import GateStanding, Verdict
from training.activities.drills.validity import Verdict as DrillVerdict

# Friday to Monday is three days without any fault; the fourth is a day missed.
QUIET_DAYS = 4
# One day late is a bad day; two are the beginning of a habit.
BEHIND_DAYS = 2
# A fall is looked for between the newest sets together and all before them.
RECENT_SETS = 2
# One-sided 2.5 %: with thirty people, less than one is named by chance alone.
FALL_Z = 1.96
# A fall that is real but small needs nobody.
MIN_FALL = 0.10
# A device that cannot time will not do so tomorrow; interruptions may be over.
DRILL_FAULTS = {
    DrillVerdict.UNTIMED: (65, "The last drill could not be timed on their device."),
    DrillVerdict.BROKEN_OFF: (65, "Blocks of the last drill were broken off and begun anew again and again."),
    DrillVerdict.VOID_TRIALS: (40, "Too many trials of the last drill were void, so it counts nowhere."),
}


@dataclass(frozen=True)
class PracticeSet:
    """One practice set: how many answers agreed with the key, of how many."""

    right: int
    n: int


@dataclass(frozen=True)
class Situation:
    """What is known of one trainee now.

    days_late: days of the course that opened before today and are not done; quiet_days: days since the person was
    last active (None: never); gates, sets: oldest first; last_drill: why the newest one says nothing, if it does not.
    """

    consented: bool
    withdrew: bool
    left: bool
    certified: bool
    begun: bool
    days_done: int
    days: int
    days_late: int
    quiet_days: int | None
    gates: Sequence[GateStanding] = ()
    sets: Sequence[PracticeSet] = ()
    last_drill: DrillVerdict = DrillVerdict.OK
    revoked: bool = False

    @property
    def finished(self) -> bool:
        return self.days_done >= self.days

    @property
    def out(self) -> bool:
        """Nothing more is expected of the person."""
        return self.left or self.withdrew or self.certified or self.revoked


@dataclass(frozen=True)
class Concern:
    """`weight`: how soon somebody should look, larger is sooner."""

    weight: int
    text: str


def concerns(now: Situation) -> list[Concern]:
    """Why this person needs the instructor, most pressing first; empty where nobody need look."""
    if now.out or not now.begun:
        return []
    if not now.consented:
        return [Concern(50, "Has not given consent yet, so nothing can be done or recorded.")]
    found = [*_absence(now), *_gates(now), *_falling(now.sets), *_drill(now.last_drill)]
    return sorted(found, key=lambda concern: -concern.weight)


def need(found: Sequence[Concern]) -> tuple[int, int]:
    """For sorting: the most pressing concern counts first, then all together."""
    return max((c.weight for c in found), default=0), sum(c.weight for c in found)


def status(now: Situation) -> str:
    """Where a person stands who needs nobody."""
    if now.left:
        return "Left the course."
    if now.certified:
        return "Certified."
    if now.revoked:
        return "The certificate was revoked."
    if now.withdrew:
        return "Withdrew consent; nothing more is recorded."
    if not now.begun:
        return "The course has not begun yet."
    if not now.finished:
        return f"On track; day {now.days_done + 1} is next."
    passed = now.gates and all(gate.verdict is Verdict.PASS for gate in now.gates)
    return "Finished, every gate passed. Operations decide." if passed else "Finished."


def _absence(now: Situation) -> list[Concern]:
    if now.finished:
        return []
    if now.quiet_days is None:
        return [Concern(90, "Has not started.")] if now.days_late else []
    found = []
    if now.days_late >= BEHIND_DAYS:
        found.append(Concern(60 + min(now.days_late, 15), f"{now.days_late} days behind."))
    if now.quiet_days >= QUIET_DAYS:
        found.append(Concern(60 + min(now.quiet_days, 15), f"Not active for {now.quiet_days} days."))
    return found


def _gates(now: Situation) -> list[Concern]:
    failed = _named(now.gates, Verdict.FAIL)
    undecided = _named(now.gates, Verdict.CONTINUE)
    found = []
    if failed:
        found.append(Concern(80 + len(failed), f"Not passed: {', '.join(failed)}."))
    if now.finished and undecided:
        found.append(Concern(55, f"Finished, but still undecided: {', '.join(undecided)}."))
    return found


def _named(gates: Sequence[GateStanding], verdict: Verdict) -> list[str]:
    """What the gates with this verdict measure, as it stands inside a sentence."""
    names = [MEASURES[gate.measure].name for gate in gates if gate.verdict is verdict]
    return [name[:1].lower() + name[1:] for name in names]


def _falling(sets: Sequence[PracticeSet]) -> list[Concern]:
    """Accuracy of the newest sets against all before them: two shares, pooled, taken as normal."""
    before, recent = sets[:-RECENT_SETS], sets[-RECENT_SETS:]
    n_before, n_recent = sum(s.n for s in before), sum(s.n for s in recent)
    if not n_before or not n_recent:
        return []
    was, is_now = sum(s.right for s in before) / n_before, sum(s.right for s in recent) / n_recent
    pooled = (was * n_before + is_now * n_recent) / (n_before + n_recent)
    error = math.sqrt(pooled * (1 - pooled) * (1 / n_before + 1 / n_recent))
    if was - is_now < MIN_FALL or was - is_now <= FALL_Z * error:
        return []
    old, new = shown("accuracy", was), shown("accuracy", is_now)
    return [Concern(70, f"Accuracy fell from {old} to {new} in the last {len(recent)} sets.")]


def _drill(last: DrillVerdict) -> list[Concern]:
    """Only the newest drill counts: an old fault that is mended needs nobody."""
    weight, text = DRILL_FAULTS.get(last, (0, ""))
    return [Concern(weight, text)] if text else []
