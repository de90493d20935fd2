from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("journeys", "0004_brought_in"),
        ("customers", "0003_who_goes_on"),
    ]
    operations = [migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop)]
