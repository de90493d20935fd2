"""A nonconformity has a history of its own."""

from django.db import migrations

KINDS = (
    "'company', 'person', 'team', 'customer', 'journey', 'intake', 'incident', 'blueprint', 'nonconformity'"
)


class Migration(migrations.Migration):
    dependencies = [("events", "0003_batches")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE subject DROP CONSTRAINT subject_kinds_are_known,"
            f" ADD CONSTRAINT subject_kinds_are_known CHECK (kind IN ({KINDS}))",
            migrations.RunSQL.noop,
        )
    ]
