"""Accounts: whether an address has one, and making one outside sign-up, from the command line."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from courseware.domain import audit
from courseware.models import User


def has_account(email: str) -> bool:
    """Whether the address is somebody's; one that was added to an account and never confirmed is nobody's."""
    confirmed = EmailAddress.objects.filter(email__iexact=email, verified=True)
    return confirmed.exists() or User.objects.filter(email__iexact=email).exists()


@transaction.atomic
def make_person(
    email: str,
    *,
    name: str = "",
    instructor: bool = False,
    operations: bool = False,
    password: str | None = None,
    now: datetime,
) -> User:
    """An account with a confirmed address; without a password nobody can sign in to it until one is set.

    Raises ValueError where the address has an account.
    """
    if has_account(email):
        raise ValueError(f"{email} has an account already.")
    user = User.objects.create_user(email, password, name=name, is_instructor=instructor, is_operations=operations)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    roles = {"instructor": instructor, "operations": operations}
    audit.record("person.made", actor=None, subject=user, data=roles, at=now)
    return user


@transaction.atomic
def set_active(user: User, active: bool, *, now: datetime) -> bool:
    """Suspends or restores the account, with an audit event; False where it was so already."""
    changed = User.objects.filter(pk=user.pk, is_active=not active).update(is_active=active)
    if changed:
        action = "person.restored" if active else "person.suspended"
        audit.record(action, actor=None, subject=user, data={}, at=now)
    return bool(changed)
