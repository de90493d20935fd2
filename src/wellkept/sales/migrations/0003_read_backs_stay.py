from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("sales", "0002_laws"),
        ("journeys", "0003_laws_tightened"),
    ]
    operations = [migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop)]
