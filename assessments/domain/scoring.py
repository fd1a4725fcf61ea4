"""Scoring a completed attempt: append-only rows with the version of the scoring that made them."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery

from assessments.domain.mastery import evaluate
from assessments.domain.policies import policies_for, policy_of
from assessments.domain.scorers import SCORERS
from assessments.gates import overall
from assessments.models import PolicyVersion, Score, Standing
from training.models import Attempt

logger = logging.getLogger(__name__)

# Raised whenever a formula or a mapping changes what a score would be; old rows keep the version that made them.
SCORING_VERSION = "1"


@transaction.atomic
def score_attempt(attempt_id: int, *, now: datetime) -> None:
    """Scores and standings of one completed attempt. Running it again changes nothing."""
    attempt = (
        Attempt.objects.select_related("enrolment__user", "enrolment__cohort", "program_version__program")
        .defer("program_version__document")
        .filter(pk=attempt_id, completed_at__isnull=False)
        .first()
    )
    if attempt is None:
        logger.warning("Attempt %s is not there or not completed; nothing was scored.", attempt_id)
        return
    scorer = SCORERS.get(attempt.kind)
    if scorer is None:
        return
    responses = list(attempt.responses.select_related("step").order_by("step__position"))
    Score.objects.bulk_create(
        [
            Score(
                attempt=attempt,
                measure=measured.measure,
                value=measured.value,
                low=measured.low,
                high=measured.high,
                n=measured.n,
                note=measured.note,
                scoring_version=SCORING_VERSION,
                created_at=now,
            )
            for measured in scorer(attempt, responses)
        ],
        ignore_conflicts=True,
    )
    _store_standings(attempt, now)


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
        _store_standing(attempt, version, now)
        judged += 1
    return judged


def _store_standings(attempt: Attempt, now: datetime) -> None:
    for version in policies_for(attempt.program_version.program.slug):
        _store_standing(attempt, version, now)


def _store_standing(attempt: Attempt, version: PolicyVersion, now: datetime) -> None:
    gates = evaluate(attempt.enrolment, version.pk, until=attempt.completed_at)
    standing = Standing(
        enrolment=attempt.enrolment,
        policy_version=version,
        attempt=attempt,
        verdict=overall(gates),
        gates=[gate.to_document() for gate in gates],
        scoring_version=SCORING_VERSION,
        as_of=attempt.completed_at or now,
        created_at=now,
    )
    Standing.objects.bulk_create([standing], ignore_conflicts=True)
