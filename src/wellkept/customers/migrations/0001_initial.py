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
        migrations.CreateModel(
            name="Customer",
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
                ("kind", models.TextField(default="organisation")),
                ("name", models.TextField()),
                ("language", models.TextField(default="en")),
                ("time_zone", models.TextField(default="UTC")),
                ("country", models.CharField(default="DE", max_length=2)),
                ("met_at", wellkept.kernel.instants.InstantField()),
                ("note", models.TextField(default="")),
                ("heard_through", models.TextField(default="")),
                ("heard_of_us", models.TextField(default="")),
                ("taken_back_at", wellkept.kernel.instants.InstantField(null=True)),
                (
                    "standing",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(merged_into__isnull=True, then=models.Value(True)),
                            default=models.Value(False),
                        ),
                        output_field=models.BooleanField(),
                    ),
                ),
                (
                    "must_lead_to_one_who_stands",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(merged_into__isnull=False, then=models.Value(True))
                        ),
                        output_field=models.BooleanField(null=True),
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "db_table": "customer",
                "indexes": [
                    models.Index(
                        models.F("subject"),
                        condition=models.Q(("merged_into__isnull", False)),
                        include=("merged_into",),
                        name="customer_that_goes_on",
                    ),
                    models.Index(
                        django.db.models.functions.text.Lower("name"),
                        models.F("subject"),
                        condition=models.Q(("merged_into__isnull", True), ("taken_back_at__isnull", True)),
                        name="customer_by_name",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("organisation", "person"))),
                        name="a_customer_is_an_organisation_or_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "name__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            )
                        ),
                        name="a_customer_has_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "heard_through__in",
                                (
                                    "",
                                    "recommended",
                                    "known",
                                    "searched",
                                    "seen",
                                    "event",
                                    "press",
                                    "partner",
                                    "advertisement",
                                    "other",
                                ),
                            )
                        ),
                        name="ways_of_hearing_of_us_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into__isnull", True),
                            models.Q(("merged_into", models.F("subject")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_customer_is_not_merged_with_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.TextField()),
                ("role", models.TextField(default="")),
                ("email", models.TextField(default="")),
                ("phone", models.TextField(default="")),
                ("language", models.TextField(default="en")),
                ("channel", models.TextField(default="mail")),
                ("time_zone", models.TextField(default="")),
                ("quiet_from", models.TimeField(null=True)),
                ("quiet_until", models.TimeField(null=True)),
                ("active", models.BooleanField(default=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "db_table": "contact",
                "indexes": [
                    models.Index(django.db.models.functions.text.Upper("email"), name="contact_by_email")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "name__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            )
                        ),
                        name="a_contact_has_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ("mail", "phone", "page", "letter"))),
                        name="contact_channels_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quiet_from__isnull", True), ("quiet_until__isnull", True)),
                            models.Q(
                                ("quiet_from__isnull", False),
                                ("quiet_until__isnull", False),
                                models.Q(("quiet_from", models.F("quiet_until")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="quiet_hours_begin_and_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonalLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", wellkept.kernel.instants.InstantField()),
                ("expires_at", wellkept.kernel.instants.InstantField()),
                ("revoked_at", wellkept.kernel.instants.InstantField(null=True)),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="customers.contact",
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
                "db_table": "personal_link",
                "indexes": [models.Index(fields=["subject", "contact"], name="link_by_subject")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_at__gte", models.F("made_at")),
                            models.Q(
                                ("revoked_at__isnull", True),
                                ("revoked_at__gte", models.F("made_at")),
                                _connector="OR",
                            ),
                        ),
                        name="a_link_ends_after_it_is_made",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.TextField(default="")),
                ("street", models.TextField()),
                ("postcode", models.TextField(default="")),
                ("city", models.TextField(default="")),
                ("country", models.CharField(default="DE", max_length=2)),
                ("closed_at", wellkept.kernel.instants.InstantField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sites",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "db_table": "site",
            },
        ),
    ]
