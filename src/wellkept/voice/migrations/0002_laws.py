from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("voice", "0001_initial"),
        ("customers", "0003_who_goes_on"),
        ("events", "0001_the_log"),
        ("journeys", "0003_laws_tightened"),
        ("notices", "0003_made_with_its_cause"),
        ("journeys", "0003_laws_tightened"),
    ]
    operations = [migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop)]
