"""Contact and site of a journey are its customer's."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    # Behind the others: of several keys that an act would break, PostgreSQL names the oldest.
    dependencies = [
        ("journeys", "0002_laws"),
        ("customers", "0002_laws"),
        ("duplicates", "0002_laws"),
    ]
    operations = [migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop)]
