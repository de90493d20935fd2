from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("find", "0001_initial"),
        ("journeys", "0003_laws_tightened"),
        ("references", "0001_initial"),
        ("events", "0001_the_log"),
        ("quality", "0002_laws"),
        ("people", "0002_laws"),
    ]
    operations = [migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop)]
