from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_rules_have_answerers"),
    ]
    operations = [migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop)]
