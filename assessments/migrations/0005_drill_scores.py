"""What a score of a drill rests on: the device, whether it could time, and which form was run."""

from django.db import migrations, models

from courseware.db.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("assessments", "0004_reviews")]

    operations = [
        migrations.AddField(model_name="score", name="device", field=models.CharField(blank=True, max_length=120)),
        migrations.AddField(model_name="score", name="form", field=models.CharField(blank=True, max_length=40)),
        migrations.AddField(model_name="score", name="timing_valid", field=models.BooleanField(default=True)),
        # SQLite has made the table anew.
        AppendOnly("assessments_score"),
    ]
