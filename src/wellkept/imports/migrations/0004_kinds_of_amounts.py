"""Two more kinds of problems: an amount whose sign is not known, and one without its side."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

KINDS = (
    *("no_number", "no_sign", "no_side", "formula_error", "more_cells", "no_country", "no_date"),
    *(
        "no_opening_date",
        "no_closing_date",
        "no_mail_address",
        "no_telephone_number",
        "no_name",
        "no_address",
    ),
    *("nobodys_place", "nobodys_order", "begins_later", "deleted", "no_customer", "known", "twice"),
    *("same_email", "same_phone"),
)
# The rows of running imports alone, so the table is small and the check is quick.
SQL = f"""
-- squawk-ignore ban-drop-constraint
ALTER TABLE import_problem DROP CONSTRAINT problems_of_imports_are_known;
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE import_problem ADD CONSTRAINT problems_of_imports_are_known
    CHECK (kind IN ({", ".join(f"'{kind}'" for kind in KINDS)}));
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("imports", "0003_more_problem_kinds")]
    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(SQL, migrations.RunSQL.noop)],
            state_operations=[
                migrations.RemoveConstraint("problem", "problems_of_imports_are_known"),
                migrations.AddConstraint(
                    "problem",
                    models.CheckConstraint(
                        condition=models.Q(kind__in=KINDS), name="problems_of_imports_are_known"
                    ),
                ),
            ],
        )
    ]
