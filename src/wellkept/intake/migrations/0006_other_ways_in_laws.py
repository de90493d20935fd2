from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("intake", "0005_other_ways_in"), ("journeys", "0003_laws")]
    operations = [migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop)]
