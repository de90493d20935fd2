from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0001_initial"),
        ("customers", "0002_laws"),
        ("events", "0001_the_log"),
        ("journeys", "0002_laws"),
        ("files", "0001_initial"),
        ("people", "0002_laws"),
    ]
    operations = [migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop)]
