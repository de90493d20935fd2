import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wellkept.kernel.instants


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("customers", "0001_initial"),
        ("events", "0001_the_log"),
        ("people", "__first__"),
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
                ("trouble", models.TextField(default="")),
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
                        condition=models.Q(("channel__in", ("mail", "page", "call", "letter"))),
                        name="notice_channels_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", "mail"), _negated=True),
                            models.Q(("address", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_mail_has_an_address",
                    ),
                ],
            },
        ),
    ]
