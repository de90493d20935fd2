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
            name="BeingCompared",
            fields=[
                (
                    "customer",
                    models.OneToOneField(
                        db_column="id",
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="events.subject",
                    ),
                ),
            ],
            options={
                "db_table": "being_compared",
            },
        ),
        migrations.CreateModel(
            name="ToCompare",
            fields=[
                (
                    "customer",
                    models.OneToOneField(
                        db_column="id",
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="events.subject",
                    ),
                ),
            ],
            options={
                "db_table": "to_compare",
            },
        ),
        migrations.CreateModel(
            name="Level",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.TextField()),
                ("level", models.TextField()),
                ("m", models.FloatField()),
                ("u", models.FloatField()),
                ("learned_at", wellkept.kernel.instants.InstantField()),
            ],
            options={
                "db_table": "linkage_level",
                "constraints": [
                    models.UniqueConstraint(fields=("what", "level"), name="a_linkage_level_stands_once"),
                    models.CheckConstraint(
                        condition=models.Q(("m__gt", 0), ("m__lte", 1), ("u__gt", 0), ("u__lte", 1)),
                        name="linkage_levels_are_shares",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", wellkept.kernel.instants.InstantField()),
                ("undone_at", wellkept.kernel.instants.InstantField(null=True)),
                (
                    "away",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="events.subject"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "keep",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="events.subject"
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "customer_merge",
                "indexes": [models.Index(models.F("keep"), models.F("at"), name="merge_by_survivor")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            ("undone_at__gte", models.F("at")),
                            _connector="OR",
                        ),
                        name="a_merge_is_undone_later_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("away", models.F("keep")), _negated=True),
                        name="a_merge_is_of_two",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("away",),
                        name="a_customer_is_merged_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Moved",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.TextField()),
                ("row", models.BigIntegerField()),
                ("column", models.TextField()),
                ("before", models.TextField(null=True)),
                ("after", models.TextField(null=True)),
                ("let_go", models.BooleanField(default=False)),
                (
                    "merge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moved",
                        to="duplicates.merge",
                    ),
                ),
            ],
            options={
                "db_table": "merge_moved",
                "indexes": [
                    models.Index(
                        models.F("place"), models.F("row"), models.F("column"), name="moved_by_thing"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("merge", "place", "row", "column"), name="a_merge_moves_a_thing_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Pair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("probability", models.FloatField()),
                ("reasons", models.JSONField(default=list)),
                ("compared", models.CharField(max_length=64)),
                ("found_at", wellkept.kernel.instants.InstantField()),
                ("verdict", models.TextField(blank=True, default="")),
                ("said_at", wellkept.kernel.instants.InstantField(null=True)),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="events.subject"
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="events.subject"
                    ),
                ),
            ],
            options={
                "db_table": "likely_pair",
                "indexes": [
                    models.Index(
                        models.F("probability"), condition=models.Q(("verdict", "")), name="pair_to_look_at"
                    ),
                    models.Index(models.F("second"), name="pair_by_second"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="a_pair_is_found_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="a_pair_has_its_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("probability__range", (0, 1))),
                        name="a_probability_is_one_at_most",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("said_at__isnull", True), ("said_by__isnull", True), ("verdict", "")),
                            models.Q(
                                ("said_at__isnull", False),
                                ("said_by__isnull", False),
                                ("verdict__in", ("told_apart", "merged")),
                            ),
                            _connector="OR",
                        ),
                        name="a_verdict_has_who_and_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Key",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.TextField()),
                ("key", models.TextField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="events.subject"
                    ),
                ),
            ],
            options={
                "db_table": "linkage_key",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "key", "customer"), name="a_linkage_key_stands_once"
                    )
                ],
            },
        ),
    ]
