from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("duplicates", "0001_initial"),
        ("events", "0001_the_log"),
        ("customers", "0003_who_goes_on"),
        ("journeys", "0003_laws_tightened"),
    ]
    operations = [migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop)]
