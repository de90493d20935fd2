from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("voice", "0001_initial"), ("journeys", "0005_laws_tightened")]
    operations = [migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop)]
