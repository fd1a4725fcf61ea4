"""Contests of keys, and answers graded again."""

import django.db.models.deletion
from django.db import migrations, models

from courseware.db.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("courseware", "0003_item_bank"),
        ("training", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(max_length=2000)),
                ("created_at", models.DateTimeField()),
                (
                    "response",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contest", to="training.response"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Regrade",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("credit", models.FloatField()),
                ("correct", models.BooleanField()),
                ("created_at", models.DateTimeField()),
                (
                    "item_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regrades",
                        to="courseware.itemversion",
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="regrades", to="training.response"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("response", "item_version"), name="regrade_once_per_version"),
                    models.CheckConstraint(
                        condition=models.Q(("credit__gte", 0), ("credit__lte", 1)), name="regrade_credit_0_to_1"
                    ),
                ],
            },
        ),
        AppendOnly("training_contest"),
        AppendOnly("training_regrade"),
    ]
