from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("promises", "0002_laws"),
        ("notices", "0003_made_with_its_cause"),
    ]
    operations = [migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop)]
