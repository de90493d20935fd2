from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("journeys", "0005_its_own_contact"), ("customers", "0002_laws")]
    operations = [migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop)]
