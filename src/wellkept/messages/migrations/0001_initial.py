import django.db.models.deletion
from django.db import migrations, models

import wellkept.kernel.instants
import wellkept.kernel.stored_text


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("events", "0001_the_log"),
        ("notices", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ServerPause",
            fields=[
                ("server", models.TextField(primary_key=True, serialize=False)),
                ("since", wellkept.kernel.instants.InstantField()),
                ("tries", models.IntegerField(default=0)),
                ("next_try", wellkept.kernel.instants.InstantField()),
                ("reason", wellkept.kernel.stored_text.StoredTextField(default=str)),
            ],
            options={
                "db_table": "mail_server_pause",
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", wellkept.kernel.instants.InstantField()),
                ("carrier", models.TextField()),
                ("address", models.TextField()),
                ("outcome", models.TextField()),
                ("reply", wellkept.kernel.stored_text.StoredTextField(default=str)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="notices.notice"
                    ),
                ),
            ],
            options={
                "db_table": "delivery_attempt",
                "indexes": [
                    models.Index(models.F("notice"), models.F("at"), name="attempt_by_notice"),
                    models.Index(
                        models.F("at"),
                        condition=models.Q(("carrier", "mailbox"), ("outcome", "carried")),
                        name="attempt_in_mailbox",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ("carried", "not_now", "never"))),
                        name="outcomes_of_attempts_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("carrier__in", ("smtp", "mailbox", "none"))),
                        name="carriers_are_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ThreadMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("message_id", models.TextField()),
                ("at", wellkept.kernel.instants.InstantField()),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="events.subject"
                    ),
                ),
            ],
            options={
                "db_table": "thread_mail",
                "indexes": [models.Index(models.F("message_id"), name="thread_by_mail")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject", "message_id"), name="a_mail_is_in_a_thread_once"
                    )
                ],
            },
        ),
    ]
