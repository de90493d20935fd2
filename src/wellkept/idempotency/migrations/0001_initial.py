from django.db import migrations, models

import wellkept.kernel.instants


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="RequestCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.TextField()),
                ("who", models.TextField()),
                ("since", wellkept.kernel.instants.InstantField()),
                ("count", models.IntegerField()),
            ],
            options={
                "db_table": "request_count",
                "indexes": [models.Index(models.F("since"), name="request_count_by_age")],
                "constraints": [
                    models.UniqueConstraint(fields=("what", "who"), name="requests_are_counted_in_one_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="StoredAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("whose", models.TextField()),
                ("key", models.TextField()),
                ("fingerprint", models.BinaryField()),
                ("status", models.IntegerField(default=0)),
                ("content_type", models.TextField(default="")),
                ("location", models.TextField(default="")),
                ("body", models.BinaryField(default=b"")),
                ("about", models.JSONField(default=list)),
                ("at", wellkept.kernel.instants.InstantField()),
            ],
            options={
                "db_table": "stored_answer",
                "indexes": [models.Index(models.F("at"), name="stored_answer_by_age")],
                "constraints": [
                    models.UniqueConstraint(fields=("whose", "key"), name="a_request_is_answered_once")
                ],
            },
        ),
    ]
