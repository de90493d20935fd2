"""A problem keeps its kind and parameters instead of a sentence. Problems found before are deleted: a check finds them
again."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

KINDS = (
    "no_number", "no_country", "no_date", "no_opening_date", "no_closing_date", "no_mail_address",
    "no_telephone_number", "no_name", "no_address", "nobodys_place", "nobodys_order", "begins_later", "deleted",
    "no_customer", "known", "twice", "same_email", "same_phone",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies: ClassVar = [("imports", "0001_initial")]
    operations: ClassVar = [
        migrations.RunSQL("DELETE FROM import_problem", migrations.RunSQL.noop),
        migrations.RemoveConstraint("problem", "problems_of_imports_are_known"),
        migrations.RemoveField("problem", "sentence"),
        migrations.AddField("problem", "parameters", models.JSONField(default=dict)),
        migrations.AddConstraint(
            "problem",
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="problems_of_imports_are_known"),
        ),
    ]
