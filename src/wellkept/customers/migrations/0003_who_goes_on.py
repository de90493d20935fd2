from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0002_laws"),
        ("events", "0001_the_log"),
    ]
    operations = [migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop)]
