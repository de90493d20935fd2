import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wellkept.kernel.instants


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("customers", "0001_initial"),
        ("journeys", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReadBack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("put_at", wellkept.kernel.instants.InstantField()),
                ("state", models.TextField(default="put")),
                ("answered_at", wellkept.kernel.instants.InstantField(null=True)),
                ("correction", models.TextField(default="")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.contact",
                    ),
                ),
                (
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="read_backs",
                        to="journeys.journey",
                    ),
                ),
                (
                    "put_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "read_back",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "put")),
                        fields=("journey",),
                        name="one_read_back_to_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("state", "put")),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("state__in", ("confirmed", "corrected", "replaced")),
                            ),
                            _connector="OR",
                        ),
                        name="a_read_back_is_put_confirmed_corrected_or_replaced",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "corrected"), _negated=True),
                            models.Q(("correction", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_correction_says_what",
                    ),
                ],
            },
        ),
    ]
