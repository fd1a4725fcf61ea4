"""What the program rules on a drill that was just completed: that it says nothing, or that others may be timed now."""

from courseware.domain.programs import program_of
from training.activities.drill import UNTIMED, Drill
from training.activities.drills.validity import AGAIN, ASK, FREE_RUNS, OFFERED, REASONS, Verdict, verdict
from training.domain.rulings import rule
from training.models import Attempt, DrillRun

_DRILL = Drill()


def rule_on_completed(attempt: Attempt) -> None:
    """Sets a run aside that says nothing; one that can be timed opens those done without timing to timing again."""
    found = _verdict_on(attempt)
    at = attempt.completed_at or attempt.started_at
    if found is not Verdict.OK:
        again = attempt.number <= FREE_RUNS
        reason = f"{REASONS[found]} {AGAIN if again else ASK}"
        rule(attempt, code=found.value, voids=True, reoffers=again, reason=reason, by=None, now=at)
    for untimed in _done_without_timing(attempt):
        rule(untimed, code=Verdict.UNTIMED, voids=False, reoffers=True, reason=OFFERED, by=None, now=at)


def _verdict_on(attempt: Attempt) -> Verdict:
    """Of an attempt that went on as another variant only that one is asked: the blocks before it count nowhere."""
    measured = attempt.responses.filter(step__variant=attempt.variant, answer__block__gt=0)
    broken_off = DrillRun.objects.filter(
        step__attempt=attempt, step__variant=attempt.variant, step__plan__block__gt=0
    ).exclude(trials=[])
    endings = list(broken_off.values_list("ending", flat=True))
    voided = endings.count(DrillRun.Ending.VOID)
    # That too much of a block was void is mostly no choice of the person's, but can be made one.
    goes = len(endings) - voided + voided // 2
    return verdict(list(measured.values_list("answer", flat=True)), goes)


def _done_without_timing(attempt: Attempt) -> list[Attempt]:
    """The drills of this enrolment that were done untimed while others were timed, and can be made up.

    The gate on attention is judged by what was timed as soon as there is any of it. Somebody who has changed the device
    would otherwise have done too little of either.
    """
    drills = list(
        Attempt.objects.filter(enrolment=attempt.enrolment_id, kind="drill", completed_at__isnull=False).order_by("pk")
    )
    if not any(_was_timed(each) for each in drills):
        return []
    newest = {each.module: each for each in sorted(drills, key=lambda each: each.number)}
    return [
        each
        for each in newest.values()
        if each.variant == UNTIMED and each.reoffered_at is None and each.number <= FREE_RUNS
    ]


def _was_timed(attempt: Attempt) -> bool:
    if attempt.variant or attempt.voided_at is not None:
        return False
    module = program_of(attempt.program_version_id).modules.get(attempt.module)
    return module is not None and _DRILL.timed(module.config)
