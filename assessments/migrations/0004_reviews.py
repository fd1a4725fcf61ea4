"""Reviews of keys; scores and standings after a correction."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from courseware.db.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0003_append_only"),
        ("courseware", "0003_item_bank"),
        ("training", "0003_corrections"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Adjudication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.JSONField()),
                ("ambiguity", models.CharField(max_length=12)),
                ("reason", models.TextField(max_length=2000)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Rescoring",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("answers", models.PositiveIntegerField(default=0)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("raised", models.PositiveIntegerField(default=0)),
                ("lowered", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting for two decisions"),
                            ("disagreed", "To be settled"),
                            ("upheld", "Key upheld"),
                            ("changed", "Key changed"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("settlement", models.TextField(blank=True, default="", max_length=2000)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="score",
            name="score_once_per_version",
        ),
        migrations.RemoveConstraint(
            model_name="standing",
            name="standing_once_per_attempt",
        ),
        migrations.AddField(
            model_name="score",
            name="revision",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="standing",
            name="revision",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.UniqueConstraint(
                fields=("attempt", "measure", "scoring_version", "revision"), name="score_once_per_revision"
            ),
        ),
        migrations.AddConstraint(
            model_name="standing",
            constraint=models.UniqueConstraint(
                fields=("attempt", "policy_version", "scoring_version", "revision"), name="standing_once_per_revision"
            ),
        ),
        migrations.AddField(
            model_name="adjudication",
            name="adjudicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="rescoring",
            name="item_version",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="rescoring", to="courseware.itemversion"
            ),
        ),
        migrations.AddField(
            model_name="rescoring",
            name="requested_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="courseware.item"
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="item_version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="courseware.itemversion"
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="new_version",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="made_by_review",
                to="courseware.itemversion",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="adjudication",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="adjudications", to="assessments.review"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["open", "disagreed"])),
                fields=("item",),
                name="one_open_review_per_item",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", True), ("state__in", ["open", "disagreed"])),
                    models.Q(("settled_at__isnull", False), ("state__in", ["upheld", "changed"])),
                    _connector="OR",
                ),
                name="review_settled_exactly_when_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("new_version__isnull", False), ("state", "changed")),
                    models.Q(models.Q(("state", "changed"), _negated=True), ("new_version__isnull", True)),
                    _connector="OR",
                ),
                name="review_has_a_new_version_exactly_when_changed",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjudication",
            constraint=models.UniqueConstraint(fields=("review", "adjudicator"), name="adjudicated_once_each"),
        ),
        migrations.AddConstraint(
            model_name="adjudication",
            constraint=models.CheckConstraint(
                condition=models.Q(("ambiguity__in", ["clear", "ambiguous", "undecided"])),
                name="adjudication_ambiguity_known",
            ),
        ),
        AppendOnly("assessments_score"),
        AppendOnly("assessments_standing"),
        AppendOnly("assessments_adjudication"),
    ]
