from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_laws"),
        ("journeys", "0004_brought_in"),
        ("journeys", "0002_laws"),
    ]
    operations = [migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop)]
