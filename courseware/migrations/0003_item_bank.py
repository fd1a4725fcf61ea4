"""The item bank: edited versions, guidelines of imported items, forms and imports."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from courseware.db.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("courseware", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Form",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("bank", models.SlugField()),
                ("name", models.CharField(max_length=80)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("baseline", "Baseline"),
                            ("checkpoint", "Checkpoint"),
                            ("exam", "Final exam"),
                            ("retake", "Retake"),
                            ("drift", "Drift probe"),
                        ],
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="FormEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="GuidelineVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("bank", models.SlugField()),
                ("slug", models.SlugField()),
                ("number", models.PositiveIntegerField()),
                ("content_hash", models.CharField(max_length=64)),
                ("document", models.JSONField()),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ItemImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("bank", models.SlugField()),
                ("format", models.CharField(max_length=20)),
                ("options", models.JSONField(default=dict)),
                ("file_name", models.CharField(max_length=200)),
                ("stored_as", models.CharField(blank=True, max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "Being looked through"),
                            ("checked", "Looked through"),
                            ("storing", "Being stored"),
                            ("stored", "Stored"),
                            ("failed", "Could not be read"),
                            ("dropped", "Dropped"),
                        ],
                        default="checking",
                        max_length=8,
                    ),
                ),
                ("skip_rejected", models.BooleanField(default=False)),
                ("rows_done", models.PositiveIntegerField(default=0)),
                ("report", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name="item",
            name="retired_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="item",
            name="sittings_only",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="itemversion",
            name="change_note",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
        migrations.AddField(
            model_name="itemversion",
            name="edited_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="itemversion",
            name="sketch",
            field=models.BinaryField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="itemversion",
            name="supersedes",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="successors",
                to="courseware.itemversion",
            ),
        ),
        migrations.AddField(
            model_name="itemversion",
            name="text_hash",
            field=models.BigIntegerField(blank=True, db_index=True, null=True),
        ),
        migrations.AddField(
            model_name="itemversion",
            name="twin",
            field=models.CharField(blank=True, default="", max_length=50),
        ),
        migrations.AddConstraint(
            model_name="itemversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("supersedes__isnull", False)),
                fields=("supersedes",),
                name="item_version_superseded_once",
            ),
        ),
        migrations.AddField(
            model_name="form",
            name="created_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="formentry",
            name="form",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="courseware.form"
            ),
        ),
        migrations.AddField(
            model_name="formentry",
            name="item",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="form_entry", to="courseware.item"
            ),
        ),
        migrations.AddConstraint(
            model_name="guidelineversion",
            constraint=models.UniqueConstraint(fields=("bank", "slug", "number"), name="guideline_version_number_once"),
        ),
        migrations.AddField(
            model_name="itemimport",
            name="uploaded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="form",
            constraint=models.UniqueConstraint(fields=("bank", "name"), name="form_name_once_per_bank"),
        ),
        migrations.AddConstraint(
            model_name="formentry",
            constraint=models.UniqueConstraint(fields=("form", "position"), name="form_position_once"),
        ),
        migrations.AddConstraint(
            model_name="itemimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("finished_at__isnull", True), ("finished_at__gte", models.F("created_at")), _connector="OR"
                ),
                name="item_import_finished_after_start",
            ),
        ),
        AppendOnly("courseware_itemversion"),
        AppendOnly("courseware_guidelineversion"),
    ]
