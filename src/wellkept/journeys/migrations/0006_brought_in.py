from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journeys", "0005_laws_tightened")]
    operations = [
        migrations.RemoveConstraint(model_name="ending", name="endings_are_known"),
        migrations.AddConstraint(
            model_name="ending",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    how__in=(
                        "happy",
                        "not_ours",
                        "customer_declined",
                        "no_answer",
                        "cancelled_by_them",
                        "cancelled_by_us",
                        "merged",
                        "opened_in_error",
                        "elsewhere",
                    )
                ),
                name="endings_are_known",
            ),
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop),
    ]
