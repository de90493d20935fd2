from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Case, F, Q, Value, When


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_laws"), ("events", "0002_bodies")]

    operations = [
        migrations.AddField(
            model_name="customer",
            name="merged_into",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.customer",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                F("subject"),
                condition=Q(("merged_into__isnull", False)),
                include=("merged_into",),
                name="customer_that_goes_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.CheckConstraint(
                condition=Q(("merged_into__isnull", True))
                | models.Q(("merged_into", F("subject")), _negated=True),
                name="a_customer_is_not_merged_with_itself",
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="must_lead_to_one_who_stands",
            field=models.GeneratedField(
                db_persist=True,
                expression=Case(When(merged_into__isnull=False, then=Value(True))),
                output_field=models.BooleanField(null=True),
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="standing",
            field=models.GeneratedField(
                db_persist=True,
                expression=Case(When(merged_into__isnull=True, then=Value(True)), default=Value(False)),
                output_field=models.BooleanField(),
            ),
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop),
    ]
