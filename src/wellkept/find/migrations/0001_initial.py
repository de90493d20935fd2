import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wellkept.kernel.instants


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("references", "0001_initial"),
        ("events", "0001_the_log"),
        ("people", "0001_initial"),
        ("quality", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Miss",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked", models.TextField()),
                ("key", models.TextField()),
                ("asked_at", wellkept.kernel.instants.InstantField()),
                ("said", models.TextField(blank=True, default="")),
                ("said_at", wellkept.kernel.instants.InstantField(null=True)),
                ("due_at", wellkept.kernel.instants.InstantField()),
                ("warned_at", wellkept.kernel.instants.InstantField(null=True)),
                ("how", models.TextField(blank=True, default="")),
                ("why", models.TextField(blank=True, default="")),
                ("kind", models.TextField(blank=True, default="")),
                ("ended_at", wellkept.kernel.instants.InstantField(null=True)),
                (
                    "handler_must_be_active",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(models.When(ended_at__isnull=True, then=models.Value(True))),
                        output_field=models.BooleanField(null=True),
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
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
                    "nonconformity",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="quality.nonconformity",
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="events.subject",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="events.subject"
                    ),
                ),
            ],
            options={
                "db_table": "search_miss",
                "indexes": [
                    models.Index(fields=["-asked_at"], name="miss_by_time"),
                    models.Index(
                        models.F("key"), condition=models.Q(("ended_at__isnull", True)), name="miss_by_key"
                    ),
                    models.Index(
                        models.F("handler"),
                        models.F("due_at"),
                        condition=models.Q(("ended_at__isnull", True)),
                        name="miss_by_handler",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            ("ended_at__gte", models.F("asked_at")),
                            _connector="OR",
                        ),
                        name="a_miss_ends_after_it_is_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "asked__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            )
                        ),
                        name="a_miss_says_what_was_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True), ("how", "")),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                models.Q(
                                    models.Q(
                                        ("how", "reference"),
                                        ("of__isnull", False),
                                        models.Q(("kind", ""), _negated=True),
                                    ),
                                    models.Q(("how", "nonconformity"), ("nonconformity__isnull", False)),
                                    models.Q(
                                        ("how", "not_ours"),
                                        (
                                            "why__regex",
                                            "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_miss_ends_in_one_of_three_ways",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Counterpart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField()),
                ("asked", models.TextField()),
                ("found_at", wellkept.kernel.instants.InstantField()),
                ("noted_at", wellkept.kernel.instants.InstantField()),
                ("how", models.TextField(blank=True, default="")),
                ("why", models.TextField(blank=True, default="")),
                ("settled_at", wellkept.kernel.instants.InstantField(null=True)),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="events.subject"
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="events.subject"
                    ),
                ),
                (
                    "miss",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counterparts",
                        to="find.miss",
                    ),
                ),
            ],
            options={
                "db_table": "search_counterpart",
                "constraints": [
                    models.UniqueConstraint(fields=("miss", "to"), name="a_counterpart_is_noted_once"),
                    models.CheckConstraint(
                        condition=models.Q(("words__in", ("same", "other"))),
                        name="a_counterpart_has_the_same_words_or_others",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how", ""), ("settled_at__isnull", True), ("settled_by__isnull", True)),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                models.Q(
                                    ("how", "ended"),
                                    models.Q(
                                        ("how", "otherwise"),
                                        (
                                            "why__regex",
                                            "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_person_says_otherwise_and_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SuccessfulSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked", models.TextField()),
                ("key", models.TextField()),
                ("at", wellkept.kernel.instants.InstantField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="events.subject"
                    ),
                ),
            ],
            options={
                "db_table": "successful_search",
                "indexes": [
                    models.Index(models.F("key"), models.F("at"), name="successful_by_key"),
                    models.Index(models.F("at"), name="successful_by_time"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("key", "gin_trgm_ops"),
                        name="successful_by_trigram",
                    ),
                ],
            },
        ),
    ]
