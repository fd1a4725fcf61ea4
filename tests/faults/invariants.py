"""What holds after every fault: acknowledged = stored, nothing counted twice, everything told.

`check_invariants` is the last line of every test here. It asks the rows themselves and works the numbers out again,
so that it finds what a constraint, a cache or a job has missed.
"""

from collections.abc import Mapping
from datetime import datetime
from math import isclose
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from assessments.domain.mastery import evaluate
from assessments.domain.policies import policies_for
from assessments.domain.scorers import SCORERS
from assessments.domain.scoring import SCORING_VERSION
from assessments.gates import overall
from assessments.models import Score, Standing
from courseware.domain import audit, jobs
from courseware.models import Enrolment, Job, OutgoingMail
from training.activities import ACTIVITIES
from training.activities.base import Answer
from training.activities.drills.validity import Verdict, verdict
from training.domain.attempts import step_view
from training.domain.counting import counted
from training.models import Attempt, Response, Step

# Work that is put off until a night when it is queued.
NIGHTLY = ("assessments.calibrate_items", "training.erase_moods", "training.publish_mood_weeks")


def check_invariants(now: datetime | None = None) -> None:
    """Run the jobs that are due at `now` (default: the real time), then hold the database to every promise."""
    jobs.run_due(now=now)
    check_outbox(now)
    check_answers()
    check_grades()
    check_rulings()
    check_scores()
    check_standings()
    check_audit()


def undone(now: datetime | None = None) -> QuerySet[Job]:
    """Jobs that are not done; what waits for its night at `now` (default: the real time) is no such job."""
    at_night = Q(name__in=NIGHTLY, state=Job.State.QUEUED, attempts=0, run_at__gt=now or timezone.now())
    return Job.objects.exclude(state=Job.State.DONE).exclude(at_night)


def check_outbox(now: datetime | None = None) -> None:
    """No work is queued, running or given up, and every mail is out."""
    left = undone(now)
    assert not left, [f"{job}: {job.last_error}" for job in left]
    unsent = OutgoingMail.objects.filter(sent_at=None)
    assert not unsent, [str(mail) for mail in unsent]


def check_answers() -> None:
    """One answer per step and per UUID, in the attempt it belongs to; a completed attempt has them all."""
    _assert_none(_repeated(Response.objects.all(), "attempt", "step"), "a step answered twice")
    _assert_none(_repeated(Response.objects.all(), "uuid"), "a UUID stored twice")
    _assert_none(_repeated(Step.objects.all(), "attempt", "position"), "a step planned twice")
    _assert_none(Response.objects.exclude(attempt=F("step__attempt")), "an answer in another attempt")
    late = Response.objects.filter(received_at__gt=F("attempt__completed_at"))
    _assert_none(late, "an answer after the end")
    _assert_none(Response.objects.filter(received_at__lt=F("attempt__started_at")), "an answer before the start")
    open_attempts = Attempt.objects.filter(completed_at=None)
    _assert_none(_repeated(open_attempts, "enrolment", "module"), "a module begun twice")
    # A step of another variant than the attempt's is one that was replaced before it was answered.
    asked = Q(steps__variant=F("variant")) | Q(steps__response__isnull=False)
    counted = Attempt.objects.annotate(
        planned=Count("steps", filter=asked, distinct=True), answered=Count("responses", distinct=True)
    )
    _assert_none(counted.exclude(planned=F("length")), "an attempt planned by half")
    ended = counted.filter(completed_at__isnull=False)
    _assert_none(ended.exclude(answered=F("length")), "an attempt completed with gaps")


def check_grades() -> None:
    """Every stored answer, graded again by the item version it was given to, comes to what is stored."""
    for response in Response.objects.select_related("step__attempt"):
        attempt = response.step.attempt
        value = _as_sent(response)
        graded = ACTIVITIES[attempt.kind].grade(step_view(attempt, response.step), Answer(value, response.confidence))
        again = (graded.stored, graded.credit, graded.correct, graded.recording)
        stored = (response.answer, response.credit, response.correct, response.recording)
        assert again == stored, f"{response} is stored with another grade than it has"


