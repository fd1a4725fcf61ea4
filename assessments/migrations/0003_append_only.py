"""Scores, standings, decisions, certificates, revocations and the policies behind them only grow."""

from django.db import migrations

from courseware.db.append_only import AppendOnly

TABLES = ("policyversion", "score", "standing", "decision", "certificate", "revocation", "signingkey")


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_initial")]

    operations = [AppendOnly(f"assessments_{table}") for table in TABLES]
