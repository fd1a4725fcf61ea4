"""What may be planted in an item."""

from django.db import migrations, models

from courseware.db.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("courseware", "0003_item_bank"),
    ]

    operations = [
        migrations.AddField(
            model_name="itemversion",
            name="planted",
            field=models.JSONField(blank=True, default=dict),
        ),
        # SQLite has made the table anew.
        AppendOnly("courseware_itemversion"),
    ]
