from django.db import migrations

# A few pages for a whole log, written in a second: times are in the order of the rows, but for a clock that jumped.
SQL = """
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX event_by_recorded ON event USING brin (recorded_at) WITH (pages_per_range = 32)
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0002_allowed_changes")]

    operations = [migrations.RunSQL(SQL, "DROP INDEX event_by_recorded")]
