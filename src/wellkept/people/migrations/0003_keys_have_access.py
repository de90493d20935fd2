"""A key of a program works for a person with access."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    # Behind the others: of several keys that an act would break, PostgreSQL names the oldest.
    dependencies = [
        ("people", "0002_laws"),
        ("journeys", "0002_laws"),
    ]
    operations = [migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop)]
