from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import wellkept.kernel.instants

SQL = (Path(__file__).parent / "0001_the_log.sql").read_text()


class Migration(migrations.Migration):
    initial = True

    operations = [
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Subject",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("length", models.IntegerField(default=0)),
                ("head", models.BinaryField()),
                ("written_in", models.TextField(null=True)),
            ],
            options={"db_table": "subject", "managed": False},
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("seq", models.IntegerField()),
                ("type", models.TextField()),
                ("happened_at", wellkept.kernel.instants.InstantField()),
                ("recorded_at", wellkept.kernel.instants.InstantField()),
                ("actor_kind", models.TextField()),
                ("actor_id", models.BigIntegerField(null=True)),
                ("court", models.TextField(null=True)),
                ("facts", models.TextField()),
                ("body_digest", models.BinaryField(null=True)),
                ("hash", models.BinaryField()),
            ],
            options={"db_table": "event", "managed": False},
        ),
        migrations.CreateModel(
            name="EventBody",
            fields=[
                ("salt", models.BinaryField(null=True)),
                ("body", models.TextField(null=True)),
            ],
            options={"db_table": "event_body", "managed": False},
        ),
        migrations.CreateModel(
            name="EventType",
            fields=[
                ("type", models.TextField(primary_key=True, serialize=False)),
                (
                    "subjects",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                ("facts", models.JSONField()),
                ("body", models.JSONField()),
                (
                    "required",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                (
                    "body_required",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
            ],
            options={"db_table": "event_type"},
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="events.event",
                    ),
                ),
                ("attempts", models.IntegerField(db_default=0)),
                ("next_try", wellkept.kernel.instants.InstantField()),
                ("last_error", models.TextField(db_default="")),
                ("failed_at", wellkept.kernel.instants.InstantField(null=True)),
            ],
            options={
                "db_table": "outbox",
                "indexes": [
                    models.Index(
                        condition=models.Q(("failed_at__isnull", True)),
                        fields=["next_try", "event"],
                        name="outbox_due",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("failed_at__isnull", True), ("attempts__gte", 80), _connector="OR"
                        ),
                        name="what_is_given_up_was_tried",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SweepFault",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sweep", models.TextField()),
                ("item", models.TextField()),
                ("times", models.IntegerField(default=1)),
                ("first_at", wellkept.kernel.instants.InstantField()),
                ("last_at", wellkept.kernel.instants.InstantField()),
                ("error", models.TextField()),
            ],
            options={
                "db_table": "sweep_fault",
                "constraints": [
                    models.UniqueConstraint(fields=("sweep", "item"), name="one_fault_of_an_item")
                ],
            },
        ),
        migrations.CreateModel(
            name="Anchor",
            fields=[
                ("upto", models.BigIntegerField(primary_key=True, serialize=False)),
                ("root", models.BinaryField()),
                ("taken_at", wellkept.kernel.instants.InstantField()),
                ("sent_to", models.TextField(default="")),
            ],
            options={"db_table": "anchor"},
        ),
        migrations.CreateModel(
            name="AllowedChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("law_table", models.TextField()),
                ("operation", models.TextField()),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                (
                    "event_type",
                    models.ForeignKey(
                        db_column="event_type",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="events.eventtype",
                    ),
                ),
            ],
            options={
                "db_table": "allowed_change",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("law_table", "operation", "event_type"), name="a_change_is_allowed_by_one_row"
                    )
                ],
            },
        ),
    ]
