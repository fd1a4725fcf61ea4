"""What adaptive practice picks items by."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("courseware", "0004_planted"),
        ("training", "0004_drills"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ability",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("theta", models.FloatField()),
                ("standard_error", models.FloatField()),
                ("n", models.PositiveIntegerField()),
                ("updated_at", models.DateTimeField()),
                (
                    "enrolment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ability", to="courseware.enrolment"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("standard_error__gt", 0)), name="ability_error_above_0")
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemDifficulty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("difficulty", models.FloatField()),
                ("standard_error", models.FloatField()),
                ("discrimination", models.FloatField(default=1.0)),
                ("n", models.PositiveIntegerField()),
                ("fitted_at", models.DateTimeField()),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="estimated_difficulty",
                        to="courseware.item",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("standard_error__gt", 0), ("discrimination__gt", 0)),
                        name="item_difficulty_errors_above_0",
                    )
                ],
            },
        ),
    ]
