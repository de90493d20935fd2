import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wellkept.kernel.instants
import wellkept.kernel.stored_text


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("customers", "0001_initial"),
        ("events", "0001_the_log"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("channel", models.TextField(default="mail")),
                ("address", models.TextField(default="")),
                ("language", models.TextField(default="en")),
                ("facts", models.JSONField(default=dict)),
                ("words", models.TextField(default="")),
                ("automatic", models.BooleanField(default=True)),
                ("says_something_new", models.BooleanField(default=True)),
                ("made_at", wellkept.kernel.instants.InstantField()),
                ("due_at", wellkept.kernel.instants.InstantField(null=True)),
                ("tries", models.IntegerField(default=0)),
                ("trouble", wellkept.kernel.stored_text.StoredTextField(default=str)),
                ("carried_at", wellkept.kernel.instants.InstantField(null=True)),
                ("returned_at", wellkept.kernel.instants.InstantField(null=True)),
                ("given_up_at", wellkept.kernel.instants.InstantField(null=True)),
                ("title", models.TextField(default="")),
                ("text", models.TextField(default="")),
                ("html", models.TextField(default="")),
                (
                    "told_at",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(returned_at__isnull=True, then=models.F("carried_at"))
                        ),
                        output_field=wellkept.kernel.instants.InstantField(null=True),
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.contact",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
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
            ],
            options={
                "db_table": "notice",
                "indexes": [
                    models.Index(models.F("subject"), models.F("made_at"), name="notice_by_subject"),
                    models.Index(
                        models.F("due_at"),
                        condition=models.Q(("due_at__isnull", False)),
                        name="notice_to_carry",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("carried_at__isnull", True),
                                ("carried_at__gte", models.F("made_at")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("returned_at__isnull", True),
                                models.Q(
                                    ("carried_at__isnull", False),
                                    ("returned_at__gte", models.F("carried_at")),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("given_up_at__isnull", True),
                                ("given_up_at__gte", models.F("made_at")),
                                _connector="OR",
                            ),
                        ),
                        name="a_notice_goes_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("given_up_at__isnull", True),
                            ("carried_at__isnull", True),
                            ("returned_at__isnull", False),
                            _connector="OR",
                        ),
                        name="a_notice_is_told_or_given_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ("mail", "page", "call", "letter"))),
                        name="notice_channels_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", "mail"), _negated=True),
                            (
                                "address__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            ),
                            _connector="OR",
                        ),
                        name="a_mail_has_an_address",
                    ),
                ],
            },
        ),
    ]
