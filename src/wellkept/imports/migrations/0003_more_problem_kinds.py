"""Two more kinds of problems: an error of the spreadsheet program, and cells beyond the last named column."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

KINDS = (
    *(
        "no_number",
        "formula_error",
        "more_cells",
        "no_country",
        "no_date",
        "no_opening_date",
        "no_closing_date",
    ),
    *("no_mail_address", "no_telephone_number", "no_name", "no_address", "nobodys_place", "nobodys_order"),
    *("begins_later", "deleted", "no_customer", "known", "twice", "same_email", "same_phone"),
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("imports", "0002_problem_kinds")]
    operations: ClassVar = [
        migrations.RemoveConstraint("problem", "problems_of_imports_are_known"),
        migrations.AddConstraint(
            "problem",
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="problems_of_imports_are_known"),
        ),
    ]
