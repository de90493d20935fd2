import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

SQL = "ALTER TABLE subject ADD COLUMN length_before integer NOT NULL DEFAULT 0"


class Migration(migrations.Migration):
    dependencies = [("events", "0001_the_log")]

    operations = [
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
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
