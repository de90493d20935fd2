import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wellkept.kernel.instants
import wellkept.kernel.stored_text


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("events", "0001_the_log"),
        ("files", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedMapping",
            fields=[
                ("signature", models.TextField(primary_key=True, serialize=False)),
                ("noun", models.TextField()),
                ("mapping", models.JSONField()),
                ("formats", models.JSONField()),
                ("answers", models.JSONField(default=dict)),
                ("used_at", wellkept.kernel.instants.InstantField()),
            ],
            options={
                "db_table": "import_mapping",
            },
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.TextField(default="")),
                ("state", models.TextField(default="files")),
                ("answers", models.JSONField(default=dict)),
                ("counts", models.JSONField(default=dict)),
                ("said", wellkept.kernel.stored_text.StoredTextField(default=str)),
                ("phase", models.IntegerField(default=0)),
                ("position", models.BigIntegerField(default=0)),
                ("done", models.IntegerField(default=0)),
                ("total", models.IntegerField(default=0)),
                ("act", models.BigIntegerField(null=True)),
                ("begun_at", wellkept.kernel.instants.InstantField()),
                ("worked_at", wellkept.kernel.instants.InstantField(null=True)),
                ("finished_at", wellkept.kernel.instants.InstantField(null=True)),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "import",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    "files",
                                    "reading",
                                    "columns",
                                    "checking",
                                    "questions",
                                    "running",
                                    "stopped",
                                    "done",
                                    "taking_back",
                                    "taken_back",
                                ),
                            )
                        ),
                        name="states_of_imports_are_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="File",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.TextField()),
                ("sheet", models.TextField(default="")),
                ("read", models.BooleanField(default=False)),
                ("how", models.TextField(default="")),
                ("rows", models.IntegerField(default=0)),
                ("header", models.JSONField(default=list)),
                ("columns", models.JSONField(default=list)),
                ("profile", models.TextField(default="")),
                ("noun", models.TextField(default="nothing")),
                ("mapping", models.JSONField(default=dict)),
                ("formats", models.JSONField(default=dict)),
                (
                    "stored_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="imports.import"
                    ),
                ),
            ],
            options={
                "db_table": "import_file",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "noun__in",
                                (
                                    "customers",
                                    "contacts",
                                    "sites",
                                    "orders",
                                    "lines",
                                    "products",
                                    "staff",
                                    "nothing",
                                ),
                            )
                        ),
                        name="nouns_of_imports_are_known",
                    ),
                    models.UniqueConstraint(
                        fields=("of", "stored_file", "sheet"), name="a_table_is_brought_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OldKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.TextField()),
                ("noun", models.TextField()),
                ("key", models.TextField()),
                ("part", models.BigIntegerField(null=True)),
                ("made", models.BooleanField(default=True)),
                ("length", models.IntegerField(default=0)),
                ("taken_back_at", wellkept.kernel.instants.InstantField(null=True)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="old_keys",
                        to="imports.import",
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
                "db_table": "import_old_key",
                "indexes": [
                    models.Index(models.F("of"), models.F("noun"), models.F("id"), name="brought_by_import"),
                    models.Index(models.F("subject"), name="brought_by_subject"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at__isnull", True)),
                        fields=("source", "noun", "key"),
                        name="an_old_key_is_brought_in_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Problem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.IntegerField()),
                ("column", models.TextField(default="")),
                ("kind", models.TextField()),
                ("parameters", models.JSONField(default=dict)),
                ("leaves_out", models.BooleanField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="problems",
                        to="imports.file",
                    ),
                ),
            ],
            options={
                "db_table": "import_problem",
                "indexes": [models.Index(models.F("file"), models.F("line"), name="import_problem_by_line")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                (
                                    "no_number",
                                    "no_sign",
                                    "no_side",
                                    "formula_error",
                                    "more_cells",
                                    "no_country",
                                    "no_date",
                                    "no_opening_date",
                                    "no_closing_date",
                                    "no_mail_address",
                                    "no_telephone_number",
                                    "no_name",
                                    "no_address",
                                    "nobodys_place",
                                    "nobodys_order",
                                    "begins_later",
                                    "deleted",
                                    "no_customer",
                                    "known",
                                    "twice",
                                    "same_email",
                                    "same_phone",
                                ),
                            )
                        ),
                        name="problems_of_imports_are_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Row",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "file_id", "line", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("line", models.IntegerField()),
                (
                    "cells",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                ("key", models.TextField(null=True)),
                ("fit", models.BooleanField(null=True)),
                ("known", models.BigIntegerField(null=True)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="imports.file"
                    ),
                ),
            ],
            options={
                "db_table": "import_row",
                "indexes": [
                    models.Index(
                        models.F("file"),
                        models.F("key"),
                        condition=models.Q(("key__isnull", False)),
                        name="import_row_by_key",
                    )
                ],
            },
        ),
    ]
