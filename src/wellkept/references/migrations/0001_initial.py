import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import wellkept.kernel.instants


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("events", "0001_the_log"),
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(),
        django.contrib.postgres.operations.CreateExtension("fuzzystrmatch"),
        migrations.CreateModel(
            name="SearchRow",
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
                ("traits", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "db_table": "search_row",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["traits"], name="search_row_by_trait"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(db_collation="C")),
                ("count", models.IntegerField(default=1)),
            ],
            options={
                "db_table": "word",
                "indexes": [
                    models.Index(models.F("text"), name="word_by_text"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("text", "gin_trgm_ops"),
                        fastupdate=False,
                        name="word_by_trigram",
                    ),
                    models.Index(models.Func("text", function="dmetaphone"), name="word_by_sound"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.TextField()),
                ("said", models.TextField()),
                ("key", models.TextField()),
                ("noted_at", wellkept.kernel.instants.InstantField()),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="events.subject"
                    ),
                ),
            ],
            options={
                "db_table": "reference",
                "indexes": [
                    models.Index(
                        django.contrib.postgres.indexes.OpClass("key", "text_pattern_ops"),
                        models.F("kind"),
                        condition=models.Q(("kind", "need"), _negated=True),
                        name="reference_by_key",
                    ),
                    models.Index(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Reverse("key"), "text_pattern_ops"
                        ),
                        condition=models.Q(
                            ("kind__in", ("name", "street", "other", "need", "number")), _negated=True
                        ),
                        name="reference_by_end",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject", "kind", "key"), name="a_reference_is_noted_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                (
                                    "number",
                                    "phone",
                                    "email",
                                    "domain",
                                    "name",
                                    "street",
                                    "need",
                                    "purchase_order",
                                    "serial",
                                    "tracking",
                                    "invoice",
                                    "bank",
                                    "old_number",
                                    "other",
                                ),
                            )
                        ),
                        name="reference_kinds_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True), name="a_reference_says_something"
                    ),
                ],
            },
        ),
    ]
