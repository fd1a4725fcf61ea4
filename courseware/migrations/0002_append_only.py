"""Loaded content and the audit log only grow; an audit event's data and salt may be erased."""

from django.db import migrations

from courseware.db.append_only import AppendOnly

AUDIT_FIXED = (
    "id", "stream", "sequence", "action", "actor_id", "subject", "at", "data_hash", "previous_hash", "hash",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("courseware", "0001_initial")]

    operations = [
        AppendOnly("courseware_programversion"),
        AppendOnly("courseware_itemversion"),
        AppendOnly("courseware_auditevent", columns=AUDIT_FIXED),
    ]
