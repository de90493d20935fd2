from pathlib import Path

from django.db import migrations, models

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
                ("happened_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
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
            name="Anchor",
            fields=[
                ("upto", models.BigIntegerField(primary_key=True, serialize=False)),
                ("root", models.BinaryField()),
                ("taken_at", models.DateTimeField()),
                ("sent_to", models.TextField(default="")),
            ],
            options={"db_table": "anchor"},
        ),
    ]
