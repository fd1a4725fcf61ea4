"""What was asked and what was answered only grows."""

from django.db import migrations

from courseware.db.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("training", "0001_initial")]

    operations = [AppendOnly("training_step"), AppendOnly("training_response")]
