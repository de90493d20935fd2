from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("find", "0003_reviewed"),
        ("journeys", "0005_laws_tightened"),
        ("people", "0002_laws"),
        ("quality", "0002_laws"),
    ]
    operations = [migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop)]
