import django.db.models.deletion
from django.db import migrations, models

import wellkept.kernel.instants


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("events", "0001_the_log"),
        ("files", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entity",
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
                ("name", models.TextField()),
                ("legal_name", models.TextField()),
                ("street", models.TextField(default="")),
                ("postcode", models.TextField(default="")),
                ("city", models.TextField(default="")),
                ("country", models.CharField(max_length=2)),
                ("register", models.TextField(default="")),
                ("directors", models.TextField(default="")),
                ("tax_number", models.TextField(default="")),
                ("vat_id", models.TextField(default="")),
                ("language", models.TextField()),
                ("currency", models.CharField(max_length=3)),
                ("phone", models.TextField(default="")),
                ("mail", models.TextField(default="")),
                ("website", models.TextField(default="")),
                ("colour", models.TextField(default="#1f3a4d")),
                (
                    "logo",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                ("usual", models.BooleanField(default=False)),
                ("ended_at", wellkept.kernel.instants.InstantField(null=True)),
            ],
            options={
                "db_table": "entity",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "name__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            )
                        ),
                        name="an_entity_has_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "legal_name__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            )
                        ),
                        name="an_entity_has_a_legal_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("country__regex", "^[A-Z]{2}$")),
                        name="an_entity_names_its_country",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")),
                        name="an_entity_names_its_currency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("colour__regex", "^#[0-9A-Fa-f]{6}$")),
                        name="an_entity_has_a_colour",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("name",),
                        name="an_entity_has_a_name_of_its_own",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("usual", True)), fields=("usual",), name="one_usual_entity"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("usual", False), ("ended_at__isnull", True), _connector="OR"),
                        name="the_usual_entity_has_not_ended",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("holder", models.TextField()),
                ("iban", models.TextField()),
                ("bic", models.TextField(default="")),
                ("bank", models.TextField(default="")),
                ("currency", models.CharField(max_length=3)),
                ("preferred", models.BooleanField(default=False)),
                ("added_at", wellkept.kernel.instants.InstantField()),
                ("closed_at", wellkept.kernel.instants.InstantField(null=True)),
                (
                    "entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="entities.entity",
                    ),
                ),
            ],
            options={
                "db_table": "bank_account",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "holder__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            )
                        ),
                        name="an_account_has_a_holder",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("iban__regex", "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$")),
                        name="an_account_has_its_iban",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("bic", ""),
                            ("bic__regex", "^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$"),
                            _connector="OR",
                        ),
                        name="an_account_has_its_bic",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")),
                        name="an_account_names_its_currency",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("iban", "currency"),
                        name="an_open_account_is_listed_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("preferred", True)),
                        fields=("entity", "currency"),
                        name="one_preferred_account",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("preferred", False), ("closed_at__isnull", True), _connector="OR"
                        ),
                        name="a_preferred_account_is_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", True),
                            ("closed_at__gte", models.F("added_at")),
                            _connector="OR",
                        ),
                        name="an_account_is_closed_after_it_is_added",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.TextField()),
                ("language", models.TextField()),
                ("opening", models.TextField()),
                ("closing", models.TextField()),
                (
                    "entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="entities.entity",
                    ),
                ),
            ],
            options={
                "db_table": "paper_text",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entity", "kind", "language"), name="a_paper_says_one_thing_in_a_language"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            )
                        ),
                        name="a_text_is_of_a_kind_of_paper",
                    ),
                ],
            },
        ),
    ]