def _as_sent(response: Response) -> Mapping[str, Any]:
    """What the answer said when it came in."""
    if response.answer.get("skipped"):
        return {"skipped": True}
    return response.recording or {"choice": response.answer["choice"]}


def check_rulings() -> None:
    """An attempt is set aside, and offered again, exactly since a ruling said so; a drill that says nothing is."""
    for attempt in Attempt.objects.prefetch_related("rulings"):
        rulings = list(attempt.rulings.all())
        assert [attempt.voided_at] == ([made.created_at for made in rulings if made.voids] or [None])
        assert [attempt.reoffered_at] == ([made.created_at for made in rulings if made.reoffers] or [None])
        assert not rulings or (attempt.kind == "drill" and attempt.completed_at is not None)
    for attempt in Attempt.objects.filter(kind="drill", completed_at__isnull=False, voided_at=None):
        measured = attempt.responses.filter(step__variant=attempt.variant, answer__block__gt=0)
        assert verdict([response.answer for response in measured]) is Verdict.OK, f"{attempt} counts and says nothing"


def check_scores() -> None:
    """Every completed attempt has exactly the scores that its answers come to, and no other attempt has any."""
    _assert_none(Score.objects.filter(attempt__completed_at=None), "a score of an open attempt")
    for attempt in _scored_attempts().select_related("enrolment"):
        responses = list(counted(attempt.responses).select_related("step").order_by("step__position"))
        again = {
            measured.measure: (measured.value, measured.low, measured.high, measured.n, measured.note)
            for measured in SCORERS[attempt.kind](attempt, responses)
        }
        rows = Score.objects.filter(attempt=attempt, scoring_version=SCORING_VERSION).order_by("revision")
        last = max((row.revision for row in rows), default=0)
        stored = {r.measure: (r.value, r.low, r.high, r.n, r.note) for r in rows if r.revision == last}
        assert stored.keys() == again.keys(), f"{attempt}: {sorted(stored)} stored, not {sorted(again)}"
        for measure, values in again.items():
            assert all(map(_same, stored[measure], values)), f"{measure} of {attempt}: {stored[measure]} != {values}"


def check_standings() -> None:
    """The newest standing of each person on each policy in force is what all their answers come to now."""
    for enrolment in Enrolment.objects.filter(pk__in=_scored_attempts().values("enrolment")):
        for version in policies_for(enrolment.cohort.program_version.program.slug):
            newest = (
                Standing.objects.filter(enrolment=enrolment, policy_version=version).order_by("-as_of", "-pk").first()
            )
            assert newest is not None, f"{enrolment} has no standing on {version}"
            gates = evaluate(enrolment, version.pk)
            assert newest.gates == [gate.to_document() for gate in gates], f"{newest} is not what the answers say"
            assert newest.verdict == overall(gates)


def check_audit() -> None:
    """Every chain of the audit holds from its first link to its last."""
    broken = {stream: audit.verify_chain(stream) for stream in audit.streams()}
    assert not any(broken.values()), f"broken at: {broken}"


def _scored_attempts() -> QuerySet[Attempt]:
    return Attempt.objects.filter(completed_at__isnull=False, kind__in=SCORERS)


def _repeated(rows: QuerySet, *fields: str) -> QuerySet:
    """The values of these fields that more than one row has."""
    return rows.order_by().values(*fields).annotate(times=Count("pk")).filter(Q(times__gt=1))


def _assert_none(rows: QuerySet, what: str) -> None:
    found = list(rows[:5])
    assert not found, f"{what}: {found}"


def _same(stored: object, again: object) -> bool:
    """Equal, but for the last digits of a number that another machine may have worked out."""
    if isinstance(stored, float) and isinstance(again, float):
        return isclose(stored, again, rel_tol=1e-9, abs_tol=1e-12)
    return stored == again
