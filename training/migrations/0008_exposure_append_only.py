"""What somebody agreed to and what they were shown only grow; a consent may be withdrawn, an entry closed."""

from django.db import migrations

from courseware.db.append_only import AppendOnly

CONSENT_FIXED = ("id", "enrolment_id", "tier", "text_version", "text_hash", "given_at")
ENTRY_FIXED = ("id", "user_id", "step_id", "rung", "charged", "revealed_at")


class Migration(migrations.Migration):
    dependencies = [("training", "0007_care_append_only")]

    operations = [
        AppendOnly("training_tierconsent", columns=CONSENT_FIXED),
        AppendOnly("training_exposureentry", columns=ENTRY_FIXED),
    ]
