import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wellkept.kernel.instants


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("customers", "0001_initial"),
        ("events", "0001_the_log"),
        ("journeys", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField()),
                ("total", models.DecimalField(decimal_places=2, max_digits=14)),
                ("currency", models.CharField(max_length=3)),
                ("delivery_by", wellkept.kernel.instants.InstantField()),
                ("dates", models.JSONField(default=list)),
                ("deemed_days", models.IntegerField(null=True)),
                ("customer_reference", models.TextField(default="")),
                ("digest", models.BinaryField()),
                ("put_at", wellkept.kernel.instants.InstantField()),
                ("valid_until", wellkept.kernel.instants.InstantField(null=True)),
                ("state", models.TextField(default="put")),
                ("agreed_at", wellkept.kernel.instants.InstantField(null=True)),
                ("signed_name", models.TextField(default="")),
                ("address", models.TextField(default="")),
                ("code_digest", models.BinaryField(null=True)),
                ("code_until", wellkept.kernel.instants.InstantField(null=True)),
                ("code_tries", models.IntegerField(default=0)),
                (
                    "agreed_by",
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
                        related_name="agreements",
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
                "db_table": "agreement",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_at__isnull", True),
                            ("agreed_at__gte", models.F("put_at")),
                            _connector="OR",
                        ),
                        name="an_agreement_is_agreed_after_it_is_put",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "agreed")),
                        fields=("journey",),
                        name="one_agreement_in_force",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "put")),
                        fields=("journey",),
                        name="one_agreement_to_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("put", "agreed", "withdrawn", "declined", "replaced"))
                        ),
                        name="agreement_states_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "agreed"), _negated=True),
                            ("agreed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="an_agreement_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "words__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            )
                        ),
                        name="an_agreement_has_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("total__gte", 0)), name="a_total_is_not_negative"
                    ),
                ],
            },
        ),
    ]
