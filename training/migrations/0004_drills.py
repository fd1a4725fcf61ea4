"""Runs that were broken off, and attempts that were set aside or offered again."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from courseware.db.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0003_corrections"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="reoffered_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="attempt",
            name="variant",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="attempt",
            name="voided_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(model_name="step", name="variant", field=models.CharField(blank=True, max_length=20)),
        # SQLite has made the table anew.
        AppendOnly("training_step"),
        migrations.CreateModel(
            name="DrillRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(unique=True)),
                ("request_hash", models.CharField(max_length=64)),
                (
                    "ending",
                    models.CharField(
                        choices=[
                            ("closed", "The page was closed"),
                            ("stopped", "Stopped by the person"),
                            ("void", "Too many void trials"),
                        ],
                        max_length=10,
                    ),
                ),
                ("trials", models.JSONField()),
                ("device", models.JSONField(blank=True, null=True)),
                ("received_at", models.DateTimeField()),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="training.step"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ending__in", ["closed", "stopped", "void"])), name="drill_run_ending_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Ruling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("void_trials", "Too many void trials"),
                            ("untimed", "The device could not time it"),
                            ("broken_off", "Blocks broken off too often"),
                            ("instructor", "Set aside by an instructor"),
                        ],
                        max_length=20,
                    ),
                ),
                ("voids", models.BooleanField()),
                ("reoffers", models.BooleanField()),
                ("reason", models.TextField(max_length=1000)),
                ("created_at", models.DateTimeField()),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rulings", to="training.attempt"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("voids", True), ("reoffers", True), _connector="OR"),
                        name="ruling_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="ruling_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by__isnull", False), ("code", "instructor")),
                            models.Q(("by__isnull", True), ("code__in", ["void_trials", "untimed", "broken_off"])),
                            _connector="OR",
                        ),
                        name="ruling_by_whom_its_code_says",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voids", True)), fields=("attempt",), name="attempt_voided_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("reoffers", True)), fields=("attempt",), name="attempt_reoffered_once"
                    ),
                ],
            },
        ),
        AppendOnly("training_drillrun"),
        AppendOnly("training_ruling"),
    ]
