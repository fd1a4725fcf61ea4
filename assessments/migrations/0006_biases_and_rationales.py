"""What attempts say of biases, and grades of rationales."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from courseware.db.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0005_drill_scores"),
        ("courseware", "0004_planted"),
        ("training", "0005_abilities"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="JudgementProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("document", models.JSONField()),
                ("made_at", models.DateTimeField()),
                (
                    "enrolment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="judgement_profile",
                        to="courseware.enrolment",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BiasTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("bias", models.SlugField()),
                ("treated_n", models.PositiveIntegerField()),
                ("treated_sum", models.FloatField()),
                ("treated_squares", models.FloatField()),
                ("control_n", models.PositiveIntegerField()),
                ("control_sum", models.FloatField()),
                ("control_squares", models.FloatField()),
                ("scoring_version", models.CharField(max_length=20)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bias_tallies", to="training.attempt"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("attempt", "bias", "scoring_version", "revision"), name="bias_tally_once_per_revision"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("treated_n__gt", 0), ("control_n__gt", 0), _connector="OR"),
                        name="bias_tally_counts_some",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RationaleGrade",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mentioned", models.JSONField()),
                ("clarity", models.PositiveSmallIntegerField()),
                ("estimated", models.JSONField()),
                ("estimator", models.CharField(max_length=40)),
                ("created_at", models.DateTimeField()),
                (
                    "grader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rationale_grades",
                        to="training.response",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("response", "grader"), name="rationale_graded_once_by_each"),
                    models.CheckConstraint(condition=models.Q(("clarity__lte", 2)), name="rationale_clarity_0_to_2"),
                ],
            },
        ),
        AppendOnly("assessments_biastally"),
        AppendOnly("assessments_rationalegrade"),
    ]
