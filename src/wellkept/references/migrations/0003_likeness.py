import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

KINDS = (
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
)


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0001_the_log"),
        ("references", "0002_finding"),
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(),
        django.contrib.postgres.operations.CreateExtension("fuzzystrmatch"),
        migrations.RemoveIndex(model_name="reference", name="reference_by_key"),
        migrations.RemoveIndex(model_name="reference", name="reference_by_end"),
        migrations.RemoveIndex(model_name="reference", name="reference_by_words"),
        migrations.RemoveConstraint(model_name="reference", name="reference_kinds_are_known"),
        migrations.AddConstraint(
            model_name="reference",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", KINDS)), name="reference_kinds_are_known"
            ),
        ),
        migrations.AddIndex(
            model_name="reference",
            index=models.Index(
                django.contrib.postgres.indexes.OpClass("key", "text_pattern_ops"),
                models.F("kind"),
                condition=models.Q(("kind", "need"), _negated=True),
                name="reference_by_key",
            ),
        ),
        migrations.AddIndex(
            model_name="reference",
            index=models.Index(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Reverse("key"), "text_pattern_ops"
                ),
                condition=models.Q(
                    ("kind__in", ("name", "street", "other", "need", "number")), _negated=True
                ),
                name="reference_by_end",
            ),
        ),
        migrations.CreateModel(
            name="Likeness",
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
                "db_table": "likeness",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["traits"], name="likeness_by_trait"
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
    ]
