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
            name="Nonconformity",
            fields=[
                (
                    "subject",
                    models.OneToOneField(
                        db_column="id",
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="events.subject",
                    ),
                ),
                ("what", models.TextField()),
                ("next_step", models.TextField()),
                ("due_at", wellkept.kernel.instants.InstantField()),
                ("raised_at", wellkept.kernel.instants.InstantField()),
                ("warned_at", wellkept.kernel.instants.InstantField(null=True)),
                ("correction", models.TextField(blank=True, default="")),
                ("cause", models.TextField(blank=True, default="")),
                ("closed_at", wellkept.kernel.instants.InstantField(null=True)),
                (
                    "handler_must_be_active",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(models.When(closed_at__isnull=True, then=models.Value(True))),
                        output_field=models.BooleanField(null=True),
                    ),
                ),
                (
                    "about",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="events.subject",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "nonconformity",
                "indexes": [
                    models.Index(
                        models.F("handler"),
                        models.F("due_at"),
                        condition=models.Q(("closed_at__isnull", True)),
                        name="nonconformity_by_handler",
                    ),
                    models.Index(
                        models.F("due_at"),
                        condition=models.Q(("closed_at__isnull", True)),
                        name="nonconformity_by_due",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", True),
                            ("closed_at__gte", models.F("raised_at")),
                            _connector="OR",
                        ),
                        name="a_nonconformity_is_closed_after_it_is_raised",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "what__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            )
                        ),
                        name="a_nonconformity_says_what_is_wrong",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "next_step__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            )
                        ),
                        name="a_nonconformity_has_its_next_step",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                (
                                    "correction__regex",
                                    "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                                ),
                                (
                                    "cause__regex",
                                    "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_nonconformity_is_closed_with_correction_and_cause",
                    ),
                ],
            },
        ),
    ]
