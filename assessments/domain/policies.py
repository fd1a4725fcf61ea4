"""Policies in force. Their rows are immutable, so their parsed form is kept in memory."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from assessments.models import PolicyVersion
from assessments.policy_files import Policy
from courseware.domain import audit, jobs
from courseware.domain.hashing import content_hash

POLICY_ROOT: Path = settings.BASE_DIR / "assessments" / "policies"


@transaction.atomic
def store_policy(policy: Policy, *, now: datetime) -> tuple[PolicyVersion, bool]:
    """The stored version of the policy, and whether it is new. The same policy twice changes nothing."""
    document = policy.to_document()
    digest = content_hash(document)
    existing = PolicyVersion.objects.filter(slug=policy.slug, content_hash=digest).first()
    if existing is not None:
        return existing, False
    last = PolicyVersion.objects.filter(slug=policy.slug).aggregate(last=Max("number"))["last"] or 0
    version = PolicyVersion.objects.create(
        slug=policy.slug, number=last + 1, content_hash=digest, document=document, loaded_at=now
    )
    # People already scored are judged by the new version too, or its queue would begin empty.
    jobs.enqueue("assessments.judge_policy", key=f"judge-policy-{version.pk}", now=now, policy_version_id=version.pk)
    audit.record("policy.loaded", actor=None, subject=version, data={"version": version.number}, at=now)
    return version, True


@lru_cache(maxsize=64)
def policy_of(version_id: int) -> Policy:
    """The policy of a stored version (by primary key). Raises PolicyVersion.DoesNotExist."""
    return Policy.from_document(PolicyVersion.objects.values_list("document", flat=True).get(pk=version_id))


def policies_in_force() -> list[PolicyVersion]:
    """The newest version of every policy."""
    newest: dict[str, PolicyVersion] = {}
    for version in PolicyVersion.objects.order_by("slug", "number"):
        newest[version.slug] = version
    return list(newest.values())


def policies_for(program_slug: str) -> list[PolicyVersion]:
    """The newest version of every policy that certifies this program."""
    return [version for version in policies_in_force() if policy_of(version.pk).program == program_slug]
