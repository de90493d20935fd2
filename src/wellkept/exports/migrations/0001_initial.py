import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wellkept.kernel.instants


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("events", "0001_the_log"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Export",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.TextField(default="running")),
                ("begun_at", wellkept.kernel.instants.InstantField()),
                ("done", models.IntegerField(default=0)),
                ("total", models.IntegerField(default=0)),
                ("now_at", models.TextField(default="")),
                ("said", models.TextField(default="")),
                ("size", models.BigIntegerField(default=0)),
                ("worked_at", wellkept.kernel.instants.InstantField(null=True)),
                ("finished_at", wellkept.kernel.instants.InstantField(null=True)),
                ("gone_at", wellkept.kernel.instants.InstantField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "export",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("running", "done", "failed", "gone"))),
                        name="states_of_exports_are_known",
                    )
                ],
            },
        ),
    ]
