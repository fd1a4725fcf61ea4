"""What the organisation has set, and that something was erased, only grow."""

from django.db import migrations

from courseware.db.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("training", "0006_exposure")]

    operations = [AppendOnly("training_carepolicy"), AppendOnly("training_erasure")]
