from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_times_and_words"),
    ]
    operations = [
        migrations.AddField(
            model_name="person",
            name="withdrawals",
            field=models.IntegerField(default=0),
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop),
    ]
