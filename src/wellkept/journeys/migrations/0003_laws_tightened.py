from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("journeys", "0002_laws"),
        ("blueprints", "0003_whole_versions"),
        ("notices", "0003_made_with_its_cause"),
    ]
    operations = [migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop)]
