from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0005_by_their_keys")]
    operations = [
        migrations.CreateModel(
            name="Outbox",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="events.event",
                    ),
                ),
                ("attempts", models.IntegerField(db_default=0)),
                ("next_try", models.DateTimeField()),
                ("last_error", models.TextField(db_default="")),
                ("failed_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "outbox",
                "indexes": [
                    models.Index(
                        condition=models.Q(("failed_at__isnull", True)),
                        fields=["next_try", "event"],
                        name="outbox_due",
                    )
                ],
            },
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop),
    ]
