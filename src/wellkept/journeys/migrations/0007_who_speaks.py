from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("journeys", "0006_brought_in"), ("customers", "0004_contacts_in_depth")]
    operations = [migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop)]
