"""Granting and withdrawing the roles of instructor and operations. Nobody changes their own."""

import uuid
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from courseware.domain import audit
from courseware.models import User
from courseware.roles import Role

# The column that holds each role. Trainee is not here: it comes with an enrolment.
COLUMNS = {Role.INSTRUCTOR: "is_instructor", Role.OPERATIONS: "is_operations"}


class NotGrantable(Exception):
    """The role cannot be changed for this account; the message says why."""


@transaction.atomic
def change_role(person_id: uuid.UUID, role: Role, *, granted: bool, by: User, now: datetime) -> bool:
    """Grants or withdraws the role; False where it was so already.

    Raises PermissionDenied, NotGrantable, User.DoesNotExist. Operations are never left without anybody: who
    acts stays, because nobody can act on themself.
    """
    # Locked in one order: of two people who withdraw each other's role, the second finds their own gone.
    locked = {user.pk: user for user in User.objects.select_for_update().filter(is_operations=True).order_by("pk")}
    actor = locked.get(by.pk)
    if actor is None or not actor.is_active:
        raise PermissionDenied("Only operations change roles.")
    person = User.objects.select_for_update().get(public_id=person_id)
    if person.pk == actor.pk:
        raise PermissionDenied("Nobody changes their own roles.")
    column = COLUMNS[role]
    if getattr(person, column) == granted:
        return False
    if granted and (person.is_simulated or not person.is_active):
        raise NotGrantable("Simulated and suspended accounts hold no roles.")
    setattr(person, column, granted)
    person.save(update_fields=[column])
    action = "person.role_granted" if granted else "person.role_withdrawn"
    audit.record(action, actor=actor, subject=person, data={"role": str(role)}, at=now)
    return True
