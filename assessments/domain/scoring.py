"""Scoring a completed attempt: append-only rows with the version of the scoring that made them.

Revision 0 is what an attempt came to when it was first scored. When a corrected key changes what its answers are
worth, `revise_scores` and `revise_standings` work it out again in the same way and add one more revision, but only
where that gives other values: a correction that changes nothing for somebody leaves their rows alone.
"""

import logging
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from assessments.domain.bias_tallies import same_tallies, tallies_of
from assessments.domain.follow_ups import follow_up
from assessments.domain.mastery import evaluate
from assessments.domain.policies import policies_for, policy_of
from assessments.domain.profiles import make_profile
from assessments.domain.reactivity import make_reactivity
from assessments.domain.scorers import SCORERS, Measured
from assessments.gates import overall
from assessments.models import BiasTally, PolicyVersion, Score, Standing
from training.activities.exposure import EXPOSURE
from training.domain.counting import counted
from training.domain.regrading import regrade_attempt
from training.models import Attempt, Response

logger = logging.getLogger(__name__)

# Raised whenever a formula or a mapping changes what a score would be; old rows keep the version that made them. A
# measure that is new, or an interval where there was none, changes no value: older attempts simply have none.
SCORING_VERSION = "1"
FIRST = 0
# What a score keeps of what was measured.
MEASURED = tuple(field.name for field in fields(Measured))


@transaction.atomic
def score_attempt(attempt_id: int, *, now: datetime) -> None:
    """Scores and standings of one completed attempt. Running it again changes nothing."""
    # Locked, so that the scoring after a correction comes wholly before this one or wholly after it.
    attempt = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("enrolment__user", "enrolment__cohort", "program_version__program")
        .defer("program_version__document")
        .filter(pk=attempt_id, completed_at__isnull=False)
        .first()
    )
    if attempt is None:
        logger.warning("Attempt %s is not there or not completed; nothing was scored.", attempt_id)
        return
    if attempt.kind == EXPOSURE:
        regrade_attempt(attempt, now=now)
        make_reactivity(attempt.enrolment, now=now)
        return
    if attempt.kind not in SCORERS:
        return
    # An item may have been corrected after the attempt was planned and before its answer came in.
    regraded = regrade_attempt(attempt, now=now)
    responses = _responses(attempt)
    measured = SCORERS[attempt.kind](attempt, responses)
    Score.objects.bulk_create(_scores(attempt, measured, FIRST, now), ignore_conflicts=True)
    BiasTally.objects.bulk_create(_tallies(attempt, responses, FIRST, now), ignore_conflicts=True)
    for version in policies_for(attempt.program_version.program.slug):
        _store_standing(_standing(attempt, version, FIRST, now))
    follow_up(attempt, now=now)
    if regraded:
        later = Attempt.objects.filter(
            enrolment__user=attempt.enrolment.user_id, completed_at__gte=attempt.completed_at
        ).exclude(pk=attempt.pk)
        revise_standings(later, now=now)


def judge_policy(policy_version_id: int, *, now: datetime) -> int:
    """Standings of everybody scored so far under a newly loaded policy version; how many. Twice changes nothing."""
    version = PolicyVersion.objects.get(pk=policy_version_id)
    # What is not scored yet is judged when it is, by every policy then in force.
    own = Attempt.objects.filter(enrolment=OuterRef("enrolment"), completed_at__isnull=False, scores__isnull=False)
    newest = Subquery(own.order_by("-completed_at", "-pk").values("pk")[:1])
    attempts = (
        Attempt.objects.filter(pk=newest, program_version__program__slug=policy_of(version.pk).program)
        .select_related("enrolment__user")
        .order_by("pk")
    )
    judged = 0
    for attempt in attempts:
        _store_standing(_standing(attempt, version, FIRST, now))
        judged += 1
    return judged


def revise_scores(attempt: Attempt, *, now: datetime) -> bool:
    """Score the attempt anew; True: it came to other values, which are now its newest revision.

    An attempt without scores is left to its own job, which counts what counts now.
    """
    stored = list(Score.objects.filter(attempt=attempt, scoring_version=SCORING_VERSION).order_by("revision", "pk"))
    if not stored:
        return False
    # A revision holds all that could be measured then: what is in an earlier one only can be measured no more.
    newest = {score.measure: score for score in stored if score.revision == stored[-1].revision}
    responses, revision = _responses(attempt), stored[-1].revision + 1
    measured, tallies = SCORERS[attempt.kind](attempt, responses), _tallies(attempt, responses, revision, now)
    same = newest.keys() == {m.measure for m in measured} and all(_same(newest[m.measure], m) for m in measured)
    if same and same_tallies(attempt, tallies):
        return False
    Score.objects.bulk_create(_scores(attempt, measured, revision, now))
    BiasTally.objects.bulk_create(tallies)
    make_profile(attempt.enrolment, now=now)
    return True


def revise_standings(attempts: Sequence[Attempt] | QuerySet[Attempt], *, now: datetime) -> int:
    """Judge these attempts anew on every policy version they were judged on; returns how many came out otherwise."""
    rows = Standing.objects.filter(attempt__in=attempts, scoring_version=SCORING_VERSION)
    newest = {
        (standing.attempt_id, standing.policy_version_id): standing
        for standing in rows.select_related("attempt__enrolment", "policy_version").order_by("revision")
    }
    changed = []
    for standing in newest.values():
        again = _standing(standing.attempt, standing.policy_version, standing.revision + 1, now)
        if (again.verdict, again.gates) != (standing.verdict, standing.gates):
            changed.append(again)
    Standing.objects.bulk_create(sorted(changed, key=lambda made: (made.as_of, made.attempt_id)))
    return len(changed)


def _responses(attempt: Attempt) -> list[Response]:
    return list(counted(attempt.responses.all()).select_related("step").order_by("step__position"))


def _tallies(attempt: Attempt, responses: Sequence[Response], revision: int, now: datetime) -> list[BiasTally]:
    return tallies_of(attempt, responses, version=SCORING_VERSION, revision=revision, now=now)


def _same(score: Score, measured: Measured) -> bool:
    """To the last digit: what is stored is exactly what a fresh scoring gives."""
    return all(getattr(score, name) == getattr(measured, name) for name in MEASURED)


def _scores(attempt: Attempt, measured: Sequence[Measured], revision: int, now: datetime) -> list[Score]:
    return [
        Score(
            attempt=attempt,
            **{name: getattr(m, name) for name in MEASURED},
            scoring_version=SCORING_VERSION,
            revision=revision,
            created_at=now,
        )
        for m in measured
    ]


def _standing(attempt: Attempt, version: PolicyVersion, revision: int, now: datetime) -> Standing:
    gates = evaluate(attempt.enrolment, version.pk, until=attempt.completed_at)
    return Standing(
        enrolment=attempt.enrolment,
        policy_version=version,
        attempt=attempt,
        verdict=overall(gates),
        gates=[gate.to_document() for gate in gates],
        scoring_version=SCORING_VERSION,
        revision=revision,
        as_of=attempt.completed_at or now,
        created_at=now,
    )


def _store_standing(standing: Standing) -> None:
    Standing.objects.bulk_create([standing], ignore_conflicts=True)
