from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("promises", "0002_laws"), ("notices", "0004_made_with_its_cause")]
    operations = [
        # As an index it also refused what a bounce makes of an earlier move; the trigger asks only new ones.
        migrations.RemoveConstraint("promisemove", "one_untold_move_at_a_time"),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop),
    ]
